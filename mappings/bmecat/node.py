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
            en="{value} is no action of an article; write one of {expected}.",
            da="{value} er ikke en handling for en vare; skriv en af {expected}.",
            nl="{value} is geen handeling voor een artikel; schrijf een van {expected}.",
        ),
        "BME-03.head": Sentence(
            en="The file has no {expected}, in which the catalogue, its supplier and its currency "
            "are named. Add it.",
            da="Filen har ingen {expected}, hvor kataloget, leverandøren og valutaen står. Tilføj "
            "den.",
            nl="Het bestand heeft geen {expected}, waarin de catalogus, de leverancier en de "
            "valuta staan. Voeg die toe.",
        ),
        "BME-03.articles": Sentence(
            en="{value} holds no article that can be read. Export the catalogue again with its "
            "articles.",
            da="{value} indeholder ingen vare, der kan læses. Eksportér kataloget igen med "
            "varerne.",
            nl="{value} bevat geen artikel dat te lezen is. Exporteer de catalogus opnieuw met de "
            "artikelen.",
        ),
        "BME-03.transaction": Sentence(
            en="{value} is not read. Send one of {expected}.",
            da="{value} læses ikke. Send en af {expected}.",
            nl="{value} wordt niet gelezen. Stuur een van {expected}.",
        ),
        "BME-03.nothing": Sentence(
            en="Nothing in the file says what it is for. Send one of {expected}.",
            da="Intet i filen siger, hvad den er til. Send en af {expected}.",
            nl="Niets in het bestand zegt waarvoor het is. Stuur een van {expected}.",
        ),
        "BME-04": Sentence(
            en="The price is for {value}, the article is ordered by {expected}. Give the price for "
            "the unit that is ordered.",
            da="Prisen er for {value}, varen bestilles i {expected}. Angiv prisen for den enhed, "
            "der bestilles.",
            nl="De prijs is per {value}, het artikel wordt besteld per {expected}. Geef de prijs "
            "per eenheid die wordt besteld.",
        ),
        "BME-04.unordered": Sentence(
            en="The price is for {value}, and the article does not say by which unit it is ordered "
            "(ORDER_UNIT). Say it, and give the price for that unit.",
            da="Prisen er for {value}, og varen siger ikke, hvilken enhed den bestilles i "
            "(ORDER_UNIT). Angiv den, og giv prisen for den enhed.",
            nl="De prijs is per {value}, en het artikel zegt niet per welke eenheid het wordt "
            "besteld (ORDER_UNIT). Vermeld die, en geef de prijs per die eenheid.",
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

    def refuse(self, rule: str, variant: str = "", **words: str) -> None:
        """Refuse what the element says, under a rule of this format."""
        sentence = SENTENCES[f"{rule}.{variant}" if variant else rule]
        self.book.refuse(rule, sentence, self.element, **words)
