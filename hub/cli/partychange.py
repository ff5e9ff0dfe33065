"""What every change of a party's file ends with: told, shown once, made at the broker."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import errors, out, printable
from hub.cli.partywords import Secret
from hub.config.difference import diff
from hub.config.directory import ConfiguredDirectory, check
from hub.config.remarks import Remark
from hub.errors import HubError

__all__ = ["NOTHING_WRITTEN", "RESTART", "bring", "changes", "remarks_on", "say", "show"]

RESTART = "A running hub knows it after its next start."
NOTHING_WRITTEN = "nothing was written (--dry-run)"


def remarks_on(folder: Path, tools: Toolbox) -> list[Remark]:
    """Return every mistake and warning about a configuration."""
    today = dt.datetime.now(dt.UTC).date()
    return check(folder, tools.settings.home, today, **tools.vocabulary)


def changes(before: Path, after: Path) -> None:
    """Say what changes from one configuration to another."""
    for change in diff(before, after):
        say(change)


def show(secrets: Sequence[Secret]) -> None:
    """Show secrets, for the only time."""
    for secret in secrets:
        typer.echo(f"{secret.what}: {secret.text}")
    if secrets:
        say("Hand this over safely: it is shown only now.")


def bring(register: ConfiguredDirectory, settings: Settings, *, needed: bool) -> None:
    """Bring the broker to the new configuration; what was written stays whatever happens."""
    if settings.broker_url:
        from hub.cli.broker import applied, topology_of  # noqa: PLC0415 - see opening.py

        try:
            for line in applied(topology_of(register, settings), settings):
                say(line)
        except HubError:
            errors().print(
                "The file is written. Once the broker is well, make the rest with: "
                "hub topology apply"
            )
            raise
    elif needed:
        say("HUB_BROKER_URL is not set: make what the broker needs with hub topology apply.")
    say(RESTART)


def say(line: object) -> None:
    """Print a line as it is, however long."""
    out().print(printable(line), markup=False, soft_wrap=True)
