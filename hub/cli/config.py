"""Commands about the configuration: check it, compare two."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable, show_json
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told
from hub.config.difference import diff
from hub.config.directory import check as check_folder

__all__ = ["app"]

app = typer.Typer(name="config", help="Check and compare configurations.", no_args_is_help=True)


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="Default: HUB_CONFIG.", show_default=False),
    ] = None,
    json_: Json = False,
) -> None:
    """Name every mistake in the parties' files, with file, line and key."""
    with told():
        tools = Toolbox(Settings.from_environment())
        place = folder or tools.settings.config
        remarks = check_folder(
            place, tools.settings.home, dt.datetime.now(dt.UTC).date(), **tools.vocabulary
        )
        mistakes = [remark for remark in remarks if not remark.warning]
        for remark in remarks:
            if json_:
                show_json(
                    {
                        "file": remark.file,
                        "line": remark.line,
                        "key": remark.key,
                        "severity": "warning" if remark.warning else "mistake",
                        "message": remark.sentence,
                    }
                )
            else:
                word = "warning: " if remark.warning else "mistake: "
                out().print(word + printable(remark), markup=False)
        if not json_ and not mistakes:
            count = len(list((place / "parties").glob("*.toml")))
            said = "1 party" if count == 1 else f"{count} parties"
            out().print(f"{printable(place)}: {said}, no mistakes", markup=False)
    raise typer.Exit(ExitCode.CONFIGURATION if mistakes else ExitCode.FINE)


@app.command(name="diff")
def compare(
    old: Annotated[Path, typer.Argument(metavar="A", exists=True, file_okay=False)],
    new: Annotated[Path, typer.Argument(metavar="B", exists=True, file_okay=False)],
    json_: Json = False,
) -> None:
    """Say what changes from configuration A to configuration B."""
    with told():
        changes = diff(old, new)
        for change in changes:
            if json_:
                show_json(
                    {
                        "party": change.party,
                        "key": change.key,
                        "old": change.old,
                        "new": change.new,
                    }
                )
            else:
                out().print(printable(change), markup=False)
        if not changes and not json_:
            out().print("no differences")
