"""Lines of other formats in OIOUBL's words: units of its closed list, tax on each line."""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import round_half_up, trim_decimals
from hub.facts.unit_crossing import cross_unit
from hub.facts.units import UnitList, unit_list
from hub.model.item import CommodityClassification, Item, ItemProperty
from hub.model.price import Price
from hub.model.reference import DocumentReference
from hub.model.values import Code, Quantity, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
core = sibling(__file__, "../en16931/lines")
taxes = sibling(__file__, "billtaxes")

GTIN = "0160"
ONE = Decimal(1)
DECIMALS = 8
BASE = "price.base_quantity"
UNNAMED = Text("Attachment")


def line(given: Any, quantity_name: str, ordered: bool, said: Translation) -> Any:  # noqa: FBT001
    """Return one line; ``ordered`` says whether the head names the order (F-INV142)."""
    stated = getattr(given, quantity_name)
    quantity = crossed(stated, quantity_name, said)
    if quantity is not None and quantity.value == 0:
        said.impossible("OIO-12", quantity_name, quantity)
    tax = taxes.on_line(given, said)
    category = tax[0].tax_subtotal[0].tax_category if tax else None
    price = follows(given, quantity, said)
    references = given.order_line_reference
    if not ordered:
        said.lost("order_line_reference", references)
        references = ()
    return replace(
        given,
        **{quantity_name: quantity},
        line_extension_amount=taxes.cents(given.line_extension_amount),
        order_line_reference=references,
        document_reference=tuple(_reference(one, said) for one in given.document_reference),
        allowance_charge=charges.on_line(given, category, said),
        tax_total=tax,
        item=described(given.item, said),
        price=priced(price, stated, quantity, said),
    )


def _reference(given: DocumentReference, said: Translation) -> DocumentReference:
    """F-LIB092: a document says of what type it is."""
    if given.document_type_code is not None or given.document_type is not None:
        return given
    kind = next(iter(given.document_description), UNNAMED)
    said.derived("document_reference.document_type", kind)
    return replace(given, document_type=kind, document_description=())


def follows(given: Any, quantity: Quantity | None, said: Translation) -> Price | None:
    """Return the price from which the line's amount follows (F-INV340, F-CRN210).

    In EN 16931 allowances and charges of the line are in its amount as well, in OIOUBL it is price
    times quantity, give or take 1.00. So the national conversion writes the price that is left
    after them; here only where it gives the amount to the cent.
    """
    price, net = given.price, given.line_extension_amount
    if quantity is None or net is None or price is None or price.price_amount is None:
        return price  # type: ignore[no-any-return]
    base = price.base_quantity.value if price.base_quantity is not None else ONE
    if base <= 0:
        # R121 of Peppol; nothing follows from a price of no units, in OIOUBL neither.
        said.impossible("OIO-12", "price.base_quantity", price.base_quantity)
        return price  # type: ignore[no-any-return]
    total = price.price_amount.value * quantity.value / base
    if abs(total - net.value) <= ONE and not given.allowance_charge:
        return price  # type: ignore[no-any-return]
    if quantity.value == 0:
        return price  # type: ignore[no-any-return]
    left = round_half_up(net.value * base / quantity.value, DECIMALS)
    again = round_half_up(left * quantity.value / base, 2)
    if not given.allowance_charge or again != round_half_up(net.value, 2):
        said.impossible("OIO-14", "line_extension_amount", net, round_half_up(total, 2))
        return price  # type: ignore[no-any-return]
    said.derived("price.price_amount", f"{net.value} x {base} / {quantity.value}")
    left = trim_decimals(left, 2)
    return replace(price, price_amount=replace(price.price_amount, value=left))


def crossed(given: Quantity | None, field: str, said: Translation) -> Quantity | None:
    """Return a quantity in the unit that OIOUBL's list has for its own, exactly."""
    if given is None or given.unit_code is None:
        said.impossible("OIO-11", field)
        return given
    way = cross_unit(given.unit_code, unit_list(UnitList.OIOUBL))
    if way.target is None or way.factor != 1:
        said.impossible("OIO-11", f"{field}.unit_code", given.unit_code)
        return given
    return Quantity(given.value, way.target)


def priced(
    given: Price | None, counted: Quantity | None, quantity: Quantity | None, said: Translation
) -> Price | None:
    """Return the price, for a number of the line's units; ``counted`` is the quantity as it came.

    A base names its unit (F-LIB007): the line's, or another one that the price's own factor
    converts, as here it may (F-INV343).
    """
    if given is None or quantity is None:
        return given
    base = given.base_quantity
    if base is not None and base.unit_code is not None and given.orderable_unit_factor_rate:
        made: Price | None = replace(given, base_quantity=crossed(base, BASE, said))
    else:
        made = core.per_unit(given, counted, quantity.unit_code, said)
    said.lost("price.allowance_charge", given.allowance_charge)
    return made and replace(made, allowance_charge=())


def described(given: Item | None, said: Translation) -> Item | None:
    """Return an item with its numbers and classes by lists of both sides."""
    if given is None:
        return None
    said.lost("item.origin_country", given.origin_country)
    standard = given.standard_item_identification
    if standard is not None and standard.id is not None and standard.id.scheme_id == GTIN:
        number = replace(standard.id, scheme_id="GTIN", scheme_agency_id="9")
        standard = replace(standard, id=number)
    return replace(
        given,
        additional_item_property=_properties(given, said),
        origin_country=None,
        standard_item_identification=standard,
        classified_tax_category=(),
        commodity_classification=_classified(given, said),
    )


def _properties(given: Item, said: Translation) -> tuple[ItemProperty, ...]:
    """Return properties with a name and a value (F-INV235, F-CRN151, F-ORD201)."""
    kept = []
    for one in given.additional_item_property:
        if one.name is not None and one.value is not None:
            kept.append(one)
        else:
            said.lost("item.additional_item_property", one)
    return tuple(kept)


def _classified(given: Item, said: Translation) -> tuple[CommodityClassification, ...]:
    """UNSPSC is TST in UNCL 7143; no other list is known to OIOUBL (W-INV184)."""
    kept = []
    for one in given.commodity_classification:
        code = one.item_classification_code
        if code is not None and code.list_id == "TST":
            made = Code(
                code.value,
                list_id="UNSPSC",
                list_agency_id="113",
                list_version_id=_version(code.list_version_id),
            )
            kept.append(CommodityClassification(item_classification_code=made))
        else:
            said.lost("item.commodity_classification", one)
    return tuple(kept)


def _version(given: str | None) -> str | None:
    return "19.0501" if given == "19.05.01" else given
