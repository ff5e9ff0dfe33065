"""Changes and cancellations of orders."""

import datetime as dt
from decimal import Decimal

from hub.model.address import Country
from hub.model.delivery import Delivery
from hub.model.dochead import DocumentHead
from hub.model.item import TransactionConditions
from hub.model.orderreference import OrderReference
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.payment import PaymentMeans
from hub.model.period import Period
from hub.model.price import AllowanceCharge, ExchangeRate
from hub.model.reference import Contract, DocumentReference, Signature
from hub.model.terms import DeliveryTerms, PaymentTerms
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Code, Identifier, Text

__all__ = ["OrderCancellation", "OrderChange"]


class OrderChange(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a changed order; its lines are read one by one."""

    sales_order_id: Identifier | None = None
    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    sequence_number_id: Identifier | None = None
    note: tuple[Text, ...] = ()
    requested_invoice_currency_code: Code | None = None
    document_currency_code: Code | None = None
    pricing_currency_code: Code | None = None
    tax_currency_code: Code | None = None
    customer_reference: Text | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    line_count_numeric: Decimal | None = None
    validity_period: tuple[Period, ...] = ()
    order_reference: OrderReference | None = None
    quotation_document_reference: DocumentReference | None = None
    originator_document_reference: DocumentReference | None = None
    additional_document_reference: tuple[DocumentReference, ...] = ()
    contract: tuple[Contract, ...] = ()
    signature: tuple[Signature, ...] = ()
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    originator_customer_party: CustomerParty | None = None
    freight_forwarder_party: DocumentParty | None = None
    accounting_customer_party: CustomerParty | None = None
    accounting_supplier_party: SupplierParty | None = None
    delivery: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    transaction_conditions: TransactionConditions | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    tax_exchange_rate: ExchangeRate | None = None
    pricing_exchange_rate: ExchangeRate | None = None
    payment_exchange_rate: ExchangeRate | None = None
    destination_country: Country | None = None
    tax_total: tuple[TaxTotal, ...] = ()
    anticipated_monetary_total: MonetaryTotal | None = None


class OrderCancellation(DocumentHead, frozen=True, omit_defaults=True):
    """A withdrawn order; it has no lines."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    cancellation_note: tuple[Text, ...] = ()
    order_reference: tuple[OrderReference, ...] = ()
    originator_document_reference: DocumentReference | None = None
    additional_document_reference: tuple[DocumentReference, ...] = ()
    contract: tuple[Contract, ...] = ()
    signature: tuple[Signature, ...] = ()
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    originator_customer_party: CustomerParty | None = None
