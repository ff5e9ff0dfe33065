"""Codes of a classification by the words of a name and a group.

Words are compared by their first letters, which joins singular and plural and the beginning
of a compound (kuglepen, kuglepenne). What few titles hold says more than what many hold.
"""

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable

from hub.facts.unspsc import UnspscLevel, UnspscTable, level_of

__all__ = ["ClassFinder"]

_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6
_ENOUGH = 0.5
_MOST = 3
_COMMON = 2000
"""A word in more titles than this tells nothing."""

_REMEMBERED = 1000


class ClassFinder:
    """Finds the commodities whose titles share the weightiest words with a text."""

    def __init__(self, table: UnspscTable) -> None:
        self._codes = array("I")
        self._weights = array("d")
        self._having: dict[str, array[int]] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        titles = []
        for entry in table:
            if level_of(entry.code) is not UnspscLevel.COMMODITY:
                continue
            for title in {entry.title_da, entry.title_en} - {""}:
                stems = _stems(title)
                for stem in stems:
                    self._having.setdefault(stem, array("I")).append(len(self._codes))
                titles.append(stems)
                self._codes.append(int(entry.code))
        self._total = len(titles)
        self._weights.extend(sum(map(self._weight, stems)) for stems in titles)

    def find(self, text: str, under: str = "") -> tuple[str, ...]:
        """Return at most three codes that begin with ``under``, best first; perhaps none."""
        key = (text, under)
        found = self._known.get(key)
        if found is None:
            found = self._search(text, under)
            if len(self._known) < _REMEMBERED:
                self._known[key] = found
        return found

    def _search(self, text: str, under: str) -> tuple[str, ...]:
        shared: Counter[int] = Counter()
        for stem in _stems(text):
            having = self._having.get(stem, ())
            if len(having) <= _COMMON:
                for title in having:
                    shared[title] += self._weight(stem)  # type: ignore[assignment]
        best: dict[str, float] = {}
        for title, weight in shared.items():
            code = f"{self._codes[title]:08d}"
            score = weight / self._weights[title]
            if score >= _ENOUGH and code.startswith(under):
                best[code] = max(score, best.get(code, 0))
        return tuple(sorted(best, key=lambda code: (-best[code], code))[:_MOST])

    def _weight(self, stem: str) -> float:
        return math.log(1 + self._total / len(self._having[stem]))


def _stems(text: str) -> frozenset[str]:
    words: Iterable[str] = _WORD.findall(text.casefold())
    return frozenset(word[:_STEM] for word in words)
