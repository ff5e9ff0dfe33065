"""Commands for somebody who writes a mapping folder."""

from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import errors, out, printable
from hub.cli.failure import ExitCode, told
from hub.cli.newsheet import new
from hub.formats.selftest import find_examples, run_example
from hub.suggest.kinds import load_kinds

__all__ = ["app"]

app = typer.Typer(
    name="mappings", help="Check, test and propose mapping folders.", no_args_is_help=True
)
app.command()(new)


@app.command()
def check() -> None:
    """Load every mapping folder strictly; name every mistake with file and key."""
    with told():
        tools = Toolbox(Settings.from_environment())
        formats, profiles = tools.formats, tools.profiles
        load_kinds(tools.folders)
        pages = len(list(tools.pages))
        # Published rules are loaded when a document needs them, so they are asked for here.
        books = {one.kind for one in formats.all() if one.published is not None}
        out().print(
            f"{len(tools.folders)} folders, {len(formats.all())} formats, "
            f"{len(list(profiles))} profiles, published rules of {len(books)} kinds of document, "
            f"{pages} pages about rules, no mistakes"
        )


@app.command(name="test")
def run_examples(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Only this folder. Default: all.", show_default=False
        ),
    ] = None,
    rewrite: Annotated[
        bool,
        typer.Option(help="Write what came out as what is expected; read the difference then."),
    ] = False,
) -> None:
    """Run the examples of mapping folders; show what comes out otherwise than expected."""
    with told():
        tools = Toolbox(Settings.from_environment())
        folders = [folder for folder in tools.folders if name in (None, folder.name)]
        if not folders:
            known = ", ".join(folder.name for folder in tools.folders)
            raise typer.BadParameter(
                f"{name}: no such folder; there are {known}", param_hint="NAME"
            )
        count = wrong = 0
        for example in find_examples(folders):
            count += 1
            differences = run_example(
                example, tools.formats, profiles=tools.profiles, rewrite=rewrite
            )
            wrong += bool(differences)
            mark = "differs" if differences else "ok"
            out().print(f"{mark:8}{printable(example.name)}", markup=False)
            for difference in differences:
                out().print(f"  {difference.file}", markup=False)
                for line in difference.text.splitlines():
                    out().print(f"    {printable(line)}", markup=False)
        if not count:
            errors().print(f"{name or 'No folder'} has no examples.", markup=False)
        out().print(f"{count} examples, {wrong} differ", markup=False)
    raise typer.Exit(ExitCode.REJECTED if wrong and not rewrite else ExitCode.FINE)
