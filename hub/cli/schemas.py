"""Commands about schemas: install them, say what is there."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from hub.app.settings import Settings
from hub.cli.console import errors, out, show_json, table
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told
from hub.schemas.install import SetState
from hub.schemas.install import install as install_schemas
from hub.schemas.install import status as status_of

__all__ = ["app"]

app = typer.Typer(
    name="schemas",
    help="Install the UBL schemas that documents are checked with.",
    no_args_is_help=True,
)


@app.command()
def install(
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            exists=True,
            help="A wheel, zip or folder that holds the schemas, for a machine without a network.",
        ),
    ] = None,
) -> None:
    """Fetch the schemas, check every file against the hub's manifest, and keep them.

    What is installed and whole already is left as it is.
    """
    with told():
        home = Settings.from_environment().schemas
        with Progress(console=errors(), transient=True, disable=not errors().is_terminal) as bar:
            task = bar.add_task("schemas", total=None)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            found = install_schemas(home, from_, progress)
        for one in found:
            out().print(f"{one.name}: {one.files} files in {home / one.name}", markup=False)


@app.command()
def status(json_: Json = False) -> None:
    """Say which schema sets are installed and whether they are whole."""
    with told():
        home = Settings.from_environment().schemas
        found = status_of(home)
        if json_:
            for one in found:
                show_json({"set": one.name, "state": one.state.value, "files": one.files})
        else:
            rows = [(one.name, one.state.value, one.files, home / one.name) for one in found]
            out().print(table(("set", "state", "files", "folder"), rows))
    whole = all(one.state is SetState.INSTALLED for one in found)
    raise typer.Exit(ExitCode.FINE if whole else ExitCode.CONFIGURATION)
