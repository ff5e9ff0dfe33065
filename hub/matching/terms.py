"""What a customer makes of each deviation: a column of the table of matching rules, as data.

matching.toml of a mapping folder::

    receipts = true             # 3-way: order, receipt and invoice; false: order and invoice
    invoice_mode = "collective" # per_order, per_branch, collective (MAT-03)
    factor = false              # another unit counts by the factor of the invoice (MAT-06)
    price_tolerance = "0.00"    # of a unit price, in the currency of the invoice (MAT-09)
    sum_tolerance = "0.01"      # of sums of lines and totals (MAT-10)
    quantity_tolerance = "0.001" # of a quantity that was converted (TTK-19)
    cost_demanded = false       # a cost centre or order number has to be given (MAT-12)
    [deviation]
    MAT-01 = "manual"           # ok, warn, wait, manual, error, fatal
    [named]                     # what the customer's own rules call a deviation
    MAT-01 = "OPU-20"
"""

import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from msgspec import Struct

from hub.errors import MappingError

__all__ = ["RULES", "Consequence", "InvoiceMode", "Terms", "load_terms"]

RULES = tuple(f"MAT-{number:02}" for number in range(1, 13))

InvoiceMode = Literal["per_order", "per_branch", "collective"]


class Consequence(StrEnum):
    """What a deviation does to a bill, the mildest first."""

    OK = "ok"
    WARN = "warn"
    WAIT = "wait"
    """The bill waits for goods to be received."""
    MANUAL = "manual"
    """Somebody at the customer's looks at it."""
    ERROR = "error"
    FATAL = "fatal"

    @property
    def refuses(self) -> bool:
        """Whether the sender gets the bill back."""
        return self in (Consequence.ERROR, Consequence.FATAL)


_ALWAYS_FATAL = ("MAT-10", "MAT-11")

_DEVIATION: Mapping[str, Consequence] = MappingProxyType(
    {
        **dict.fromkeys(RULES, Consequence.MANUAL),
        "MAT-04": Consequence.OK,
        "MAT-08": Consequence.WAIT,
        **dict.fromkeys(_ALWAYS_FATAL, Consequence.FATAL),
        "MAT-12": Consequence.ERROR,
    }
)
"""For orders out of a basket; receiving systems with words of their own bring a matching.toml."""


_UNNAMED: Mapping[str, str] = MappingProxyType({})


class Terms(Struct, frozen=True):
    """How one customer matches. Tolerances are in the units that the module names."""

    deviation: Mapping[str, Consequence] = _DEVIATION
    receipts: bool = True
    invoice_mode: InvoiceMode = "per_order"
    factor: bool = False
    price_tolerance: Decimal = Decimal("0.00")
    sum_tolerance: Decimal = Decimal("0.01")
    quantity_tolerance: Decimal = Decimal("0.001")
    cost_demanded: bool = False
    named: Mapping[str, str] = _UNNAMED

    def consequence(self, rule: str) -> Consequence:
        """Return what breaking a rule does; a rule that the customer does not have, nothing."""
        return self.deviation.get(rule, Consequence.OK)


_WORDS = {
    "invoice_mode": ("per_order", "per_branch", "collective"),
    "receipts": (False, True),
    "factor": (False, True),
    "cost_demanded": (False, True),
}
_TOLERANCES = ("price_tolerance", "sum_tolerance", "quantity_tolerance")


def load_terms(path: Path) -> Terms:
    """Read a matching.toml; ``MappingError`` lists every mistake with file and key."""
    label = f"{path.parent.name}/{path.name}"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise MappingError([f"{label}: cannot be read: {trouble}"]) from trouble
    mistakes: list[str] = []
    given: dict[str, Any] = {
        "deviation": _deviation(data.pop("deviation", None), mistakes),
        "named": _named(data.pop("named", {}), mistakes),
    }
    for key, value in data.items():
        if key in _WORDS:
            # 1 is not true.
            if not any(value == word and type(value) is type(word) for word in _WORDS[key]):
                allowed = ", ".join(str(word).lower() for word in _WORDS[key])
                mistakes.append(f"{key}: is one of {allowed}")
            given[key] = value
        elif key in _TOLERANCES:
            given[key] = _tolerance(key, value, mistakes)
        else:
            mistakes.append(f"{key}: unknown key")
    if mistakes:
        raise MappingError([f"{label}: {mistake}" for mistake in mistakes])
    return Terms(**given)


def _deviation(table: object, mistakes: list[str]) -> Mapping[str, Consequence]:
    if not isinstance(table, dict):
        mistakes.append("deviation: must be a table that says what each deviation does")
        return {}
    rules = cast(dict[str, object], table)
    mistakes.extend(f"deviation.{rule}: missing" for rule in RULES if rule not in rules)
    found: dict[str, Consequence] = {}
    for rule, word in rules.items():
        if rule not in RULES:
            mistakes.append(f"deviation.{rule}: unknown rule; they are MAT-01 to MAT-12")
        elif word not in list(Consequence):
            mistakes.append(f"deviation.{rule}: is one of {', '.join(Consequence)}")
        elif rule in _ALWAYS_FATAL and word != Consequence.FATAL:
            mistakes.append(f"deviation.{rule}: is fatal for every customer")
        else:
            found[rule] = Consequence(str(word))
    return MappingProxyType(found)


def _named(table: object, mistakes: list[str]) -> Mapping[str, str]:
    if not isinstance(table, dict):
        mistakes.append("named: must be a table of rules and what the customer calls them")
        return _UNNAMED
    names = cast(dict[str, object], table)
    for rule, name in names.items():
        if rule not in RULES:
            mistakes.append(f"named.{rule}: unknown rule; they are MAT-01 to MAT-12")
        elif not isinstance(name, str) or not name.strip():
            mistakes.append(f"named.{rule}: is the id of a rule, in quotes")
    return MappingProxyType({rule: str(name) for rule, name in names.items()})


def _tolerance(key: str, value: object, mistakes: list[str]) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or number < 0:
        mistakes.append(f'{key}: is a number of at least 0 in quotes, such as "0.05"')
        return Decimal(0)
    return number
