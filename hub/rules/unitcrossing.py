"""Rule UOM-04 on a catalogue line: a unit of another list, with all that is counted in it.

When the sales unit becomes a smaller one, quantities are multiplied by the factor, and what
holds per sales unit (prices, content, pack size) is divided by it, exactly or not at all.
"""

from collections.abc import Iterator
from decimal import Decimal, Inexact, localcontext
from typing import Any

from hub.facts.unit_crossing import Crossing, recount
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Severity
from hub.model.price import ItemLocationQuantity
from hub.rules.path import set_path
from hub.rules.rule import Hit

__all__ = ["cross_field", "unit_field"]

_PRECISION = 40
_RULE = "UOM-04"


def unit_field(path: str) -> str:
    """Return the field that holds the unit of ``path``."""
    return "orderable_unit.value" if path == "orderable_unit" else f"{path}.unit_code"


def cross_field(body: CatalogueLine, path: str, crossing: Crossing) -> Iterator[Hit]:
    """Put the counterpart of a unit in its place; each hit brings the line so far."""
    body = set_path(body, unit_field(path), crossing.target)
    yield Hit(
        unit_field(path),
        crossing.code,
        crossing.target,
        rule=_RULE,
        variant="renamed",
        severity=Severity.FIX,
        repaired=body,
    )
    if crossing.factor == 1:
        return
    if path != "orderable_unit":
        yield _multiplied(body, f"{path}.value", crossing)
        return
    yield from _sales_unit(body, crossing)


def _sales_unit(body: CatalogueLine, crossing: Crossing) -> Iterator[Hit]:
    """Count over what is said per sales unit, and the quantities that name no unit."""
    for field in _per_unit(body):
        for hit in _divided(body, field, crossing):
            yield hit
            if hit.repaired is None:
                return
            body = hit.repaired
    for field in _in_units(body):
        hit = _multiplied(body, field, crossing)
        yield hit
        body = hit.repaired


def _per_unit(body: CatalogueLine) -> Iterator[str]:
    for index, place in enumerate(body.required_item_location_quantity):
        if place.price is not None and place.price.price_amount is not None:
            path = f"required_item_location_quantity[{index}].price"
            yield f"{path}.price_amount.value"
            for charge, one in enumerate(place.price.allowance_charge):
                if one.amount is not None:
                    yield f"{path}.allowance_charge[{charge}].amount.value"
    if body.content_unit_quantity is not None:
        yield "content_unit_quantity.value"
    if body.item is not None and body.item.pack_size_numeric is not None:
        yield "item.pack_size_numeric"


def _in_units(body: CatalogueLine) -> Iterator[str]:
    """Yield the quantities without a unit of their own; those with one are crossed by it."""
    for name in ("minimum_order_quantity", "maximum_order_quantity"):
        quantity = getattr(body, name)
        if quantity is not None and quantity.unit_code is None:
            yield f"{name}.value"
    if body.order_quantity_increment_numeric is not None:
        yield "order_quantity_increment_numeric"
    for index, place in enumerate(body.required_item_location_quantity):
        yield from _bounds(f"required_item_location_quantity[{index}]", place)


def _bounds(path: str, place: ItemLocationQuantity) -> Iterator[str]:
    for name in ("minimum_quantity", "maximum_quantity"):
        quantity = getattr(place, name)
        if quantity is not None and quantity.unit_code is None:
            yield f"{path}.{name}.value"


def _multiplied(body: CatalogueLine, field: str, crossing: Crossing) -> Hit:
    value: Decimal = _at(body, field)
    return _changed(body, field, value, value * crossing.factor, crossing)


def _divided(body: CatalogueLine, field: str, crossing: Crossing) -> Iterator[Hit]:
    value: Decimal = _at(body, field)
    if field.endswith("amount.value"):
        counted = recount(crossing, Decimal(1), value)
        if counted.severity.refuses:
            yield _refused(field, value, crossing, counted.message)
        else:
            yield _changed(body, field, value, counted.price, crossing)
        return
    exact = _exactly(value, crossing.factor)
    if exact is None:
        yield _refused(field, value, crossing, None)
    else:
        yield _changed(body, field, value, exact, crossing)


def _changed(
    body: CatalogueLine, field: str, old: Decimal, new: Decimal, crossing: Crossing
) -> Hit:
    return Hit(
        field,
        old,
        new,
        args={"code": crossing.code, "target": crossing.target},
        rule=_RULE,
        variant="counted",
        severity=Severity.FIX,
        repaired=set_path(body, field, new),
    )


def _refused(field: str, value: Decimal, crossing: Crossing, message: Any) -> Hit:
    return Hit(
        field,
        value,
        args={"code": crossing.code, "target": crossing.target},
        rule=_RULE,
        variant="inexact",
        message=message,
        severity=Severity.ERROR,
    )


def _exactly(value: Decimal, factor: Decimal) -> Decimal | None:
    with localcontext() as context:
        context.prec = _PRECISION
        context.traps[Inexact] = True
        try:
            return value / factor
        except Inexact:
            return None


def _at(body: CatalogueLine, field: str) -> Any:
    value: Any = body
    for step in field.split("."):
        name, _, index = step.partition("[")
        value = getattr(value, name)
        if index:
            value = value[int(index.rstrip("]"))]
    return value
