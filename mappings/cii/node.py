"""Elements of a CII document by local name, and which of them have been read."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from hub.facts.schemes import is_personal, scheme_of
from hub.model.finding import Finding, Layer, Place, Severity, Who
from hub.model.loss import LossKind, LossReport
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.values import Amount, Code, Identifier, Quantity, Text

CII_01: Mapping[str, Sentence] = MappingProxyType(
    {
        "number": Sentence(
            en="{field}: “{value}” is not a number. Write digits with a point.",
            da="{field}: “{value}” er ikke et tal. Skriv cifre med punktum.",
            nl="{field}: “{value}” is geen getal. Schrijf cijfers met een punt.",
        ),
        "date": Sentence(
            en="{field}: “{value}” is not a date. Write it as 20260131, with format 102.",
            da="{field}: “{value}” er ikke en dato. Skriv den som 20260131 med format 102.",
            nl="{field}: “{value}” is geen datum. Schrijf die als 20260131, met format 102.",
        ),
    }
)
CII_02 = Sentence(
    en="{field} is missing. State it.",
    da="{field} mangler. Angiv det.",
    nl="{field} ontbreekt. Vermeld het.",
)
DAY = "102"


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def path_of(element: Any) -> str:
    """Return where an element stands, its groups counted where they repeat."""
    steps = []
    while element is not None:
        name = local(element)
        above = element.getparent()
        alike = [] if above is None else [c for c in above if c.tag == element.tag]
        count = f"[{alike.index(element) + 1}]" if len(alike) > 1 else ""
        steps.append(f"{name}{count}")
        element = above
    return "/" + "/".join(reversed(steps))


class Book:
    """What has been read of a document, and what was wrong with it."""

    def __init__(self, report: Report | None) -> None:
        self.report = report
        self.currency: str | None = None
        self._read: set[Any] = set()

    def mark(self, element: Any) -> None:
        """Note that an element has been read."""
        self._read.add(element)

    def object(self, sentence: Sentence, element: Any, rule: str, **args: str) -> None:
        """Refuse the document for what an element says or lacks."""
        if self.report is None:
            return
        place = Place(path=path_of(element), line=element.sourceline)
        message = sentence.fill(**args)
        finding = Finding(rule, Severity.FATAL, message, place=place, who=Who.SUPPLIER)
        self.report.add(Layer.SYNTAX, finding)

    def unread(self, top: Any, losses: LossReport, apart: str = "") -> None:
        """Enter what nobody read below an element; ``apart`` names groups of their own."""
        for element in top:
            if not isinstance(element.tag, str) or local(element) == apart:
                continue
            if len(element):
                self.unread(element, losses, apart)
            elif element not in self._read and (element.text or "").strip():
                names = path_of(element).split("/")[2:]
                field = ".".join(name.partition("[")[0] for name in names)
                losses.add(field, LossKind.NO_HOME, (element.text or "").strip())


class Node:
    """One element."""

    def __init__(self, element: Any, book: Book) -> None:
        self.element = element
        self.book = book

    def all(self, path: str) -> Iterator["Node"]:
        """Yield the elements at a path of local names."""
        found = [self.element]
        for step in () if path == "." else path.split("/"):
            found = [c for e in found for c in e if isinstance(c.tag, str) and local(c) == step]
        yield from (Node(element, self.book) for element in found)

    def one(self, path: str) -> "Node | None":
        """Return the first element at a path."""
        return next(self.all(path), None)

    def said(self, path: str) -> str | None:
        """Return the words of the first element at a path, which has been read then."""
        node = self.one(path)
        if node is None:
            return None
        self.book.mark(node.element)
        return (node.element.text or "").strip() or None

    def text(self, path: str) -> Text | None:
        """Return words."""
        said = self.said(path)
        return None if said is None else Text(said)

    def code(self, path: str) -> Code | None:
        """Return a code."""
        said = self.said(path)
        return None if said is None else Code(said)

    def id(self, path: str) -> Identifier | None:
        """Return an identifier with its scheme."""
        said = self.said(path)
        node = self.one(path)
        if said is None or node is None:
            return None
        scheme = node.element.get("schemeID")
        if self.book.report is not None and is_personal(scheme_of(scheme or "")):
            self.book.report.losses.personal.add(said)
        return Identifier(said, scheme_id=scheme)

    def number(self, path: str) -> Decimal | None:
        """Return a number; one that is none is told."""
        said = self.said(path)
        if said is None:
            return None
        try:
            value = Decimal(said)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self._wrong(path, said, "number")
            return None
        return value

    def amount(self, path: str) -> Amount | None:
        """Return an amount in the currency of the document, or in its own."""
        value, node = self.number(path), self.one(path)
        if value is None or node is None:
            return None
        return Amount(value, node.element.get("currencyID") or self.book.currency)

    def quantity(self, path: str) -> Quantity | None:
        """Return a quantity with its unit."""
        value, node = self.number(path), self.one(path)
        if value is None or node is None:
            return None
        return Quantity(value, node.element.get("unitCode"))

    def date(self, path: str) -> dt.date | None:
        """Return a day, written in eight digits (format 102)."""
        for name in ("DateTimeString", "DateString"):
            said, node = self.said(f"{path}/{name}"), self.one(f"{path}/{name}")
            if said is None or node is None:
                continue
            try:
                if node.element.get("format", DAY) == DAY and len(said) == 8:  # noqa: PLR2004
                    return dt.date(int(said[:4]), int(said[4:6]), int(said[6:]))
            except ValueError:
                pass
            self._wrong(f"{path}/{name}", said, "date")
        return None

    def truth(self, path: str) -> bool | None:
        """Return whether something is so."""
        said = self.said(path)
        return None if said is None else said in ("true", "1")

    def need(self, path: str) -> None:
        """Refuse the document when nothing stands at a path."""
        if self.one(path) is None:
            field = path.rpartition("/")[2]
            self.book.object(CII_02, self.element, "CII-02", field=field)

    def _wrong(self, path: str, said: str, kind: str) -> None:
        node = self.one(path)
        element = self.element if node is None else node.element
        field = path.rpartition("/")[2]
        self.book.object(CII_01[kind], element, "CII-01", field=field, value=said)
