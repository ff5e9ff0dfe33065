"""Commands about what the broker has to have."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable, show_json, table
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told

if TYPE_CHECKING:
    from hub.amqp.topology import Topology

__all__ = ["app"]

app = typer.Typer(
    name="topology",
    help="What RabbitMQ has to have for the configured parties.",
    no_args_is_help=True,
)


class RabbitMQ(StrEnum):
    """A release of RabbitMQ; a test compares with those that the hub knows."""

    THREE = "3.10"
    FOUR = "4"


@app.command()
def show(json_: Json = False) -> None:
    """Show exchanges, queues, policies and users, and what each is for; asks no broker."""
    with told():
        topology = _topology(Settings.from_environment())
        from hub.cli.brokertable import COLUMNS, described, rows  # noqa: PLC0415 - see opening.py

        if json_:
            for one in described(topology):
                show_json(one)
        else:
            out().print(table(COLUMNS, rows(topology)))


@app.command()
def compare(json_: Json = False) -> None:
    """Say how the broker differs; changes nothing. Exit code 3: it differs."""
    with told():
        settings = Settings.from_environment()
        topology = _topology(settings)
        from hub.cli.broker import compared  # noqa: PLC0415 - see opening.py

        differences = compared(topology, settings)
        for one in differences:
            if json_:
                show_json(
                    {
                        "kind": one.kind,
                        "name": one.name,
                        "state": one.state.value,
                        "message": one.sentence,
                    }
                )
            else:
                out().print(printable(one), markup=False)
        if not differences and not json_:
            out().print("no differences")
    raise typer.Exit(ExitCode.CONFIGURATION if differences else ExitCode.FINE)


@app.command()
def apply() -> None:
    """Make what is missing; says what it made and what is left to do.

    Over the management API (HUB_BROKER_API) everything is made; over AMQP (HUB_BROKER_URL)
    exchanges, queues and bindings, and the command for the rest is shown. Nothing is deleted.
    """
    with told():
        settings = Settings.from_environment()
        topology = _topology(settings)
        from hub.cli.broker import applied  # noqa: PLC0415 - see opening.py

        for line in applied(topology, settings):
            out().print(printable(line), markup=False, soft_wrap=True)


@app.command()
def export(
    rabbitmq: Annotated[
        RabbitMQ, typer.Option("--rabbitmq", help="Release: 3.10 for all of 3.x, or 4.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", dir_okay=False, help="Default: print it."),
    ] = None,
    own_user: Annotated[
        bool,
        typer.Option("--own-user", help="Also the hub's own user, as HUB_BROKER_URL names it."),
    ] = False,
) -> None:
    """Write a definitions file for `rabbitmqctl import_definitions`.

    It holds salted hashes, no passwords.
    """
    with told():
        settings = Settings.from_environment()
        topology = _topology(settings)
        from hub.cli.broker import exported  # noqa: PLC0415 - see opening.py

        file = exported(topology, settings, rabbitmq.value, own_user=own_user)
        text = json.dumps(file, indent=2) + "\n"
        if output is None:
            typer.echo(text, nl=False)
        else:
            output.touch(mode=0o600)  # salted hashes are not for everybody either
            output.write_text(text, encoding="utf-8")


def _topology(settings: Settings) -> "Topology":
    from hub.cli.broker import topology_of  # noqa: PLC0415 - see opening.py

    return topology_of(Toolbox(settings).register, settings)
