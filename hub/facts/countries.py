"""ISO 3166-1 countries of today, by their two letters.

A receiver's own list decides what may be sent (OIOUBL closes an older edition under the
name ``ISO3166-2``); this module is for checks where no list is given.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

__all__ = ["CountryFact", "countries"]


class CountryFact(Struct, frozen=True):
    """A country: two letters, three letters and its English short name."""

    code: str
    alpha3: str
    name: str


@cache
def countries() -> Mapping[str, CountryFact]:
    """Return all countries by their two letters."""
    import iso3166  # noqa: PLC0415 - needed by few documents

    return MappingProxyType(
        {c.alpha2: CountryFact(c.alpha2, c.alpha3, c.name) for c in iso3166.countries}
    )
