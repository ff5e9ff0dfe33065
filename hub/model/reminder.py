"""Reminders of bills that are due."""

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
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Text

__all__ = ["Reminder", "ReminderLine"]


class ReminderLine(Struct, frozen=True, omit_defaults=True):
    """One bill, or part of one, that is due."""

    id: Identifier | None = None
    note: tuple[Text, ...] = ()
    uuid: Identifier | None = None
    balance_brought_forward_indicator: bool | None = None
    debit_line_amount: Amount | None = None
    credit_line_amount: Amount | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    penalty_surcharge_percent: Decimal | None = None
    amount: Amount | None = None
    payment_purpose_code: Code | None = None
    reminder_period: tuple[Period, ...] = ()
    billing_reference: tuple[BillingReference, ...] = ()
    exchange_rate: ExchangeRate | None = None


class Reminder(DocumentHead, frozen=True, omit_defaults=True):
    """The head of a reminder; its lines are read one by one."""

    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    reminder_type_code: Code | None = None
    reminder_sequence_numeric: Decimal | None = None
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
    reminder_period: tuple[Period, ...] = ()
    additional_document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()
    accounting_supplier_party: SupplierParty | None = None
    accounting_customer_party: CustomerParty | None = None
    payee_party: DocumentParty | None = None
    tax_representative_party: DocumentParty | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[PaymentTerms, ...] = ()
    prepaid_payment: tuple[Payment, ...] = ()
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    tax_exchange_rate: ExchangeRate | None = None
    pricing_exchange_rate: ExchangeRate | None = None
    payment_exchange_rate: ExchangeRate | None = None
    payment_alternative_exchange_rate: ExchangeRate | None = None
    tax_total: tuple[TaxTotal, ...] = ()
    legal_monetary_total: MonetaryTotal | None = None
