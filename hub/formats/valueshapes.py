"""What the values of a column look like: the share of them that a kind of field could hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from hub.facts.countries import countries
from hub.facts.currencies import currencies
from hub.facts.gtin import check_gtin
from hub.facts.money import read_number
from hub.facts.unit_reading import UnitOrigin, read_unit
from hub.facts.unit_words import unit_words
from hub.facts.units import UnitList, unit_list

__all__ = ["SHAPES", "share"]

_LINK = re.compile(r"https?://\S+")
_UNSPSC = re.compile(r"[0-9]{8}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_KEY = 35
_HUNDRED = 100


def _text(value: str) -> bool:
    return bool(_LETTER.search(value))


def _unit(value: str) -> bool:
    if not _text(value):
        # The lists have codes of figures alone; a column of such is one of numbers.
        return False
    allowed = unit_list(UnitList.OIOUBL)
    words = unit_words("da", "nl")
    return read_unit(value, allowed, words, origin=UnitOrigin.SHEET).code is not None


def _number(value: str) -> bool:
    reading = read_number(value, allow_comma=True)
    return (reading.value if reading.value is not None else reading.suggestion) is not None


def _whole(value: str) -> bool:
    reading = read_number(value)
    return reading.value is not None and reading.value == reading.value.to_integral_value()


def _percent(value: str) -> bool:
    reading = read_number(value.removesuffix("%").strip(), allow_comma=True)
    return reading.value is not None and 0 <= reading.value <= _HUNDRED


def _gtin(value: str) -> bool:
    verdict = check_gtin(value)
    return verdict.valid or verdict.suggestion is not None


SHAPES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "key": lambda value: len(value) <= _LONGEST_KEY,
        "text": _text,
        "unit": _unit,
        "price": _number,
        "number": _number,
        "whole": _whole,
        "percent": _percent,
        "gtin": _gtin,
        "unspsc": lambda value: bool(_UNSPSC.fullmatch(value)),
        "link": lambda value: bool(_LINK.fullmatch(value)),
        "date": lambda value: bool(_DATE.fullmatch(value)),
        "currency": lambda value: value in currencies(),
        "country": lambda value: value in countries(),
    }
)
"""By the word that a field's ``shape`` is."""


def share(shape: str, values: Sequence[str]) -> float:
    """Return which share of the values has a shape, from 0 to 1; keys differ as well."""
    if not values:
        return 0.0
    fitting = sum(map(SHAPES[shape], values)) / len(values)
    if shape == "key":
        fitting *= len(set(values)) / len(values)
    return fitting
