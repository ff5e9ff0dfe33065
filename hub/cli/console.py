"""What commands print: tables for people, one JSON object per line for programs."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

__all__ = ["as_json", "errors", "indented", "out", "printable", "show_json", "table"]

WIDTH_OF_A_PIPE = 132
"""Columns where there is no terminal to ask: what a log or a file is comfortably read with."""


def out() -> Console:
    """Return a console on standard output."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_PIPE
    return Console(highlight=False, emoji=False, width=width)


def errors() -> Console:
    """Return a console on standard error."""
    width = None if sys.stderr.isatty() else WIDTH_OF_A_PIPE
    return Console(stderr=True, highlight=False, emoji=False, width=width)


def printable(text: object) -> str:
    """Return a text without characters that could steer a terminal.

    What stands in a document was written by somebody else; escape sequences and
    direction marks in it must not be obeyed by an operator's screen.
    """
    return "".join(
        f"\\x{ord(character):02x}" if _steers(character) else character for character in str(text)
    )


def indented(text: object, by: int) -> Padding:
    """Return a text whose every line is moved in, also where it is folded."""
    return Padding(Text(printable(text)), (0, 0, 0, by), expand=False)


def as_json(data: Any) -> str:
    r"""Return one object on one line; what could steer a terminal is written ``\\uXXXX``."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(_escaped(c) if _steers(c) else c for c in text)


def show_json(data: Any) -> None:
    """Print one object on one line."""
    sys.stdout.write(as_json(data) + "\n")


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _steers(character: str) -> bool:
    """Whether a character is none to look at: control, direction, half of a pair, line end."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


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
