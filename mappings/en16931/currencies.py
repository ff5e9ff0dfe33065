"""What formats with one currency and no copies refuse: other currencies, and copies."""

from collections.abc import Iterable, Iterator
from typing import Any

from hub.formats.leaves import leaves_of
from hub.model.values import Code
from hub.rules.translation import Translation

ATTRIBUTE = ".currency_id"
ELSEWHERE = "transaction_currency_tax_amount"
"""Says by its name that it is in another currency; where it has no home it is a loss."""


def foreign(given: Any, currency: Code | None) -> Iterator[tuple[str, str]]:
    """Yield the fields of a head or line that state another currency, and which."""
    own = None if currency is None else currency.value.strip()
    for place, text in leaves_of(given, ""):
        field = place.removeprefix(".").removesuffix(ATTRIBUTE)
        if place.endswith(ATTRIBUTE) and text != own and not field.endswith(ELSEWHERE):
            yield field, text


def one_currency(given: Any, currency: Code | None, said: Translation) -> None:
    """Refuse (EN-25) what is in another currency than its document says it is in."""
    if currency is None:
        return
    for field, other in dict.fromkeys(foreign(given, currency)):
        said.impossible("EN-25", field, other, currency)


def of_amounts(parts: Iterable[Any], said: Translation) -> str | None:
    """Return the currency of a document that names none, by its head's and lines' amounts.

    None where there is no amount. Amounts that disagree with each other are refused (EN-25).
    """
    found = dict.fromkeys(text for part in parts for _, text in foreign(part, None))
    if len(found) > 1:
        said.impossible("EN-25", "document_currency_code", ", ".join(found), variant="mixed")
    return next(iter(found), None)


def original(given: Any, said: Translation) -> None:
    """Refuse (EN-28) a copy, which would be taken for another original."""
    if given.copy_indicator:
        said.impossible("EN-28", "copy_indicator", given.copy_indicator)
