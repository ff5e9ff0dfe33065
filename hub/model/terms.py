"""What was agreed about payment and delivery."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.address import Location
from hub.model.period import Period
from hub.model.price import AllowanceCharge, ExchangeRate
from hub.model.values import Amount, Code, Identifier, Text

__all__ = ["DeliveryTerms", "PaymentTerms"]


class PaymentTerms(Struct, frozen=True, omit_defaults=True):
    """What was agreed about paying: dates, discounts, penalties."""

    id: Identifier | None = None
    payment_means_id: tuple[Identifier, ...] = ()
    prepaid_payment_reference_id: Identifier | None = None
    note: tuple[Text, ...] = ()
    reference_event_code: Code | None = None
    settlement_discount_percent: Decimal | None = None
    penalty_surcharge_percent: Decimal | None = None
    payment_percent: Decimal | None = None
    amount: Amount | None = None
    settlement_discount_amount: Amount | None = None
    penalty_amount: Amount | None = None
    payment_terms_details_uri: Identifier | None = None
    payment_due_date: dt.date | None = None
    installment_due_date: dt.date | None = None
    invoicing_party_reference: Text | None = None
    settlement_period: Period | None = None
    penalty_period: Period | None = None
    exchange_rate: ExchangeRate | None = None
    validity_period: Period | None = None


class DeliveryTerms(Struct, frozen=True, omit_defaults=True):
    """Who bears cost and risk of a delivery."""

    id: Identifier | None = None
    special_terms: tuple[Text, ...] = ()
    loss_risk_responsibility_code: Code | None = None
    loss_risk: tuple[Text, ...] = ()
    amount: Amount | None = None
    delivery_location: Location | None = None
    allowance_charge: AllowanceCharge | None = None
