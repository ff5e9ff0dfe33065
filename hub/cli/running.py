"""Commands that run the hub, and that hand it a document by hand."""

from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.task import ROLES
from hub.cli.console import out
from hub.cli.failure import told
from hub.cli.opening import open_hub, run_hub

__all__ = ["run", "send"]


def run(
    role: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROLE]",
            help=f"Only this role: {', '.join(ROLES)}. Default: all.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run the hub until it is told to stop (Ctrl-C or SIGTERM).

    It takes complete files from the accounts' folders, answers their senders, and puts what
    each customer gets into the customer's folders. Stopping lets the document in hand finish.
    """
    if role is not None and role not in ROLES:
        raise typer.BadParameter(f"{role}: is one of {', '.join(ROLES)}", param_hint="ROLE")
    with told():
        settings = Settings.from_environment()
        code = run_hub(settings, roles=ROLES if role is None else (role,))
    raise typer.Exit(code)


def send(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    as_: Annotated[
        str, typer.Option("--as", metavar="ACCOUNT", help="The account it is sent through.")
    ],
) -> None:
    """Hand a file to the hub as if it had come through an account.

    It is accepted when this returns; `hub trace` follows it.
    """
    with told(), open_hub(Settings.from_environment()) as hub:
        accepted = hub.submit(file, as_)
        again = " (already there)" if accepted.repeated else ""
        out().print(
            f"accepted as number {accepted.accept_number}, {accepted.interchange}{again}\n"
            f"follow it with: hub trace {accepted.interchange[:8]}",
            markup=False,
        )
