"""What field tables may fill: the classes of the model, seen by their snake_case names."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct

from hub.model import (
    address,
    applicationresponse,
    catalogue,
    catalogueupdate,
    creditnote,
    delivery,
    despatchadvice,
    extension,
    invoice,
    item,
    lineitem,
    order,
    orderchange,
    orderreference,
    orderresponse,
    party,
    payment,
    period,
    price,
    quotation,
    receiptadvice,
    reference,
    reminder,
    statement,
    status,
    tax,
    terms,
    total,
    transport,
    values,
)

__all__ = ["SCALARS", "Slot", "slots_of", "struct_named"]

SCALARS = MappingProxyType(
    {
        "text": values.Text,
        "identifier": values.Identifier,
        "code": values.Code,
        "amount": values.Amount,
        "quantity": values.Quantity,
        "measure": values.Measure,
        "binary": values.BinaryObject,
        "xml": values.Markup,
        "decimal": Decimal,
        "integer": Decimal,
        "date": dt.date,
        "time": dt.time,
        "indicator": bool,
    }
)
"""The scalar types of field tables and the Python type that each one fills."""

_MODULES = (
    address,
    applicationresponse,
    catalogue,
    catalogueupdate,
    creditnote,
    delivery,
    despatchadvice,
    extension,
    invoice,
    item,
    lineitem,
    order,
    orderchange,
    orderreference,
    orderresponse,
    party,
    payment,
    period,
    price,
    quotation,
    receiptadvice,
    reference,
    reminder,
    statement,
    status,
    tax,
    terms,
    total,
    transport,
)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a model class: what it holds, and whether it holds many."""

    name: str
    holds: type
    many: bool


@cache
def slots_of(struct: type[Struct]) -> MappingProxyType[str, Slot]:
    """Return the fields of a model class by name, in order."""
    hints = get_type_hints(struct)
    return MappingProxyType({name: _slot(name, hints[name]) for name in struct.__struct_fields__})


def struct_named(name: str) -> type[Struct] | None:
    """Return the model class for ``item_location_quantity``, or None."""
    return _structs().get(name)


@cache
def _structs() -> MappingProxyType[str, type[Struct]]:
    found = {
        _WORD.sub("_", name).lower(): getattr(module, name)
        for module in _MODULES
        for name in module.__all__
    }
    return MappingProxyType(found)


def _slot(name: str, hint: Any) -> Slot:
    if get_origin(hint) is tuple:
        return Slot(name, get_args(hint)[0], many=True)
    if isinstance(hint, UnionType) or get_origin(hint) is not None:
        (holds,) = (part for part in get_args(hint) if part is not type(None))
        return Slot(name, holds, many=False)
    return Slot(name, hint, many=False)
