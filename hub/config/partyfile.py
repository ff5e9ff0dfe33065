"""A party from its checked table: the same facts with the hub's own types."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.config.keys import ACCOUNT_KINDS, PORT_KINDS, Section
from hub.model.context import Agreement, PartyCard
from hub.model.identity import EndpointID, FormatId
from hub.pipeline.party import Account, Enrolment, Matching, Party, Port, Subscription

__all__ = ["build_party", "port_key"]

Table = Mapping[str, Any]

_NOTHING: Mapping[str, Any] = {}

FOLDERS = frozenset({"path", "secret_file"})
"""Settings that name a place on the disk."""

TOLERANCES = frozenset({"price_tolerance", "sum_tolerance"})
WANTED = ("invoice_mode", "receipts", "cost_demanded", *sorted(TOLERANCES))
"""What a customer may want otherwise than the column of matching rules it goes by."""


def build_party(key: str, table: Table, endpoints: tuple[EndpointID, ...], home: Path) -> Party:
    """Return the party; ``table`` holds right values only, required ones may be missing.

    Folders are taken from ``home``, the hub's own folder, unless they are absolute.
    """
    contacts = table.get("contacts", _NOTHING)
    card = PartyCard(
        key=key,
        name=table.get("name", key),
        country=table.get("country", ""),
        endpoints=endpoints,
        numbers=table.get("numbers", _NOTHING),
        address=table.get("address", _NOTHING),
        contact=contacts.get("overall", _NOTHING),
    )
    return Party(
        card=card,
        roles=frozenset(table.get("roles", ())),
        accounts=tuple(_account(key, entry, home) for entry in table.get("account", ())),
        ports=tuple(_port(key, entry, home) for entry in table.get("port", ())),
        subscriptions=tuple(_subscription(key, entry) for entry in table.get("receives", ())),
        agreements=tuple(_agreement(key, entry) for entry in table.get("agreement", ())),
        enrolments=tuple(_enrolment(key, entry) for entry in table.get("enrolment", ())),
        networks=tuple(table.get("networks", ())),
        contacts=contacts,
        test=table.get("test", False),
        order_response_hours=table.get("order_response_hours"),
        matching=_matching(key, table["matching"]) if "matching" in table else None,
    )


def port_key(party: str, name: str) -> str:
    """Return the full key of a port: a name with a dot is another party's port already."""
    return name if "." in name else f"{party}.{name}"


def _account(party: str, entry: Table, home: Path) -> Account:
    answer = entry.get("answer")
    return Account(
        key=entry.get("name", party),
        party=party,
        kind=entry["kind"],
        acts_for=tuple(entry.get("acts_for", (party,))),
        settings=_settings(entry, ACCOUNT_KINDS[entry["kind"]], home),
        answer_port=None if answer is None else port_key(party, answer),
        language=entry.get("language", "en"),
        answer_form=entry.get("answer_form", "report"),
    )


def _port(party: str, entry: Table, home: Path) -> Port:
    return Port(
        key=port_key(party, entry["name"]),
        party=party,
        kind=entry["kind"],
        settings=_settings(entry, PORT_KINDS[entry["kind"]], home),
        paused=entry.get("paused", False),
    )


def _settings(entry: Table, section: Section, home: Path) -> dict[str, Any]:
    settings = {name: entry[name] for name in section if name in entry}
    for name in FOLDERS & settings.keys():
        settings[name] = home / settings[name]
    return settings


def _subscription(party: str, entry: Table) -> Subscription:
    written = entry.get("format")
    return Subscription(
        kind=entry["kind"],
        port=port_key(party, entry["port"]),
        format=None if written is None else FormatId.parse(written),
        profile=entry.get("profile"),
        options=entry.get("options", _NOTHING),
        senders=tuple(entry.get("senders", ())),
        when=entry.get("when"),
        otherwise=FormatId.parse(entry["otherwise"]) if "otherwise" in entry else None,
        fallback=port_key(party, entry["fallback"]) if "fallback" in entry else None,
    )


def _matching(party: str, entry: Table) -> Matching:
    settings = {name: entry[name] for name in WANTED if name in entry}
    for name in TOLERANCES & settings.keys():
        settings[name] = Decimal(settings[name])
    report = entry.get("report")
    return Matching(
        rules=entry.get("rules"),
        report=None if report is None else port_key(party, report),
        order_hours=entry.get("order_hours"),
        settings=settings,
    )


def _agreement(buyer: str, entry: Table) -> Agreement:
    return Agreement(
        id=entry["id"],
        seller=entry["seller"],
        buyer=buyer,
        product_groups=tuple(_prefix(group) for group in entry.get("product_groups", ())),
        unspsc_version=entry.get("unspsc_version"),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
    )


def _prefix(group: str) -> str:
    """Return the digits that all codes of a group begin with: 44000000 is the segment 44."""
    while group.endswith("00"):
        group = group[:-2]
    return group


def _enrolment(buyer: str, entry: Table) -> Enrolment:
    return Enrolment(
        seller=entry["seller"],
        buyer=buyer,
        code=entry.get("code"),
        date=entry.get("date"),
        order_reception=entry.get("order_reception"),
    )
