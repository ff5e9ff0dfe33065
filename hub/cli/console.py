"""What commands print: tables for people, one JSON object per line for programs."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["errors", "out", "printable", "show_json", "table"]

WIDTH_OF_A_PIPE = 132
"""Columns where there is no terminal to ask: what a log or a file is comfortably read with."""


def out() -> Console:
    """Return a console on standard output."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)


def errors() -> Console:
    """Return a console on standard error."""
    width = None if sys.stderr.isatty() else WIDTH_OF_A_PIPE
    return Console(stderr=True, highlight=False, width=width)


def printable(text: object) -> str:
    """Return a text without characters that could steer a terminal.

    What stands in a document was written by somebody else; escape sequences and
    direction marks in it must not be obeyed by an operator's screen.
    """
    return "".join(
        character
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
        else f"\\x{ord(character):02x}"
        for character in str(text)
    )


def show_json(data: Any) -> None:
    """Print one object on one line."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: frozenset[str] = frozenset()
) -> Table:
    """Return a plain table; the columns named in ``right`` are numbers."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(printable(cell)) for cell in row))
    return drawn
