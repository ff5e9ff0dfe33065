"""Elements of a CII document: amounts in the invoice's currency, days in eight digits."""

import datetime as dt
from types import MappingProxyType
from typing import Any

from hub.facts.schemes import is_personal, scheme_of
from hub.formats.elements import Book, Element, Places
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.values import Amount, Identifier, Quantity

OWN = "{urn:un:unece:uncefact:data:"
"""How the namespaces of CII begin."""

DAY = "102"
"""The code of the only way to write a day that EN 16931 knows: as 20260131."""
TRUTHS = MappingProxyType({"true": True, "1": True, "false": False, "0": False})
NEITHER = Sentence(
    en="{field}: “{value}” is neither true nor false. Write one of the two.",
    da="{field}: “{value}” er hverken true eller false. Skriv et af de to.",
    nl="{field}: “{value}” is noch true noch false. Schrijf een van beide.",
)
TWICE = Sentence(
    en="{field} stands {value} times, where only one can be meant. State it once.",
    da="{field} står {value} gange, hvor kun én kan være ment. Angiv det én gang.",
    nl="{field} staat er {value} keer, waar er maar één bedoeld kan zijn. Vermeld het één keer.",
)
EXPECTED = "20260131, format 102"


class Ledger(Book):
    """The book of a document, or of one line, whose amounts are in one currency."""

    def __init__(self, report: Report | None, places: Places, currency: str | None = None) -> None:
        super().__init__(report, places=places)
        self.currency = currency


class Node(Element):
    """One element; wrong values are CII-01, missing elements CII-02."""

    wrong, missing = "CII-01", "CII-02"
    book: Ledger

    @classmethod
    def name_of(cls, element: Any) -> str:
        """Return the local name of an element of CII; a stranger keeps its namespace."""
        name = str(element.tag)
        return name.rpartition("}")[2] if name.startswith(OWN) else name

    def id(self, path: str) -> Identifier | None:
        """Return an identifier with its scheme."""
        found = self.one(path)
        said = None if found is None else found.words()
        if found is None or said is None:
            return None
        scheme = found.element.get("schemeID")
        if self.book.report is not None and is_personal(scheme_of(scheme or "")):
            self.book.report.losses.personal.add(said)
        return Identifier(said, scheme_id=scheme)

    def amount(self, path: str) -> Amount | None:
        """Return an amount in the currency of the document, or in its own."""
        value, found = self.number(path), self.one(path)
        if value is None or found is None:
            return None
        return Amount(value, found.element.get("currencyID") or self.book.currency)

    def quantity(self, path: str) -> Quantity | None:
        """Return a quantity with its unit."""
        value, found = self.number(path), self.one(path)
        if value is None or found is None:
            return None
        return Quantity(value, found.element.get("unitCode"))

    def date(self, path: str) -> dt.date | None:
        """Return a day, written in eight digits (format 102)."""
        for name in ("DateTimeString", "DateString"):
            found = self.one(f"{path}/{name}")
            said = None if found is None else found.words()
            if found is None or said is None:
                continue
            day = _day(said) if found.element.get("format", DAY) == DAY else None
            if day is not None:
                return day
            found.unreadable("date", name, said, expected=EXPECTED)
            return None
        there = self.one(path)
        if there is not None:
            # Another way to write a day, as an XML date or as nothing at all.
            said = " ".join("".join(there.element.itertext()).split())
            there.unreadable("date", path.rpartition("/")[2], said, expected=EXPECTED)
        return None

    def truth(self, path: str) -> bool | None:
        """Return whether something is so; what is neither true nor false is told."""
        found = self.one(path)
        said = None if found is None else found.words()
        if found is None or said is None:
            self.lacks(path.partition("/")[0])
            return None
        if said not in TRUTHS:
            words = {"field": path.partition("/")[0], "value": said, "expected": "true, false"}
            self.book.refuse(self.wrong, NEITHER, found.element, **words)
        return TRUTHS.get(said)

    def need(self, path: str) -> None:
        """Refuse the document when nothing is said at a path, or more than one thing."""
        found = list(self.all(path))
        name = path.rpartition("/")[2]
        if not any("".join(one.element.itertext()).strip() for one in found):
            self.lacks(name)
        elif len(found) > 1:
            words = {"field": name, "value": str(len(found)), "expected": "1"}
            self.book.refuse("CII-04", TWICE, found[1].element, **words)


def _day(said: str) -> dt.date | None:
    if len(said) != len("20260131") or not said.isdecimal():
        return None
    try:
        return dt.date(int(said[:4]), int(said[4:6]), int(said[6:]))
    except ValueError:
        return None
