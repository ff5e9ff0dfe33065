"""Invoices."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.delivery import Delivery
from hub.model.dochead import DocumentHead
from hub.model.item import Item
from hub.model.orderreference import (
    BillingReference,
    LineReference,
    OrderLineReference,
    OrderReference,
    PricingReference,
    ProjectReference,
)
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.payment import Payment, PaymentMeans
from hub.model.period import Period
from hub.model.price import AllowanceCharge, ExchangeRate, Price
from hub.model.reference import DocumentReference, Signature
from hub.model.terms import DeliveryTerms, PaymentTerms
from hub.model.total import MonetaryTotal, PriceExtension, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text

__all__ = ["Invoice", "InvoiceLine"]


class InvoiceLine(Struct, frozen=True, omit_defaults=True):
    """One thing that is to be paid."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    note: tuple[Text, ...] = ()
    invoiced_quantity: Quantity | None = None
    line_extension_amount: Amount | None = None
    tax_point_date: dt.date | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    payment_purpose_code: Code | None = None
    free_of_charge_indicator: bool | None = None
    invoice_period: tuple[Period, ...] = ()
    order_line_reference: tuple[OrderLineReference, ...] = ()
    despatch_line_reference: tuple[LineReference, ...] = ()
    receipt_line_reference: tuple[LineReference, ...] = ()
    billing_reference: tuple[BillingReference, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
    pricing_reference: PricingReference | None = None
    originator_party: DocumentParty | None = None
    delivery: tuple[Delivery, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    tax_total: tuple[TaxTotal, ...] = ()
    withholding_tax_total: tuple[TaxTotal, ...] = ()
    item: Item | None = None
    price: Price | None = None
    delivery_terms: DeliveryTerms | None = None
    sub_invoice_line: tuple["InvoiceLine", ...] = ()
    item_price_extension: PriceExtension | None = None


class Invoice(DocumentHead, frozen=True, omit_defaults=True):
    """The head of an invoice; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    due_date: dt.date | None = None
    invoice_type_code: Code | None = None
    note: tuple[Text, ...] = ()
    tax_point_date: dt.date | None = None
    document_currency_code: Code | None = None
    tax_currency_code: Code | None = None
    pricing_currency_code: Code | None = None
    payment_currency_code: Code | None = None
    payment_alternative_currency_code: Code | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    line_count_numeric: Decimal | None = None
    buyer_reference: Text | None = None
    invoice_period: tuple[Period, ...] = ()
    order_reference: OrderReference | None = None
    billing_reference: tuple[BillingReference, ...] = ()
    despatch_document_reference: tuple[DocumentReference, ...] = ()
    receipt_document_reference: tuple[DocumentReference, ...] = ()
    statement_document_reference: tuple[DocumentReference, ...] = ()
    originator_document_reference: tuple[DocumentReference, ...] = ()
    contract_document_reference: tuple[DocumentReference, ...] = ()
    additional_document_reference: tuple[DocumentReference, ...] = ()
    project_reference: tuple[ProjectReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    accounting_supplier_party: SupplierParty | None = None
    accounting_customer_party: CustomerParty | None = None
    payee_party: DocumentParty | None = None
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    tax_representative_party: DocumentParty | None = None
    delivery: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    prepaid_payment: tuple[Payment, ...] = ()
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    tax_exchange_rate: ExchangeRate | None = None
    pricing_exchange_rate: ExchangeRate | None = None
    payment_exchange_rate: ExchangeRate | None = None
    payment_alternative_exchange_rate: ExchangeRate | None = None
    tax_total: tuple[TaxTotal, ...] = ()
    withholding_tax_total: tuple[TaxTotal, ...] = ()
    legal_monetary_total: MonetaryTotal | None = None
