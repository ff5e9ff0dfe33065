"""Answers to orders."""

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
from hub.model.values import Code, Identifier, Measure, Quantity, Text

__all__ = ["OrderResponse", "OrderResponseSimple"]


class OrderResponse(DocumentHead, frozen=True, omit_defaults=True):
    """The head of an answer to an order that says something of its lines."""

    sales_order_id: Identifier | None = None
    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    order_response_code: Code | None = None
    note: tuple[Text, ...] = ()
    document_currency_code: Code | None = None
    pricing_currency_code: Code | None = None
    tax_currency_code: Code | None = None
    total_packages_quantity: Quantity | None = None
    gross_weight_measure: Measure | None = None
    net_weight_measure: Measure | None = None
    net_net_weight_measure: Measure | None = None
    gross_volume_measure: Measure | None = None
    net_volume_measure: Measure | None = None
    customer_reference: Text | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    line_count_numeric: Decimal | None = None
    validity_period: tuple[Period, ...] = ()
    order_reference: tuple[OrderReference, ...] = ()
    order_document_reference: tuple[DocumentReference, ...] = ()
    order_change_document_reference: tuple[DocumentReference, ...] = ()
    originator_document_reference: DocumentReference | None = None
    additional_document_reference: tuple[DocumentReference, ...] = ()
    contract: tuple[Contract, ...] = ()
    signature: tuple[Signature, ...] = ()
    seller_supplier_party: SupplierParty | None = None
    buyer_customer_party: CustomerParty | None = None
    originator_customer_party: CustomerParty | None = None
    freight_forwarder_party: DocumentParty | None = None
    accounting_supplier_party: SupplierParty | None = None
    accounting_customer_party: CustomerParty | None = None
    delivery: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    transaction_conditions: TransactionConditions | None = None
    tax_exchange_rate: ExchangeRate | None = None
    pricing_exchange_rate: ExchangeRate | None = None
    payment_exchange_rate: ExchangeRate | None = None
    destination_country: Country | None = None
    tax_total: tuple[TaxTotal, ...] = ()
    legal_monetary_total: MonetaryTotal | None = None


class OrderResponseSimple(DocumentHead, frozen=True, omit_defaults=True):
    """An answer to an order as a whole; it has no lines."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    accepted_indicator: bool | None = None
    rejection_note: tuple[Text, ...] = ()
    customer_reference: Text | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    order_reference: OrderReference | None = None
    order_change_document_reference: tuple[DocumentReference, ...] = ()
    additional_document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    seller_supplier_party: SupplierParty | None = None
    buyer_customer_party: CustomerParty | None = None
    originator_customer_party: CustomerParty | None = None
    accounting_supplier_party: SupplierParty | None = None
    accounting_customer_party: CustomerParty | None = None
