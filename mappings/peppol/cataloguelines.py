"""One line of a catalogue in Peppol's words (T19): dates, quantities, prices.

Units of what is ordered have been judged before (UOM rules), with all that is counted in them.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from hub.facts.currencies import currencies
from hub.model.address import Address
from hub.model.catalogue import Catalogue, CatalogueLine, ItemComparison, RelatedItem
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.values import Quantity
from hub.rules.module import sibling
from hub.rules.translation import Translation

catalogueitems = sibling(__file__, "catalogueitems")
charges = sibling(__file__, "../en16931/charges")

ACTIONS = ("Add", "Update", "Delete")
LEVELS = frozenset({"CU", "DU", "TU", "HN"})
"""GS1 7009: what a pack is, from the consumer's unit up."""
PRICE_TYPES = "price-type"
PRICES = "required_item_location_quantity"
RELATED = (
    "component_related_item",
    "accessory_related_item",
    "required_related_item",
    "replaced_related_item",
)
Codes = Callable[[str], frozenset[str]]
Span = tuple[dt.date, dt.date]


def line(given: CatalogueLine, header: Catalogue, codes: Codes, said: Translation) -> Any:
    """Return one line."""
    action = given.action_code
    if action is not None and action.value not in ACTIONS:
        said.impossible("PEP-70", "action_code", action, ", ".join(ACTIONS))
    whole = span(next(iter(header.validity_period), None), (dt.date.min, dt.date.max))
    validity = given.line_validity_period
    within = _inside(validity, whole, "line_validity_period", said)
    _bounds(given.minimum_order_quantity, given.maximum_order_quantity, "", said)
    level = given.pack_level_code
    if level is not None and level.value not in LEVELS:
        said.lost("pack_level_code", level)
        level = None
    return replace(
        given,
        content_unit_quantity=_counted(given.content_unit_quantity, "content_unit_quantity", said),
        minimum_order_quantity=_counted(
            given.minimum_order_quantity, "minimum_order_quantity", said
        ),
        maximum_order_quantity=_counted(
            given.maximum_order_quantity, "maximum_order_quantity", said
        ),
        warranty_information=charges.joined(
            given.warranty_information, "warranty_information", said
        ),
        pack_level_code=level,
        line_validity_period=validity if _is_dated(validity) else None,
        item_comparison=_comparisons(given, said),
        required_item_location_quantity=_prices(given, within, codes, said),
        item=catalogueitems.item(given.item, codes, said),
        **{name: _related(getattr(given, name), name, said) for name in RELATED},
    )


def span(period: Period | None, otherwise: Span) -> Span:
    """Return from when to when; what a period leaves open is that of what it lies in."""
    if period is None:
        return otherwise
    return period.start_date or otherwise[0], period.end_date or otherwise[1]


def _is_dated(period: Period | None) -> bool:
    return period is not None and (period.start_date or period.end_date) is not None


def _inside(period: Period | None, outer: Span, field: str, said: Translation) -> Span:
    """R007, R011, R013, R016: a period ends after it starts, and lies within the outer one."""
    start, end = span(period, outer)
    shown = f"{start} - {end}"
    if start > end:
        said.impossible("PEP-72", field, shown)
    elif not outer[0] <= start <= end <= outer[1]:
        said.impossible("PEP-74", field, shown, f"{outer[0]} - {outer[1]}")
    return start, end


def _bounds(least: Quantity | None, most: Quantity | None, field: str, said: Translation) -> None:
    """R008, R009, R010: neither is negative, and the least is not above the most."""
    for name, one in (("minimum_order_quantity", least), ("maximum_order_quantity", most)):
        if one is not None and one.value < 0:
            said.impossible("PEP-75", f"{field}{name}", one)
    if least is not None and most is not None and most.value < least.value:
        said.impossible("PEP-76", f"{field}maximum_order_quantity", most, f">= {least.value}")


def _counted(given: Quantity | None, field: str, said: Translation) -> Quantity | None:
    """Return a quantity that names its unit; without one it is not known to Peppol (B11701)."""
    if given is None or given.unit_code is not None:
        return given
    said.lost(field, given)
    return None


def _comparisons(given: CatalogueLine, said: Translation) -> tuple[ItemComparison, ...]:
    """Return prices for comparison, whose amounts name their currency (B13001)."""
    made = []
    for one in given.item_comparison:
        quantity = catalogueitems.crossed(one.quantity, "item_comparison.quantity", said)
        amount = one.price_amount
        if amount is None or amount.currency_id is None or quantity is None:
            said.lost("item_comparison.price_amount", amount)
        else:
            made.append(replace(one, quantity=quantity))
    return tuple(made)


def _related(
    given: tuple[RelatedItem, ...], name: str, said: Translation
) -> tuple[RelatedItem, ...]:
    made = [
        replace(one, quantity=catalogueitems.crossed(one.quantity, f"{name}.quantity", said))
        for one in given
    ]
    return tuple(one for one in made if one.id is not None or one.quantity is not None)


def _prices(
    given: CatalogueLine, within: Span, codes: Codes, said: Translation
) -> tuple[ItemLocationQuantity, ...]:
    """R006: where there are terms of delivery there is a price; terms alone are lost."""
    made = []
    for index, place in enumerate(given.required_item_location_quantity):
        field = f"{PRICES}[{index}]"
        price = place.price
        if price is None or price.price_amount is None:
            said.lost(PRICES, place)
            continue
        where = f"{PRICES}.applicable_territory_address"
        made.append(
            replace(
                place,
                minimum_quantity=_counted(
                    place.minimum_quantity, f"{PRICES}.minimum_quantity", said
                ),
                maximum_quantity=_counted(
                    place.maximum_quantity, f"{PRICES}.maximum_quantity", said
                ),
                lead_time_measure=catalogueitems.crossed(
                    place.lead_time_measure, f"{PRICES}.lead_time_measure", said
                ),
                applicable_territory_address=tuple(
                    _territory(one, where, said) for one in place.applicable_territory_address
                ),
                price=_price(price, within, field, codes, said),
            )
        )
    return tuple(made)


def _territory(given: Address, field: str, said: Translation) -> Address:
    """Return where a price holds; a country goes by its code (B16501)."""
    country = given.country
    if country is None or country.identification_code is not None:
        return given
    said.lost(f"{field}.country.name", country.name)
    return replace(given, country=None)


def _price(price: Price, within: Span, field: str, codes: Codes, said: Translation) -> Price:
    amount = price.price_amount
    assert amount is not None  # noqa: S101 - the caller has seen it
    if amount.value < 0:
        said.impossible("PEP-75", f"{field}.price.price_amount", amount)
    if amount.currency_id not in currencies():
        said.impossible("PEP-77", f"{field}.price.price_amount", amount)
    said.lost(f"{PRICES}.price.validity_period", price.validity_period[1:])
    period = next(iter(price.validity_period), None)
    _inside(period, within, f"{field}.price.validity_period", said)
    kind = price.price_type_code
    if kind is not None and kind.value not in codes(PRICE_TYPES):
        said.lost(f"{PRICES}.price.price_type_code", kind)
        kind = None
    return replace(
        price,
        base_quantity=_counted(price.base_quantity, f"{PRICES}.price.base_quantity", said),
        price_type_code=kind,
        validity_period=(period,) if period is not None and _is_dated(period) else (),
    )
