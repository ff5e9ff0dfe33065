"""The database, watched from its engine."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from hub.errors import StoreUnavailable
from hub.store.database import writing_option
from hub.store.schema import counter
from hub.store.sqlite import open_sqlite
from hub.telemetry.metrics import Metrics
from hub.telemetry.transactions import watch_database


def test_transactions_are_timed_by_what_they_do(tmp_path: Path) -> None:
    """Reading, writing and rolled back transactions are each counted once."""
    metrics = Metrics()
    database = open_sqlite(tmp_path / "hub.sqlite")
    watch_database(database.engine, metrics, writing_option)
    with database.read() as connection:
        connection.execute(select(counter))
    with database.write() as connection:
        connection.execute(insert(counter).values(name="x", value=1))
    with pytest.raises(KeyError), database.write():
        raise KeyError
    name = "hub_db_transaction_duration_seconds_count"
    assert metrics.registry.get_sample_value(name, {"name": "read"}) == 1
    assert metrics.registry.get_sample_value(name, {"name": "write"}) == 2
    database.close()


def test_errors_are_told_apart(tmp_path: Path) -> None:
    """A broken rule, a database in use by another and a bug are three kinds of error."""
    metrics = Metrics()
    database = open_sqlite(tmp_path / "hub.sqlite", patience=0.05)
    watch_database(database.engine, metrics, writing_option)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(counter).values(name="schema", value=1))
    other = open_sqlite(tmp_path / "hub.sqlite")
    with other.write(), pytest.raises(StoreUnavailable), database.write():
        pass
    other.close()
    with pytest.raises(OperationalError, match="no such table"), database.read() as connection:
        connection.execute(text("SELECT * FROM strangers"))
    for kind in ("constraint", "contention", "defect"):
        found = metrics.registry.get_sample_value("hub_db_errors_total", {"kind": kind})
        assert found == 1, kind
    database.close()


def test_a_server_that_is_gone_is_unavailable() -> None:
    """A connection that cannot be made counts, too, though no transaction ever began."""
    metrics = Metrics()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        engine = create_engine(f"postgresql+psycopg://hub@127.0.0.1:{port}/hub")
        watch_database(engine, metrics, writing_option)
        with pytest.raises(OperationalError), engine.begin():
            pass
    engine.dispose()
    unavailable = {"kind": "unavailable"}
    assert metrics.registry.get_sample_value("hub_db_errors_total", unavailable) == 1


def test_errors_of_a_server_are_told_apart(database: str) -> None:
    """A wrong statement is a defect, a lock that is not free in time is contention."""
    metrics = Metrics()
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    watch_database(engine, metrics, writing_option)
    with pytest.raises(DataError), engine.begin() as connection:
        connection.execute(text("SELECT 1 / 0"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (name text)"))
    with engine.begin() as first:
        first.execute(text("LOCK TABLE things"))
        with pytest.raises(OperationalError), engine.begin() as second:
            second.execute(text("LOCK TABLE things NOWAIT"))
    engine.dispose()
    for kind in ("defect", "contention"):
        found = metrics.registry.get_sample_value("hub_db_errors_total", {"kind": kind})
        assert found == 1, kind
