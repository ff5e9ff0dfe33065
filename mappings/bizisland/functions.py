"""Cells that hold more than one value, or a value in another spelling."""

import re
from collections.abc import Iterable

from hub.facts.schemes import compact
from hub.model.item import ItemProperty
from hub.model.values import Identifier, Text

_SEPARATORS = re.compile(r"[,;|]")


def read_keywords(text: str) -> tuple[str, ...]:
    """Return the search words (2.21), each once, in order."""
    return tuple(dict.fromkeys(word for part in _SEPARATORS.split(text) if (word := part.strip())))


def write_keywords(words: Iterable[Text]) -> str:
    """Return the search words in one cell."""
    return ",".join(word.value for word in words)


def write_cvr(number: Identifier) -> str:
    """Return the eight digits alone."""
    return str(compact("DK:CVR", number.value))


def read_environment_marks(text: str) -> tuple[ItemProperty, ...]:
    """Return one property for each environment mark (2.22)."""
    return tuple(
        ItemProperty(name=Text("EnvironmentMark"), value=Text(mark)) for mark in read_keywords(text)
    )


def read_cvr(text: str) -> str:
    """Return a Danish company number as documents spell it (F-LIB180): DK and eight digits."""
    return f"DK{compact('DK:CVR', text)}"


def read_tax_category(text: str) -> str | None:
    """Return the tax category of a percentage (2.36): 0 is zero-rated, 25 the standard rate.

    No other rate names a category; then the percentage stands alone.
    """
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return {"0": "ZeroRated", "25": "StandardRated"}.get(plain)
