"""Catalogues of Peppol in OIOUBL's words: parties, units' neighbours, classes, numbers.

What OIOUBL's rules for catalogues demand and nobody gave is refused by them (F-CAT).
"""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.item import CommodityClassification, Item, ItemIdentification
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.price import ItemLocationQuantity
from hub.model.reference import DocumentReference
from hub.model.values import Code, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

parties = sibling(__file__, "billparties")

UNSPSC = frozenset({"TST", "UNSPSC"})
GTIN = frozenset({"0160", "GTIN"})
UPDATED, DELETED = "Update", "Delete"
PICTURES = MappingProxyType({"PRODUCT_IMAGE": "PictureURL", "TRADE_ITEM_DESCRIPTION": "Brochure"})


def head(given: Catalogue, said: Translation, lists: Any) -> Catalogue:
    """Return the head of a catalogue with its parties by OIOUBL's lists."""
    action = given.action_code
    if action is not None and action.value == DELETED:
        said.impossible("OIO-48", "action_code", action)
    seller = given.seller_supplier_party
    party = None if seller is None else seller.party
    customer = given.contractor_customer_party
    made: dict[str, Any] = {
        name: _side(getattr(given, name), name, said, lists)
        for name in ("provider_party", "receiver_party")
    }
    if party is None:
        # F-CAT006: somebody sells, and it is who sends where nobody else is named.
        party, where = given.provider_party, "provider_party"
        if party is not None:
            said.derived("seller_supplier_party", "provider_party")
    if party is not None:
        where = "seller_supplier_party.party"
        party = _legal(party, given.provider_party, where, said)
        made["seller_supplier_party"] = SupplierParty(
            party=parties.registered(parties.plain_party(party, where, said, lists), where, said)
        )
    if customer is not None and customer.party is not None:
        where = "contractor_customer_party.party"
        made["contractor_customer_party"] = CustomerParty(
            party=parties.plain_party(customer.party, where, said, lists)
        )
    return replace(given, **made)


def _legal(
    party: DocumentParty, provider: DocumentParty | None, field: str, said: Translation
) -> DocumentParty:
    """Return who sells as the registered company it is where it sends the catalogue itself."""
    if party.party_legal_entity or provider is None or party.endpoint_id != provider.endpoint_id:
        return party
    said.derived(f"{field}.party_legal_entity", "provider_party")
    return replace(party, party_legal_entity=provider.party_legal_entity)


def _side(
    given: DocumentParty | None, field: str, said: Translation, lists: Any
) -> DocumentParty | None:
    """Return who sends or receives; one whom nobody names comes from the configuration."""
    if given is None:
        return None
    made: DocumentParty | None = parties.party(given, field, said, lists)
    return parties.registered(made, field, said)  # type: ignore[no-any-return]


def line(given: CatalogueLine, header: Catalogue, said: Translation) -> CatalogueLine:
    """Return one line; F-CAT101: it says itself what is to be done with it."""
    action, whole = given.action_code, header.action_code
    if action is None and whole is not None and whole.value == UPDATED:
        said.derived("action_code", UPDATED)
        action = Code(UPDATED)
    return replace(
        given,
        action_code=action,
        required_item_location_quantity=tuple(
            _taxed(one, said) for one in given.required_item_location_quantity
        ),
        item=_item(given.item, said),
    )


def _taxed(given: ItemLocationQuantity, said: Translation) -> ItemLocationQuantity:
    """F-LIB074: a tax has a category; a bare rate has no place."""
    field = "required_item_location_quantity.applicable_tax_category"
    bare = tuple(one for one in given.applicable_tax_category if one.id is None)
    said.lost(field, bare)
    kept = tuple(one for one in given.applicable_tax_category if one.id is not None)
    return replace(given, applicable_tax_category=kept)


def _item(given: Item | None, said: Translation) -> Item | None:
    if given is None:
        return None
    said.lost("item.classified_tax_category", given.classified_tax_category)
    return replace(
        given,
        standard_item_identification=_standard(given, said),
        commodity_classification=_classes(given, said),
        # F-CAT234: the tax of an item goes with its prices, where they say one.
        classified_tax_category=(),
        item_specification_document_reference=tuple(
            _document(one) for one in given.item_specification_document_reference
        ),
    )


def _standard(given: Item, said: Translation) -> ItemIdentification | None:
    standard = given.standard_item_identification
    if standard is None or standard.id is None:
        return None
    scheme = (standard.id.scheme_id or "").strip()
    if scheme in GTIN:
        number = Identifier(standard.id.value, scheme_id="GTIN", scheme_agency_id="9")
        return replace(standard, id=number)
    said.narrowed("item.standard_item_identification.id.scheme_id", scheme)
    return replace(standard, id=Identifier(standard.id.value, scheme_id="ZZZ"))


def _classes(given: Item, said: Translation) -> tuple[CommodityClassification, ...]:
    """F-CAT232: classes are of UNSPSC; those of other lists have no place."""
    kept = []
    for one in given.commodity_classification:
        code = one.item_classification_code
        if code is None or code.list_id not in UNSPSC:
            said.lost("item.commodity_classification.item_classification_code", code)
            continue
        made = replace(code, list_id="UNSPSC", list_agency_id="113")
        kept.append(CommodityClassification(item_classification_code=made))
    return tuple(kept)


def _document(one: DocumentReference) -> DocumentReference:
    code = one.document_type_code
    known = None if code is None else PICTURES.get(code.value)
    return one if known is None else replace(one, document_type_code=Code(known))
