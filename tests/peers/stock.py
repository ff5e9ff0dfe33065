"""Documents that went through the store and wait to be handed over."""

from pathlib import Path
from uuid import uuid4

from hub.formats.document import Part
from hub.formats.payload import Payload
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.outcome import Accepted, Processed, Routed
from hub.pipeline.protocols import Answer, Arrival, Conclusion, Consignment, Ended, Receipt
from hub.pipeline.routing import Route
from hub.store.store import SqlStore
from tests.world import FORMAT, World, sha256

ANSWER = Answer("done", b"{}", b"text", None, back=False)


class Stock:
    """Makes deliveries from ``mill`` to a receiver's port and hands them over."""

    def __init__(self, store: SqlStore, folder: Path) -> None:
        self.store = store
        self._folder = folder / "parts"
        self._folder.mkdir()
        self._world = World(folder)

    def claim(
        self,
        *contents: bytes,
        name: str = "out.xml",
        receiver: str = "north",
        media_type: str = "application/xml",
    ) -> list[Consignment]:
        """Return one interchange's outputs to a receiver, claimed."""
        self.make(*contents, name=name, receiver=receiver, media_type=media_type)
        return self.store.deliveries.claim("ports", 100, frozenset())

    def make(
        self,
        *contents: bytes,
        name: str = "out.xml",
        receiver: str = "north",
        media_type: str = "application/xml",
    ) -> None:
        """Let one interchange's outputs to a receiver wait to be handed over."""
        key = str(uuid4())
        arrival = Arrival("mill", "main", "folder", key, "in", Payload.of_bytes(key.encode(), "in"))
        accepted = self.store.inbox.accept([arrival])[0]
        waiting = [Envelope.decode(message.body) for message in self.store.outbox.unsent(1000)]
        envelope = next(one for one in waiting if one.interchange == accepted.interchange)
        sender, party = self._world.party("mill"), self._world.party(receiver)
        assert sender is not None
        assert party is not None
        parts = []
        for content in contents:
            path = self._folder / str(uuid4())
            path.write_bytes(content)
            parts.append(Part(name, media_type, path, len(content), sha256(path)))
        route = Route(sender, party, "catalogue", party.ports[0], FORMAT)
        outcome = Accepted((Routed(route, Report("x"), tuple(parts), 1),))
        identity = document_id(accepted.interchange, 1)
        one = Processed(identity, 1, FORMAT, Summary("catalogue", key), outcome, Report("in"))
        self.store.work.finish([Conclusion(envelope, (Ended(one, "mill"),), ANSWER, {"hub": "1"})])

    def settle(self, consignment: Consignment, receipt: Receipt) -> None:
        """Write down that one was handed over."""
        self.store.deliveries.delivered([(consignment, receipt)])
        self.store.deliveries.finished([consignment])

    def lay_ready(self, *contents: bytes, receiver: str = "north", **given: str) -> list[str]:
        """Hand outputs over as a port to fetch from does; returns their ids."""
        claimed = self.claim(*contents, receiver=receiver, **given)
        self.store.deliveries.delivered([(one, Receipt("ready")) for one in claimed])
        self.store.deliveries.finished(claimed)
        return [one.id for one in claimed]
