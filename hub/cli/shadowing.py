"""`hub shadow`: what a receiving system would make of what was delivered."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from hub.app.settings import Settings
from hub.cli.console import as_json, out, printable, table
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told
from hub.cli.givenfile import today
from hub.formats.registry import mapping_folders
from hub.render.wording import Wording
from hub.shadow.answer import Answer, Remark, Weight
from hub.shadow.receiver import files_of, received

__all__ = ["shadow"]

SHOWN = 20
"""So many remarks of a rule are listed; the rest are counted."""
STATES = frozenset({"loaded", "scheduled", "refused"})
COLOURS = {
    Weight.REFUSED: "red",
    Weight.LEFT_OUT: "red",
    Weight.CHANGED: "yellow",
    Weight.NOTED: "",
}


def shadow(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="A mapping folder's name.")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER...", exists=True, show_default=False)
    ],
    state: Annotated[
        Path,
        typer.Option("--state", metavar="FOLDER", help="What the system holds is kept here."),
    ],
    day: Annotated[
        str | None,
        typer.Option("--day", metavar="YYYY-MM-DD", help="The day it comes. Default: today."),
    ] = None,
    setup: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="How the system is set up; it stays so."),
    ] = None,
    json_: Json = False,
) -> None:
    """Load files as the receiving system is described to, and print its answer.

    A stand-in of the real system, with a reader of its own. It keeps what it loaded, so that a
    price book is judged against the catalogue in force. Exit code 1 when it refuses a file.
    """
    refused = False
    with told():
        words = Wording(Settings.from_environment().language)
        answers = received(
            mapping_folders(),
            system,
            files_of(files),
            state,
            _day(day),
            dict(_pair(one) for one in setup or ()),
        )
        for answer in answers:
            refused = refused or answer.refused
            if json_:
                # msgspec writes dates and weights as JSON has them.
                out_line(answer)
            else:
                _show(answer, words)
    raise typer.Exit(ExitCode.REJECTED if refused else ExitCode.FINE)


def out_line(answer: Answer) -> None:
    """Print an answer as one JSON object."""
    typer.echo(as_json(msgspec.to_builtins(answer)))


def _day(text: str | None) -> dt.date:
    try:
        return today() if text is None else dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is no day", param_hint="--day") from error


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text} is not KEY=VALUE", param_hint="--set")
    return key.strip(), value.strip()


def _show(answer: Answer, words: Wording) -> None:
    name = " ".join(one for one in (answer.kind, answer.number) if one)
    if answer.version:
        name = f"{name} {words.say('shadow-version', version=answer.version)}"
    state = words.say(f"shadow-{answer.state}") if answer.state in STATES else answer.state
    head = words.say("shadow-head", file=answer.file, name=name, state=state, items=answer.items)
    if answer.starts is not None:
        head = f"{head} {words.say('shadow-from', day=answer.starts)}"
    out().print(printable(head), style="bold", markup=False)
    if answer.state != "loaded" and answer.in_force is not None:
        said = words.say("shadow-force", version=answer.in_force)
        out().print(printable(said), markup=False)
    rows = [
        (
            one.rule,
            Text(words.say(f"shadow-{one.weight.value}"), COLOURS[one.weight]),
            one.item or "",
            one.said,
        )
        for one in _capped(answer.remarks, words)
    ]
    if rows:
        heads = [words.say(f"shadow-{one}") for one in ("rule", "result", "item", "says")]
        out().print(table(heads, rows))


def _capped(remarks: Iterable[Remark], words: Wording) -> Iterable[Remark]:
    counts: dict[str, int] = {}
    for one in remarks:
        counts[one.rule] = counts.get(one.rule, 0) + 1
        if counts[one.rule] <= SHOWN:
            yield one
    for rule, count in counts.items():
        if count > SHOWN:
            yield Remark(rule, Weight.NOTED, words.say("shadow-more", count=count - SHOWN))
