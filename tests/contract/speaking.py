"""A purchase in documents, for the suites of conversations over the made-up world."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.formats.document import Part
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.outcome import Accepted, Outcome, Processed, Rejected, Routed
from hub.pipeline.protocols import Answer, Conclusion, Ended
from hub.pipeline.routing import Route
from hub.store.store import SqlStore
from tests.contract.making import accept
from tests.world import FORMAT, World, sha256

__all__ = ["Speaker"]


class Speaker:
    """Lets parties send each other documents that name others."""

    def __init__(self, store: SqlStore, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._store = store
        self._world = World(folder)
        self._folder = folder
        self._said = 0
        self._written = 0

    def say(
        self,
        sender: str,
        receiver: str | None,
        kind: str,
        number: str,
        *references: tuple[str, str],
        **more: Any,
    ) -> str:
        """Send one document, rejected when it has no receiver; returns its id.

        ``more`` is what else its summary says.
        """
        envelope = self.accept(sender)
        summary = Summary(kind, number, references=references, **more)
        return self.end(envelope, sender, receiver, summary)

    def pretend(self, account: str, kind: str, number: str, *references: tuple[str, str]) -> None:
        """Send a document in a name that the account may not use: it is nobody's."""
        envelope = self.accept(account)
        summary = Summary(kind, number, references=references)
        identity = document_id(envelope.interchange, 1)
        outcome = Rejected("sender-not-authorised")
        processed = Processed(identity, 1, FORMAT, summary, outcome, Report("a.txt"))
        answer = Answer("rejected", b"{}", b"text", f"{account}.main", back=False)
        ended = (Ended(processed, None),)
        assert all(self._store.work.finish([Conclusion(envelope, ended, answer, {"hub": "1"})]))

    def accept(self, sender: str, replay_of: str | None = None) -> Envelope:
        """Take a document in, for once more perhaps; nothing is done about it yet."""
        self._said += 1
        return accept(self._store, f"{sender}-{self._said}", account=sender, replay_of=replay_of)

    def end(self, envelope: Envelope, sender: str, receiver: str | None, summary: Summary) -> str:
        """End a document that was taken in; returns its id."""
        return self.end_together(sender, receiver, [(envelope, summary)])[0]

    def end_together(
        self, sender: str, receiver: str | None, some: Sequence[tuple[Envelope, Summary]]
    ) -> list[str]:
        """End documents in one transaction; returns their ids."""
        conclusions, made = [], []
        for envelope, summary in some:
            made.append(document_id(envelope.interchange, 1))
            outcome = self._outcome(sender, receiver, summary.kind, str(summary.id))
            processed = Processed(made[-1], 1, FORMAT, summary, outcome, Report("a.txt"))
            ended: Sequence[Ended] = (Ended(processed, sender),)
            answer = Answer("done", b"{}", b"text", f"{sender}.main", back=False)
            conclusions.append(Conclusion(envelope, tuple(ended), answer, {"hub": "1"}))
        done = self._store.work.finish(conclusions)
        assert all(done)
        return made

    def _outcome(self, sender: str, receiver: str | None, kind: str, number: str) -> Outcome:
        if receiver is None:
            return Rejected("T-BAD")
        one, other = self._world.party(sender), self._world.party(receiver)
        assert one is not None
        assert other is not None
        route = Route(one, other, kind, other.ports[0], FORMAT)
        self._written += 1
        path = self._folder / f"{self._written}.out"
        path.write_text(f"{kind} {number}")
        part = Part(f"{self._written}.txt", "text/plain", path, path.stat().st_size, sha256(path))
        return Accepted((Routed(route, Report("x"), (part,), 1),))
