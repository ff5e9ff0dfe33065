"""Values as a reader's language writes them; every digit is the document's own."""

import datetime as dt
import re
from decimal import Decimal
from functools import cache

from hub.errors import Defect
from hub.facts.code_words import code_word
from hub.facts.schemes import peppol_spelling, scheme_of
from hub.facts.unit_words import WordUse, unit_words
from hub.facts.units import units
from hub.model.identity import EndpointID
from hub.model.sentence import Language
from hub.model.values import (
    Amount,
    BinaryObject,
    Code,
    Identifier,
    Markup,
    Measure,
    Quantity,
    Text,
)
from hub.render.leaves import Leaf
from hub.render.pagewording import Wording

__all__ = ["Saying"]

_COUNT = re.compile(r"\[[0-9]+\]$")


class Saying:
    """Writes values in one language."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self._language = words.language

    def text(self, value: Leaf | None) -> str:
        """Return any value as a reader reads it, nothing for None."""
        match value:
            case None | str():
                return value or ""
            case Text() | Identifier():
                return value.value
            case Code():
                return f"{value.value} ({value.name})" if value.name else value.value
            case Amount():
                return f"{self.number(value.value)} {value.currency_id or ''}".rstrip()
            case Quantity() | Measure():
                return f"{self.number(value.value)} {self.unit(value)}".rstrip()
            case _:
                return self._plain(value)

    def at(self, path: str, value: Leaf | None) -> str:
        """Return the value of a field; a code stands behind what it means."""
        if not isinstance(value, Code | Identifier | Decimal):
            return self.text(value)
        if path.endswith("country.identification_code"):
            return self._words.country(self.text(value))
        code = str(value) if isinstance(value, Decimal) else value.value
        meant = self._words.code(_named(path), code)
        return f"{meant} ({code})" if meant else self.text(value)

    def money(self, value: Leaf | None, currency: str) -> str:
        """Return an amount, with its currency only where that is another one."""
        if isinstance(value, Amount) and value.currency_id == currency:
            return self.number(value.value)
        return self.text(value)

    def identifier(self, value: Leaf | None) -> str:
        """Return an identifier behind the name of its scheme where readers know that."""
        scheme = value.scheme_id if isinstance(value, Identifier) else None
        known = scheme_of(scheme or "")
        named = peppol_spelling(EndpointID(known, "")) is not None
        return f"{known.rpartition(':')[2] if named else ''} {self.text(value)}".strip()

    def number(self, value: Decimal) -> str:
        """Return a number with the decimals it came with, in groups of three."""
        text = f"{value:,f}"
        if self._language == "en":
            return text
        return text.translate({ord(","): ".", ord("."): ","})

    def unit(self, value: Leaf | None) -> str:
        """Return the unit of a quantity as people say it, with its code behind."""
        code = value.unit_code if isinstance(value, Quantity | Measure) else None
        if not code:
            return ""
        name = _unit_name(code, self._language)
        return code if not name or name == code else f"{name} ({code})"

    def _plain(self, value: Leaf) -> str:
        match value:
            case BinaryObject():
                name, kind = value.filename or value.uri or "", value.mime_code or ""
                return self._words.say("page.file").format(name=name, type=kind)
            case Markup():
                return self._words.say("page.markup")
            case bool():
                return self._words.say("page.yes" if value else "page.no")
            case dt.date():
                month = self._words.say("page.months").split()[value.month - 1]
                day = self._words.say("page.day")
                return day.format(day=value.day, month=month, year=value.year)
            case dt.time():
                return value.isoformat("minutes")
            case Decimal():
                return self.number(value)
            case _:
                raise Defect(f"no way to say {type(value).__name__}")


def _named(path: str) -> str:
    """Return the path that says what a code means: an id of a tax is a code of its group."""
    above, _, step = path.rpartition(".")
    group = _COUNT.sub("", above).rpartition(".")[2]
    if step != "id" or not group.endswith(("tax_category", "tax_scheme")):
        return path
    return "tax_category" if group.endswith("tax_category") else "tax_scheme"


@cache
def _unit_name(code: str, language: Language) -> str:
    """Return the everyday word for a unit, or its English name."""
    common = code_word("unit_code", code, language)
    if common is not None:
        return common
    if language != "en":
        for entry in unit_words(language).words.values():
            if entry.code == code and entry.use is WordUse.ALIAS:
                return entry.word
    known = units().get(code)
    return known.name if known is not None else ""
