"""What follows a catalogue: new prices, new descriptions, its end, and the request for one."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.address import Address
from hub.model.dochead import DocumentHead
from hub.model.item import Item
from hub.model.party import CustomerParty, DocumentParty, Language, SupplierParty
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity
from hub.model.reference import (
    CatalogueReference,
    Contract,
    DocumentReference,
    Signature,
    TradingTerms,
)
from hub.model.values import Identifier, Text

__all__ = [
    "CatalogueDeletion",
    "CatalogueItemSpecificationUpdate",
    "CatalogueItemSpecificationUpdateLine",
    "CataloguePricingUpdate",
    "CataloguePricingUpdateLine",
    "CatalogueRequest",
    "CatalogueRequestLine",
    "ClassificationCategory",
    "ClassificationScheme",
]


class ClassificationCategory(Struct, frozen=True, omit_defaults=True):
    """UBL ``ClassificationCategory``: a class, which may hold others."""

    name: Text | None = None
    code_value: Text | None = None
    description: tuple[Text, ...] = ()
    categorizes_classification_category: tuple["ClassificationCategory", ...] = ()


class ClassificationScheme(Struct, frozen=True, omit_defaults=True):
    """UBL ``ClassificationScheme``."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    name: Text | None = None
    description: tuple[Text, ...] = ()
    agency_id: Identifier | None = None
    agency_name: Text | None = None
    version_id: Identifier | None = None
    uri: Identifier | None = None
    scheme_uri: Identifier | None = None
    language_id: Identifier | None = None
    classification_category: tuple[ClassificationCategory, ...] = ()


class _CatalogueUpdate(DocumentHead, frozen=True, omit_defaults=True):
    """The head of an update of a catalogue, whatever it updates."""

    uuid: Identifier | None = None
    name: Text | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    revision_date: dt.date | None = None
    revision_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    version_id: Identifier | None = None
    line_count_numeric: Decimal | None = None
    validity_period: tuple[Period, ...] = ()
    related_catalogue_reference: CatalogueReference | None = None
    referenced_contract: tuple[Contract, ...] = ()
    signature: tuple[Signature, ...] = ()
    provider_party: DocumentParty | None = None
    receiver_party: DocumentParty | None = None
    seller_supplier_party: SupplierParty | None = None
    contractor_customer_party: CustomerParty | None = None
    trading_terms: tuple[TradingTerms, ...] = ()
    default_language: Language | None = None


class CataloguePricingUpdateLine(Struct, frozen=True, omit_defaults=True):
    """The new prices of one line of a catalogue."""

    id: Identifier | None = None
    contractor_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    required_item_location_quantity: tuple[ItemLocationQuantity, ...] = ()


class CataloguePricingUpdate(_CatalogueUpdate, frozen=True, omit_defaults=True):
    """The head of new prices for a catalogue."""


class CatalogueItemSpecificationUpdateLine(Struct, frozen=True, omit_defaults=True):
    """The new description of one line of a catalogue."""

    id: Identifier | None = None
    contractor_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    item: Item | None = None


class CatalogueItemSpecificationUpdate(_CatalogueUpdate, frozen=True, omit_defaults=True):
    """The head of new descriptions for a catalogue."""


class CatalogueDeletion(DocumentHead, frozen=True, omit_defaults=True):
    """The end of a catalogue; it has no lines."""

    uuid: Identifier | None = None
    name: Text | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    effective_date: dt.date | None = None
    effective_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    version_id: Identifier | None = None
    description: tuple[Text, ...] = ()
    validity_period: tuple[Period, ...] = ()
    deleted_catalogue_reference: CatalogueReference | None = None
    referenced_contract: tuple[Contract, ...] = ()
    signature: tuple[Signature, ...] = ()
    receiver_party: DocumentParty | None = None
    provider_party: DocumentParty | None = None
    seller_supplier_party: SupplierParty | None = None
    contractor_customer_party: CustomerParty | None = None


class CatalogueRequestLine(Struct, frozen=True, omit_defaults=True):
    """One thing that a catalogue is asked for."""

    id: Identifier | None = None
    contract_subdivision: Text | None = None
    note: tuple[Text, ...] = ()
    line_validity_period: Period | None = None
    required_item_location_quantity: tuple[ItemLocationQuantity, ...] = ()
    item: Item | None = None


class CatalogueRequest(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a request for a catalogue or for an update of one."""

    uuid: Identifier | None = None
    name: Text | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    pricing_update_request_indicator: bool | None = None
    item_update_request_indicator: bool | None = None
    line_count_numeric: Decimal | None = None
    validity_period: tuple[Period, ...] = ()
    signature: tuple[Signature, ...] = ()
    receiver_party: DocumentParty | None = None
    provider_party: DocumentParty | None = None
    seller_supplier_party: SupplierParty | None = None
    contractor_customer_party: CustomerParty | None = None
    requested_catalogue_reference: CatalogueReference | None = None
    referenced_contract: tuple[Contract, ...] = ()
    trading_terms: tuple[TradingTerms, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
    applicable_territory_address: tuple[Address, ...] = ()
    requested_language: Language | None = None
    requested_classification_scheme: tuple[ClassificationScheme, ...] = ()
