"""Commands for somebody who writes a mapping folder."""

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out
from hub.cli.failure import told

__all__ = ["app"]

app = typer.Typer(name="mappings", help="Check and test mapping folders.", no_args_is_help=True)


@app.command()
def check() -> None:
    """Load every mapping folder strictly; name every mistake with file and key."""
    with told():
        tools = Toolbox(Settings.from_environment())
        formats, profiles = tools.formats, tools.profiles
        count = len(list(tools.folders))
        out().print(
            f"{count} folders, {len(formats.all())} formats, {len(list(profiles))} profiles, "
            "no mistakes"
        )
