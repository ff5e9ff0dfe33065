"""The item of a catalogue line in Peppol's words (T19): numbers, classes, marks, documents."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.unit_crossing import cross_unit
from hub.facts.units import UnitList, unit_list
from hub.model.item import (
    Certificate,
    CommodityClassification,
    Dimension,
    HazardousItem,
    Item,
    ItemIdentification,
    ItemProperty,
)
from hub.model.reference import Attachment, DocumentReference
from hub.model.tax import TaxCategory
from hub.model.values import Code, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

lines = sibling(__file__, "../en16931/lines")
taxes = sibling(__file__, "../en16931/taxes")

ITEM_TYPES = "item-type"
HAZARDS = "hazard-regulation"
DOCUMENTS = "document-type"
LISTS = MappingProxyType({"UNSPSC": "TST", "CPV": "STI"})
"""UNCL 7143 for lists as other formats name them; without a number there a class is lost."""
CONDITIONS = frozenset({"CT", "NON_RETURNABLE"})
SIZES = frozenset({"ABJ", "AAF", "AAX", "HT", "LN", "WD", "GW", "TC", "AAO"})
"""UNCL 6313, those that catalogues use."""
NO_CODE = "NA"
MIME = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/tiff",
        "application/acad",
        "application/dwg",
        "drawing/dwg",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
PICTURES = frozenset({"PRODUCT_IMAGE", "TRADE_ITEM_DESCRIPTION"})
CALLED = MappingProxyType({"PictureURL": "PRODUCT_IMAGE"})
"""What other formats call such a picture."""
Codes = Callable[[str], frozenset[str]]


def item(given: Item | None, codes: Codes, said: Translation) -> Item | None:
    """Return an item, which has a name and a number (B11202, R012)."""
    if given is None or given.name is None:
        said.impossible("EN-17", "item.name")
        return given
    sellers = _number(given.sellers_item_identification)
    standard = _standard(given, said)
    if sellers is None and standard is None:
        said.impossible("PEP-78", "item.sellers_item_identification")
    makers = [_number(one) for one in given.manufacturers_item_identification]
    known = [one for one in makers if one is not None]
    said.lost("item.manufacturers_item_identification.id", tuple(known[1:]))
    said.lost("item.manufacturer_party.party_name.name", given.manufacturer_party[1:])
    country = given.origin_country
    if country is not None and country.identification_code is None:
        said.lost("item.origin_country", country)
        country = None
    return replace(
        given,
        pack_quantity=crossed(given.pack_quantity, "item.pack_quantity", said),
        buyers_item_identification=_number(given.buyers_item_identification),
        sellers_item_identification=sellers,
        manufacturers_item_identification=tuple(known[:1]),
        standard_item_identification=standard,
        item_specification_document_reference=_documents(given, codes, said),
        origin_country=country,
        commodity_classification=_classes(given, codes, said),
        transaction_conditions=_conditions(given, said),
        hazardous_item=_hazards(given, codes, said),
        classified_tax_category=_taxes(given, said),
        additional_item_property=_properties(given, said),
        manufacturer_party=tuple(one for one in given.manufacturer_party[:1] if one.party_name),
        certificate=_certificates(given, said),
        dimension=_dimensions(given, said),
    )


def _number(given: ItemIdentification | None) -> ItemIdentification | None:
    if given is None or given.id is None:
        return None
    return replace(given, id=Identifier(given.id.value))


def _standard(given: Item, said: Translation) -> ItemIdentification | None:
    """Return the number of the trade item, whose list has a number of ISO 6523 (B18901)."""
    standard = given.standard_item_identification
    if standard is None or standard.id is None:
        return None
    scheme = (standard.id.scheme_id or "").strip().upper()
    if scheme in lines.GTIN:
        return replace(standard, id=Identifier(standard.id.value, scheme_id="0160"))
    said.lost("item.standard_item_identification.id", standard.id)
    return None


def _classes(given: Item, codes: Codes, said: Translation) -> tuple[CommodityClassification, ...]:
    """Return classes of lists that UNCL 7143 has a number for."""
    kept = []
    for one in given.commodity_classification:
        code = one.item_classification_code
        named = "" if code is None else (code.list_id or "").strip()
        number = LISTS.get(named.upper(), named)
        if code is None or not code.value or number not in codes(ITEM_TYPES):
            said.lost("item.commodity_classification", one)
            continue
        made = Code(
            code.value, name=code.name, list_id=number, list_version_id=code.list_version_id
        )
        kept.append(CommodityClassification(item_classification_code=made))
    return tuple(kept)


def _documents(given: Item, codes: Codes, said: Translation) -> tuple[DocumentReference, ...]:
    """Return pictures, sheets and links; a file of a type Peppol refuses stays behind."""
    field = "item.item_specification_document_reference"
    kept = []
    types = codes(DOCUMENTS) | PICTURES
    for one in given.item_specification_document_reference:
        code = one.document_type_code
        if one.id is None:
            said.lost(field, one)
            continue
        if code is not None and code.value in CALLED:
            code = Code(CALLED[code.value])
        if code is not None and code.value not in types:
            said.lost(f"{field}.document_type_code", code)
            code = None
        kept.append(
            replace(
                one,
                id=Identifier(one.id.value),
                document_type_code=code,
                attachment=_attached(one.attachment, one.id, f"{field}.attachment", said),
            )
        )
    return tuple(kept)


def _attached(
    given: Attachment | None, number: Identifier, field: str, said: Translation
) -> Attachment | None:
    """Return a file with its name, or where it is (B19901 to B20201)."""
    if given is None:
        return None
    held, link = given.embedded_document_binary_object, given.external_reference
    where = f"{field}.embedded_document_binary_object"
    if held is not None and held.mime_code not in MIME:
        said.lost(where, held.mime_code or held.filename or number.value)
        held = None
    if held is not None and not held.filename:
        name = f"{number.value}.{(held.mime_code or '').rpartition('/')[2]}"
        said.derived(f"{where}.filename", name)
        held = replace(held, filename=name)
    if link is not None and link.uri is None:
        link = None
    if held is None and link is None:
        return None
    return replace(given, embedded_document_binary_object=held, external_reference=link)


def _conditions(given: Item, said: Translation) -> Any:
    kept = []
    for one in given.transaction_conditions:
        code = one.action_code
        if code is not None and code.value in CONDITIONS:
            kept.append(one)
        else:
            said.lost("item.transaction_conditions", one)
    return tuple(kept)


def _hazards(given: Item, codes: Codes, said: Translation) -> tuple[HazardousItem, ...]:
    kept = []
    for one in given.hazardous_item:
        code = one.undg_code
        if code is not None and code.value not in codes(HAZARDS):
            said.lost("item.hazardous_item.undg_code", code)
            code = None
        made = replace(one, undg_code=code)
        if code is None and one.hazard_class_id is None:
            said.lost("item.hazardous_item", made)
        else:
            kept.append(made)
    return tuple(kept)


def _taxes(given: Item, said: Translation) -> tuple[TaxCategory, ...]:
    """Return the VAT of an item where it says its rate (R014, R015); it may say none."""
    field = "item.classified_tax_category"
    made = None
    for one in given.classified_tax_category:
        name = "" if one.id is None else one.id.value.strip()
        code = taxes.CATEGORIES.get(name, name)
        percent = None if code == "O" else one.percent
        rated = bool(percent) if code == "S" else percent is not None or code == "O"
        if made is not None or not taxes.is_vat(one) or code not in taxes.KNOWN or not rated:
            said.lost(field, one)
            continue
        made = TaxCategory(id=Identifier(code), percent=percent, tax_scheme=taxes.SCHEME)
    return () if made is None else (made,)


def _properties(given: Item, said: Translation) -> tuple[ItemProperty, ...]:
    """Return properties with a name and a value (B22101, B22102)."""
    field = "item.additional_item_property"
    kept = []
    for one in given.additional_item_property:
        if one.name is None or one.value is None:
            said.lost(field, one)
            continue
        said.lost(f"{field}.name_code", one.name_code)
        said.lost(f"{field}.value_qualifier", one.value_qualifier[1:])
        quantity = crossed(one.value_quantity, f"{field}.value_quantity", said)
        kept.append(
            replace(
                one,
                name_code=None,
                value_quantity=quantity,
                value_qualifier=one.value_qualifier[:1],
            )
        )
    return tuple(kept)


def _certificates(given: Item, said: Translation) -> tuple[Certificate, ...]:
    """Return certificates that say what they certify and who issued them (B24101 to B24701)."""
    kept = []
    for one in given.certificate:
        issuer = one.issuer_party
        code = one.certificate_type_code
        named = issuer is not None and issuer.party_name and issuer.party_name[0].name is not None
        coded = code is not None and code.value == NO_CODE
        if one.id is None or one.certificate_type is None or not named or not coded:
            said.lost("item.certificate", one)
        else:
            kept.append(one)
    return tuple(kept)


def _dimensions(given: Item, said: Translation) -> tuple[Dimension, ...]:
    """Return sizes by the names that Peppol has for them (B25201)."""
    kept = []
    for one in given.dimension:
        if one.attribute_id is None or one.attribute_id.value not in SIZES:
            said.lost("item.dimension", one)
            continue
        names = ("measure", "minimum_measure", "maximum_measure")
        made = {name: crossed(getattr(one, name), f"item.dimension.{name}", said) for name in names}
        kept.append(replace(one, **made))
    return tuple(kept)


def crossed(given: Any, field: str, said: Translation) -> Any:
    """Return a quantity or measure in a unit of today's list, else nothing."""
    if given is None:
        return None
    way = cross_unit((given.unit_code or "").strip(), unit_list(UnitList.REC20))
    if way.target is None:
        said.lost(field, given)
        return None
    return type(given)(given.value * way.factor, way.target)
