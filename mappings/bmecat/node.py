"""Elements of a BMEcat file by the names of version 1.2.

Version 2005 calls an article a product and its numbers PIDs; apart from that most is alike.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from hub.formats.elements import Element, local
from hub.model.sentence import Sentence
from hub.model.values import Identifier

SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
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


def known_as(name: str) -> str:
    """Return what version 1.2 calls an element."""
    renamed = _RENAMED.get(name)
    if renamed is not None:
        return renamed
    if name.startswith("PRODUCT_"):
        name = f"ARTICLE_{name.removeprefix('PRODUCT_')}"
    return f"{name.removesuffix('_PID')}_AID" if name.endswith("_PID") else name


class Node(Element):
    """One element; wrong values are BME-01, missing elements BME-02."""

    wrong, missing = "BME-01", "BME-02"

    @classmethod
    def name_of(cls, element: Any) -> str:
        """Return what version 1.2 calls an element."""
        return known_as(local(element))

    @property
    def type(self) -> str:
        """What its attribute of that name says, in lower case."""
        return (self.element.get("type") or "").strip().lower()

    def id(self, path: str) -> Identifier | None:
        """Return an identifier without its scheme."""
        said = self.said(path)
        return None if said is None else Identifier(said)

    def date(self, name: str, type_: str) -> dt.date | None:
        """Return a date: an element ``name``, or a DATETIME of a type."""
        found = self.one(name)
        if found is None:
            boxes = (box for box in self.all("DATETIME") if box.type == type_)
            found = next((day for box in boxes if (day := box.one("DATE")) is not None), None)
        said = None if found is None else found.words()
        return None if found is None or said is None else found.day(said, type_)

    def refuse(self, rule: str, **words: str) -> None:
        """Refuse what the element says, under a rule of this format."""
        self.book.refuse(rule, SENTENCES[rule], self.element, **words)
