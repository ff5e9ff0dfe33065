"""Files that a command writes where its user says."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

__all__ = ["today", "write_page"]


def write_page(path: Path, pieces: Iterable[str]) -> None:
    """Write a page piece by piece: all of it, or the old one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name[:100]}.part")
    with unfinished.open("w", encoding="utf-8") as stream:
        stream.writelines(pieces)
    unfinished.replace(path)


def today() -> dt.date:
    """Return the day where the command is typed, as a page shows it."""
    return dt.datetime.now(dt.UTC).astimezone().date()
