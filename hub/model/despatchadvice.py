"""Advices of goods on their way."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.delivery import Shipment
from hub.model.dochead import DocumentHead
from hub.model.item import Item
from hub.model.orderreference import OrderLineReference, OrderReference
from hub.model.party import CustomerParty, SupplierParty
from hub.model.reference import DocumentReference, Signature
from hub.model.values import Code, Identifier, Quantity, Text

__all__ = ["DespatchAdvice", "DespatchLine"]


class DespatchLine(Struct, frozen=True, omit_defaults=True):
    """One thing that is on its way."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    note: tuple[Text, ...] = ()
    line_status_code: Code | None = None
    delivered_quantity: Quantity | None = None
    backorder_quantity: Quantity | None = None
    backorder_reason: tuple[Text, ...] = ()
    outstanding_quantity: Quantity | None = None
    outstanding_reason: tuple[Text, ...] = ()
    oversupply_quantity: Quantity | None = None
    order_line_reference: tuple[OrderLineReference, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
    item: Item | None = None
    shipment: tuple[Shipment, ...] = ()


class DespatchAdvice(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a despatch advice; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    document_status_code: Code | None = None
    despatch_advice_type_code: Code | None = None
    note: tuple[Text, ...] = ()
    line_count_numeric: Decimal | None = None
    order_reference: tuple[OrderReference, ...] = ()
    additional_document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    despatch_supplier_party: SupplierParty | None = None
    delivery_customer_party: CustomerParty | None = None
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    originator_customer_party: CustomerParty | None = None
    shipment: Shipment | None = None
