"""Requests for quotations, and quotations."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.address import Country
from hub.model.delivery import Delivery
from hub.model.dochead import DocumentHead
from hub.model.item import TransactionConditions
from hub.model.lineitem import LineItem
from hub.model.orderreference import LineReference
from hub.model.party import CustomerParty, SupplierParty
from hub.model.payment import PaymentMeans
from hub.model.period import Period
from hub.model.price import AllowanceCharge
from hub.model.reference import Contract, DocumentReference, Signature
from hub.model.terms import DeliveryTerms
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text

__all__ = ["Quotation", "QuotationLine", "RequestForQuotation", "RequestForQuotationLine"]


class RequestForQuotationLine(Struct, frozen=True, omit_defaults=True):
    """One thing that is asked for."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    note: tuple[Text, ...] = ()
    optional_line_item_indicator: bool | None = None
    privacy_code: Code | None = None
    security_classification_code: Code | None = None
    document_reference: tuple[DocumentReference, ...] = ()
    line_item: LineItem | None = None


class RequestForQuotation(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a request; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    submission_due_date: dt.date | None = None
    note: tuple[Text, ...] = ()
    pricing_currency_code: Code | None = None
    line_count_numeric: Decimal | None = None
    requested_validity_period: Period | None = None
    catalogue_document_reference: DocumentReference | None = None
    additional_document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    originator_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    buyer_customer_party: CustomerParty | None = None
    delivery: tuple[Delivery, ...] = ()
    delivery_terms: tuple[DeliveryTerms, ...] = ()
    destination_country: Country | None = None
    contract: tuple[Contract, ...] = ()


class QuotationLine(Struct, frozen=True, omit_defaults=True):
    """One thing that is offered."""

    id: Identifier | None = None
    note: tuple[Text, ...] = ()
    quantity: Quantity | None = None
    line_extension_amount: Amount | None = None
    total_tax_amount: Amount | None = None
    request_for_quotation_line_id: Identifier | None = None
    document_reference: tuple[DocumentReference, ...] = ()
    line_item: LineItem | None = None
    seller_proposed_substitute_line_item: tuple[LineItem, ...] = ()
    alternative_line_item: tuple[LineItem, ...] = ()
    request_line_reference: LineReference | None = None


class Quotation(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a quotation; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    pricing_currency_code: Code | None = None
    line_count_numeric: Decimal | None = None
    validity_period: Period | None = None
    request_for_quotation_document_reference: DocumentReference | None = None
    additional_document_reference: tuple[DocumentReference, ...] = ()
    contract: tuple[Contract, ...] = ()
    signature: tuple[Signature, ...] = ()
    seller_supplier_party: SupplierParty | None = None
    buyer_customer_party: CustomerParty | None = None
    originator_customer_party: CustomerParty | None = None
    delivery: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: PaymentMeans | None = None
    transaction_conditions: TransactionConditions | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    destination_country: Country | None = None
    tax_total: tuple[TaxTotal, ...] = ()
    quoted_monetary_total: MonetaryTotal | None = None
