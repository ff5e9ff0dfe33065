"""What the rules ask of a head or a line of the supplier format."""

from decimal import Decimal

from hub.facts.schemes import compact
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.price import ItemLocationQuantity


def number_of(body: CatalogueLine) -> str:
    """Return the item number, empty when there is none."""
    identification = body.item.sellers_item_identification if body.item is not None else None
    return identification.id.value if identification is not None and identification.id else ""


def variant_of(body: CatalogueLine) -> str | None:
    """Return the variant of an item."""
    identification = body.item.sellers_item_identification if body.item is not None else None
    extended = identification.extended_id if identification is not None else None
    return None if extended is None else extended.value


def supplier_of(header: Catalogue) -> str | None:
    """Return the supplier's company number as the head gives it."""
    party = header.provider_party
    for identification in party.party_identification if party is not None else ():
        if identification.id is not None and identification.id.scheme_id == "DK:CVR":
            return compact("DK:CVR", identification.id.value)
    return None


def agreed(body: CatalogueLine) -> list[tuple[int, ItemLocationQuantity]]:
    """Return the prices of PRISER rows with their places; the guide price has no quantity."""
    return [
        (index, one)
        for index, one in enumerate(body.required_item_location_quantity)
        if one.minimum_quantity is not None
        or one.price is None
        or one.price.price_type_code is None
        or one.price.price_type_code.value != "CAT"
    ]


def price_sets(body: CatalogueLine) -> list[list[tuple[int, Decimal, Decimal]]]:
    """Return (place, quantity, amount) of the prices, those of one type and date together."""
    sets: dict[tuple[object, object], list[tuple[int, Decimal, Decimal]]] = {}
    for index, one in agreed(body):
        price = one.price
        if price is None or price.price_amount is None or one.minimum_quantity is None:
            continue
        period = price.validity_period[0] if price.validity_period else None
        code = price.price_type_code
        key = (period and period.start_date, code and code.value)
        row = (index, one.minimum_quantity.value, price.price_amount.value)
        sets.setdefault(key, []).append(row)
    return list(sets.values())


def texts(body: CatalogueLine) -> list[tuple[str, str]]:
    """Return the texts written for people, with their paths."""
    item = body.item
    if item is None:
        return []
    found = [] if item.name is None else [("item.name", item.name.value)]
    for name in ("description", "additional_information", "keyword", "brand_name"):
        values = getattr(item, name)
        found += [(f"item.{name}[{i}]", text.value) for i, text in enumerate(values)]
    for index, one in enumerate(item.additional_item_property):
        if one.value is not None:
            found.append((f"item.additional_item_property[{index}].value", one.value.value))
    return found


def first(values: tuple[object, ...]) -> object:
    """Return the first of several values, None without any."""
    return values[0] if values else None
