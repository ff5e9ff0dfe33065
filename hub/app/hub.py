"""The hub as one object: what commands and roles share."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import uuid4

from hub.app.answer import Answering
from hub.app.failpoints import failpoint
from hub.app.instruments import CountedInbox, Instruments
from hub.app.intakerole import IntakeRole
from hub.app.means import Means
from hub.app.portsrole import Exits, PortsRole
from hub.app.register import Register
from hub.app.rejudging import Rejudging, once_more
from hub.app.relayrole import RelayRole
from hub.app.replaying import Failed, what_failed
from hub.app.sameness import same_documents
from hub.app.standardanswer import StandardAnswers
from hub.app.workerkit import Equipment, Line, WornOut
from hub.app.workerrole import WorkerRole
from hub.disk import safe_name
from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.matching.terms import Terms
from hub.pipeline.protocols import Acceptance, Archive, Arrival, Clock, Transport
from hub.store.database import writing_option
from hub.store.store import SqlStore
from hub.telemetry.transactions import watch_database
from hub.transport.spool import SpoolTransport

if TYPE_CHECKING:
    from hub.app.ways import Ways
    from hub.app.web import Web

__all__ = ["TENANT", "Hub", "Wiring"]

TENANT = "main"
COMMAND = "command"
QUIET = 0.3
"""Seconds without movement after which nothing is expected to move any more."""


class Closeable(Protocol):
    """Something that holds a connection."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the hub is put together from, each made when it is first needed.

    ``register`` says who is who, ``line`` makes the line of documents for a worker,
    ``versions`` names what decided about a document, for the trace, and ``kinds`` are the
    kinds of document that are counted by themselves. ``columns`` are what customers may make of
    bills that differ from their orders, ``answers`` writes those in a sender's own standard.
    """

    register: Callable[[], Register]
    line: Callable[["Hub"], Line]
    versions: Callable[[], Mapping[str, str]]
    kinds: Callable[[], Collection[str]] = frozenset
    columns: Callable[[], Mapping[str, Terms]] = dict
    answers: Callable[["Hub"], StandardAnswers | None] = lambda _: None


class Hub:
    """Store, queue, ways in and out and the line, wired together over one home folder.

    Roles are built when asked for; a command that only asks the archive loads no formats.

    Args:
        home: the hub's folder; created when it is missing.
        wiring: what is not the hub's own.
        clock: the time.
        means: servers, names and limits; embedded when left out.
    """

    def __init__(
        self, home: Path, wiring: "Wiring", clock: Clock, means: Means | None = None
    ) -> None:
        self.home = home
        self.clock = clock
        self.means = means or Means()
        self.checkpoint = failpoint(home)
        self.store = self._open_store()
        self._wiring = wiring
        self._opened: list[Closeable] = []

    @property
    def archive(self) -> Archive:
        """What happened."""
        return self.store.archive

    @cached_property
    def register(self) -> Register:
        """Who is who, as configured when it was first asked for."""
        register = self._wiring.register()
        self.store.deliveries.senders({a.key: a.acts_for for a in register.accounts})
        return register

    @cached_property
    def instruments(self) -> Instruments:
        """What this process is observed with."""
        instruments = Instruments.of(self._wiring.kinds(), self.register.ports)
        watch_database(self.store.database.engine, instruments.metrics, writing_option)
        return instruments

    @property
    def inbox(self) -> CountedInbox:
        """Where documents are accepted, and counted."""
        return CountedInbox(self.store.inbox, self.instruments.metrics, self.clock)

    @cached_property
    def ways(self) -> "Ways":
        """Ways in, back and out."""
        # A command that asks the archive should not wait for libraries of the network.
        from hub.app.ways import Ways  # noqa: PLC0415

        workshop = self.home / "work" / "intake"
        workshop.mkdir(parents=True, exist_ok=True)
        return Ways(
            self.register,
            self.means,
            workshop,
            self.clock,
            self.checkpoint,
            lambda: self.instruments.links,
        )

    def intake(self) -> IntakeRole:
        """Build the intake role."""
        return IntakeRole(self.inbox, self.ways.inwards(), self.clock, self.checkpoint)

    def relay(self) -> RelayRole:
        """Build the relay role."""
        return RelayRole(
            self.store,
            self._transport("relay"),
            self.clock,
            self.checkpoint,
            self.store.upkeep.step,
            self.instruments.metrics,
        )

    def ports(self) -> PortsRole:
        """Build the ports role."""
        paused = frozenset(port.key for port in self.register.ports if port.paused)
        return PortsRole(
            self.store.deliveries,
            Exits(self.ways.outwards(), self.ways.back(), paused),
            self.clock,
            self.checkpoint,
            owner=self._owner("ports"),
            metrics=self.instruments.metrics,
        )

    def worker(self, slot: int = 1) -> WorkerRole:
        """Build a worker, with everything the line needs; ``slot`` tells those of a node apart."""
        standard = self._wiring.answers(self)
        backs = frozenset(self.ways.back())
        answering = Answering(self.register, self.archive, backs, standard)
        equipment = Equipment(
            same_documents(self._wiring.line(self), self.archive),
            answering,
            self.register,
            self._wiring.versions,
            self.home / "work" / f"worker-{slot}",
            self.means.limits,
            self.means.max_body,
            self.instruments,
            Rejudging(
                self.store.waiting,
                lambda: self.inbox,
                self.archive,
                self.register,
                self._wiring.columns(),
                self.clock,
                self.checkpoint,
            ).step,
        )
        transport = self._transport(f"worker-{slot}")
        return WorkerRole(self.store.work, transport, equipment, self.clock, self.checkpoint)

    def submit(self, path: Path, account: str, name: str | None = None) -> Acceptance:
        """Accept a file as if it had come through an account.

        Raises ``OSError`` when it cannot be read, ``ConfigurationError`` when there is no such
        account.
        """
        if self.register.account(account) is None:
            known = ", ".join(sorted(a.key for a in self.register.accounts))
            raise ConfigurationError([f"no account {account!r} is configured; known are {known}"])
        payload = Payload.of_file(path, safe_name(name or path.name))
        arrival = Arrival(account, TENANT, COMMAND, str(uuid4()), payload.name, payload)
        return self.store.inbox.accept([arrival])[0]

    def drop_folder(self, account: str) -> Path:
        """Return the folder that an account drops files into."""
        known = self.register.account(account)
        if known is None or "path" not in known.settings:
            raise ConfigurationError([f"account {account!r} has no drop folder"])
        return Path(known.settings["path"])

    def replay(
        self, interchange: str, ports: tuple[str, ...] = (), request: str | None = None
    ) -> Acceptance:
        """Send a stored original through the hub again, as a new interchange linked to it.

        With ``ports`` every document in it goes there again; of an interchange that is a replay
        itself, those it was for. Without, only what failed: the
        documents that reached nobody go everywhere, of the others those routes that failed; bills
        that wait and were parked are judged again. What an earlier replay took up is left to that
        one. ``request`` names the operator's wish: the same one twice is one replay.
        Raises ``ConfigurationError`` when it is unknown or nothing is left to do.
        """
        known = self.archive.interchange(interchange)
        payload = None if known is None else self.archive.content(interchange)
        if known is None or payload is None:
            raise ConfigurationError([f"no interchange {interchange} is known; try: hub trace"])
        wish = request or str(uuid4())
        repeat = self.store.replays.named(interchange, wish)
        if repeat is not None:
            return repeat
        bills = [] if ports else self.store.waiting.parked(interchange)
        again = [once_more(self.archive, one, f"{wish}/{one.document}") for one in bills]
        asked = Failed.of(self.store.replays.asked(interchange))
        if ports:
            wanted: Failed | None = replace(asked, ports=ports)
        else:
            replays = [Failed.of(one) for one in self.store.replays.of(interchange)]
            wanted = what_failed(known, asked, replays, {one.position for one in bills})
        if wanted is not None:
            again.append(self._replayed(known, payload, wish, wanted))
        if not again:
            raise ConfigurationError([_nothing_left(known)])
        return self.store.inbox.accept(again)[0]

    @staticmethod
    def _replayed(known: dict[str, Any], payload: Payload, wish: str, wanted: Failed) -> Arrival:
        return Arrival(
            account=known["account"],
            tenant=known["tenant"],
            channel="replay",
            key=wish,
            name=known["name"],
            payload=payload,
            replay_of=known["id"],
            ports=wanted.ports,
            positions=wanted.positions,
            onwards=wanted.onwards,
        )

    def run_until_idle(self, seconds: float = 60.0) -> bool:
        """Do everything there is to do in this process; False when time ran out first.

        What waits for a later time (a retry, a date) is not waited for.
        """
        intake, relay, worker, ports = self.intake(), self.relay(), self.worker(), self.ports()
        worker.start()
        ports.start()
        moved_at = time.monotonic()
        deadline = moved_at + seconds
        try:
            while time.monotonic() < deadline:
                try:
                    moved = intake.step() + relay.step() + worker.step()
                except WornOut:
                    moved = 1
                moved += ports.step()
                ports.wait()
                now = time.monotonic()
                if moved:
                    moved_at = now
                elif now - moved_at > QUIET and not self._settling():
                    return True
                else:
                    time.sleep(0.02)
        finally:
            ports.stop()
        return False

    def keep(self, one: Closeable) -> None:
        """Let go of something when the hub is closed."""
        self._opened.append(one)

    def close(self) -> None:
        """Close what was opened: links to the broker and helpers, then the store."""
        for one in reversed(self._opened):
            one.close()
        self._opened.clear()
        if "ways" in self.__dict__:
            self.ways.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def web(self, roles: Collection[str]) -> "Web | None":
        """Build what serves HTTP, and answers for the health of ``roles``; None: nothing does.

        Raises ``ConfigurationError`` when the address cannot be used.
        """
        from hub.app.web import Web  # noqa: PLC0415 - as ways

        return None if self.means.listen is None else Web(self, roles, self.means.listen)

    def set_up_broker(self) -> None:
        """Make what the broker has to have, as far as that can be done over AMQP.

        Raises ``BrokerUnavailable``, and ``ConfigurationError`` when something is there already
        with other properties.
        """
        from hub.amqp.blocking import visited  # noqa: PLC0415 - as ways
        from hub.amqp.topology import Topology  # noqa: PLC0415

        if self.means.broker is not None:
            topology = Topology.of(self.register.accounts, self.register.ports)
            with visited(self.means.broker) as channel:
                topology.declare(channel)

    def _open_store(self) -> SqlStore:
        """Open the database; raises ``ConfigurationError`` when the home cannot be used."""
        if self.means.database is None:
            return SqlStore.embedded(self.home, self.clock, self.checkpoint, self.means.patience)
        payloads = self.means.payloads or self.home / "payloads"
        return SqlStore.on_server(self.means.database, payloads, self.clock, self.checkpoint)

    def _owner(self, role: str) -> str:
        return f"{self.means.node}/{role}"

    def _transport(self, role: str) -> Transport:
        owner = self._owner(role)
        if self.means.broker is None:
            return SpoolTransport(self.store.database.engine, owner, self.clock)
        from hub.transport.amqp import AmqpTransport  # noqa: PLC0415 - as ways

        transport = AmqpTransport(self.means.broker, role, watch=self.instruments.links)
        self.keep(transport)
        return transport

    def _settling(self) -> bool:
        return any(intake.settling() for intake in self.ways.inwards().values())


def _nothing_left(known: dict[str, Any]) -> str:
    about = f"interchange {known['id']}: "
    if known["replays"]:
        about += (
            f"nothing failed that was not replayed since; try: hub replay {known['replays'][-1]};"
        )
        return f"{about} to send it somewhere again: hub replay {known['id']} --to PORT"
    return f"{about}nothing failed; to send it somewhere again: hub replay {known['id']} --to PORT"
