"""Numbers and texts at the paths of a check, and the arithmetic of the published rules."""

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from hub.rules.elements.condition import number_of
from hub.rules.elements.paths import Path
from hub.rules.elements.spot import Kids, Whole
from hub.xml.parse import Element

Prefixes = Mapping[str, str]

_CENT = Decimal("0.01")
_WIDE = Context(prec=320)
"""Room for the largest binary fraction, to the cent."""
_BEYOND = 1e15
"""Here a binary fraction has no cents any more."""


def numbers(texts: Iterable[str]) -> list[float]:
    """Return the numbers among some texts."""
    return [number for text in texts if (number := number_of(text)) is not None]


def first(texts: Iterable[str]) -> float | None:
    """Return the first number among some texts."""
    return next((number for text in texts if (number := number_of(text)) is not None), None)


class Reading:
    """Reads numbers at paths of one check."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes

    def numbers(self, path: str) -> Callable[[Element, Kids, Whole], list[float]]:
        """Return what finds the numbers at a path."""
        values = Path(path, self._prefixes).values
        return lambda element, kids, whole: [
            number
            for text in values(element, kids, whole)
            if (number := number_of(text)) is not None
        ]

    def number(self, path: str) -> Callable[[Element, Kids, Whole], float | None]:
        """Return what finds the first number at a path."""
        numbers = self.numbers(path)
        return lambda element, kids, whole: next(iter(numbers(element, kids, whole)), None)

    def texts(self, path: str) -> Callable[[Element, Kids, Whole], list[str]]:
        """Return what finds the texts at a path."""
        return Path(path, self._prefixes).values


def rounded(value: float) -> Decimal:
    """Return a number with two figures after the point, as the rules write numbers."""
    exact = Decimal(repr(value))
    return exact.quantize(_CENT, ROUND_HALF_EVEN, _WIDE) if exact.is_finite() else exact


def figure(value: float | Decimal | None) -> str | None:
    """Return a sum as people read it, to the cent; None for what is no amount of money."""
    known = value is not None and math.isfinite(value) and abs(value) < _BEYOND
    return f"{rounded(float(value)):f}" if known and value is not None else None


def half_up(value: Decimal) -> Decimal:
    """Return the whole number nearest to a value, the higher of two equally near."""
    return Decimal(math.floor(value + Decimal("0.5")))


def decimal_of(text: str) -> Decimal | None:
    """Return the exact number a text is, or None."""
    try:
        return Decimal(text) if number_of(text) is not None else None
    except InvalidOperation:
        return None


def divided(value: float, by: float) -> float:
    """Divide as the rules do: by zero is infinite, or no number at all."""
    if by:
        return value / by
    return math.nan if not value or math.isnan(value) else math.copysign(math.inf, value)
