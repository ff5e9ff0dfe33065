"""Many keys in few questions that every database answers by its indexes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

__all__ = ["grouped"]

_AT_ONCE = 500
"""Keys of one question; databases take some ten thousand values."""


def grouped(keys: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield what keys begin with, and the last parts of those that begin so, without repeats.

    A question then is "these parts, and the last one of those": a list of whole keys would
    make SQLite read the whole table.
    """
    found: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for *beginning, last in keys:
        found[tuple(beginning)][last] = None
    for start, ends in found.items():
        known = list(ends)
        for position in range(0, len(known), _AT_ONCE):
            yield start, known[position : position + _AT_ONCE]
