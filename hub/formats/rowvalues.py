"""Values of rows: text of a cell to a value of the model, and back."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from hub.formats.structs import SCALARS
from hub.formats.table import Field
from hub.formats.xmlvalues import attribute_names, spell

__all__ = ["Misfit", "Read", "Tell", "constant", "fixed_attributes", "leaf_reader", "spell_leaf"]


class Misfit(StrEnum):
    """Why a cell's text is no value of its field."""

    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    YES_NO = "yes-no"
    CODE = "code"
    CALL = "call"


Tell = Callable[[Field, str, Misfit, str], None]
"""Is told of a text that does not fit: field, text, why, and the sentence of a call."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = MappingProxyType(
    {"J": True, "Y": True, "1": True, "TRUE": True, "N": False, "0": False, "FALSE": False}
)
_WORDS = ("text", "identifier", "code")
_MOST_DIGITS = 28

Read = Callable[[str, Tell], Any]


def leaf_reader(field: Field, *, bare: bool = False) -> Read:
    """Return a function from the text of a cell to the model's value, None when told.

    ``bare`` leaves the value out of its class, for who puts it there with more attributes.
    """
    plain = _plain_reader(field)
    wrap = _as_it_is if bare else _wrapper(field)
    if field.call is not None and field.call.read is not None:
        return _calling(field, field.call.read, wrap)
    if field.codes is not None:
        return _decoding(field, field.codes.to_ours, wrap)

    if plain is _text:
        return lambda text, _tell: wrap(text)

    def read(text: str, tell: Tell) -> Any:
        value = plain(text, tell)
        return None if value is None else wrap(value)

    return read


def _as_it_is(value: Any) -> Any:
    return value


def _text(text: str, _tell: Tell) -> str:
    return text


def _plain_reader(field: Field) -> Read:
    if field.type in ("amount", "quantity", "measure", "decimal"):
        return lambda text, tell: _number(field, text, tell)
    if field.type == "integer":
        return lambda text, tell: _whole(field, text, tell)
    if field.type == "date":
        return lambda text, tell: _date(field, text, tell)
    if field.type == "indicator":
        return lambda text, tell: _truth(field, text, tell)
    return _text


def _number(field: Field, text: str, tell: Tell) -> Decimal | None:
    if len(text) <= _MOST_DIGITS and _NUMBER.fullmatch(text):
        return Decimal(text)
    tell(field, text, Misfit.NUMBER, "")
    return None


def _whole(field: Field, text: str, tell: Tell) -> Decimal | None:
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return Decimal(text)
    tell(field, text, Misfit.WHOLE, "")
    return None


def _date(field: Field, text: str, tell: Tell) -> dt.date | None:
    if _DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    tell(field, text, Misfit.DATE, "")
    return None


def _truth(field: Field, text: str, tell: Tell) -> bool | None:
    value = _YES_NO.get(text.upper())
    if value is None:
        tell(field, text, Misfit.YES_NO, "")
    return value


def _decoding(field: Field, codes: Mapping[str, str], wrap: Callable[[Any], Any]) -> Read:
    def read(text: str, tell: Tell) -> Any:
        ours = codes.get(text) or codes.get(text.upper())
        if ours is None:
            tell(field, text, Misfit.CODE, ", ".join(codes))
            return None
        return wrap(ours)

    return read


def _calling(field: Field, call: Callable[..., Any], wrap: Callable[[Any], Any]) -> Read:
    def read(text: str, tell: Tell) -> Any:
        try:
            value = call(text)
        except ValueError as error:
            tell(field, text, Misfit.CALL, str(error))
            return None
        if isinstance(value, tuple):
            return tuple(v if isinstance(v, Struct) else wrap(v) for v in value) or None
        return value if value is None or isinstance(value, Struct) else wrap(value)

    return read


def _wrapper(field: Field) -> Callable[[Any], Any]:
    """Return what puts a plain value into the model's class, with the format's attributes."""
    holds = field.steps[-1].holds if field.steps else SCALARS[field.type]
    if not issubclass(holds, Struct):
        return lambda value: value
    attributes = fixed_attributes(field, holds)
    if not attributes:
        return holds
    return lambda value: holds(value, **attributes)


def fixed_attributes(field: Field, holds: type[Struct]) -> dict[str, str]:
    """Return the attributes that a table gives every value of a field, by model name."""
    names = attribute_names(holds)
    return {names[name]: value for name, value in field.attr.items() if name in names}


def constant(holds: type, text: str) -> Any:
    """Return the model's value for a constant of a table."""
    if holds is bool:
        return text in ("true", "1")
    if holds is Decimal:
        return Decimal(text)
    return holds(text) if issubclass(holds, Struct) else text


def spell_leaf(value: Any) -> str:
    """Return the text of a plain value or of the value inside a leaf."""
    inner = getattr(value, "value", value)
    return inner if isinstance(inner, str) else spell(inner)
