"""Which number of a supplier goes into the workbook (DIG-03)."""

from collections.abc import Iterator

from hub.facts.identifiers import check
from hub.model.catalogue import Catalogue
from hub.model.identity import EndpointID
from hub.rules.catalogues import seller_numbers
from hub.rules.rule import RuleContext

__all__ = ["known_numbers", "number_of"]

SCHEMES = ("NL:KVK", "NL:OIN", "NL:VAT", "EU:VAT")
"""In the order in which they are taken: the trade register's first."""


def known_numbers(header: Catalogue, ctx: RuleContext) -> Iterator[EndpointID]:
    """Yield the supplier's numbers of the schemes that are taken, the best first."""
    stated = list(dict.fromkeys(seller_numbers(header, ctx)))
    for scheme in SCHEMES:
        yield from (number for number in stated if number.scheme == scheme)


def number_of(header: Catalogue, ctx: RuleContext) -> str | None:
    """Return the number that goes out: the first that passes its check."""
    for number in known_numbers(header, ctx):
        if check(number.scheme, number.value).valid:
            return number.value
    return None
