"""Catalogues."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.item import Item, ItemProperty
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity
from hub.model.reference import (
    CatalogueReference,
    Contract,
    DocumentReference,
    Signature,
    TradingTerms,
)
from hub.model.values import Amount, Code, Identifier, Quantity, Text

__all__ = ["Catalogue", "CatalogueLine", "ItemComparison", "RelatedItem"]


class ItemComparison(Struct, frozen=True, omit_defaults=True):
    """UBL ``ItemComparison``."""

    price_amount: Amount | None = None
    quantity: Quantity | None = None


class RelatedItem(Struct, frozen=True, omit_defaults=True):
    """UBL ``RelatedItem``."""

    id: Identifier | None = None
    quantity: Quantity | None = None
    description: tuple[Text, ...] = ()


class CatalogueLine(Struct, frozen=True, omit_defaults=True):
    """One orderable thing in a catalogue, with its prices."""

    id: Identifier | None = None
    action_code: Code | None = None
    life_cycle_status_code: Code | None = None
    contract_subdivision: Text | None = None
    note: tuple[Text, ...] = ()
    orderable_indicator: bool | None = None
    orderable_unit: Text | None = None
    content_unit_quantity: Quantity | None = None
    order_quantity_increment_numeric: Decimal | None = None
    minimum_order_quantity: Quantity | None = None
    maximum_order_quantity: Quantity | None = None
    warranty_information: tuple[Text, ...] = ()
    pack_level_code: Code | None = None
    contractor_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    warranty_party: DocumentParty | None = None
    warranty_validity_period: Period | None = None
    line_validity_period: Period | None = None
    item_comparison: tuple[ItemComparison, ...] = ()
    component_related_item: tuple[RelatedItem, ...] = ()
    accessory_related_item: tuple[RelatedItem, ...] = ()
    required_related_item: tuple[RelatedItem, ...] = ()
    replacement_related_item: tuple[RelatedItem, ...] = ()
    complementary_related_item: tuple[RelatedItem, ...] = ()
    replaced_related_item: tuple[RelatedItem, ...] = ()
    required_item_location_quantity: tuple[ItemLocationQuantity, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
    item: Item | None = None
    keyword_item_property: tuple[ItemProperty, ...] = ()
    call_for_tenders_document_reference: DocumentReference | None = None


class Catalogue(Struct, frozen=True, omit_defaults=True):
    """The head of a catalogue; its lines are read one by one."""

    ubl_version_id: Identifier | None = None
    customization_id: Identifier | None = None
    profile_id: Identifier | None = None
    profile_execution_id: Identifier | None = None
    id: Identifier | None = None
    uuid: Identifier | None = None
    action_code: Code | None = None
    name: Text | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    revision_date: dt.date | None = None
    revision_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    version_id: Identifier | None = None
    previous_version_id: Identifier | None = None
    line_count_numeric: Decimal | None = None
    validity_period: tuple[Period, ...] = ()
    referenced_contract: tuple[Contract, ...] = ()
    source_catalogue_reference: CatalogueReference | None = None
    document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    provider_party: DocumentParty | None = None
    receiver_party: DocumentParty | None = None
    seller_supplier_party: SupplierParty | None = None
    contractor_customer_party: CustomerParty | None = None
    trading_terms: tuple[TradingTerms, ...] = ()
