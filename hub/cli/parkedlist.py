"""What waits for an operator, grouped by why it waits."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from hub.cli.console import indented, printable, table
from hub.cli.meaning import Meanings

__all__ = ["show_parked"]

WIDE = 120
"""Columns from which on there is room for whole ids."""
SHORT = 8
"""Characters of an id that `hub trace`, `hub show` and `hub replay` need."""


def show_parked(console: Console, rows: Sequence[Mapping[str, Any]], meanings: Meanings) -> None:
    """Print each reason once, with what it means, and below it what waits for that reason.

    Oldest first: the reasons by their oldest, too.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["reason"] or "", []).append(row)
    for reason, group in groups.items():
        meaning = meanings.of(reason)
        head = Text(printable(reason), style="bold")
        console.print(head if meaning is None else head + Text(f": {meaning}", style="none"))
        _show_group(console, group)
    console.print("Look with `hub trace ID`, mend the cause, then `hub replay ID`.")
    console.print(
        "What you change in the configuration counts after `hub config check` and a restart."
    )
    console.print("A replay has a new id: should it fail too, replay that one.")
    console.print("What a reason means, and who does what: `hub explain REASON`.")


def _show_group(console: Console, group: Sequence[Mapping[str, Any]]) -> None:
    length = None if console.width >= WIDE else SHORT
    columns = ["what", "id", "account", "name", "since (UTC)"]
    cells = [
        [row["what"], row["id"][:length], row["account"], row["name"], _minute(row["since"])]
        for row in group
    ]
    if any(row["port"] for row in group):
        columns.append("port")
        for cell, row in zip(cells, group, strict=True):
            cell.append(row["port"] or "")
    console.print(table(columns, cells))
    for row in group:
        if row["error"]:
            console.print(indented(f"{row['id'][:length]}: {row['error']}", 2))


def _minute(moment: str | None) -> str:
    return "" if moment is None else moment[:16].replace("T", " ")
