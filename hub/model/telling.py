"""What a report says once, although two judges found it.

A value that the schema refuses is often refused by a published rule as well, and cannot be read
into the model. Machines get all of it; people are told once, in the words of the schema's finding.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hub.model.finding import Finding
from hub.model.loss import Loss, LossKind

__all__ = ["Told"]

_INDEX = re.compile(r"\[[0-9]+\]")
_EMPTY = "XSD-EMPTY"
_ABSENT = frozenset({"XSD-MISSING", _EMPTY})
_ATTRIBUTE = "XSD-ATTRIBUTE"


class Told:
    """What the findings of the schema say, by place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._rules: dict[tuple[str, str], str] = {}
        self._values: Counter[tuple[str, str]] = Counter()
        self._places: Counter[str] = Counter()
        for one in findings:
            for key in _subjects(one):
                self._rules.setdefault(key, one.rule)
            if one.value is not None and one.place.path is not None:
                place = _INDEX.sub("", one.place.path)
                self._values[place, one.value] += 1
                self._places[place] += 1

    def rule(self, finding: Finding) -> str | None:
        """Return the id of the finding that says the same of the same place, if there is one."""
        if not self._rules or finding.place.path is None:
            return None
        path, value = finding.place.path, finding.value
        return self._rules.get((_element(path), value) if value else (path, ""))

    def holds(self, loss: Loss) -> bool:
        """Whether all that was lost has been refused as a value that is none.

        The attributes of such a value are lost with it.
        """
        if loss.kind is not LossKind.NO_HOME or not self._values:
            return False
        element, _, attribute = loss.field.partition("/@")
        if attribute:
            return self._places[element] >= loss.count
        return sum(self._values[element, text] for text in loss.examples) >= loss.count


def _subjects(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield place and value a finding speaks of; what is missing has its own place and no value."""
    path, expected = finding.place.path, finding.expected
    if path is None:
        return
    if finding.rule in _ABSENT:
        if expected:
            # What is missing is placed where it should stand: at what comes next, or above.
            absent = expected.partition(", ")[0]
            yield f"{path}/{absent}", ""
            yield f"{path.rpartition('/')[0]}/{absent}", ""
        if finding.rule == _EMPTY:
            yield path, ""
    elif finding.rule == _ATTRIBUTE:
        yield f"{path}/@{expected}", ""
    elif finding.value:
        yield _element(path), finding.value


def _element(path: str) -> str:
    """Return the path of the element that an attribute with a value stands at."""
    return path.partition("/@")[0]
