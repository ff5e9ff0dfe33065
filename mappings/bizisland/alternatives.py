"""Other units an item can be ordered in (2.28 to 2.33): each becomes a line of its own.

The line has the item's number, the unit as extension of it (an item with a variant keeps
that before it), the same price per sales unit as base, and the factor. Quantities are counted
in the other unit: a price from q sales units holds from q / factor of them, rounded up, and
of several rows that then begin at one, the last holds. Content is multiplied by the factor.
These are the derivations that "unit factor" allows; nothing else is derived.
"""

from decimal import ROUND_CEILING, Decimal
from typing import Any

from msgspec.structs import replace

from hub.model.catalogue import CatalogueLine
from hub.model.price import ItemLocationQuantity
from hub.model.values import Identifier, Quantity, Text

__all__ = ["alternative_line", "is_alternative"]

ONE = Decimal(1)


def alternative_line(line: CatalogueLine, unit: str, factor: Decimal) -> CatalogueLine:
    """Return the line of an item in another unit, ``factor`` sales units each."""
    assert line.item is not None  # noqa: S101 - the tables of this folder say so
    assert line.id is not None  # noqa: S101 - the tables of this folder say so
    identification = line.item.sellers_item_identification
    assert identification is not None  # noqa: S101 - the tables of this folder say so
    extended = identification.extended_id
    name = unit if extended is None else f"{extended.value}/{unit}"
    item = replace(
        line.item,
        pack_size_numeric=None,
        standard_item_identification=None,
        sellers_item_identification=replace(identification, extended_id=Identifier(name)),
    )
    content = line.content_unit_quantity
    if content is not None:
        content = replace(content, value=content.value * factor)
    return replace(
        line,
        id=Identifier(f"{line.id.value}/{unit}"),
        orderable_unit=Text(unit),
        content_unit_quantity=content,
        minimum_order_quantity=Quantity(ONE, unit),
        maximum_order_quantity=None,
        order_quantity_increment_numeric=None,
        replacement_related_item=(),
        replaced_related_item=(),
        required_item_location_quantity=_prices(line, unit, factor),
        item=item,
    )


def _prices(line: CatalogueLine, unit: str, factor: Decimal) -> tuple[ItemLocationQuantity, ...]:
    """Return the prices counted in the other unit; of those that begin together the last holds."""
    kept: dict[Any, ItemLocationQuantity] = {}
    quantities = line.required_item_location_quantity
    for one in sorted(quantities, key=_from):
        if one.price is None:
            continue
        if one.minimum_quantity is None:
            # The guiding price (2.38) holds from no quantity; the factor applies to it alike.
            kept[id(one)] = replace(
                one, price=replace(one.price, orderable_unit_factor_rate=factor)
            )
            continue
        begins = max(ONE, (_from(one) / factor).to_integral_value(ROUND_CEILING))
        code = one.price.price_type_code
        key = (begins, code.value if code else None, one.price.validity_period)
        kept[key] = replace(
            one,
            minimum_quantity=Quantity(begins, unit),
            price=replace(one.price, orderable_unit_factor_rate=factor),
        )
    return tuple(kept.values())


def _from(quantity: ItemLocationQuantity) -> Decimal:
    return quantity.minimum_quantity.value if quantity.minimum_quantity else ONE


def is_alternative(line: CatalogueLine) -> bool:
    """Whether a line is such a line: a price of it has a factor to its orderable unit."""
    return any(
        q.price is not None and q.price.orderable_unit_factor_rate not in (None, ONE)
        for q in line.required_item_location_quantity
    )
