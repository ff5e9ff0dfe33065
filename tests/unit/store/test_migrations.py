"""Databases of earlier versions are brought up to date as they are opened."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from hub.errors import ConfigurationError
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.store.schema import SCHEMA_VERSION
from hub.store.sqlite import open_sqlite
from hub.store.store import SqlStore
from tests.world import START, FakeClock

FIRST = Path(__file__).with_name("schema_1.sql")
"""The tables as the first version made them."""


def first_version(home: Path) -> Envelope:
    """Make a home of the first version with one interchange that went to one customer."""
    envelope = Envelope(
        interchange="11111111-1111-4111-8111-111111111111",
        accept_number=1,
        account="mill",
        tenant="main",
        channel="folder",
        name="old.xml",
        accepted_at=START,
        payload=ClaimCheck("main", "22222222-2222-4222-8222-222222222222", "ab" * 32, 5),
    )
    at = int(START.timestamp() * 1_000_000)
    report = b'{"layers": [], "losses": []}'
    rows = {
        "counter": [("schema", 1), ("accepted", 1)],
        "blob": [(envelope.payload.blob, "main", "ab" * 32, 5, None, b"hello", None)],
        "interchange (id, accept_number, account, tenant, channel, name, blob, sha256, size, "
        "accepted_at, ports, envelope, state, attempts, explained, exhausted, sends, ended_at)": [
            (
                *(envelope.interchange, 1, "mill", "main", "folder", "old.xml"),
                *(envelope.payload.blob, "ab" * 32, 5, at, "[]", envelope.encode()),
                *("ended", 1, 0, 0, 1, at),
            )
        ],
        "document (id, interchange, position, kind, number, edition, sender, outcome, report, "
        "versions, ended_at)": [
            (
                "d1",
                envelope.interchange,
                1,
                "catalogue",
                "K-1",
                "",
                "mill",
                "accepted",
                report,
                "{}",
                at,
            )
        ],
        "route (document, position, state, sender, receiver, port, lane, kind, lines, "
        "refused_lines, unchanged, report)": [
            ("d1", 1, "routed", "mill", "north", "north.main", "lane", "catalogue", 1, 0, 0, report)
        ],
        "delivery (id, kind, port, lane, number, ordinal, interchange, document, route, account, "
        "name, blob, state, attempts, next_due)": [
            (
                "o1",
                "output",
                "north.main",
                "lane",
                1,
                1,
                envelope.interchange,
                "d1",
                1,
                "mill",
                "out.xml",
                envelope.payload.blob,
                "waiting",
                0,
                at,
            )
        ],
        "lane (name, port, epoch, next_due)": [("lane", "north.main", 0, at)],
    }
    with sqlite3.connect(home / "hub.sqlite") as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
        for table, values in rows.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
    connection.close()
    return envelope


def shape(engine: Engine) -> dict[str, object]:
    """The columns and indexes of every table."""
    looked = inspect(engine)
    indexes: dict[str, set[str]] = {}
    with engine.connect() as connection:
        wanted = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        for table, statement in connection.exec_driver_sql(wanted):
            indexes.setdefault(table, set()).add(statement)
    return {
        table: (
            {(column["name"], column["nullable"]) for column in looked.get_columns(table)},
            indexes.get(table),
        )
        for table in looked.get_table_names()
    }


def test_first_version_becomes_this_one(tmp_path: Path) -> None:
    """An old home opens, and its tables are those of a new one."""
    old, new = tmp_path / "old", tmp_path / "new"
    for home in (old, new):
        home.mkdir()
    first_version(old)
    ours, theirs = open_sqlite(new / "hub.sqlite"), open_sqlite(old / "hub.sqlite")
    assert shape(theirs.engine) == shape(ours.engine)
    for database in (ours, theirs):
        with database.read() as connection:
            found = connection.exec_driver_sql("SELECT value FROM counter WHERE name = 'schema'")
            assert found.scalar_one() == SCHEMA_VERSION
        database.close()


def test_first_version_goes_on_working(tmp_path: Path) -> None:
    """What an old home holds is remembered, found, handed over and confirmed."""
    envelope = first_version(tmp_path)
    clock = FakeClock()
    clock.advance(60)
    for _ in range(2):  # the second time nothing is left to do
        store = SqlStore.embedded(tmp_path, clock)
        memory = store.work.recollection("main")
        assert memory.last_document("mill", "catalogue", "north", None) == (envelope.interchange, 1)
        assert [row["id"] for row in store.archive.search("K-1")] == [envelope.interchange]
        store.close()
    store = SqlStore.embedded(tmp_path, clock)
    claimed = store.deliveries.claim("ports", 9, frozenset())
    assert [(one.id, one.payload.head(9)) for one in claimed] == [("o1", b"hello")]
    assert store.deliveries.confirm("north.main", "o1")
    assert store.work.begin([envelope.interchange])[0].state == "ended"
    store.close()


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    """A migration that cannot be finished leaves the old version, to be tried again."""
    first_version(tmp_path)
    path = tmp_path / "hub.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE document_sent (it INTEGER)")
    connection.close()
    with pytest.raises(Exception, match="document_sent"):
        open_sqlite(path)
    with sqlite3.connect(path) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(delivery)")}
        assert "confirmed_at" not in columns
        connection.execute("DROP TABLE document_sent")
    connection.close()
    open_sqlite(path).close()


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """A database that needs a newer hub is refused; one that bears this hub is used."""
    path = tmp_path / "hub.sqlite"
    open_sqlite(path).close()

    def change(name: str) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE counter SET value = 99 WHERE name = ?", (name,))
        connection.close()

    change("schema")
    open_sqlite(path).close()
    change("schema-floor")
    with pytest.raises(ConfigurationError, match="install the newer hub"):
        open_sqlite(path)


def test_instants_survive(tmp_path: Path) -> None:
    """Times of the first version are read as they were written."""
    envelope = first_version(tmp_path)
    store = SqlStore.embedded(tmp_path, FakeClock())
    found = store.archive.interchange(envelope.interchange)
    assert found is not None
    assert dt.datetime.fromisoformat(found["accepted_at"]) == START
    store.close()
