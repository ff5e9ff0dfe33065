"""Elements of a BMEcat file by the names of version 1.2, and which of them have been read.

Version 2005 calls an article a product and its numbers PIDs; apart from that most is alike.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from hub.model.finding import Finding, Layer, Place, Severity, Who
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.values import Code, Identifier, Text

SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "BME-01-number": Sentence(
            en="{field}: “{value}” is not a number. Write digits with a point.",
            da="{field}: “{value}” er ikke et tal. Skriv cifre med punktum.",
            nl="{field}: “{value}” is geen getal. Schrijf cijfers met een punt.",
        ),
        "BME-01-date": Sentence(
            en="{field}: “{value}” is not a date. Write it as 2026-01-31.",
            da="{field}: “{value}” er ikke en dato. Skriv den som 2026-01-31.",
            nl="{field}: “{value}” is geen datum. Schrijf die als 2026-01-31.",
        ),
        "BME-02": Sentence(
            en="{field} is missing. State it.",
            da="{field} mangler. Angiv det.",
            nl="{field} ontbreekt. Vermeld het.",
        ),
        "BME-03": Sentence(
            en="There is no {expected} in the file; {value} is not read. Send one of these.",
            da="Der er ingen {expected} i filen; {value} læses ikke. Send en af disse.",
            nl="Er is geen {expected} in het bestand; {value} wordt niet gelezen. Stuur zo een.",
        ),
        "BME-04": Sentence(
            en="The price is for {value}, the article is ordered by {expected}. Give the price for "
            "the unit that is ordered.",
            da="Prisen er for {value}, varen bestilles i {expected}. Angiv prisen for den enhed, "
            "der bestilles.",
            nl="De prijs is per {value}, het artikel wordt besteld per {expected}. Geef de prijs "
            "per eenheid die wordt besteld.",
        ),
    }
)
_RENAMED: Mapping[str, str] = MappingProxyType(
    {"PRODUCT": "ARTICLE", "PROD_ID": "ART_ID", "PROD_ID_TO": "ART_ID_TO"}
)


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def known_as(name: str) -> str:
    """Return what version 1.2 calls an element."""
    renamed = _RENAMED.get(name)
    if renamed is not None:
        return renamed
    if name.startswith("PRODUCT_"):
        name = f"ARTICLE_{name.removeprefix('PRODUCT_')}"
    return f"{name.removesuffix('_PID')}_AID" if name.endswith("_PID") else name


class Book:
    """What has been read of an element and its parts, and what was wrong with them."""

    def __init__(self, report: Report | None, severity: Severity) -> None:
        self._report = report
        self._severity = severity
        self._read: set[Any] = set()
        self.refused = False

    def mark(self, element: Any) -> None:
        """Note that an element has been read."""
        self._read.add(element)

    def object(self, rule: str, element: Any, *, variant: str = "", **args: str) -> None:
        """Refuse for what an element says or lacks."""
        self.refused = True
        if self._report is None:
            return
        message = SENTENCES[f"{rule}{variant}"].fill(**args)
        self._report.add(
            Layer.SYNTAX,
            Finding(
                rule,
                self._severity,
                message,
                place=place_of(element),
                value=args.get("value"),
                expected=args.get("expected"),
                who=Who.SUPPLIER,
            ),
        )

    def derived(self, field: str, example: str) -> None:
        """Enter a value that follows from others by a rule of the format."""
        if self._report is not None:
            self._report.losses.add(field, LossKind.DERIVED, example)

    def unread(self, top: Any, above: str = "") -> None:
        """Enter what nobody read below an element."""
        for element in top:
            if not isinstance(element.tag, str):
                continue
            name = f"{above}{local(element)}"
            if len(element):
                self.unread(element, f"{name}.")
                continue
            text = (element.text or "").strip()
            if text and element not in self._read and self._report is not None:
                self._report.losses.add(name, LossKind.NO_HOME, text)


def place_of(element: Any) -> Place:
    """Return where an element stands."""
    steps = []
    at = element
    while at is not None:
        steps.append(local(at))
        at = at.getparent()
    return Place(path="/" + "/".join(reversed(steps)), line=element.sourceline)


class Node:
    """One element; paths are written in the names of version 1.2."""

    def __init__(self, element: Any, book: Book) -> None:
        self.element = element
        self.book = book

    def all(self, path: str) -> Iterator["Node"]:
        """Yield the elements at a path."""
        found = [self.element]
        for step in path.split("/"):
            found = [
                child
                for element in found
                for child in element
                if isinstance(child.tag, str) and known_as(local(child)) == step
            ]
        yield from (Node(element, self.book) for element in found)

    def one(self, path: str) -> "Node | None":
        """Return the first element at a path."""
        return next(self.all(path), None)

    @property
    def type(self) -> str:
        """What its attribute of that name says, in lower case."""
        return (self.element.get("type") or "").strip().lower()

    def words(self) -> str | None:
        """Return what the element itself says; it has been read then."""
        self.book.mark(self.element)
        return (self.element.text or "").strip() or None

    def said(self, path: str) -> str | None:
        """Return what the first element at a path says."""
        node = self.one(path)
        return None if node is None else node.words()

    def text(self, path: str) -> Text | None:
        """Return words."""
        said = self.said(path)
        return None if said is None else Text(said)

    def texts(self, path: str) -> tuple[Text, ...]:
        """Return the words of every element at a path."""
        said = (node.words() for node in self.all(path))
        return tuple(Text(one) for one in said if one is not None)

    def code(self, path: str) -> Code | None:
        """Return a code."""
        said = self.said(path)
        return None if said is None else Code(said)

    def id(self, path: str) -> Identifier | None:
        """Return an identifier without its scheme."""
        said = self.said(path)
        return None if said is None else Identifier(said)

    def number(self, path: str) -> Decimal | None:
        """Return a number; one that is none is told."""
        node = self.one(path)
        said = None if node is None else node.words()
        if node is None or said is None:
            return None
        try:
            value = Decimal(said)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.book.object("BME-01", node.element, variant="-number", field=path, value=said)
            return None
        return value

    def date(self, name: str, type_: str) -> dt.date | None:
        """Return a date: an element ``name``, or a DATETIME of a type."""
        node = self.one(name)
        if node is None:
            boxes = (box for box in self.all("DATETIME") if box.type == type_)
            node = next((day for box in boxes if (day := box.one("DATE")) is not None), None)
        said = None if node is None else node.words()
        if node is None or said is None:
            return None
        try:
            return dt.date.fromisoformat(said[:10])
        except ValueError:
            self.book.object("BME-01", node.element, variant="-date", field=type_, value=said)
            return None
