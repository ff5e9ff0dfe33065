"""Taxes and duties."""

from decimal import Decimal

from msgspec import Struct

from hub.model.address import Address
from hub.model.values import Amount, Code, Identifier, Measure, Text

__all__ = ["CorporateRegistrationScheme", "TaxCategory", "TaxScheme"]


class CorporateRegistrationScheme(Struct, frozen=True, omit_defaults=True):
    """UBL ``CorporateRegistrationScheme``."""

    id: Identifier | None = None
    name: Text | None = None
    corporate_registration_type_code: Code | None = None
    jurisdiction_region_address: tuple[Address, ...] = ()


class TaxScheme(Struct, frozen=True, omit_defaults=True):
    """UBL ``TaxScheme``."""

    id: Identifier | None = None
    name: Text | None = None
    tax_type_code: Code | None = None
    currency_code: Code | None = None
    jurisdiction_region_address: tuple[Address, ...] = ()


class TaxCategory(Struct, frozen=True, omit_defaults=True):
    """UBL ``TaxCategory``."""

    id: Identifier | None = None
    name: Text | None = None
    percent: Decimal | None = None
    base_unit_measure: Measure | None = None
    per_unit_amount: Amount | None = None
    tax_exemption_reason_code: Code | None = None
    tax_exemption_reason: tuple[Text, ...] = ()
    tier_range: Text | None = None
    tier_rate_percent: Decimal | None = None
    tax_scheme: TaxScheme | None = None
