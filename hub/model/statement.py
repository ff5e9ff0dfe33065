"""Statements of account."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.dochead import DocumentHead
from hub.model.orderreference import BillingReference
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.payment import Payment, PaymentMeans
from hub.model.period import Period
from hub.model.price import AllowanceCharge, ExchangeRate
from hub.model.reference import DocumentReference, Signature
from hub.model.terms import PaymentTerms
from hub.model.total import TaxTotal
from hub.model.values import Amount, Code, Identifier, Text

__all__ = ["Statement", "StatementLine"]


class StatementLine(Struct, frozen=True, omit_defaults=True):
    """One movement of an account."""

    id: Identifier | None = None
    note: tuple[Text, ...] = ()
    uuid: Identifier | None = None
    balance_brought_forward_indicator: bool | None = None
    debit_line_amount: Amount | None = None
    credit_line_amount: Amount | None = None
    balance_amount: Amount | None = None
    payment_purpose_code: Code | None = None
    payment_means: PaymentMeans | None = None
    payment_terms: tuple[PaymentTerms, ...] = ()
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    originator_customer_party: CustomerParty | None = None
    accounting_customer_party: CustomerParty | None = None
    accounting_supplier_party: SupplierParty | None = None
    payee_party: DocumentParty | None = None
    invoice_period: tuple[Period, ...] = ()
    billing_reference: tuple[BillingReference, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
    exchange_rate: ExchangeRate | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    collected_payment: tuple[Payment, ...] = ()


class Statement(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a statement; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    document_currency_code: Code | None = None
    total_debit_amount: Amount | None = None
    total_credit_amount: Amount | None = None
    total_balance_amount: Amount | None = None
    line_count_numeric: Decimal | None = None
    statement_type_code: Code | None = None
    statement_period: Period | None = None
    additional_document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    accounting_supplier_party: SupplierParty | None = None
    accounting_customer_party: CustomerParty | None = None
    buyer_customer_party: CustomerParty | None = None
    seller_supplier_party: SupplierParty | None = None
    originator_customer_party: CustomerParty | None = None
    payee_party: DocumentParty | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    tax_total: tuple[TaxTotal, ...] = ()
