"""The line of a key in a TOML file, which ``tomllib`` does not tell.

A light scan, made only when there is a mistake to report: it knows headers and keys at the
beginning of lines and skips texts of several lines. A key inside an inline table is found at
the line of that table.
"""

import re

__all__ = ["line_of"]

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_STEP = re.compile(_NAME)
_LONG = ('"""', "'''")


def line_of(text: str, path: tuple[str | int, ...]) -> int | None:
    """Return the number of the line where ``path``, or most of it, is written."""
    best: tuple[int, int | None] = (0, None)
    here: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    closing = None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing is not None:
            closing = None if closing in line else closing
            continue
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header:
            here = found = _enter(header[2], counts, repeated=header[1] == "[[")
        elif key:
            found = (*here, *_steps(key[1]))
        else:
            continue
        closing = next((mark for mark in _LONG if line.count(mark) == 1), None)
        if len(found) > best[0] and path[: len(found)] == found:
            best = (len(found), number)
    return best[1]


def _enter(
    dotted: str, counts: dict[tuple[str | int, ...], int], *, repeated: bool
) -> tuple[str | int, ...]:
    """Return the path of a header; tables of an array are counted."""
    here: tuple[str | int, ...] = ()
    steps = _steps(dotted)
    for place, step in enumerate(steps, start=1):
        here = (*here, step)
        if repeated and place == len(steps):
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _steps(dotted: str) -> tuple[str, ...]:
    return tuple(step.strip("\"'") for step in _STEP.findall(dotted))
