"""A hub over the made-up world in a process of its own, to be killed.

``serve`` reads lines ``HOME FAILPOINT`` and for each lets a new process do everything there is
to do, then prints how that process ended; it has loaded the hub once for all of them.
``run HOME`` supervises children, which are this script again as ``child HOME ROLE...``.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from hub.app.hub import Hub
from hub.app.lock import AlreadyRunning
from hub.app.roles import main
from hub.app.settings import Settings
from hub.app.supervisor import run_hub
from hub.app.task import ROLES
from hub.pipeline.envelope import Envelope
from hub.telemetry.logs import configure_logs
from tests.world import open_world


def linger(envelope: Envelope) -> None:
    """Take long over a document whose name says so."""
    if envelope.name.startswith("slow"):
        time.sleep(3)


def opened(home: Path) -> Hub:
    """The hub of this home folder."""
    return open_world(home, before=linger)


def once(home: Path) -> int:
    """Do everything there is to do."""
    configure_logs("once")
    with opened(home) as hub:
        return 0 if hub.run_until_idle(20) else 1


def serve() -> int:
    """Do so in a new process for every line of input."""
    for line in sys.stdin:
        home, failpoint = line.split()
        child = os.fork()
        if child == 0:
            os.environ["HUB_FAILPOINT"] = "" if failpoint == "-" else failpoint
            code = 70
            try:
                code = once(Path(home))
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the protocol
    return 0


def run(home: Path) -> int:
    """Supervise, as ``hub run`` does."""

    def spawn(roles: Sequence[str], keep_open: Sequence[int]) -> "subprocess.Popen[bytes]":
        command = [sys.executable, __file__, "child", str(home), *roles]
        return subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=tuple(keep_open))

    settings = Settings(home, home / "config", home / "schemas")
    try:
        return run_hub(settings, ROLES, spawn)
    except AlreadyRunning as error:
        print(error, file=sys.stderr)  # noqa: T201 - what an operator reads
        return 3


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "serve":
        sys.exit(serve())
    folder = Path(rest.pop(0))
    if mode == "run":
        sys.exit(run(folder))
    sys.exit(main(rest, lambda: opened(folder)))
