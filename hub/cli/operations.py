"""Commands for the operator: what happened, what is stuck, once more."""

import datetime as dt
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from hub.app.canonical import canonical
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.certificates import show_certificate
from hub.cli.console import errors, out, show_json
from hub.cli.conversation import show_conversations, show_late, unanswered
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told
from hub.cli.meaning import Meanings
from hub.cli.naming import interchange_called, not_found, thing_called
from hub.cli.opening import open_hub
from hub.cli.parkedlist import show_parked
from hub.cli.reporting import show_report
from hub.cli.tracing import show_trace
from hub.config.remarks import did_you_mean
from hub.formats.payload import Payload
from hub.model.identity import FormatId
from hub.model.report import Report

PARTS = ("original", "canonical", "output", "certificate")

__all__ = ["parked", "refill", "replay", "show", "trace"]

REFILLED_AT_ONCE = 1000


def trace(
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help="An id (8 characters are enough), document number, file name, account or party.",
        ),
    ],
    limit: Annotated[int, typer.Option(help="How many interchanges at most.")] = 20,
    json_: Json = False,
) -> None:
    """Tell what happened to documents, step by step."""
    with told(), open_hub(settings := Settings.from_environment()) as hub:
        meanings = Meanings(Toolbox(settings))
        talks = show_conversations(hub, query, json_=json_)
        found = hub.archive.search(query, limit)
        if not found and not talks:
            not_found(query)
            raise typer.Exit(ExitCode.REJECTED)
        for interchange in found:
            events = hub.archive.trace(interchange["id"])
            if json_:
                show_json({**interchange, "trace": events})
            elif whole := hub.archive.interchange(interchange["id"]):
                show_trace(out(), whole, events, meanings)


def show(
    identity: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Of an interchange, output or answer; its first 8 characters will do.",
        ),
    ],
    part: Annotated[
        str,
        typer.Option(
            "--part",
            help="original: as it came; canonical: the same as the hub reads it, in JSON Lines; "
            "output: what was handed over; certificate: by what it was made, and what was lost.",
        ),
    ] = "original",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Default: the terminal.")
    ] = None,
) -> None:
    """Write out what came in, or what went out."""
    if part not in PARTS:
        raise typer.BadParameter(f"{part}: is one of {', '.join(PARTS)}", param_hint="--part")
    with told():
        settings = Settings.from_environment()
        if part == "certificate":
            show_certificate(identity, settings, output)
            return
        with open_hub(settings) as hub:
            payload = hub.archive.content(thing_called(hub, identity))
        if payload is None:
            not_found(identity)
            raise typer.Exit(ExitCode.REJECTED)
        with output.open("wb") if output is not None else nullcontext(sys.stdout.buffer) as target:
            if part == "canonical":
                _show_canonical(payload, settings, target)
            else:
                with payload.open() as source:
                    shutil.copyfileobj(source, target)


def _show_canonical(payload: Payload, settings: Settings, target: BinaryIO) -> None:
    """Read a payload once more and write what the hub makes of it."""
    report = Report(payload.name)
    shown = 0
    with tempfile.TemporaryDirectory(prefix="hub-show-") as folder:
        for form in canonical(Toolbox(settings), payload, report, Path(folder)):
            if isinstance(form, FormatId):
                said = f"{form} is only passed through: there is no hub:{form.document}:1 to show"
                errors().print(f"{said} it in.", markup=False)
                continue
            shown += 1
            with form.path.open("rb") as source:
                shutil.copyfileobj(source, target)
    if not report.valid:
        show_report(errors(), report, settings.language)
    if not shown:
        raise typer.Exit(ExitCode.REJECTED)


def parked(json_: Json = False) -> None:
    """List what waits for an operator, in the hub and in the broker's queues of last resort."""
    with told(), open_hub(settings := Settings.from_environment()) as hub:
        rows = hub.archive.parked()
        # The hub's own list first: it is there although the broker may be away.
        if json_:
            for row in rows:
                show_json(row)
        elif rows:
            show_parked(out(), rows, Meanings(Toolbox(settings)))
        late = unanswered(hub)
        show_late(late, json_=json_)
        on_broker = _on_broker(settings)
        if json_:
            for queue, messages in on_broker.items():
                show_json({"what": "messages", "queue": queue, "messages": messages})
            return
        for queue, messages in on_broker.items():
            out().print(f"{messages} messages lie in {queue} on the broker: docs/broker.md")
        if not rows and not late and not on_broker:
            out().print("Nothing is parked.")


def _on_broker(settings: Settings) -> dict[str, int]:
    if settings.broker_url is None:
        return {}
    from hub.cli.broker import lying  # noqa: PLC0415 - see opening.py

    return lying(settings)


def refill(
    minutes: Annotated[
        float,
        typer.Option(
            "--older", metavar="MINUTES", min=1, help="Only what was sent longer ago than this."
        ),
    ] = 10.0,
) -> None:
    """Send work to the broker again that it lost with its queues.

    Only for documents that are still open and that no worker took up. One that the broker has
    after all is carried twice, which changes nothing.
    """
    age = dt.timedelta(minutes=minutes)
    with told(), open_hub(Settings.from_environment()) as hub:
        total = 0
        while sent := hub.store.outbox.refill(age, REFILLED_AT_ONCE):
            total += sent
        out().print(f"{total} messages will be sent again by the relay")


def replay(
    identity: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Of an interchange, or of something in it; 8 characters will do."
        ),
    ],
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="PORT", help="Only here. Default: where it failed."),
    ] = None,
) -> None:
    """Send an interchange down the line again, from its untouched original."""
    with told(), open_hub(Settings.from_environment()) as hub:
        known = {port.key for port in hub.register.ports}
        for port in to or ():
            if port not in known:
                near = did_you_mean(port, known)
                known_ones = near or f"; there are {', '.join(sorted(known)) or 'none'}"
                raise typer.BadParameter(
                    f"there is no port {port!r}{known_ones}", param_hint="--to"
                )
        accepted = hub.replay(interchange_called(hub, identity), tuple(to or ()))
        out().print(
            f"accepted as number {accepted.accept_number}, {accepted.interchange}", markup=False
        )
