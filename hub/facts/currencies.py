"""ISO 4217 currencies of today.

A receiver's own list decides what may be sent (OIOUBL closes an older edition, see the
mapping's code lists); this module knows names and minor units, for checks where no list is
given and for hints.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

__all__ = ["CurrencyFact", "currencies"]


class CurrencyFact(Struct, frozen=True):
    """A currency; ``minor_digits`` is None where it has no minor unit (gold, test codes)."""

    code: str
    name: str
    minor_digits: int | None


@cache
def currencies() -> Mapping[str, CurrencyFact]:
    """Return all currencies by their three letters."""
    from iso4217 import Currency  # noqa: PLC0415 - 87 ms, and few documents need it

    return MappingProxyType(
        {c.code: CurrencyFact(c.code, c.currency_name, c.exponent) for c in Currency}
    )
