"""The tax on a duty: a duty (2.37) is taxed as the item it lies on (2.36).

OIOUBL wants a tax category inside every charge (F-LIB226), the supplier states one for each
item; so the charge gets the item's. Nothing is made up where the item states none.
"""

from decimal import Decimal

from msgspec.structs import replace

from hub.model.price import ItemLocationQuantity
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Identifier, Text

__all__ = ["bears_duty", "item_tax", "with_tax"]

SCHEME, SCHEME_NAME = "63", "Moms"


def item_tax(category: str | None, percent: Decimal) -> TaxCategory:
    """Return the item's tax category; ``category`` is None for a rate that names none."""
    return TaxCategory(
        id=None if category is None else Identifier(category),
        percent=percent,
        tax_scheme=TaxScheme(id=Identifier(SCHEME), name=Text(SCHEME_NAME)),
    )


def bears_duty(one: ItemLocationQuantity) -> bool:
    """Whether a price has a duty inside it."""
    return one.price is not None and bool(one.price.allowance_charge)


def with_tax(one: ItemLocationQuantity, tax: TaxCategory) -> ItemLocationQuantity:
    """Return a price whose duties bear a tax category."""
    if one.price is None:
        return one
    charges = tuple(replace(c, tax_category=(tax,)) for c in one.price.allowance_charge)
    return replace(one, price=replace(one.price, allowance_charge=charges))
