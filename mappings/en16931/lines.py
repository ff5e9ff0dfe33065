"""Lines in core words: units of today's list, prices per base quantity, one VAT category."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import round_half_up
from hub.facts.unit_crossing import cross_unit
from hub.facts.units import UnitList, unit_list
from hub.model.item import CommodityClassification, Item, ItemIdentification
from hub.model.price import Price
from hub.model.values import Amount, Code, Identifier, Quantity
from hub.rules.module import sibling
from hub.rules.translation import Translation

taxes = sibling(__file__, "taxes")
charges = sibling(__file__, "charges")

SLACK = Decimal("0.02")
"""What R120 allows between a line's amount and its price times its quantity."""

BOTH = (unit_list(UnitList.REC20), unit_list(UnitList.OIOUBL))
"""Lists that call one unit by other codes."""

GTIN = frozenset({"GTIN", "EAN", "EAN-13", "EAN13", "UPC", "0160"})
CODED = frozenset({"130"})


def amounts(given: Any) -> Iterator[tuple[str, Amount]]:
    """Yield the amounts of a line that must be in the document's currency (R051)."""
    if given.line_extension_amount is not None:
        yield "line_extension_amount", given.line_extension_amount
    if given.price is not None and given.price.price_amount is not None:
        yield "price.price_amount", given.price.price_amount
        for one in given.price.allowance_charge:
            yield from charges.amounts(one, "price.allowance_charge")
    for index, one in enumerate(given.allowance_charge):
        yield from charges.amounts(one, f"allowance_charge[{index}]")


def line(given: Any, quantity_name: str, said: Translation) -> Any:
    """Return one line; ``quantity_name`` is the field that holds its quantity."""
    quantity = getattr(given, quantity_name)
    quantity = crossed(quantity, quantity_name, said)
    price = priced(given.price, quantity, given.line_extension_amount, said)
    if price is not None and price.price_amount is not None and price.price_amount.value < 0:
        # BR-27: a price is not negative; a line in the buyer's favour counts backwards.
        said.derived(quantity_name, price.price_amount)
        price = replace(
            price,
            price_amount=replace(price.price_amount, value=-price.price_amount.value),
        )
        quantity = None if quantity is None else replace(quantity, value=-quantity.value)
    category = _category(given, said)
    for total in given.tax_total:
        said.lost_but("tax_total", total, "tax_subtotal")
        for part in total.tax_subtotal:
            said.lost_but("tax_total.tax_subtotal", part, "tax_category")
    said.lost("invoice_period", given.invoice_period[1:])
    said.lost("free_of_charge_indicator", given.free_of_charge_indicator or None)
    net = given.line_extension_amount
    if net is None:
        # BR-24; a credit note of plain UBL need not state it.
        said.impossible("EN-30", "line_extension_amount")
    elif given.free_of_charge_indicator and net.value != 0:
        said.impossible("EN-12", "line_extension_amount", net)
    made = replace(
        given,
        **{quantity_name: quantity},
        line_extension_amount=charges.cents(
            given.line_extension_amount, "line_extension_amount", said
        ),
        note=charges.joined(given.note, "note", said),
        accounting_cost=charges.account(given, said),
        accounting_cost_code=None,
        invoice_period=given.invoice_period[:1],
        order_line_reference=_order_lines(given, said),
        document_reference=_documents(given, said),
        allowance_charge=charges.on_line(given, said),
        free_of_charge_indicator=None,
        tax_total=(),
        item=described(given.item, category, said),
        price=price,
    )
    return checked(made, quantity, said)


def crossed(given: Quantity | None, field: str, said: Translation) -> Quantity | None:
    """Return a quantity in the unit that Peppol's list has for its own, exactly."""
    if given is None or given.unit_code is None:
        said.impossible("EN-13", field)
        return given
    way = cross_unit(given.unit_code.strip(), unit_list(UnitList.REC20))
    if way.target is None or way.factor != 1:
        said.impossible("EN-13", f"{field}.unit_code", given.unit_code)
        return given
    return Quantity(given.value, way.target)


def priced(
    given: Price | None, quantity: Quantity | None, net: Amount | None, said: Translation
) -> Price | None:
    """Return the price for the invoiced unit (F-INV340, F-INV343).

    OIOUBL multiplies a price per another unit by OrderableUnitFactorRate; the core has one unit
    (R130), so the product is written, which is exact. A price without that factor is for the
    line's own unit where the line's amount ``net`` says so; elsewhere nobody knows (EN-41).
    """
    if given is None or given.price_amount is None or quantity is None:
        said.impossible("EN-14", "price.price_amount")
        return given
    said.lost("price.allowance_charge", given.allowance_charge)
    base, factor = given.base_quantity, given.orderable_unit_factor_rate
    unit = None
    if base is not None:
        unit = cross_unit((base.unit_code or "").strip(), unit_list(UnitList.REC20)).target
    if base is None or base.unit_code is None or unit == quantity.unit_code:
        if factor != 1:
            said.lost("price.orderable_unit_factor_rate", factor)
        factor = None
    elif factor is None and not _is_product(net, given.price_amount, quantity):
        field = "price.base_quantity.unit_code"
        said.impossible("EN-41", field, base.unit_code, quantity.unit_code)
        return given
    else:
        said.derived("price.price_amount", f"{given.price_amount.value} x {factor or 1}")
        base = None
    amount = given.price_amount
    if factor is not None:
        amount = Amount(amount.value * factor, amount.currency_id)
    if base is not None:
        base = None if base.value == 1 else Quantity(base.value, quantity.unit_code)
    return replace(
        given,
        price_amount=amount,
        base_quantity=base,
        orderable_unit_factor_rate=None,
        allowance_charge=(),
    )


def _is_product(net: Amount | None, price: Amount, quantity: Quantity) -> bool:
    return net is not None and abs(price.value * quantity.value - net.value) <= SLACK


def per_unit(
    given: Price | None, counted: Quantity | None, unit: str | None, said: Translation
) -> Price | None:
    """Return a price whose base is in the unit that the quantity is written in (R130).

    Args:
        given: the price in core words, whose unit no factor converts any more.
        counted: the line's quantity as it was given.
        unit: the code of its unit in the list of the target.
        said: is told (EN-41) of a base in another unit, which renamed would be another price.
    """
    base = None if given is None else given.base_quantity
    if given is None or base is None or counted is None:
        return given
    code = (base.unit_code or "").strip()
    if code and not any(_is_same(code, one or "") for one in (counted.unit_code, unit)):
        field = "price.base_quantity.unit_code"
        said.impossible("EN-41", field, base.unit_code, counted.unit_code)
        return given
    return replace(given, base_quantity=replace(base, unit_code=unit))


def _is_same(code: str, other: str) -> bool:
    """Whether two codes are one unit: the same code, or the same one of another list (BX, XBX)."""
    other = other.strip()
    if code == other:
        return True
    ways = ([cross_unit(one, known) for one in (code, other)] for known in BOTH)
    return any(
        here.target is not None and here.target == there.target and here.factor == there.factor == 1
        for here, there in ways
    )


def checked(made: Any, quantity: Quantity | None, said: Translation) -> Any:
    """R120: the amount of a line follows from quantity, price, allowances and charges.

    In OIOUBL it follows from quantity and price alone (F-INV340); allowances beside them are
    in the price already, and are left out.
    """
    price, net = made.price, made.line_extension_amount
    if quantity is None or price is None or price.price_amount is None or net is None:
        return made
    if price.base_quantity is not None and price.base_quantity.unit_code != quantity.unit_code:
        # Nothing follows from a price for another unit (EN-41).
        return made
    per = price.base_quantity.value if price.base_quantity is not None else Decimal(1)
    if per <= 0:
        said.impossible("EN-14", "price.base_quantity", price.base_quantity)
        return made
    total = round_half_up(quantity.value * price.price_amount.value / per, 2)
    stated = net.value
    if abs(total - stated) <= SLACK:
        said.lost("allowance_charge", made.allowance_charge)
        return replace(made, allowance_charge=())
    for one in made.allowance_charge:
        total += one.amount.value if one.charge_indicator else -one.amount.value
    if abs(total - stated) > SLACK:
        said.impossible("EN-15", "line_extension_amount", net, total)
    return made


def _category(given: Any, said: Translation) -> Any:
    """Return the VAT category of a line, which OIOUBL gives with the line's own tax."""
    found = [
        part.tax_category
        for total in given.tax_total
        for part in total.tax_subtotal
        if part.tax_category is not None
    ]
    stated = () if given.item is None else given.item.classified_tax_category
    for one in stated if found else ():
        if one not in found:
            said.lost_but("item.classified_tax_category", one, "tax_scheme")
    field = "tax_total.tax_subtotal.tax_category" if found else "item.classified_tax_category"
    found = found or list(stated)
    if any(not taxes.is_vat(one) for one in found):
        said.impossible("EN-02", "tax_total")
        return None
    made = [taxes.category(one, field, said, reason=False) for one in found]
    if not made or any(one != made[0] for one in made):
        said.impossible("EN-16", "tax_total", len(made))
        return None
    return made[0]


def _order_lines(given: Any, said: Translation) -> Any:
    said.lost("order_line_reference", given.order_line_reference[1:])
    return given.order_line_reference[:1]


def _documents(given: Any, said: Translation) -> Any:
    """R101: a line refers to the object it is about, and to no other document."""
    kept = []
    for one in given.document_reference:
        code = one.document_type_code
        if code is not None and code.value in CODED and not kept:
            kept.append(one)
        else:
            said.lost("document_reference", one)
    return tuple(kept)


def described(given: Item | None, category: Any, said: Translation) -> Item | None:
    """Return an item with its numbers and classes by lists of both sides."""
    if given is None or given.name is None:
        said.impossible("EN-17", "item.name")
        return given
    standard = given.standard_item_identification
    if standard is not None and standard.id is not None:
        known = (standard.id.scheme_id or "").strip().upper() in GTIN
        if known:
            said.lost_but("item.standard_item_identification", standard, "id")
            standard = ItemIdentification(id=Identifier(standard.id.value, scheme_id="0160"))
        else:
            said.lost("item.standard_item_identification", standard)
            standard = None
    return replace(
        given,
        description=charges.joined(given.description, "item.description", said),
        buyers_item_identification=_numbered(given, "buyers_item_identification", said),
        sellers_item_identification=_numbered(given, "sellers_item_identification", said),
        standard_item_identification=standard,
        commodity_classification=_classified(given, said),
        classified_tax_category=() if category is None else (category,),
        additional_item_property=_properties(given, said),
    )


def _numbered(item: Item, name: str, said: Translation) -> ItemIdentification | None:
    given: ItemIdentification | None = getattr(item, name)
    if given is None or given.id is None:
        said.lost(f"item.{name}", given)
        return None
    said.lost(f"item.{name}.id.scheme_id", given.id.scheme_id)
    return replace(given, id=Identifier(given.id.value))


def _classified(given: Item, said: Translation) -> tuple[CommodityClassification, ...]:
    """UNSPSC has the number TST in UNCL 7143; other lists are not known to both sides."""
    kept = []
    for one in given.commodity_classification:
        code = one.item_classification_code
        if code is not None and code.list_id in ("UNSPSC", "TST"):
            made = Code(code.value, list_id="TST", list_version_id=_version(code.list_version_id))
            kept.append(CommodityClassification(item_classification_code=made))
            said.lost("item.commodity_classification.item_classification_code.name", code.name)
        else:
            said.lost("item.commodity_classification", one)
    return tuple(kept)


def _version(given: str | None) -> str | None:
    """DK-R-003 writes the version with a point in its middle."""
    return "19.05.01" if given in ("19.0501", "190501") else given


def _properties(given: Item, said: Translation) -> Any:
    """BR-54: a property has a name and a value; a code for the name says of which list it is.

    Peppol's T01-B32301, T16-B22101 and their like, also for the unit of a quantity (T16-B22401).
    """
    field = "item.additional_item_property"
    kept = []
    for one in given.additional_item_property:
        if one.name is None or one.value is None:
            said.lost(field, one)
            continue
        code, quantity = one.name_code, one.value_quantity
        if code is not None and not (code.list_id or "").strip():
            said.lost(f"{field}.name_code", code)
            code = None
        if quantity is not None:
            way = cross_unit((quantity.unit_code or "").strip(), unit_list(UnitList.REC20))
            if way.target is None or way.factor != 1:
                said.lost(f"{field}.value_quantity", quantity)
                quantity = None
            else:
                quantity = Quantity(quantity.value, way.target)
        kept.append(replace(one, name_code=code, value_quantity=quantity))
    return tuple(kept)
