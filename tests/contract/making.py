"""Deliveries and endings for the suites of the store, over the made-up world."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.formats.document import Part
from hub.formats.payload import Payload
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.outcome import Accepted, Outcome, Processed, Routed
from hub.pipeline.protocols import Answer, Arrival, Conclusion, Consignment, Ended, Receipt
from hub.pipeline.routing import Route
from hub.store.store import SqlStore
from tests.world import FORMAT, World, sha256

Open = Callable[..., SqlStore]
"""Opens the store of one more process; told what it shall call at checkpoints."""
Beside = Callable[..., "Future[Any]"]
"""Calls something in a thread of its own."""

PATIENCE = 10.0
NOBODY: frozenset[str] = frozenset()
ANSWER = Answer("done", b"{}", b"text", None, back=False)


def arrival(key: str = "k", text: bytes = b"hello", account: str = "mill") -> Arrival:
    """A delivery of a sender."""
    return Arrival(account, "main", "folder", key, "a.txt", Payload.of_bytes(text, "a.txt"))


def accept(
    store: SqlStore,
    key: str,
    text: bytes = b"hello",
    account: str = "mill",
    replay_of: str | None = None,
) -> Envelope:
    """Accept a delivery and return the envelope that was written for it."""
    given = replace(arrival(key, text, account), replay_of=replay_of)
    accepted = store.inbox.accept([given])[0]
    found = [Envelope.decode(message.body) for message in store.outbox.unsent(1000)]
    return next(one for one in found if one.interchange == accepted.interchange)


class Maker:
    """Makes conclusions over the made-up world."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.folder = folder

    def outcome(
        self,
        number: str,
        *receivers: str,
        until: dt.datetime | None = None,
        sender_key: str = "mill",
    ) -> Accepted:
        """Accepted for these receivers, with one part each."""
        sender = self.world.party(sender_key)
        assert sender is not None
        ways = []
        for name in receivers:
            receiver = self.world.party(name)
            assert receiver is not None
            route = Route(sender, receiver, "catalogue", receiver.ports[0], FORMAT)
            path = self.folder / f"{number}.{name}"
            path.write_text(f"{number} for {name}")
            part = Part("out.txt", "text/plain", path, path.stat().st_size, sha256(path))
            ways.append(Routed(route, Report("x"), (part,), 1, not_before=until))
        return Accepted(tuple(ways))

    def conclude(
        self,
        envelope: Envelope,
        number: str | None,
        outcome: Outcome,
        answer: Answer = ANSWER,
        sender: str = "mill",
    ) -> Conclusion:
        """End an interchange of one document."""
        return self.conclude_all(envelope, [number], outcome, answer, sender)

    def conclude_all(
        self,
        envelope: Envelope,
        numbers: Sequence[str | None],
        outcome: Outcome,
        answer: Answer = ANSWER,
        sender: str = "mill",
    ) -> Conclusion:
        """End an interchange of several documents, all with the same outcome."""
        documents = tuple(
            Ended(
                Processed(
                    document_id(envelope.interchange, position),
                    position,
                    FORMAT,
                    Summary("catalogue", number),
                    outcome,
                    Report("a.txt"),
                ),
                sender,
            )
            for position, number in enumerate(numbers, start=1)
        )
        return Conclusion(envelope, documents, answer, {"hub": "1"})


def events(store: SqlStore, envelope: Envelope) -> list[str]:
    """The names of an interchange's events."""
    return [event["event"] for event in store.archive.trace(envelope.interchange)]


def claim(store: SqlStore, limit: int = 10, owner: str = "ports") -> list[Consignment]:
    """Claim what is due."""
    return store.deliveries.claim(owner, limit, NOBODY)


def hand_over(store: SqlStore, claimed: list[Consignment]) -> None:
    """Say that everything claimed was taken."""
    store.deliveries.delivered([(one, Receipt("there")) for one in claimed])
    store.deliveries.finished(claimed)


class Hold:
    """A checkpoint at which the first to come stays until it is let go."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._first = threading.Lock()
        self._reached = threading.Event()
        self._free = threading.Event()

    def __call__(self, name: str) -> None:
        """Stay here, when this is the place."""
        if name == self._name and self._first.acquire(blocking=False):
            self._reached.set()
            assert self._free.wait(PATIENCE)

    def reached(self) -> None:
        """Wait until somebody stays here."""
        assert self._reached.wait(PATIENCE)

    def let_go(self) -> None:
        """Let it go on."""
        self._free.set()
