"""Other units an item can be ordered in (2.28 to 2.33): each becomes a line of its own.

The line has the item's number, the unit as extension of it (an item with a variant keeps
that before it), the same price per sales unit as base, and the factor. Quantities are counted
in the other unit, so that no order in it breaks what holds in sales units: the minimum is
rounded up, the maximum down, a step stays where it divides evenly. A price from q sales units
holds from q / factor of them, rounded up, and of several rows that then begin at one, the
last holds. Content is multiplied by the factor. These are the derivations that "unit factor"
allows; nothing else is derived, and what belongs to the sales unit alone (pack size, GTIN,
what the item replaces) is counted as lost.
"""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from msgspec.structs import replace

from hub.formats.leaves import leaves_of
from hub.model.catalogue import CatalogueLine
from hub.model.loss import LossKind, LossReport
from hub.model.price import ItemLocationQuantity
from hub.model.values import Identifier, Quantity, Text

__all__ = ["alternative_line"]

ONE = Decimal(1)
OF_SALES_UNIT = ("replacement_related_item", "replaced_related_item")
OF_SALES_UNIT_ITEM = ("pack_size_numeric", "standard_item_identification")


def alternative_line(
    line: CatalogueLine, unit: str, factor: Decimal, losses: LossReport
) -> CatalogueLine | None:
    """Return the line of an item in another unit, ``factor`` sales units each.

    None for a unit that nobody could order: without a price, or with a largest quantity
    below the least. What the line does not hold is counted in ``losses``.
    """
    assert line.item is not None  # noqa: S101 - the tables of this folder say so
    assert line.id is not None  # noqa: S101 - the tables of this folder say so
    identification = line.item.sellers_item_identification
    assert identification is not None  # noqa: S101 - the tables of this folder say so
    least = _least(line.minimum_order_quantity, factor)
    most = _counted(line.maximum_order_quantity, factor, ROUND_FLOOR)
    if not line.required_item_location_quantity or (most is not None and most < least):
        return None
    number = f"{line.id.value}/{unit}"
    for path, text in _left(line, factor):
        losses.add(path, LossKind.NO_HOME, f"{number}: {text}")
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
        id=Identifier(number),
        orderable_unit=Text(unit),
        content_unit_quantity=content,
        minimum_order_quantity=Quantity(least, unit),
        maximum_order_quantity=None if most is None else Quantity(most, unit),
        order_quantity_increment_numeric=_step(line, factor),
        replacement_related_item=(),
        replaced_related_item=(),
        required_item_location_quantity=_prices(line, unit, factor),
        item=item,
    )


def _least(quantity: Quantity | None, factor: Decimal) -> Decimal:
    """Return a least quantity in the other unit: one at least."""
    return max(ONE, _counted(quantity, factor, ROUND_CEILING) or ONE)


def _counted(quantity: Quantity | None, factor: Decimal, rounding: str) -> Decimal | None:
    if quantity is None:
        return None
    return (quantity.value / factor).to_integral_value(rounding)


def _step(line: CatalogueLine, factor: Decimal) -> Decimal | None:
    """Return the step in the other unit, None where it does not divide evenly."""
    step = line.order_quantity_increment_numeric
    return None if step is None or step % factor else Decimal(int(step / factor))


def _left(line: CatalogueLine, factor: Decimal) -> Iterator[tuple[str, str]]:
    """Yield path and text of what the line in the other unit does not hold."""
    step = line.order_quantity_increment_numeric
    # A step that the factor is a multiple of is kept by every order in the other unit.
    if step and step % factor and factor % step:
        yield "order_quantity_increment_numeric", str(step)
    for name in OF_SALES_UNIT:
        yield from leaves_of(getattr(line, name), name)
    for name in OF_SALES_UNIT_ITEM:
        for path, text in leaves_of(getattr(line.item, name), f"item.{name}"):
            if not path.endswith(("scheme_id", "scheme_agency_id")):
                yield path, text


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
        begins = _least(one.minimum_quantity, factor)
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
