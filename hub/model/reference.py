"""References from one document to others."""

import datetime as dt

from msgspec import Struct

from hub.model.address import Address
from hub.model.party import DocumentParty
from hub.model.period import Period
from hub.model.values import BinaryObject, Code, Identifier, Text

__all__ = [
    "Attachment",
    "CatalogueReference",
    "Contract",
    "DocumentReference",
    "ExternalReference",
    "Signature",
    "TradingTerms",
]


class ExternalReference(Struct, frozen=True, omit_defaults=True):
    """UBL ``ExternalReference``."""

    uri: Identifier | None = None
    document_hash: Text | None = None
    hash_algorithm_method: Text | None = None
    expiry_date: dt.date | None = None
    expiry_time: dt.time | None = None
    mime_code: Code | None = None
    format_code: Code | None = None
    encoding_code: Code | None = None
    character_set_code: Code | None = None
    file_name: Text | None = None
    description: tuple[Text, ...] = ()


class Attachment(Struct, frozen=True, omit_defaults=True):
    """UBL ``Attachment``."""

    embedded_document_binary_object: BinaryObject | None = None
    external_reference: ExternalReference | None = None


class DocumentReference(Struct, frozen=True, omit_defaults=True):
    """Another document, by number and perhaps with its content."""

    id: Identifier | None = None
    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    document_type_code: Code | None = None
    document_type: Text | None = None
    xpath: tuple[Text, ...] = ()
    language_id: Identifier | None = None
    locale_code: Code | None = None
    version_id: Identifier | None = None
    document_status_code: Code | None = None
    document_description: tuple[Text, ...] = ()
    attachment: Attachment | None = None
    validity_period: Period | None = None
    issuer_party: DocumentParty | None = None


class Signature(Struct, frozen=True, omit_defaults=True):
    """UBL ``Signature``."""

    id: Identifier | None = None
    note: tuple[Text, ...] = ()
    validation_date: dt.date | None = None
    validation_time: dt.time | None = None
    validator_id: Identifier | None = None
    canonicalization_method: Text | None = None
    signature_method: Text | None = None
    signatory_party: DocumentParty | None = None
    digital_signature_attachment: Attachment | None = None
    original_document_reference: DocumentReference | None = None


class Contract(Struct, frozen=True, omit_defaults=True):
    """The agreement that a document belongs to."""

    id: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    nomination_date: dt.date | None = None
    nomination_time: dt.time | None = None
    contract_type_code: Code | None = None
    contract_type: Text | None = None
    note: tuple[Text, ...] = ()
    version_id: Identifier | None = None
    description: tuple[Text, ...] = ()
    validity_period: Period | None = None
    contract_document_reference: tuple[DocumentReference, ...] = ()
    nomination_period: Period | None = None


class CatalogueReference(Struct, frozen=True, omit_defaults=True):
    """UBL ``CatalogueReference``."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    revision_date: dt.date | None = None
    revision_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    version_id: Identifier | None = None
    previous_version_id: Identifier | None = None


class TradingTerms(Struct, frozen=True, omit_defaults=True):
    """UBL ``TradingTerms``."""

    information: tuple[Text, ...] = ()
    reference: Text | None = None
    applicable_address: Address | None = None
