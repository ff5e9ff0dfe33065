"""Lines in core words in the words of SI-UBL 1.2: older units, items by GTIN and UNSPSC."""

from typing import Any

from msgspec.structs import replace

from hub.facts.countries import countries
from hub.facts.unit_crossing import cross_unit
from hub.facts.units import UnitList, unit_list
from hub.model.item import CommodityClassification, ItemIdentification
from hub.model.values import Code, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/lines")

GTIN = "0160"
PACKAGE = 3


LATER_ORIGINS = frozenset({"BQ", "SS", "XK"})
"""Countries that no item comes from by its list (SI-V12-CODE-R003)."""


def line(given: Any, quantity_name: str, said: Translation) -> Any:
    """Return one line."""
    stated = getattr(given, quantity_name)
    quantity = unit(stated, quantity_name, said)
    price = core.per_unit(given.price, stated, quantity.unit_code, said)
    for one in () if price is None else price.allowance_charge:
        # SI-V12-INV-R029: a base stands with its factor, which a price does not have here.
        said.lost("price.allowance_charge", one)
    price = None if price is None else replace(price, allowance_charge=())
    return replace(
        given,
        **{quantity_name: quantity},
        invoice_period=tuple(
            one for one in given.invoice_period if one.start_date and one.end_date
        ),
        document_reference=tuple(
            replace(one, document_type_code=bills.listed(one.document_type_code))
            for one in given.document_reference
        ),
        allowance_charge=tuple(
            bills.charge(one, f"allowance_charge[{index}]", said)
            for index, one in enumerate(given.allowance_charge)
        ),
        item=goods(given.item, said),
        price=price,
    )


def unit(given: Any, field: str, said: Translation) -> Any:
    """OP-T10-R006: packages have their codes of two letters; other units are the same."""
    code = "" if given.unit_code is None else given.unit_code.strip()
    if len(code) != PACKAGE or not code.startswith("X"):
        return replace(given, unit_code=code)
    way = cross_unit(code, unit_list(UnitList.OIOUBL))
    if way.target is None or way.factor != 1:
        said.impossible("SIU-13", f"{field}.unit_code", code)
        return given
    return replace(given, unit_code=way.target)


def goods(given: Any, said: Translation) -> Any:
    """Return an item, by GTIN and UNSPSC."""
    standard = given.standard_item_identification
    if standard is not None and standard.id is not None:
        if (standard.id.scheme_id or "").strip() == GTIN:
            number = Identifier(standard.id.value, scheme_id="GTIN", scheme_agency_id="9")
            standard = ItemIdentification(id=number)
        else:
            said.lost("item.standard_item_identification", standard)
            standard = None
    field = "item.classified_tax_category"
    origin = given.origin_country
    code = None if origin is None else origin.identification_code
    if code is not None and not _is_origin(code.value.strip()):
        said.lost("item.origin_country", origin)
        origin = None
    return replace(
        given,
        origin_country=origin,
        standard_item_identification=standard,
        commodity_classification=_classified(given, said),
        classified_tax_category=tuple(
            bills.category(one, field, said) for one in given.classified_tax_category
        ),
    )


def _is_origin(code: str) -> bool:
    return code in countries() and code not in LATER_ORIGINS


def _classified(given: Any, said: Translation) -> tuple[CommodityClassification, ...]:
    """BII2-T10-R033: a class names its list; UNSPSC is TST in UNCL 7143."""
    kept = []
    for one in given.commodity_classification:
        code = one.item_classification_code
        if code is None or not code.list_id:
            said.lost("item.commodity_classification", one)
            continue
        named = "UNSPSC" if code.list_id == "TST" else code.list_id
        made = Code(code.value, list_id=named, list_version_id=code.list_version_id)
        kept.append(CommodityClassification(item_classification_code=made))
    return tuple(kept)
