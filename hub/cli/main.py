"""The ``hub`` command: what it offers, in one table."""

import sys
from typing import Annotated

import typer

from hub import __version__
from hub.cli import (
    certificates,
    check,
    comparing,
    config,
    demo,
    doctor,
    documents,
    fix,
    formats,
    mappings,
    operations,
    party,
    preview,
    rendering,
    rules,
    running,
    schemas,
    shadowing,
    topology,
)

__all__ = ["app", "main"]

app = typer.Typer(
    name="hub",
    help="An integration hub for public procurement: takes documents in any supplier's format, "
    "checks them, converts them and hands each customer what its system can load.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

DOCUMENTS = "A document in hand"
OPERATION = "Running the hub"
SETUP = "Setting up"

app.command(rich_help_panel=DOCUMENTS)(documents.identify)
app.command(rich_help_panel=DOCUMENTS)(check.check)
app.command(rich_help_panel=DOCUMENTS)(fix.fix)
app.command(rich_help_panel=DOCUMENTS)(documents.convert)
app.command(rich_help_panel=DOCUMENTS)(certificates.verify)
app.command(rich_help_panel=DOCUMENTS)(rendering.render)
app.command(rich_help_panel=DOCUMENTS)(preview.preview)
app.command(rich_help_panel=DOCUMENTS)(comparing.diff)
app.command(rich_help_panel=DOCUMENTS)(shadowing.shadow)
app.command(rich_help_panel=DOCUMENTS)(rules.explain)
app.command(rich_help_panel=OPERATION)(running.run)
app.command(rich_help_panel=OPERATION)(running.send)
app.command(rich_help_panel=OPERATION)(operations.trace)
app.command(rich_help_panel=OPERATION)(operations.show)
app.command(rich_help_panel=OPERATION)(operations.parked)
app.command(rich_help_panel=OPERATION)(operations.replay)
app.command(rich_help_panel=OPERATION)(operations.refill)
app.command(rich_help_panel=SETUP)(demo.demo)
app.command(rich_help_panel=SETUP)(doctor.doctor)
app.add_typer(schemas.app, rich_help_panel=SETUP)
app.add_typer(formats.app, rich_help_panel=DOCUMENTS)
app.add_typer(rules.app, rich_help_panel=DOCUMENTS)
app.add_typer(mappings.app, rich_help_panel=SETUP)
app.add_typer(config.app, rich_help_panel=SETUP)
app.add_typer(party.app, rich_help_panel=SETUP)
app.add_typer(topology.app, rich_help_panel=SETUP)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"hub {__version__}\n")
        raise typer.Exit


@app.callback()
def hub(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Take what suppliers and customers send each other, in any format either side speaks."""


def main() -> None:
    """Run the command line."""
    app()
