"""Countries and currencies, wherever a head or a line names one, by the lists of all formats.

Peppol's orders and answers (clISO3166, clISO4217), those of SI-UBL and all of OIOUBL's documents
(F-LIB301, F-LIB298, F-LIB403) take no other codes.
"""

from typing import Any

from hub.facts.countries import countries
from hub.facts.currencies import currencies
from hub.formats.leaves import leaves_of
from hub.rules.translation import Translation

COUNTRY = "country.identification_code"
CURRENCY = ("currency_code", ".currency_id")


def without(made: Any, said: Translation, lacking: frozenset[str]) -> None:
    """Refuse (EN-40) countries that a format's own list is ``lacking``, wherever one is named."""
    for place, text in dict.fromkeys(leaves_of(made, "")):
        field, code = place.removeprefix("."), text.strip()
        if field.endswith(COUNTRY) and code in lacking:
            said.impossible("EN-40", field, code, "ISO 3166-1", variant="listed")


def judge(
    made: Any, said: Translation, more: frozenset[str] = frozenset(), *, placed: bool = True
) -> None:
    """Refuse (EN-40) what is no country, nor one of ``more``, or no currency.

    Countries are not judged where the document has no place for them and is not ``placed``.
    """
    for place, text in dict.fromkeys(leaves_of(made, "")):
        field, code = place.removeprefix("."), text.strip()
        if field.endswith(COUNTRY):
            if placed and code not in countries() and code not in more:
                said.impossible("EN-40", field, code, "ISO 3166-1", variant="listed")
        elif field.endswith(CURRENCY) and code not in currencies():
            said.impossible("EN-40", field, code, "ISO 4217", variant="listed")
