"""Prices, with what they depend on."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.address import Address
from hub.model.item import Dimension
from hub.model.payment import PaymentMeans
from hub.model.period import Period
from hub.model.reference import Contract
from hub.model.tax import TaxCategory
from hub.model.total import TaxTotal
from hub.model.values import Amount, Code, Identifier, Measure, Quantity, Text

__all__ = [
    "AllowanceCharge",
    "DeliveryUnit",
    "ExchangeRate",
    "ItemLocationQuantity",
    "Package",
    "Price",
    "PriceList",
]


class ExchangeRate(Struct, frozen=True, omit_defaults=True):
    """UBL ``ExchangeRate``."""

    source_currency_code: Code | None = None
    source_currency_base_rate: Decimal | None = None
    target_currency_code: Code | None = None
    target_currency_base_rate: Decimal | None = None
    exchange_market_id: Identifier | None = None
    calculation_rate: Decimal | None = None
    mathematic_operator_code: Code | None = None
    date: dt.date | None = None
    foreign_exchange_contract: Contract | None = None


class AllowanceCharge(Struct, frozen=True, omit_defaults=True):
    """A discount, charge or duty."""

    id: Identifier | None = None
    charge_indicator: bool | None = None
    allowance_charge_reason_code: Code | None = None
    allowance_charge_reason: tuple[Text, ...] = ()
    multiplier_factor_numeric: Decimal | None = None
    prepaid_indicator: bool | None = None
    sequence_numeric: Decimal | None = None
    amount: Amount | None = None
    base_amount: Amount | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    per_unit_amount: Amount | None = None
    tax_category: tuple[TaxCategory, ...] = ()
    tax_total: TaxTotal | None = None
    payment_means: tuple[PaymentMeans, ...] = ()


class PriceList(Struct, frozen=True, omit_defaults=True):
    """UBL ``PriceList``."""

    id: Identifier | None = None
    status_code: Code | None = None
    validity_period: tuple[Period, ...] = ()
    previous_price_list: "PriceList | None" = None


class Price(Struct, frozen=True, omit_defaults=True):
    """A price and what it holds for."""

    price_amount: Amount | None = None
    base_quantity: Quantity | None = None
    price_change_reason: tuple[Text, ...] = ()
    price_type_code: Code | None = None
    price_type: Text | None = None
    orderable_unit_factor_rate: Decimal | None = None
    validity_period: tuple[Period, ...] = ()
    price_list: PriceList | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    pricing_exchange_rate: ExchangeRate | None = None


class DeliveryUnit(Struct, frozen=True, omit_defaults=True):
    """UBL ``DeliveryUnit``."""

    batch_quantity: Quantity | None = None
    consumer_unit_quantity: Quantity | None = None
    hazardous_risk_indicator: bool | None = None


class Package(Struct, frozen=True, omit_defaults=True):
    """UBL ``Package``."""

    id: Identifier | None = None
    quantity: Quantity | None = None
    returnable_material_indicator: bool | None = None
    package_level_code: Code | None = None
    packaging_type_code: Code | None = None
    packing_material: tuple[Text, ...] = ()
    trace_id: Identifier | None = None
    contained_package: tuple["Package", ...] = ()
    measurement_dimension: tuple[Dimension, ...] = ()
    delivery_unit: tuple[DeliveryUnit, ...] = ()


class ItemLocationQuantity(Struct, frozen=True, omit_defaults=True):
    """A price with the quantities, places and times it depends on."""

    lead_time_measure: Measure | None = None
    minimum_quantity: Quantity | None = None
    maximum_quantity: Quantity | None = None
    hazardous_risk_indicator: bool | None = None
    trading_restrictions: tuple[Text, ...] = ()
    applicable_territory_address: tuple[Address, ...] = ()
    price: Price | None = None
    delivery_unit: tuple[DeliveryUnit, ...] = ()
    applicable_tax_category: tuple[TaxCategory, ...] = ()
    package: Package | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()
