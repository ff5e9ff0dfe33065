"""Which lines of a catalogue belong to a price list.

A supplier's master data are shared by all customers; a line without a price row is in the
document, but in nobody's price list. Such a line says ``orderable_indicator`` false and has
no price but perhaps a guide price (type CAT, from no quantity). Receivers of master data
take it, all others do not.
"""

from typing import Any

__all__ = ["in_price_list"]

GUIDE = "CAT"


def in_price_list(body: Any) -> bool:
    """Return False for a line that is master data only; True for every other."""
    if body.orderable_indicator is not False:
        return True
    for quantity in body.required_item_location_quantity:
        price = quantity.price
        if price is None or price.price_amount is None:
            continue
        code = price.price_type_code
        if quantity.minimum_quantity is not None or code is None or code.value != GUIDE:
            return True
    return False
