"""Hub processes over the parties and formats of the project, to be killed.

Reads lines ``HOME FAILPOINT`` and for each lets a new process do everything there is to do,
then prints how that process ended; formats and schemas are loaded once for all of them.
"""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from hub.app.bootstrap import open_hub
from hub.app.rehearsal import rehearse
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload
from hub.telemetry.logs import configure_logs


def warm(settings: Settings, example: Path) -> Toolbox:
    """Load formats and profiles and compile the schemas that a document needs."""
    tools = Toolbox(settings)
    with tempfile.TemporaryDirectory() as folder:
        rehearse(tools, Payload.of_file(example, example.name), (), "fjordmad", Path(folder))
    return tools


def once(settings: Settings, loaded: Toolbox) -> int:
    """Do everything there is to do."""
    configure_logs("once")
    tools = Toolbox(settings)
    tools.schemas, tools.formats, tools.profiles = loaded.schemas, loaded.formats, loaded.profiles
    with open_hub(settings, tools=tools) as hub:
        return 0 if hub.run_until_idle(40) else 1


def serve(example: Path) -> int:
    """Do so in a new process for every line of input."""
    own = Settings.from_environment()
    loaded = warm(own, example)
    for line in sys.stdin:
        home, failpoint = line.split()
        child = os.fork()
        if child == 0:
            os.environ["HUB_FAILPOINT"] = "" if failpoint == "-" else failpoint
            code = 70
            try:
                code = once(replace(own, home=Path(home)), loaded)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the protocol
    return 0


if __name__ == "__main__":
    sys.exit(serve(Path(sys.argv[1])))
