"""The leaves of a document: values with the attributes that give them meaning.

Names follow the UBL unqualified data types; an attribute that was not given is None.
Numbers are ``Decimal`` and keep the number of decimals they were written with.
"""

from decimal import Decimal

from msgspec import Struct

__all__ = [
    "Amount",
    "BinaryObject",
    "Code",
    "Identifier",
    "Markup",
    "Measure",
    "Quantity",
    "Text",
]


class Text(Struct, frozen=True, omit_defaults=True):
    """Words for people."""

    value: str
    language_id: str | None = None
    language_locale_id: str | None = None


class Identifier(Struct, frozen=True, omit_defaults=True):
    """A name within a scheme, such as a GLN or an order number."""

    value: str
    scheme_id: str | None = None
    scheme_name: str | None = None
    scheme_agency_id: str | None = None
    scheme_agency_name: str | None = None
    scheme_version_id: str | None = None
    scheme_data_uri: str | None = None
    scheme_uri: str | None = None


class Code(Struct, frozen=True, omit_defaults=True):
    """One of a list of agreed values."""

    value: str
    list_id: str | None = None
    list_agency_id: str | None = None
    list_agency_name: str | None = None
    list_name: str | None = None
    list_version_id: str | None = None
    name: str | None = None
    language_id: str | None = None
    list_uri: str | None = None
    list_scheme_uri: str | None = None


class Amount(Struct, frozen=True, omit_defaults=True):
    """Money in one currency (ISO 4217)."""

    value: Decimal
    currency_id: str | None = None
    currency_code_list_version_id: str | None = None


class Quantity(Struct, frozen=True, omit_defaults=True):
    """A counted number of units; which unit list it is from depends on the format."""

    value: Decimal
    unit_code: str | None = None
    unit_code_list_id: str | None = None
    unit_code_list_agency_id: str | None = None
    unit_code_list_agency_name: str | None = None


class Measure(Struct, frozen=True, omit_defaults=True):
    """A measured number of units."""

    value: Decimal
    unit_code: str | None = None
    unit_code_list_version_id: str | None = None


class BinaryObject(Struct, frozen=True, omit_defaults=True):
    """An embedded file, its bytes still as base64 text, exactly as they came."""

    value: str
    mime_code: str | None = None
    encoding_code: str | None = None
    character_set_code: str | None = None
    format: str | None = None
    uri: str | None = None
    filename: str | None = None


class Markup(Struct, frozen=True, omit_defaults=True):
    """XML of somebody else's vocabulary, whole: elements that declare their own namespaces."""

    value: str
