"""Sums of a document: its taxes, and what is to be paid."""

from decimal import Decimal

from msgspec import Struct

from hub.model.tax import TaxCategory
from hub.model.values import Amount, Measure, Text

__all__ = ["MonetaryTotal", "PriceExtension", "TaxSubtotal", "TaxTotal"]


class TaxSubtotal(Struct, frozen=True, omit_defaults=True):
    """The part of a tax that falls into one category."""

    taxable_amount: Amount | None = None
    tax_amount: Amount | None = None
    calculation_sequence_numeric: Decimal | None = None
    transaction_currency_tax_amount: Amount | None = None
    percent: Decimal | None = None
    base_unit_measure: Measure | None = None
    per_unit_amount: Amount | None = None
    tier_range: Text | None = None
    tier_rate_percent: Decimal | None = None
    tax_category: TaxCategory | None = None


class TaxTotal(Struct, frozen=True, omit_defaults=True):
    """The sum of one tax, as the sender gives it; never computed here."""

    tax_amount: Amount | None = None
    rounding_amount: Amount | None = None
    tax_evidence_indicator: bool | None = None
    tax_included_indicator: bool | None = None
    tax_subtotal: tuple[TaxSubtotal, ...] = ()


class PriceExtension(Struct, frozen=True, omit_defaults=True):
    """UBL ``PriceExtension``."""

    amount: Amount | None = None
    tax_total: tuple[TaxTotal, ...] = ()


class MonetaryTotal(Struct, frozen=True, omit_defaults=True):
    """The sums of a document, as the sender gives them; never computed here."""

    line_extension_amount: Amount | None = None
    tax_exclusive_amount: Amount | None = None
    tax_inclusive_amount: Amount | None = None
    allowance_total_amount: Amount | None = None
    charge_total_amount: Amount | None = None
    withholding_tax_total_amount: Amount | None = None
    prepaid_amount: Amount | None = None
    payable_rounding_amount: Amount | None = None
    payable_amount: Amount | None = None
    payable_alternative_amount: Amount | None = None
