"""What the hub remembers of catalogues that went out, and of admissions."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hub.app.heads import Heads
from hub.app.items import CatalogueItems, ItemSet
from hub.app.memory import HubMemory
from hub.errors import ContentGone
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats
from hub.model.context import Agreement
from hub.model.identity import EndpointID
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.outcome import Accepted, Processed, Refused, Routed, RouteOutcome
from hub.pipeline.party import Enrolment, Party
from hub.pipeline.protocols import Answer, Arrival, Conclusion, Ended
from hub.pipeline.routing import Route
from hub.resources import resource
from hub.rules.known import ItemKey, Request
from hub.store.schema import blob, interchange
from hub.store.store import SqlStore
from hub.xml.schemas import SchemaStore
from tests.unit.pipeline.world import (
    MAKER,
    TOWN,
    UBL,
    VILLAGE,
    City,
    agreement,
    catalogue,
    document,
    party,
    wants,
)
from tests.world import FakeClock

ANSWER = Answer("done", b"{}", b"text", None, back=False)
NETWORK = "5790000000043"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """The UBL family."""
    return load_formats([resource("mappings") / "ubl"], SchemaStore(schemas_home))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store."""
    opened = SqlStore.embedded(tmp_path, FakeClock())
    yield opened
    opened.close()


def city() -> City:
    """Return a maker, a town in a network and a village in none."""
    net = party("net", NETWORK, receives=[wants("catalogue", "net.in")])
    return City(
        party("maker", MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", "town.in")],
            agreements=[agreement("T1", "town"), agreement("T2", "town")],
            networks=["net"],
        ),
        party(
            "village",
            VILLAGE,
            receives=[wants("catalogue", "village.in")],
            agreements=[agreement("V1", "village")],
        ),
        Party(net.card, frozenset({"network"}), ports=net.ports, subscriptions=net.subscriptions),
    )


class Desk:
    """Catalogues that were sent, and the memory of them."""

    def __init__(self, store: SqlStore, formats: Formats) -> None:
        self._store = store
        self._items = CatalogueItems(store.archive, formats)
        self._heads = Heads(store.archive, formats)
        self._count = 0
        self.city = city()
        self.reads: list[str] = []

    def send(
        self,
        number: str,
        *items: str,
        to: tuple[str, ...] = (),
        refused: tuple[str, ...] = (),
        under: str | None = None,
    ) -> str:
        """Send a catalogue of items, ``-`` before those it deletes and ``~`` before changes."""
        self._count += 1
        content = catalogue(*items, number=number, edition=str(self._count)).decode()
        for item in items:
            name = item.lstrip("-~")
            action = {"-": "Delete", "~": "Update"}.get(item[:1], "Add")
            line = f"<cac:Item><cbc:Name>{item}</cbc:Name></cac:Item>"
            content = content.replace(
                line,
                f"<cbc:ActionCode>{action}</cbc:ActionCode><cac:Item><cbc:Name>{name}</cbc:Name>"
                f"<cac:SellersItemIdentification><cbc:ID>{name}</cbc:ID>"
                "</cac:SellersItemIdentification></cac:Item>",
            )
        summary = Summary("catalogue", number, version=str(self._count))
        return self._finish(content.encode(), summary, len(items), to, refused, under)

    def ask(self, number: str, *to: str, closes: str = "") -> str:
        """Send a request for quotation."""
        self._count += 1
        day = f"<cbc:SubmissionDueDate>{closes}</cbc:SubmissionDueDate>" if closes else ""
        content = document(
            "RequestForQuotation",
            f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-01-02</cbc:IssueDate>{day}",
        )
        return self._finish(content, Summary("request-for-quotation", number), 1, to)

    def _finish(
        self,
        content: bytes,
        summary: Summary,
        lines: int,
        to: tuple[str, ...],
        refused: tuple[str, ...] = (),
        under: str | None = None,
    ) -> str:
        payload = Payload.of_bytes(content, f"{summary.kind}.xml")
        arrival = Arrival("maker", "main", "folder", str(self._count), payload.name, payload)
        accepted = self._store.inbox.accept([arrival])[0]
        envelope = next(
            one
            for one in (Envelope.decode(m.body) for m in self._store.outbox.unsent(1000))
            if one.interchange == accepted.interchange
        )
        ways: list[RouteOutcome] = [
            Routed(self._route(summary.kind, name, under), Report(name), (), lines) for name in to
        ]
        ways += [Refused(self._route(summary.kind, name, under), Report(name)) for name in refused]
        processed = Processed(
            document_id(envelope.interchange, 1),
            1,
            UBL,
            summary,
            Accepted(tuple(ways)),
            Report(payload.name),
        )
        conclusion = Conclusion(envelope, (Ended(processed, "maker"),), ANSWER)
        assert self._store.work.finish([conclusion]) == [True]
        return envelope.interchange

    def _route(self, kind: str, receiver: str, under: str | None) -> Route:
        sender, to = self.city.party("maker"), self.city.party(receiver)
        assert sender is not None
        assert to is not None
        agreed = None if under is None else Agreement(under, "maker", receiver)
        return Route(sender, to, kind, to.ports[0], UBL, agreement=agreed)

    @property
    def memory(self) -> HubMemory:
        """The memory as the next document finds it."""
        recollection = self._store.work.recollection("main")
        return HubMemory(recollection, self.city, self._read, heads=self._heads)

    def _read(self, interchange: str, position: int) -> Iterator[tuple[ItemKey, str]]:
        self.reads.append(interchange)
        return self._items.read(interchange, position)

    def in_network(self, *items: str, buyer: str = "town") -> list[str]:
        """Return those of these items that the network of a buyer has."""
        has = self.memory.network_items("maker", buyer)
        return [] if has is None else [item for item in items if has(item, None)]


@pytest.fixture
def desk(store: SqlStore, formats: Formats) -> Desk:
    """Nothing sent yet."""
    return Desk(store, formats)


def test_catalogues_of_all_numbers_are_in_the_network(desk: Desk) -> None:
    """A supplier's second catalogue does not push its first one out."""
    desk.send("NOR-2030", "a", "b", to=("net",))
    desk.send("NOR-X", "x", to=("net",))
    assert desk.in_network("a", "b", "x", "y") == ["a", "b", "x"]


def test_what_the_network_refused_is_not_in_it(desk: Desk) -> None:
    """That somebody else took the catalogue does not publish it."""
    desk.send("K", "a", to=("village",), refused=("net",))
    assert desk.memory.network_items("maker", "town") is None
    assert desk.memory.network_items("maker", "village") is None
    desk.send("L", "b", to=("net", "village"))
    assert desk.in_network("a", "b") == ["b"]
    assert desk.in_network("a", "b", buyer="village") == ["b"]


def test_the_latest_version_replaces_the_former(desk: Desk) -> None:
    """What a whole new version leaves out, and what it deletes, is gone."""
    desk.send("K", "a", "b", "c", to=("net",))
    desk.send("K", "a", "-b", to=("net",))
    assert desk.in_network("a", "b", "c") == ["a"]


def test_changes_go_on_top_of_the_version_before(desk: Desk) -> None:
    """A version of updates and deletions alone leaves the other items as they were (TTK-06)."""
    desk.send("K", "gone", to=("net",))
    desk.send("K", "a", "b", "c", to=("net",))
    desk.send("K", "~a", "-b", to=("net",))
    assert desk.in_network("a", "b", "c", "gone") == ["a", "c"]


def test_items_are_read_when_asked_for_and_once(desk: Desk) -> None:
    """All routes of a document share what was read; nothing is read for nobody."""
    desk.send("K", "a", to=("net",))
    memory = desk.memory
    first, second = (memory.network_items("maker", "town") for _ in range(2))
    assert desk.reads == []
    assert first is not None
    assert second is not None
    assert first("a", None)
    assert not second("b", None)
    assert len(desk.reads) == 1


@pytest.mark.parametrize("damage", [{"content": None, "file": "aa/lost"}, {"content": b"?"}])
def test_what_the_hub_lost_is_not_nothing(
    desk: Desk, store: SqlStore, damage: dict[str, object]
) -> None:
    """A catalogue whose original is lost or damaged says nothing of any item until it is replaced.

    Nobody is told that an item was never there, and nothing is read again for every item.
    """
    lost = desk.send("K", "a", to=("net", "town"), under="T1")
    desk.send("L", "b", to=("net",))
    whose = select(interchange.c.blob).where(interchange.c.id == lost).scalar_subquery()
    with store.database.write() as connection:
        connection.execute(update(blob).where(blob.c.id == whose).values(**damage))
    memory = desk.memory
    has = memory.network_items("maker", "town")
    active = memory.active_items("maker", "town", "T1")
    assert has is not None
    assert active is not None
    desk.reads.clear()
    for item in ("a", "b", "c"):
        with pytest.raises(ContentGone):
            has(item, None)
    assert desk.reads.count(lost) == 1
    with pytest.raises(ContentGone):
        list(active)
    desk.send("K", "a", to=("net", "town"), under="T1")
    assert desk.in_network("a", "b", "c") == ["a", "b"]


def test_items_that_went_to_anybody(desk: Desk) -> None:
    """A supplier without network has items too, those of all its catalogues."""
    desk.send("K", "a", to=("village",), refused=("net",))
    desk.send("L", "b", refused=("net", "village"))
    has = desk.memory.published_items("maker")
    assert has is not None
    assert (has("a", None), has("b", None)) == (True, False)
    assert desk.memory.published_items("town") is None


def test_the_items_of_an_agreement(desk: Desk) -> None:
    """Only what was routed to that buyer under that agreement is active.

    A refused catalogue changes nothing (PRI-13).
    """
    desk.send("K", "a", "-b", to=("town",), under="T1")
    desk.send("L", "c", refused=("town",), under="T1")
    desk.send("M", "d", to=("town",), under="T2")
    desk.send("N", "e", to=("village",), under="T1")
    found = desk.memory.active_items("maker", "town", "T1")
    assert found is not None
    assert list(found) == [("a", None)]
    assert desk.memory.active_items("maker", "town", "T3") is None


def test_the_numbers_that_a_catalogue_names_its_seller_by(desk: Desk) -> None:
    """Those of the last one that went there; a refused one says nothing."""
    assert desk.memory.catalogue_names("maker", "town") is None
    desk.send("K", "a", to=("town",))
    desk.send("L", "b", refused=("village",))
    named = desk.memory.catalogue_names("maker", "town")
    assert named is not None
    assert EndpointID("GLN", MAKER) in named
    assert desk.memory.catalogue_names("maker", "village") is None


def test_whether_a_document_went_to_a_receiver(desk: Desk) -> None:
    """Of this sender, kind and number; what others got, or this one refused, did not."""
    desk.send("K", "a", to=("town",), refused=("village",))
    memory = desk.memory
    assert memory.went_to("town", "maker", "catalogue", "K")
    assert not memory.went_to("village", "maker", "catalogue", "K")
    assert not memory.went_to("net", "maker", "catalogue", "K")
    assert not memory.went_to("town", "maker", "order", "K")
    assert not memory.went_to("maker", "town", "catalogue", "K")
    assert not memory.went_to("town", "maker", "catalogue", "L")


def test_a_request_is_known_to_whom_it_went(desk: Desk) -> None:
    """No request, and a request without a last day, are two things."""
    desk.ask("OFF1", "town", closes="2026-01-04")
    desk.ask("OFF2", "town")
    memory = desk.memory
    assert memory.request("maker", "town", "OFF1") == Request(dt.date(2026, 1, 4))
    assert memory.request("maker", "town", "OFF2") == Request(None)
    assert memory.request("maker", "village", "OFF1") is None
    assert memory.request("maker", "town", "OFF3") is None


def test_a_hundred_thousand_items_do_not_stay_in_memory() -> None:
    """Every one of them is found again, and others are not."""
    many = ItemSet([("i", 1, "K")], lambda *_: (((str(n), None), "Add") for n in range(100_000)))
    assert all(many(str(number), None) for number in range(0, 100_000, 999))
    assert not many("100000", None)


def test_an_admission_holds_the_company_number(desk: Desk) -> None:
    """Other numbers of the seller, though named first, are not it."""
    where = desk.city
    number = {"NL:KVK": "12345678", "DK:CVR": "10000009"}
    where.parties["maker"] = party("maker", MAKER, numbers=number)
    town = where.parties["town"]
    admission = Enrolment("maker", "town", date=dt.date(2026, 1, 2))
    where.parties["town"] = Party(town.card, town.roles, enrolments=(admission,))
    found = desk.memory.enrolment("maker", "town")
    assert found is not None
    assert found.company_number == "10000009"
