"""Advices of goods received."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.delivery import Shipment
from hub.model.dochead import DocumentHead
from hub.model.item import Item
from hub.model.orderreference import LineReference, OrderLineReference, OrderReference
from hub.model.party import CustomerParty, SupplierParty
from hub.model.reference import DocumentReference, Signature
from hub.model.values import Code, Identifier, Quantity, Text

__all__ = ["ReceiptAdvice", "ReceiptLine"]


class ReceiptLine(Struct, frozen=True, omit_defaults=True):
    """One thing that was received, and how much of it was accepted."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    note: tuple[Text, ...] = ()
    received_quantity: Quantity | None = None
    short_quantity: Quantity | None = None
    shortage_action_code: Code | None = None
    rejected_quantity: Quantity | None = None
    reject_reason_code: Code | None = None
    reject_reason: tuple[Text, ...] = ()
    reject_action_code: Code | None = None
    quantity_discrepancy_code: Code | None = None
    oversupply_quantity: Quantity | None = None
    received_date: dt.date | None = None
    timing_complaint_code: Code | None = None
    timing_complaint: Text | None = None
    order_line_reference: OrderLineReference | None = None
    despatch_line_reference: tuple[LineReference, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
    item: tuple[Item, ...] = ()
    shipment: tuple[Shipment, ...] = ()


class ReceiptAdvice(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a receipt advice; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    document_status_code: Code | None = None
    receipt_advice_type_code: Code | None = None
    note: tuple[Text, ...] = ()
    line_count_numeric: Decimal | None = None
    order_reference: tuple[OrderReference, ...] = ()
    despatch_document_reference: tuple[DocumentReference, ...] = ()
    additional_document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    delivery_customer_party: CustomerParty | None = None
    despatch_supplier_party: SupplierParty | None = None
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    shipment: Shipment | None = None
