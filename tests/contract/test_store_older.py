"""Stores made by earlier versions are brought up as they are opened, each with its data.

``older/schema_3.*.sql`` are the tables as version 3 made them, the others what the versions up to
theirs added. Version 1, which had SQLite only, has its own tests beside the migrations.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, insert, inspect
from sqlalchemy.engine import Connection

from hub.matching.match import match
from hub.matching.papers import Billed, Ordered, Paper, encode_paper
from hub.matching.records import Records
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.filed import Filed
from hub.store import schema
from hub.store.store import SqlStore
from tests.contract.making import Maker, accept, arrival
from tests.purchase import COLUMNS, invoice, order
from tests.world import START, FakeClock
from tools.servers import PostgresCluster

OLDER = Path(__file__).with_name("older")
STEPS = {3: (3,), 5: (3, 5), 6: (3, 5, 6)}
"""Which files make the tables of a version."""
REPORT = b'{"layers": [], "losses": []}'
BILL = Billed(invoice(), match(invoice(), Records(), COLUMNS["opus"]), ("PO-1",), START)
MARK = ("order", "PO-1")


class Place:
    """Where a store is kept, and how it is opened."""

    def __init__(self, home: Path, url: str | None) -> None:
        self.home, self.url = home, url
        self.clock = FakeClock()
        self.clock.advance(60)

    def engine(self) -> Engine:
        """The database as it is, without the hub."""
        if self.url is None:
            return create_engine(f"sqlite:///{self.home / 'hub.sqlite'}")
        return create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))

    def open(self) -> SqlStore:
        """The store."""
        if self.url is None:
            return SqlStore.embedded(self.home, self.clock)
        return SqlStore.on_server(self.url, self.home / "payloads", self.clock)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Place]:
    """Finds an empty place."""
    made: list[Place] = []

    def one_more() -> Place:
        home = tmp_path / str(len(made))
        home.mkdir()
        url = None
        if request.param == "postgresql":
            cluster: PostgresCluster = request.getfixturevalue("postgres")
            name = f"older_{tmp_path.name.replace('-', '_')}_{len(made)}".lower()[-60:]
            url = cluster.create_database(name)
            request.addfinalizer(lambda: cluster.drop_database(name))
        made.append(Place(home, url))
        return made[-1]

    return one_more


ENVELOPE = Envelope(
    interchange="11111111-1111-4111-8111-111111111111",
    accept_number=1,
    account="mill",
    tenant="main",
    channel="folder",
    name="old.xml",
    accepted_at=START,
    payload=ClaimCheck("main", "22222222-2222-4222-8222-222222222222", "ab" * 32, 5),
)


def make(there: Place, version: int) -> None:
    """Make the store of a version, with one bill that went to a customer."""
    engine = there.engine()
    with engine.begin() as connection:
        for step in STEPS[version]:
            text = (OLDER / f"schema_{step}.{engine.dialect.name}.sql").read_text("utf-8")
            for statement in filter(str.strip, text.split(";\n")):
                connection.exec_driver_sql(statement)
        fill(connection, version)
    engine.dispose()


def fill(connection: Connection, version: int) -> None:
    """Write what a hub of that version would have written."""
    key, claim = ENVELOPE.interchange, ENVELOPE.payload
    rows: list[tuple[Any, dict[str, Any]]] = [
        (schema.counter, {"name": "schema", "value": version}),
        (schema.counter, {"name": "schema-floor", "value": 1}),
        (schema.counter, {"name": "accepted", "value": 1}),
        (
            schema.blob,
            {
                "id": claim.blob,
                "tenant": "main",
                "sha256": claim.sha256,
                "size": claim.size,
                "content": b"hello",
            },
        ),
        (
            schema.interchange,
            {
                "id": key,
                "accept_number": 1,
                "account": "mill",
                "tenant": "main",
                "channel": "folder",
                "name": "old.xml",
                "blob": claim.blob,
                "sha256": claim.sha256,
                "size": claim.size,
                "accepted_at": START,
                "ports": [],
                "envelope": ENVELOPE.encode(),
                "state": "ended",
                "ended_at": START,
            },
        ),
        (
            schema.document,
            {
                "id": "d1",
                "interchange": key,
                "position": 1,
                "kind": "invoice",
                "number": "INV-1",
                "edition": "",
                "sender": "mill",
                "outcome": "accepted",
                "report": REPORT,
                "versions": {},
                "ended_at": START,
                "accept_number": 1,
            },
        ),
        (
            schema.route,
            {
                "document": "d1",
                "position": 1,
                "state": "routed",
                "sender": "mill",
                "receiver": "north",
                "port": "north.main",
                "lane": "lane",
                "kind": "invoice",
                "report": REPORT,
            },
        ),
    ]
    if version >= 4:
        waiting = {
            "document": "d1",
            "interchange": key,
            "accept_number": 1,
            "position": 1,
            "tenant": "main",
            "buyer": "north",
            "subject": "mill/invoice/INV-1/",
            "content": encode_paper(BILL),
            "verdict": "held",
            "waits": True,
            "due": START,
        }
        mark = {"buyer": "north", "kind": MARK[0], "value": MARK[1], "document": "d1"}
        rows += [(schema.paper, waiting), (schema.paper_mark, mark)]
    for table, values in rows:
        connection.execute(insert(table), values)


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def shape(there: Place) -> dict[str, Any]:
    """Columns and keys of every table, and every index."""
    engine = there.engine()
    looked = inspect(engine)
    found: dict[str, Any] = {
        table: (
            {(one["name"], str(one["type"]), one["nullable"]) for one in looked.get_columns(table)},
            looked.get_pk_constraint(table)["constrained_columns"],
            {str(one["constrained_columns"]) for one in looked.get_foreign_keys(table)},
        )
        for table in looked.get_table_names()
    }
    with engine.connect() as connection:
        wanted = INDEXES[engine.dialect.name]
        found["indexes"] = {tuple(row) for row in connection.exec_driver_sql(wanted)}
    engine.dispose()
    return found


@pytest.mark.parametrize("version", STEPS)
def test_the_tables_become_those_of_a_new_store(place: Callable[[], Place], version: int) -> None:
    """Opened once or twice, an older store has every table, column and index of a new one."""
    old, new = place(), place()
    make(old, version)
    new.open().close()
    for _ in range(2):
        old.open().close()
        assert shape(old) == shape(new)


def test_version_3_goes_on(place: Callable[[], Place], tmp_path: Path) -> None:
    """What was sent is found and may be answered, and bills are kept from now on."""
    there = place()
    make(there, 3)
    store = there.open()
    (found,) = store.archive.search("INV-1")
    assert [way["reply"] for way in found["documents"][0]["routes"]] == [None]
    parts = tmp_path / "parts"
    parts.mkdir()
    envelope = accept(store, "o")
    made = Maker(parts).conclude(envelope, "o", Maker(parts).outcome("o", "north"))
    (ended,) = made.documents
    paper = Paper(ended.processed.document, "o", Ordered(order()))
    kept = replace(ended.processed, filed=Filed("north", paper, (MARK,), asked=(MARK,)))
    assert store.work.finish([replace(made, documents=(replace(ended, processed=kept),))]) == [True]
    memory = store.work.recollection("main")
    assert [one.subject for one in memory.papers("north", [MARK])] == ["o"]
    store.close()


def test_version_5_goes_on(place: Callable[[], Place]) -> None:
    """A bill that waited waits on; it can be put before an operator, and be sent elsewhere."""
    there = place()
    make(there, 5)
    store = there.open()
    (found,) = store.waiting.due(10)
    assert (found.document, found.billed().held) == ("d1", ("PO-1",))
    assert [one.subject for one in store.waiting.papers(found)] == ["mill/invoice/INV-1/"]
    store.inbox.accept([replace(arrival("before"), replay_of=ENVELOPE.interchange)])
    there.clock.advance(1)
    store.waiting.park(found, "defect", "KeyError: 'x'")
    assert store.waiting.due(10) == []
    (row,) = store.archive.parked()
    assert (row["what"], row["id"], row["reason"]) == ("bill", "d1", "defect")
    assert dt.datetime.fromisoformat(row["since"]) == there.clock.now()
    store.inbox.accept([replace(arrival("again"), replay_of=ENVELOPE.interchange)])
    assert store.archive.parked() == []
    store.close()
