"""The vocabulary of a party file: every key, what it holds and when it is wrong.

There are no other keys. ``docs/configuration.md`` explains each one; a test compares the two.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, get_args
from urllib.parse import urlsplit

from hub.config.remarks import did_you_mean
from hub.facts.countries import countries
from hub.matching.terms import InvoiceMode
from hub.model.identity import FormatId
from hub.model.sentence import Language

__all__ = [
    "ACCOUNT_KINDS",
    "NAME",
    "PARTY",
    "PORT_KINDS",
    "TYPES",
    "Holds",
    "Key",
    "Section",
    "known_keys",
]

Section = Mapping[str, "Key"]
Test = Callable[[Any], str | None]

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""Short names of parties, accounts and ports; they become parts of folders and queues."""

_KIND = re.compile(r"[a-z][a-z0-9-]*")
_GROUP = re.compile(r"(?:[0-9]{2}){1,4}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_API_KEY = re.compile(r"[A-Za-z0-9_-]{8}:[0-9a-f]{64}")
_SALTED = re.compile(r"[A-Za-z0-9+/]{48}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Holds(StrEnum):
    """What a key holds; the value is what a mistake says that it must be."""

    TEXT = 'text in quotes, such as "abc"'
    YES_NO = "true or false, without quotes"
    DATE = "a date without quotes, such as 2026-01-31"
    COUNT = "a whole number above 0, without quotes"
    TEXTS = 'a list of texts, such as ["abc", "def"]'
    TABLE = "a table of its own, headed by its name in brackets"
    TABLES = "a table of its own, headed by its name in double brackets"
    NUMBERS = "a table of numbers, each as text in quotes"
    OPTIONS = "a table of plain values: text, numbers, true or false"


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        holds: the type of its value.
        required: whether a table without it is a mistake.
        test: returns a sentence when a value (each of a list) of the right type is wrong.
        inside: the keys of the table it holds.
        kinds: further keys of that table, by its ``kind``.
        secret: its value is never shown.
    """

    holds: Holds
    required: bool = False
    test: Test | None = None
    inside: Section | None = None
    kinds: Mapping[str, Section] | None = None
    secret: bool = False

    def section(self, kind: object = None) -> Section:
        """Return the keys of the table it holds; any settings when the kind is unknown."""
        own = self.inside or {}
        if not self.kinds:
            return own
        if isinstance(kind, str) and kind in self.kinds:
            return {**own, **self.kinds[kind]}
        either = (pair for more in self.kinds.values() for pair in more.items())
        return {**own, **{name: replace(key, required=False) for name, key in either}}


def _matches(pattern: re.Pattern[str], expected: str, value: str) -> str | None:
    return None if pattern.fullmatch(value) else f"{value!r} is not {expected}"


def _one_of(names: tuple[str, ...], value: str) -> str | None:
    if value in names:
        return None
    known = ", ".join(names)
    return f"{value!r} is not one of {known}{did_you_mean(value, names)}"


def _country(value: str) -> str | None:
    if value in countries():
        return None
    return f"{value!r} is not a country; write its two capital letters (ISO 3166), such as DK"


def _filled(value: str) -> str | None:
    return None if value.strip() else "is empty"


def _format(value: str) -> str | None:
    try:
        FormatId.parse(value)
    except ValueError as error:
        return str(error)
    return None


def _path(value: str) -> str | None:
    if not value.strip() or "\0" in value:
        return "is empty; name a folder"
    if ".." in re.split(r"[/\\]", value):
        return f"{value!r} must not climb with '..'; write the folder in full"
    return None


def _web_address(value: str) -> str | None:
    wrong = f"{value!r} is not an address such as https://host/path"
    if not value.isascii() or not value.isprintable() or " " in value:
        return wrong
    try:
        parts = urlsplit(value)
        named = parts.hostname is not None and parts.port != 0
    except ValueError:
        return wrong
    fits = named and parts.scheme in ("https", "http") and parts.username is None
    return None if fits else wrong


def _above_zero(value: int) -> str | None:
    return None if value > 0 else f"{value} is not above 0"


def _group(value: str) -> str | None:
    if _GROUP.fullmatch(value) and value[:2] != "00":
        return None
    return f"{value!r} is not the beginning of a UNSPSC code; write 2, 4, 6 or 8 digits"


def _kind(value: str) -> str | None:
    if value == "*" or _KIND.fullmatch(value):
        return None
    return f"{value!r} is not a kind of document; write for example catalogue, or * for all others"


def _tolerance(value: str) -> str | None:
    if _NUMBER.fullmatch(value):
        return None
    return f'{value!r} is not a number of at least 0 in quotes, such as "0.05"'


_name = partial(_matches, NAME, "a short name; use a-z, 0-9, - and _ (at most 40)")
_port = partial(
    _matches,
    re.compile(rf"(?:{NAME.pattern}\.)?{NAME.pattern}"),
    "the name of a port, or network.port",
)
_mail = partial(_matches, _MAIL, "a mail address")
_version = partial(_matches, _VERSION, "a version such as 26.0801")

_api_key = partial(_matches, _API_KEY, "a key as `hub party key` writes it, prefix:hash")
_salted = partial(_matches, _SALTED, "a salted hash as `hub party key` writes it")

ROLES = ("buyer", "seller", "network", "bureau")
LANGUAGES: tuple[str, ...] = get_args(Language)

ACCOUNT_KINDS: Mapping[str, Section] = {
    "folder": {"path": Key(Holds.TEXT, required=True, test=_path)},
    "queue": {"password_hash": Key(Holds.TEXT, test=_salted, secret=True)},
    "http": {"keys": Key(Holds.TEXTS, required=True, test=_api_key, secret=True)},
}
"""Ways in, each with its settings."""

PORT_KINDS: Mapping[str, Section] = {
    "folder": {
        "path": Key(Holds.TEXT, required=True, test=_path),
        "body": Key(Holds.TEXT, test=partial(_one_of, ("xml", "pdf"))),
        "language": Key(Holds.TEXT, test=partial(_one_of, get_args(Language))),
    },
    "queue": {
        "max_body": Key(Holds.COUNT, test=_above_zero),
        "max_length": Key(Holds.COUNT, test=_above_zero),
        "keys": Key(Holds.TEXTS, test=_api_key, secret=True),
    },
    "http": {
        "url": Key(Holds.TEXT, required=True, test=_web_address),
        "secret_file": Key(Holds.TEXT, test=_path),
        "timeout": Key(Holds.COUNT, test=_above_zero),
        "allow_private": Key(Holds.YES_NO),
    },
    "pull": {"keys": Key(Holds.TEXTS, required=True, test=_api_key, secret=True)},
    "mail": {
        "to": Key(Holds.TEXT, required=True, test=_mail),
        "subject": Key(Holds.TEXT, test=_filled),
        "body": Key(Holds.TEXT, test=partial(_one_of, ("xml", "pdf"))),
        "language": Key(Holds.TEXT, test=partial(_one_of, get_args(Language))),
    },
}
"""Ways out, each with its settings."""

_ADDRESS: Section = {
    "street_name": Key(Holds.TEXT),
    "building_number": Key(Holds.TEXT),
    "postal_zone": Key(Holds.TEXT),
    "city_name": Key(Holds.TEXT),
    "mark_attention": Key(Holds.TEXT),
}

_CONTACT: Section = {
    "id": Key(Holds.TEXT),
    "name": Key(Holds.TEXT),
    "telephone": Key(Holds.TEXT),
    "mail": Key(Holds.TEXT, test=_mail),
}

_CONTACTS: Section = {
    purpose: Key(Holds.TABLE, inside=_CONTACT)
    for purpose in ("overall", "catalogue", "invoicing", "order_reception")
}

_ACCOUNT: Section = {
    "name": Key(Holds.TEXT, test=_name),
    "kind": Key(Holds.TEXT, required=True, test=partial(_one_of, tuple(ACCOUNT_KINDS))),
    "acts_for": Key(Holds.TEXTS),
    "answer": Key(Holds.TEXT),
    "answer_form": Key(Holds.TEXT, test=partial(_one_of, ("report", "standard"))),
    "language": Key(Holds.TEXT, test=partial(_one_of, LANGUAGES)),
}

_PORT: Section = {
    "name": Key(Holds.TEXT, required=True, test=_name),
    "kind": Key(Holds.TEXT, required=True, test=partial(_one_of, tuple(PORT_KINDS))),
    "paused": Key(Holds.YES_NO),
}

_RECEIVES: Section = {
    "kind": Key(Holds.TEXT, required=True, test=_kind),
    "port": Key(Holds.TEXT, required=True, test=_port),
    "format": Key(Holds.TEXT, test=_format),
    "profile": Key(Holds.TEXT, test=_filled),
    "otherwise": Key(Holds.TEXT, test=_format),
    "fallback": Key(Holds.TEXT, test=_port),
    "senders": Key(Holds.TEXTS),
    "options": Key(Holds.OPTIONS),
    "when": Key(Holds.TEXT, test=partial(_one_of, ("approved",))),
}

_MATCHING: Section = {
    "rules": Key(Holds.TEXT, test=_filled),
    "report": Key(Holds.TEXT, test=_port),
    "order_hours": Key(Holds.COUNT, test=_above_zero),
    "invoice_mode": Key(Holds.TEXT, test=partial(_one_of, get_args(InvoiceMode))),
    "receipts": Key(Holds.YES_NO),
    "price_tolerance": Key(Holds.TEXT, test=_tolerance),
    "sum_tolerance": Key(Holds.TEXT, test=_tolerance),
    "cost_demanded": Key(Holds.YES_NO),
}

_AGREEMENT: Section = {
    "id": Key(Holds.TEXT, required=True, test=_filled),
    "seller": Key(Holds.TEXT, required=True),
    "product_groups": Key(Holds.TEXTS, test=_group),
    "unspsc_version": Key(Holds.TEXT, test=_version),
    "valid_from": Key(Holds.DATE),
    "valid_to": Key(Holds.DATE),
}

_ENROLMENT: Section = {
    "seller": Key(Holds.TEXT, required=True),
    "code": Key(Holds.TEXT, secret=True),
    "date": Key(Holds.DATE),
    "order_reception": Key(Holds.TEXT),
}

PARTY: Section = {
    "name": Key(Holds.TEXT, required=True, test=_filled),
    "country": Key(Holds.TEXT, required=True, test=_country),
    "roles": Key(Holds.TEXTS, required=True, test=partial(_one_of, ROLES)),
    "test": Key(Holds.YES_NO),
    "networks": Key(Holds.TEXTS),
    "order_response_hours": Key(Holds.COUNT),
    "numbers": Key(Holds.NUMBERS),
    "address": Key(Holds.TABLE, inside=_ADDRESS),
    "contacts": Key(Holds.TABLE, inside=_CONTACTS),
    "account": Key(Holds.TABLES, inside=_ACCOUNT, kinds=ACCOUNT_KINDS),
    "port": Key(Holds.TABLES, inside=_PORT, kinds=PORT_KINDS),
    "receives": Key(Holds.TABLES, inside=_RECEIVES),
    "matching": Key(Holds.TABLE, inside=_MATCHING),
    "agreement": Key(Holds.TABLES, inside=_AGREEMENT),
    "enrolment": Key(Holds.TABLES, inside=_ENROLMENT),
}
"""The keys of a party file."""

TYPES: Mapping[Holds, type] = {
    Holds.TEXT: str,
    Holds.YES_NO: bool,
    Holds.DATE: dt.date,
    Holds.COUNT: int,
    Holds.TEXTS: list,
    Holds.TABLE: dict,
    Holds.TABLES: list,
    Holds.NUMBERS: dict,
    Holds.OPTIONS: dict,
}
"""The exact type ``tomllib`` gives: a time is not a date, true is not a number."""


def known_keys(section: Section = PARTY, within: str = "") -> Iterator[str]:
    """Yield every key by its full name: ``agreement.seller``, ``contacts.overall.mail``."""
    for name, key in section.items():
        yield within + name
        yield from known_keys(key.section(), f"{within}{name}.")
