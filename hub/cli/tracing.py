"""What happened to one interchange, step by step, as a person reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from hub.cli.console import indented, printable, table
from hub.cli.meaning import Meanings

__all__ = ["show_trace"]

LENGTH_OF_A_HASH = 64
WIDE = 100
"""Columns from which on there is room for years and fractions of seconds."""
EXPECTED = frozenset(
    {
        *("accepted", "rejected", "duplicate", "conflict", "unroutable", "held", "parked"),
        *("received", "matched", "delivered", "answered", "confirmed", "replied"),
    }
)
"""Steps that say themselves what they are, or whose meaning stands at the document."""


def show_trace(
    console: Console,
    interchange: Mapping[str, Any],
    events: Sequence[Mapping[str, Any]],
    meanings: Meanings,
) -> None:
    """Print the documents of an interchange, how each ended and why, and then every step.

    ``interchange`` has its reports, their messages in all languages.
    """
    head = f"{interchange['id']}  {interchange['name']}  from {interchange['account']}"
    console.print(printable(head), style="bold", markup=False)
    if interchange["state"] == "parked":
        _say(console, 2, f"parked ({interchange['reason']})", meanings.of(interchange["reason"]))
        if interchange["error"]:
            console.print(indented(interchange["error"], 6))
    for document in interchange["documents"]:
        _show_document(console, document, meanings)
    for one in interchange["deliveries"]:
        if one["state"] == "unaddressed":
            _say(console, 2, f"{one['kind']} {one['name']}: unaddressed", meanings.of(one["state"]))
    wide = console.width >= WIDE
    when = slice(0, 23) if wide else slice(5, 19)
    rows = [
        (event["at"][when].replace("T", " "), event["stage"], event["event"], _details(event))
        for event in events
    ]
    console.print(table(("when (UTC)", "stage", "event", "details"), rows))
    for step in dict.fromkeys(event["event"] for event in events):
        meaning = None if step in EXPECTED else meanings.of(step)
        if meaning is not None:
            console.print(indented(f"{step}: {meaning}", 2))


def _show_document(console: Console, document: Mapping[str, Any], meanings: Meanings) -> None:
    number = document["number"] or "without a number"
    reason, outcome = document["reason"], document["outcome"]
    because = f" ({reason})" if reason else ""
    line = f"{document['kind'] or 'document'} {number}: {outcome}{because}"
    reports = [document["report"], *(way["report"] for way in document["routes"])]
    meaning = meanings.of(reason, *reports) if reason else None
    if meaning is None and outcome != "accepted":
        meaning = meanings.of(outcome)
    _say(console, 2, line, meaning)
    for way in document["routes"]:
        port = f"{way['receiver']} as {way['format']} -> {way['port']}"
        _say(console, 4, f"{way['state']}: {port}", _why(way, document, meanings))


def _why(way: Mapping[str, Any], document: Mapping[str, Any], meanings: Meanings) -> str | None:
    """Return why a route did not go on: the finding that refused, or what it waits for."""
    state, reason = way["state"], way.get("reason")
    if state == "routed":
        return None
    if state == "refused":
        found = meanings.refusal(way["report"]) or meanings.refusal(document["report"])
        return meanings.of(state) if found is None else f"[{found[0]}] {found[1]}"
    meaning = meanings.of(reason, way["report"]) if reason else None
    if meaning is not None:
        return f"[{reason}] {meaning}"
    return meanings.of(state)


def _say(console: Console, by: int, line: str, meaning: str | None) -> None:
    console.print(indented(line, by))
    if meaning is not None:
        console.print(indented(meaning, by + 4))


def _details(event: Mapping[str, Any]) -> str:
    """Return what is said of an event, without what is the same for all of them."""
    details = event["details"] or {}
    return ", ".join(
        f"{key} {_short(value)}"
        for key, value in details.items()
        if value not in (None, "") and key not in ("versions", "where", "lane")
    )


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} x {count}" for name, count in value.items())
    text = str(value)
    return f"{text[:12]}…" if len(text) == LENGTH_OF_A_HASH and text.isalnum() else text
