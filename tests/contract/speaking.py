"""A purchase in documents, for the suites of conversations over the made-up world."""

from collections.abc import Sequence
from pathlib import Path

from hub.formats.document import Part
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.envelope import document_id
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

    def say(
        self,
        sender: str,
        receiver: str | None,
        kind: str,
        number: str,
        *references: tuple[str, str],
    ) -> str:
        """Send one document, rejected when it has no receiver; returns its id."""
        self._said += 1
        envelope = accept(self._store, f"{sender}-{self._said}", account=sender)
        identity = document_id(envelope.interchange, 1)
        outcome = self._outcome(sender, receiver, kind, number)
        summary = Summary(kind, number, references=references)
        processed = Processed(identity, 1, FORMAT, summary, outcome, Report("a.txt"))
        ended: Sequence[Ended] = (Ended(processed, sender),)
        answer = Answer("done", b"{}", b"text", f"{sender}.main", back=False)
        done = self._store.work.finish([Conclusion(envelope, tuple(ended), answer, {"hub": "1"})])
        assert done == [True]
        return identity

    def _outcome(self, sender: str, receiver: str | None, kind: str, number: str) -> Outcome:
        if receiver is None:
            return Rejected("T-BAD")
        one, other = self._world.party(sender), self._world.party(receiver)
        assert one is not None
        assert other is not None
        route = Route(one, other, kind, other.ports[0], FORMAT)
        path = self._folder / f"{self._said}.out"
        path.write_text(f"{kind} {number}")
        part = Part(f"{self._said}.txt", "text/plain", path, path.stat().st_size, sha256(path))
        return Accepted((Routed(route, Report("x"), (part,), 1),))
