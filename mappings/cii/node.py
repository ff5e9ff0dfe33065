"""Elements of a CII document: amounts in the invoice's currency, days in eight digits."""

import datetime as dt

from hub.facts.schemes import is_personal, scheme_of
from hub.formats.elements import Book, Element, Places
from hub.model.report import Report
from hub.model.values import Amount, Identifier, Quantity

DAY = "102"
"""The code of the only way to write a day that EN 16931 knows: as 20260131."""
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

    def truth(self, path: str) -> bool | None:
        """Return whether something is so."""
        said = self.said(path)
        return None if said is None else said in ("true", "1")


def _day(said: str) -> dt.date | None:
    if len(said) != len("20260131") or not said.isdecimal():
        return None
    try:
        return dt.date(int(said[:4]), int(said[4:6]), int(said[6:]))
    except ValueError:
        return None
