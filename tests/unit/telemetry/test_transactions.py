"""The database, watched from its engine."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

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
    with pytest.raises(StoreUnavailable, match="no such table") as raised, database.read() as one:
        one.execute(text("SELECT * FROM strangers"))
    assert isinstance(raised.value.__cause__, OperationalError)
    for kind, count in (("constraint", 1), ("contention", 1), ("unavailable", 1)):
        found = metrics.registry.get_sample_value("hub_db_errors_total", {"kind": kind})
        assert found == count, kind
    database.close()
