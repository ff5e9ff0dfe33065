"""Parties as documents describe them."""

import datetime as dt

from msgspec import Struct

from hub.model.address import Address, Location
from hub.model.tax import CorporateRegistrationScheme, TaxScheme
from hub.model.values import Amount, Code, Identifier, Text

__all__ = [
    "Communication",
    "Contact",
    "CustomerParty",
    "DocumentParty",
    "IdentityDocument",
    "Language",
    "PartyIdentification",
    "PartyLegalEntity",
    "PartyName",
    "PartyTaxScheme",
    "Person",
    "SupplierParty",
]


class PartyIdentification(Struct, frozen=True, omit_defaults=True):
    """UBL ``PartyIdentification``."""

    id: Identifier | None = None


class PartyName(Struct, frozen=True, omit_defaults=True):
    """UBL ``PartyName``."""

    name: Text | None = None


class Language(Struct, frozen=True, omit_defaults=True):
    """UBL ``Language``."""

    id: Identifier | None = None
    name: Text | None = None
    locale_code: Code | None = None


class Communication(Struct, frozen=True, omit_defaults=True):
    """UBL ``Communication``."""

    channel_code: Code | None = None
    channel: Text | None = None
    value: Text | None = None


class Contact(Struct, frozen=True, omit_defaults=True):
    """UBL ``Contact``."""

    id: Identifier | None = None
    name: Text | None = None
    telephone: Text | None = None
    telefax: Text | None = None
    electronic_mail: Text | None = None
    note: tuple[Text, ...] = ()
    other_communication: tuple[Communication, ...] = ()


class IdentityDocument(Struct, frozen=True, omit_defaults=True):
    """UBL ``DocumentReference`` of a person's papers."""

    id: Identifier | None = None
    issue_date: dt.date | None = None
    document_type_code: Code | None = None
    document_type: Text | None = None


class Person(Struct, frozen=True, omit_defaults=True):
    """UBL ``Person``."""

    id: Identifier | None = None
    first_name: Text | None = None
    family_name: Text | None = None
    title: Text | None = None
    middle_name: Text | None = None
    other_name: Text | None = None
    name_suffix: Text | None = None
    job_title: Text | None = None
    nationality_id: Identifier | None = None
    gender_code: Code | None = None
    birth_date: dt.date | None = None
    birthplace_name: Text | None = None
    organization_department: Text | None = None
    contact: Contact | None = None
    identity_document_reference: tuple[IdentityDocument, ...] = ()
    residence_address: Address | None = None


class PartyTaxScheme(Struct, frozen=True, omit_defaults=True):
    """UBL ``PartyTaxScheme``."""

    registration_name: Text | None = None
    company_id: Identifier | None = None
    tax_level_code: Code | None = None
    exemption_reason_code: Code | None = None
    exemption_reason: tuple[Text, ...] = ()
    registration_address: Address | None = None
    tax_scheme: TaxScheme | None = None


class PartyLegalEntity(Struct, frozen=True, omit_defaults=True):
    """UBL ``PartyLegalEntity``."""

    registration_name: Text | None = None
    company_id: Identifier | None = None
    registration_date: dt.date | None = None
    registration_expiration_date: dt.date | None = None
    company_legal_form_code: Code | None = None
    company_legal_form: Text | None = None
    sole_proprietorship_indicator: bool | None = None
    company_liquidation_status_code: Code | None = None
    corporate_stock_amount: Amount | None = None
    fully_paid_shares_indicator: bool | None = None
    registration_address: Address | None = None
    corporate_registration_scheme: CorporateRegistrationScheme | None = None
    head_office_party: "DocumentParty | None" = None


class DocumentParty(Struct, frozen=True, omit_defaults=True):
    """A party as a document describes it (UBL ``Party``)."""

    mark_care_indicator: bool | None = None
    mark_attention_indicator: bool | None = None
    website_uri: Identifier | None = None
    logo_reference_id: Identifier | None = None
    endpoint_id: Identifier | None = None
    industry_classification_code: Code | None = None
    party_identification: tuple[PartyIdentification, ...] = ()
    party_name: tuple[PartyName, ...] = ()
    language: Language | None = None
    postal_address: Address | None = None
    physical_location: Location | None = None
    party_tax_scheme: tuple[PartyTaxScheme, ...] = ()
    party_legal_entity: tuple[PartyLegalEntity, ...] = ()
    contact: Contact | None = None
    person: tuple[Person, ...] = ()
    agent_party: "DocumentParty | None" = None


class CustomerParty(Struct, frozen=True, omit_defaults=True):
    """UBL ``CustomerParty``."""

    customer_assigned_account_id: Identifier | None = None
    supplier_assigned_account_id: Identifier | None = None
    additional_account_id: tuple[Identifier, ...] = ()
    party: DocumentParty | None = None
    delivery_contact: Contact | None = None
    accounting_contact: Contact | None = None
    buyer_contact: Contact | None = None


class SupplierParty(Struct, frozen=True, omit_defaults=True):
    """UBL ``SupplierParty``."""

    customer_assigned_account_id: Identifier | None = None
    additional_account_id: tuple[Identifier, ...] = ()
    data_sending_capability: Text | None = None
    party: DocumentParty | None = None
    despatch_contact: Contact | None = None
    accounting_contact: Contact | None = None
    seller_contact: Contact | None = None
