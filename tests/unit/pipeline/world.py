"""A small made-up world for the pipeline: parties, documents, a memory, a workbench."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.context import Agreement, PartyCard
from hub.model.identity import EndpointID, FormatId
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.memory import Earlier
from hub.pipeline.outcome import Processed, Routed
from hub.pipeline.party import Account, Party, Port, Subscription
from hub.pipeline.process import process
from hub.pipeline.workbench import Workbench
from hub.rules.known import Enrolment, ItemKey
from hub.rules.profile import Profiles

__all__ = [
    "CANONICAL",
    "MAKER",
    "OTHER_MAKER",
    "TOWN",
    "UBL",
    "VILLAGE",
    "City",
    "Diary",
    "agreement",
    "catalogue",
    "document",
    "envelope",
    "party",
    "payload",
    "routed",
    "run",
    "wants",
]

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
MAKER, OTHER_MAKER = "5790000000005", "5790000000012"
TOWN, VILLAGE = "5790000000029", "5790000000036"
UBL = FormatId("ubl", "catalogue", "2.1")
CANONICAL = FormatId("hub", "catalogue", "1")
SPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def party(
    key: str,
    *addresses: str,
    receives: Sequence[Subscription] = (),
    agreements: Sequence[Agreement] = (),
    networks: Sequence[str] = (),
    acts_for: Sequence[str] | None = None,
    numbers: dict[str, str] | None = None,
) -> Party:
    """Return a party with an account ``key`` and the ports its subscriptions name."""
    card = PartyCard(
        key,
        f"{key.title()} (made up)",
        "DK",
        endpoints=tuple(EndpointID("GLN", gln) for gln in addresses),
        numbers=numbers or {},
    )
    return Party(
        card=card,
        roles=frozenset({"seller", "buyer"}),
        accounts=(Account(key, key, "folder", tuple(acts_for or (key,))),),
        ports=tuple(Port(name, key, "folder") for name in dict.fromkeys(s.port for s in receives)),
        subscriptions=tuple(receives),
        agreements=tuple(agreements),
        networks=tuple(networks),
    )


def wants(
    kind: str,
    port: str,
    format: FormatId | None = None,  # noqa: A002 - the word of Subscription
    profile: str | None = None,
    senders: tuple[str, ...] = (),
    **options: object,
) -> Subscription:
    """Return a subscription."""
    return Subscription(kind, port, format, profile, options, senders)


def agreement(key: str, buyer: str, seller: str = "maker", **more: Any) -> Agreement:
    """Return an agreement with a buyer."""
    return Agreement(key, seller, buyer, **more)


class City:
    """A directory held in memory."""

    version = "made up"

    def __init__(self, *parties: Party) -> None:
        self.parties = {one.key: one for one in parties}

    def account(self, key: str) -> Account | None:
        """Return an account by its key."""
        accounts = (one for each in self.parties.values() for one in each.accounts)
        return next((one for one in accounts if one.key == key), None)

    def party(self, key: str) -> Party | None:
        """Return a party by its key."""
        return self.parties.get(key)

    def party_at(self, endpoint: EndpointID) -> Party | None:
        """Return the party that has an address or number."""
        for one in self.parties.values():
            numbers = {EndpointID(*number) for number in one.card.numbers.items()}
            if endpoint in one.card.endpoints or endpoint in numbers:
                return one
        return None

    def agreements_of(self, seller: str) -> tuple[Agreement, ...]:
        """Return the agreements of a seller, ordered by buyer and id."""
        found = (a for one in self.parties.values() for a in one.agreements if a.seller == seller)
        return tuple(sorted(found, key=lambda one: (one.buyer, one.id)))

    def port(self, key: str) -> Port | None:
        """Return a port by its key."""
        ports = (port for one in self.parties.values() for port in one.ports)
        return next((port for port in ports if port.key == key), None)


@dataclass
class Diary:
    """A memory that knows what it is told; rules find nothing in it."""

    numbers: dict[tuple[str, str, str, str], Earlier] = field(default_factory=dict)
    contents: dict[tuple[str, str], Earlier] = field(default_factory=dict)
    went: set[tuple[str, str, str, str]] = field(default_factory=set)

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under a number and edition."""
        return self.numbers.get((seller, kind, number, edition))

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with these bytes."""
        return self.contents.get((seller, sha256))

    def has_sent(self, sender: str, receiver: str, kind: str, number: str) -> bool:
        """Return whether a document went from the sender to a receiver."""
        return (sender, receiver, kind, number) in self.went

    def last_version(self, seller: str, catalogue_id: str) -> str | None:
        """Return nothing: no catalogue came before."""
        _ = seller, catalogue_id

    def agreement(self, seller: str, buyer: str, agreement_id: str) -> Agreement | None:
        """Return nothing."""
        _ = seller, buyer, agreement_id

    def published_items(self, seller: str) -> Callable[[str, str | None], bool] | None:
        """Return nothing."""
        _ = seller

    def network_items(self, seller: str, buyer: str) -> Callable[[str, str | None], bool] | None:
        """Return nothing."""
        _ = seller, buyer

    def active_items(self, seller: str, buyer: str, agreement_id: str) -> Iterable[ItemKey] | None:
        """Return nothing."""
        _ = seller, buyer, agreement_id

    def enrolment(self, seller: str, buyer: str) -> Enrolment | None:
        """Return nothing."""
        _ = seller, buyer


def document(root: str, children: str, version: str = "2.1") -> bytes:
    """Return a UBL document of any type."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" {SPACES}>\n'
        f"<cbc:UBLVersionID>{version}</cbc:UBLVersionID>\n{children}</{root}>\n"
    ).encode()


def named(role: str, gln: str | None, more: str = "") -> str:
    """Return a party of a document, with its endpoint when it has one."""
    endpoint = f'<cbc:EndpointID schemeID="GLN">{gln}</cbc:EndpointID>' if gln else ""
    name = "<cac:PartyName><cbc:Name>Somebody made up</cbc:Name></cac:PartyName>"
    return f"<cac:{role}>{endpoint}{more}{name}</cac:{role}>\n"


def catalogue(
    *names: str,
    number: str = "K1",
    edition: str | None = None,
    customization: str | None = None,
    sender: str | None = MAKER,
    receiver: str | None = None,
    contract: str | None = None,
    note: str = "",
) -> bytes:
    """Return a UBL 2.1 catalogue with a line for each name."""
    lines = "".join(
        f"<cac:CatalogueLine><cbc:ID>{count}</cbc:ID>"
        f"<cac:Item><cbc:Name>{name}</cbc:Name></cac:Item></cac:CatalogueLine>\n"
        for count, name in enumerate(names or ("Pencil", "Eraser"), start=1)
    )
    custom = (
        f"<cbc:CustomizationID>{customization}</cbc:CustomizationID>\n" if customization else ""
    )
    return document(
        "Catalogue",
        f"{custom}<cbc:ID>{number}</cbc:ID>\n<cbc:IssueDate>2026-03-01</cbc:IssueDate>\n"
        + (f"<cbc:Note>{note}</cbc:Note>\n" if note else "")
        + (f"<cbc:VersionID>{edition}</cbc:VersionID>\n" if edition else "")
        + (
            f"<cac:ReferencedContract><cbc:ID>{contract}</cbc:ID></cac:ReferencedContract>\n"
            if contract
            else ""
        )
        + named("ProviderParty", sender)
        + named("ReceiverParty", receiver)
        + lines,
    )


def payload(content: bytes, name: str = "catalogue.xml") -> Payload:
    """Return bytes as a payload in memory."""
    return Payload.of_bytes(content, name)


def envelope(content: Payload, account: str = "maker", **more: Any) -> Envelope:
    """Return the envelope of a payload."""
    claim = ClaimCheck("tenant", "blob", content.sha256, content.size)
    return Envelope(
        **{
            "interchange": "interchange-1",
            "accept_number": 1,
            "account": account,
            "tenant": "tenant",
            "channel": "folder",
            "name": content.name,
            "accepted_at": NOW,
            "payload": claim,
        }
        | more
    )


@dataclass
class Hall:
    """Where the pipeline is run: formats and profiles loaded once, a folder for each run."""

    formats: Formats
    profiles: Profiles
    folder: Path
    runs: int = 0

    def bench(self, city: City, memory: Diary | None) -> Workbench:
        """Return a workbench with an empty folder of its own."""
        self.runs += 1
        folder = self.folder / f"run-{self.runs}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return Workbench(self.formats, self.profiles, city, memory, folder)


def run(
    hall: Hall,
    city: City,
    content: bytes | Payload,
    *,
    memory: Diary | None = None,
    **more: Any,
) -> Processed:
    """Take one document through the pipeline; return the only outcome."""
    sent = content if isinstance(content, Payload) else payload(content)
    (processed,) = process(envelope(sent, **more), sent, hall.bench(city, memory or Diary()))
    return processed


def routed(processed: Processed) -> list[str]:
    """Return ``receiver/port/agreement`` of every route, in order."""
    return [
        "/".join(
            (
                way.route.receiver.key,
                way.route.port.key,
                way.route.agreement.id if way.route.agreement else "-",
            )
        )
        for way in getattr(processed.outcome, "routes", ())
        if isinstance(way, Routed)
    ]
