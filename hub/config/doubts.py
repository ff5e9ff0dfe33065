"""What a configuration allows but probably does not mean: warnings of ``hub config check``."""

import datetime as dt
from collections.abc import Mapping

from hub.config.folder import PartyFile
from hub.config.references import Index
from hub.pipeline.party import Party

__all__ = ["note_doubts"]


def note_doubts(index: Index, files: Mapping[str, PartyFile], today: dt.date) -> None:
    """Note warnings about every party."""
    senders = {key for account in index.accounts.values() for key in account.acts_for}
    wanted = {s.port for party in index.parties.values() for s in party.subscriptions}
    wanted |= {p.matching.report or "" for p in index.parties.values() if p.matching}
    wanted |= {s.fallback or "" for party in index.parties.values() for s in party.subscriptions}
    wanted |= {account.answer_port or "" for account in index.accounts.values()}
    for key, party in index.parties.items():
        file = files[key]
        if not party.card.endpoints and not party.card.numbers and "bureau" not in party.roles:
            file.sheet.warn((), "has no address and no number: nothing can be addressed to it")
        if "seller" in party.roles and key not in senders:
            file.sheet.warn((), "is a seller, but no account acts for it: it cannot send")
        if party.roles & {"buyer", "network"} and not party.subscriptions:
            file.sheet.warn((), "has no [[receives]]: it gets nothing")
        _ways(party, file, wanted)
        _agreements(party, file, index, today)


def _ways(party: Party, file: PartyFile, wanted: set[str]) -> None:
    for account, entry in zip(party.accounts, file.table.get("account", ()), strict=True):
        if account.answer_port is None:
            file.sheet.warn(("account", entry["#"]), "has no answer port: answers will wait")
    reads = any(account.kind == "queue" for account in party.accounts)
    for port, entry in zip(party.ports, file.table.get("port", ()), strict=True):
        place = ("port", entry["#"])
        if port.kind == "queue" and not reads:
            file.sheet.warn(place, "nobody can read it: the party has no account of kind queue")
        if port.paused:
            file.sheet.warn((*place, "paused"), "is paused: what it should get is waiting")
        if port.key not in wanted:
            file.sheet.warn(place, "nothing is sent to this port")


def _agreements(party: Party, file: PartyFile, index: Index, today: dt.date) -> None:
    for agreement, entry in zip(party.agreements, file.table.get("agreement", ()), strict=True):
        place = ("agreement", entry["#"])
        if agreement.valid_to is not None and agreement.valid_to < today:
            file.sheet.warn((*place, "valid_to"), f"{agreement.id} has ended; nothing is routed")
        seller = index.parties.get(agreement.seller)
        if seller is not None and seller.test != party.test:
            file.sheet.warn((*place, "seller"), "one of the two parties is in test mode")
