"""A small made-up world for tests of the running hub: parties, a clock, a line of documents.

The line reads documents of one row, ``kind number verdict receiver...``, so that a test can
say in the document itself how it shall end::

    catalogue K-1 good north south      rejected: catalogue K-2 bad
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hub.app.clock import SystemClock
from hub.app.hub import Hub, Wiring
from hub.app.limits import Limits
from hub.app.means import Means
from hub.app.memory import HubMemory
from hub.app.workerkit import Line
from hub.errors import HubError
from hub.formats.document import Part
from hub.formats.payload import Payload
from hub.model.context import Agreement, PartyCard
from hub.model.finding import Finding, Layer, Severity
from hub.model.identity import EndpointID, FormatId
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.summary import Summary
from hub.pipeline.earlier import seen_before
from hub.pipeline.envelope import Envelope, document_id, route_name
from hub.pipeline.outcome import (
    Accepted,
    Held,
    Outcome,
    OutputInvalid,
    Processed,
    Refused,
    Rejected,
    Routed,
    RouteHeld,
    Unroutable,
)
from hub.pipeline.party import Account, Party, Port
from hub.pipeline.protocols import Clock
from hub.pipeline.routing import Route

FORMAT = FormatId("test", "catalogue", "1")
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

Trouble = Callable[[str], HubError | None]


class FakeClock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> dt.datetime:
        """The time."""
        return START + dt.timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        """Seconds since the start."""
        return self.passed

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds


def party(key: str, home: Path, *, answer_port: str | None = None) -> Party:
    """A party with a folder account and a folder port, both named after it."""
    card = PartyCard(key, f"{key.title()} Ltd", "DK", (EndpointID("TEST", key),))
    account = Account(
        key,
        key,
        "folder",
        (key,),
        {"path": home / "in" / key},
        answer_port=answer_port,
        language="en",
    )
    port = Port(f"{key}.main", key, "folder", {"path": home / "out" / key})
    return Party(card, frozenset({"seller", "buyer"}), (account,), (port,))


class World:
    """Who is who: a seller ``mill``, a bureau that also sends for it, receivers."""

    def __init__(self, home: Path, receivers: tuple[str, ...] = ("north", "south")) -> None:
        names = ("mill", "bakery", *receivers)
        self._parties = {name: party(name, home) for name in names}
        bureau = Account("bureau", "mill", "folder", ("mill",), {"path": home / "in" / "bureau"})
        self._accounts = {
            account.key: account for one in self._parties.values() for account in one.accounts
        } | {"bureau": bureau}
        self._ports = {port.key: port for one in self._parties.values() for port in one.ports}

    version = "test"

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All ways in."""
        return tuple(self._accounts.values())

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody."""
        return tuple(self._parties.values())

    @property
    def ports(self) -> tuple[Port, ...]:
        """All ways out."""
        return tuple(self._ports.values())

    def account(self, key: str) -> Account | None:
        """An account by its key."""
        return self._accounts.get(key)

    def party(self, key: str) -> Party | None:
        """A party by its key."""
        return self._parties.get(key)

    def party_at(self, endpoint: EndpointID) -> Party | None:
        """The party at an address."""
        return self._parties.get(endpoint.value)

    def agreements_of(self, seller: str) -> tuple[Agreement, ...]:
        """Nobody has agreements here."""
        del seller
        return ()

    def port(self, key: str) -> Port | None:
        """A port by its key."""
        return self._ports.get(key)


@dataclass
class SmallLine:
    """A line of documents that does what the document says."""

    world: World
    memory: Callable[[str], HubMemory]
    before: Callable[[Envelope], None] = field(default=lambda _: None)

    def __call__(self, envelope: Envelope, payload: Payload, folder: Path) -> list[Processed]:
        """Process every row of the payload as a document."""
        self.before(envelope)
        report = Report(payload.name)
        rows = payload.head(payload.size).decode("utf-8", "replace").split("\n")
        ended = []
        for number, row in enumerate((row for row in rows if row.strip()), start=1):
            if not envelope.wants(number):
                continue
            words = row.split()
            identity = document_id(envelope.interchange, number)
            if len(words) < 3:
                report.add(Layer.SYNTAX, finding("T-UNREADABLE"))
                ended.append(
                    Processed(identity, number, None, None, Rejected("T-UNREADABLE"), report)
                )
                continue
            summary = Summary(words[0], None if words[1] == "-" else words[1])
            outcome = self._judge(
                envelope.of_document(number),
                payload,
                summary,
                words[2:],
                folder / str(number),
                report,
                own := hashlib.sha256(row.encode()).hexdigest(),
            )
            ended.append(Processed(identity, number, FORMAT, summary, outcome, report, None, own))
        return ended

    def _judge(
        self,
        envelope: Envelope,
        payload: Payload,
        summary: Summary,
        words: list[str],
        folder: Path,
        report: Report,
        own: str,
    ) -> Outcome:
        account = self.world.account(envelope.account)
        assert account is not None
        sender = self.world.party(account.party)
        assert sender is not None
        verdict, *receivers = words
        if envelope.replay_of is None:
            memory = self.memory(envelope.tenant)
            earlier = seen_before(summary, sender, payload, memory, report, own)
            if earlier is not None:
                return earlier
        if verdict == "bad":
            report.add(Layer.SCHEMA, finding("T-BAD"))
            return Rejected("T-BAD")
        if verdict == "held":
            return Held(None, "T-WAIT")
        if verdict == "lost":
            return Unroutable("no-route")
        folder.mkdir(parents=True)
        ways = tuple(
            self._way(envelope, verdict, sender, name, summary, folder)
            for name in receivers
            if not envelope.ports or _wanted(name.rstrip("!?#"), envelope.ports)
        )
        if all(isinstance(way, Refused) for way in ways):
            return Rejected("refused-by-all-receivers", ways)
        return Accepted(ways)

    def _way(
        self,
        envelope: Envelope,
        verdict: str,
        sender: Party,
        name: str,
        summary: Summary,
        folder: Path,
    ) -> Routed | Refused | OutputInvalid | RouteHeld:
        receiver = self.world.party(name.rstrip("!?#"))
        assert receiver is not None
        route = Route(sender, receiver, summary.kind, receiver.ports[0], FORMAT)
        report = Report(receiver.ports[0].key, str(FORMAT))
        if name.endswith("!"):
            report.add(Layer.RECEIVER, finding("T-REFUSED"))
            return Refused(route, report)
        if name.endswith("?"):
            report.add(Layer.SCHEMA, finding("T-WRITTEN"))
            return OutputInvalid(route, report)
        if name.endswith("#"):
            return RouteHeld(route, report, None, "T-ROUTE-WAITS")
        report.losses.add("item.colour", LossKind.NO_HOME, "green", 3)
        path = folder / f"{receiver.key}.out"
        path.write_bytes(f"{summary.id} {verdict} for {receiver.key}\n".encode())
        part = Part(f"{summary.id}.txt", "text/plain", path, path.stat().st_size, sha256(path))
        until = None
        if verdict.startswith("later:"):
            until = envelope.accepted_at + dt.timedelta(seconds=float(verdict[6:]))
        return Routed(route, report, (part,), 2, not_before=until)


def _wanted(name: str, ports: tuple[str, ...]) -> bool:
    return f"{name}.main" in ports or route_name(f"{name}.main", name, None) in ports


def sha256(path: Path) -> str:
    """The hash of a file."""
    return Payload.of_file(path).sha256


def finding(rule: str) -> Finding:
    """A fatal finding with a sentence in three languages."""
    sentence = Sentence(
        en=f"{rule} in English", da=f"{rule} på dansk", nl=f"{rule} in het Nederlands"
    )
    return Finding(rule, Severity.FATAL, sentence)


def open_world(
    home: Path,
    clock: Clock | None = None,
    *,
    world: World | None = None,
    before: Callable[[Envelope], None] | None = None,
    settle: float = 0.0,
    limits: Limits | None = None,
    patience: float = 10.0,
) -> Hub:
    """A hub over this world."""
    who = world or World(home)

    def line(hub: Hub) -> Line:
        def memory(tenant: str) -> HubMemory:
            return HubMemory(hub.store.work.recollection(tenant), who, lambda *_: iter(()))

        return SmallLine(who, memory, before or (lambda _: None))

    def versions() -> Mapping[str, str]:
        return {"hub": "test"}

    wiring = Wiring(lambda: who, line, versions)
    means = Means(settle=settle, limits=limits or Limits(), patience=patience)
    return Hub(home, wiring, clock or SystemClock(), means)


def drop(home: Path, account: str, name: str, text: str) -> Path:
    """Put a file into an account's folder, as a careful sender does."""
    folder = home / "in" / account
    folder.mkdir(parents=True, exist_ok=True)
    hidden = folder / f".{name}.part"
    hidden.write_text(text, encoding="utf-8")
    return hidden.rename(folder / name)


def files(folder: Path) -> dict[str, str]:
    """Every ordinary file below a folder with its text, by path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        # What a running hub is just renaming is not there any more, and will be.
        with suppress(FileNotFoundError):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return found
