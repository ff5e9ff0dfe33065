"""One name per kind of identifier: OIOUBL, Peppol and everyday spellings to the hub's own.

The hub spells schemes as OIOUBL does (``GLN``, ``DK:CVR``), adds the Dutch ones in the same
manner (``NL:OIN``, ``NL:KVK``, ``NL:RSIN``) and keeps values compact: Danish numbers without
``DK``, no blanks, dashes or dots. Sources: OIOUBL's closed list of endpoint schemes; the
Peppol participant identifier schemes and their ISO 6523 numbers.
"""

import re
from functools import lru_cache
from types import MappingProxyType

from hub.model.identity import EndpointID

__all__ = [
    "compact",
    "company_scheme",
    "endpoint",
    "is_personal",
    "mask",
    "masked_address",
    "national_spelling",
    "peppol_spelling",
    "scheme_of",
]

_PEPPOL = MappingProxyType(
    {
        "GLN": "0088",
        "DUNS": "0060",
        "DK:P": "0096",
        "DK:CVR": "0184",
        "DK:SE": "0198",
        "DK:CPR": "0237",
        "NL:KVK": "0106",
        "NL:OIN": "0190",
        "NL:VAT": "9944",
        "BE:EN": "0208",
        "BE:VAT": "9925",
        "DE:LID": "0204",
        "DE:VAT": "9930",
        "FI:OVT": "0037",
        "FR:SIREN": "0002",
        "FR:SIRET": "0009",
        "FR:VAT": "9957",
        "IBAN": "9918",
        "IS:KT": "0196",
        "IT:CF": "0210",
        "IT:VAT": "0211",
        "LEI": "0199",
        "NO:ORGNR": "0192",
        "SE:ORGNR": "0007",
        "SE:VAT": "9955",
    }
)

_ALIASES = MappingProxyType(
    {
        **{number: scheme for scheme, number in _PEPPOL.items()},
        # numbers Peppol has withdrawn; documents still carry them
        "9901": "DK:CPR",
        "9902": "DK:CVR",
        "9904": "DK:SE",
        "9905": "DK:VANS",
        "9954": "NL:OIN",
        # everyday spellings
        "EAN": "GLN",
        "ILN": "GLN",
        "CVR": "DK:CVR",
        "DKCVR": "DK:CVR",
        "DK:DIGST": "DK:CVR",
        "DK:ERST": "DK:SE",
        "SE": "DK:SE",
        "CPR": "DK:CPR",
        "KVK": "NL:KVK",
        "KVKNUMBER": "NL:KVK",
        "NL:OINO": "NL:OIN",
        "OIN": "NL:OIN",
        "RSIN": "NL:RSIN",
        "BSN": "NL:BSN",
        "D-U-N-S": "DUNS",
    }
)

_PARTICIPANT = re.compile(r"(?:iso6523-actorid-upis::?)?([0-9]{4}):(.+)", re.IGNORECASE)
_PARTY_TYPE = re.compile(r"^urn:oasis:names:tc:ebcore:partyid-type:iso6523:", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-]")
_DANISH = frozenset({"DK:CVR", "DK:SE", "DK:P", "DK:CPR"})
_PREFIXED = frozenset({"DK:CVR", "DK:SE"})
_NUMERIC = frozenset(
    {"GLN", "DUNS", "NL:KVK", "NL:RSIN", "NL:BSN", "NL:OIN", "NL:VAT", "GTIN"} | _DANISH
)
_PERSONAL = frozenset({"DK:CPR", "NL:BSN"})
_REGISTERS = MappingProxyType(
    {"DK": "DK:CVR", "NL": "NL:KVK", "BE": "BE:EN", "NO": "NO:ORGNR", "SE": "SE:ORGNR"}
)


@lru_cache(maxsize=1024)
def scheme_of(spelling: str) -> str:
    """Return the hub's spelling of a scheme; one that nobody knows is kept, in upper case.

    The hub routes by equality of scheme and value, so an unknown scheme is no mistake here.
    """
    plain = _PARTY_TYPE.sub("", spelling.strip()).upper()
    return _ALIASES.get(plain, plain)


def compact(scheme: str, value: str) -> str:
    """Return a value as the hub keeps it under ``scheme`` (the hub's spelling).

    Blanks, dashes and dots go out of numbers, ``DK`` out of Danish ones; Dutch VAT numbers
    keep their ``NL``, which is part of the number. Values of schemes without a known form, and
    what is no number at all, are only trimmed: there a dash may tell two parties apart.
    """
    if scheme.endswith(":VAT"):
        plain = _SEPARATORS.sub("", value).upper()
        if not plain:
            return ""
        # Greek numbers begin with EL, Swiss ones with CHE: only a bare number gets the country.
        return plain if scheme == "EU:VAT" or plain[:2].isalpha() else scheme[:2] + plain
    if scheme not in _NUMERIC or not any(sign.isdigit() for sign in value):
        # What has no digit is no number, and its dots and dashes are part of what it is.
        return value.strip()
    plain = _SEPARATORS.sub("", value).upper()
    return plain.removeprefix("DK") if scheme in _DANISH else plain


def endpoint(scheme: str, value: str) -> EndpointID:
    """Return the hub's address for a scheme and value in any spelling.

    ``endpoint("0184", "DK10000009")``, ``endpoint("DK:CVR", "10000009")`` and the Peppol
    participant id ``endpoint("iso6523-actorid-upis", "0184:10000009")`` are the same party.
    The number is not judged: see ``hub.facts.identifiers.check``.
    """
    inside = _PARTICIPANT.fullmatch(value.strip())
    if inside and scheme.strip().lower() in {"", "iso6523-actorid-upis"}:
        scheme, value = inside[1], inside[2]
    known = scheme_of(scheme)
    return EndpointID(known, compact(known, value))


def national_spelling(address: EndpointID) -> tuple[str, str]:
    """Return scheme and value as documents of the number's own country write them.

    Danish CVR and SE numbers have ``DK`` before them (OIOUBL rule F-LIB180); the hub's
    canonical documents follow that. What has no digit is no number, and stays as it was written.
    """
    number = any(sign.isdigit() for sign in address.value)
    prefix = "DK" if number and address.scheme in _PREFIXED else ""
    return address.scheme, prefix + address.value


def peppol_spelling(address: EndpointID) -> tuple[str, str] | None:
    """Return scheme number and value as Peppol writes them; None when Peppol has no number.

    Peppol, too, demands ``DK`` before CVR and SE numbers.
    """
    number = _PEPPOL.get(address.scheme)
    if number is None:
        return None
    return number, national_spelling(address)[1]


def company_scheme(country: str) -> str | None:
    """Return the scheme of a country's register of companies; None for one not known here."""
    return _REGISTERS.get(country)


def is_personal(scheme: str) -> bool:
    """Whether values of a scheme are personal data, to be masked wherever they are shown."""
    return scheme in _PERSONAL


def mask(value: str) -> str:
    """Return stars of the same length, at most twenty."""
    return "*" * min(len(value), 20)


def masked_address(address: EndpointID) -> EndpointID:
    """Return an address that may be shown in logs: personal numbers lose their digits."""
    if not is_personal(address.scheme):
        return address
    return EndpointID(address.scheme, mask(address.value))
