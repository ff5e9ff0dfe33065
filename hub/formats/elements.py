"""Elements of an XML document by local name, and which of them have been read.

For readers that walk a tree by hand, because their format stands far from UBL. What such a reader
never asked for is a loss: the book of what was read knows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, Self

from hub.formats.xmltext import is_group, text_of
from hub.formats.xmlvalues import parse_plain
from hub.model.finding import Finding, Layer, Place, Severity, Who
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.values import Code, Text

__all__ = ["TELLING", "Book", "Element", "Places", "local"]

TELLING: Mapping[str, Sentence] = MappingProxyType(
    {
        "number": Sentence(
            en="{field}: “{value}” is not a number. Write digits with a point.",
            da="{field}: “{value}” er ikke et tal. Skriv cifre med punktum.",
            nl="{field}: “{value}” is geen getal. Schrijf cijfers met een punt.",
        ),
        "date": Sentence(
            en="{field}: “{value}” is not a date. Write it as {expected}.",
            da="{field}: “{value}” er ikke en dato. Skriv den som {expected}.",
            nl="{field}: “{value}” is geen datum. Schrijf die als {expected}.",
        ),
        "missing": Sentence(
            en="{field} is missing. State it.",
            da="{field} mangler. Angiv det.",
            nl="{field} ontbreekt. Vermeld het.",
        ),
    }
)
"""What every such reader has to say; each says it under a rule of its own."""


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


class Places:
    """Where elements stand, their groups counted where they repeat.

    Each group is counted once, however many of its elements are asked for. A tree that lets go
    of what was read cannot be counted.
    """

    def __init__(self, *, counted: bool = True) -> None:
        self._counted = counted
        self._steps: dict[Any, dict[Any, str]] = {}

    def path(self, element: Any) -> str:
        """Return a path such as ``/Invoice/Line[2]/ID``."""
        steps = []
        while element is not None:
            above = element.getparent()
            steps.append(local(element) if above is None else self._step(element, above))
            element = above
        return "/" + "/".join(reversed(steps))

    def place(self, element: Any) -> Place:
        """Return path and line."""
        return Place(path=self.path(element), line=element.sourceline)

    def _step(self, element: Any, above: Any) -> str:
        if not self._counted:
            return local(element)
        if above not in self._steps:
            alike = Counter(child.tag for child in above)
            met: Counter[Any] = Counter()
            steps = self._steps[above] = {}
            for child in above:
                met[child.tag] += 1
                count = f"[{met[child.tag]}]" if alike[child.tag] > 1 else ""
                steps[child] = f"{local(child)}{count}"
        return self._steps[above][element]


class Book:
    """What has been read of a document or of a part of it, and what was wrong with it.

    Without a report nothing is told; ``refused`` says that something was wrong. ``places`` are
    shared by the books of one tree.
    """

    def __init__(
        self,
        report: Report | None,
        severity: Severity = Severity.FATAL,
        places: Places | None = None,
    ) -> None:
        self.report = report
        self.refused = False
        self.places = Places() if places is None else places
        self._severity = severity
        self._read: set[Any] = set()

    def mark(self, element: Any) -> None:
        """Note that an element has been read."""
        self._read.add(element)

    def refuse(self, rule: str, sentence: Sentence, element: Any, **words: str) -> None:
        """Refuse what an element says or lacks, under the id of a rule."""
        self.refused = True
        if self.report is None:
            return
        finding = Finding(
            rule,
            self._severity,
            sentence.fill(**words),
            place=self.places.place(element),
            value=words.get("value"),
            expected=words.get("expected"),
            who=Who.SUPPLIER,
        )
        self.report.add(Layer.SYNTAX, finding)

    def lose(self, field: str, kind: LossKind, example: str | None = None) -> None:
        """Enter a loss."""
        if self.report is not None:
            self.report.losses.add(field, kind, example)

    def unread(self, top: Any, *, above: str = "", apart: str = "") -> None:
        """Enter what nobody read below an element.

        ``above`` is how the fields of its parts begin; ``apart`` names groups with a book of their
        own.
        """
        if self.report is None:
            return
        for element in top:
            if not isinstance(element.tag, str) or (name := local(element)) == apart:
                continue
            if is_group(element):
                self.unread(element, above=f"{above}{name}.", apart=apart)
            elif element not in self._read and (said := text_of(element).strip()):
                self.lose(f"{above}{name}", LossKind.NO_HOME, said)


class Element:
    """One element of a document; paths are local names with ``/`` between them.

    A format names the rules under which wrong values and missing elements are told.
    """

    wrong: ClassVar[str]
    missing: ClassVar[str]

    def __init__(self, element: Any, book: Book) -> None:
        self.element = element
        self.book = book

    @classmethod
    def name_of(cls, element: Any) -> str:
        """Return the name by which paths know an element."""
        return local(element)

    def all(self, path: str) -> Iterator[Self]:
        """Yield the elements at a path."""
        found = [self.element]
        for step in () if path == "." else path.split("/"):
            found = [
                child
                for element in found
                for child in element
                if isinstance(child.tag, str) and self.name_of(child) == step
            ]
        yield from (type(self)(element, self.book) for element in found)

    def one(self, path: str) -> Self | None:
        """Return the first element at a path."""
        return next(self.all(path), None)

    def words(self) -> str | None:
        """Return what the element itself says; it has been read then."""
        self.book.mark(self.element)
        return text_of(self.element).strip() or None

    def said(self, path: str) -> str | None:
        """Return what the first element at a path says."""
        found = self.one(path)
        return None if found is None else found.words()

    def glance(self, path: str) -> str:
        """Return what the first element at a path says, empty without one; it stays unread."""
        found = self.one(path)
        return "" if found is None else text_of(found.element).strip()

    def text(self, path: str) -> Text | None:
        """Return words."""
        said = self.said(path)
        return None if said is None else Text(said)

    def texts(self, path: str) -> tuple[Text, ...]:
        """Return the words of every element at a path."""
        said = (found.words() for found in self.all(path))
        return tuple(Text(one) for one in said if one is not None)

    def code(self, path: str) -> Code | None:
        """Return a code."""
        said = self.said(path)
        return None if said is None else Code(said)

    def number(self, path: str) -> Decimal | None:
        """Return a number; one that is none is told."""
        found = self.one(path)
        said = None if found is None else found.words()
        if found is None or said is None:
            return None
        value: Decimal | None = parse_plain(Decimal, said)
        if value is None:
            found.unreadable("number", path.rpartition("/")[2], said)
        return value

    def day(self, said: str, field: str) -> dt.date | None:
        """Return the day that its words begin with, as in ``2026-01-31``; else it is told."""
        try:
            return dt.date.fromisoformat(said[:10])
        except ValueError:
            self.unreadable("date", field, said, expected="2026-01-31")
            return None

    def need(self, path: str) -> None:
        """Refuse the document when nothing stands at a path."""
        if self.one(path) is None:
            self.lacks(path.rpartition("/")[2])

    def lacks(self, field: str) -> None:
        """Refuse the element for what it does not state."""
        self.book.refuse(self.missing, TELLING["missing"], self.element, field=field)

    def unreadable(self, kind: str, field: str, said: str, **words: str) -> None:
        """Refuse the element for its words, which are no ``number`` or no ``date``."""
        self.book.refuse(self.wrong, TELLING[kind], self.element, field=field, value=said, **words)
