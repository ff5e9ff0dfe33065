"""Every adapter of a kind, for suites that run over all of them."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from hub.pipeline.protocols import Checkpoint
from hub.store.postgres import open_postgres
from hub.store.schema import counter, metadata
from hub.store.store import SqlStore
from tests.contract.making import PATIENCE, Beside, Maker, Open
from tests.contract.transportbench import AmqpBench, SpoolBench, TransportBench
from tests.world import FakeClock
from tools.servers import PostgresCluster


@pytest.fixture
def clock() -> FakeClock:
    """Time that the test moves."""
    return FakeClock()


@pytest.fixture(scope="session")
def tables(postgres: PostgresCluster) -> str:
    """The address of a database with the tables of the store in it."""
    url = postgres.create_database("tables")
    open_postgres(url).close()
    return url


@pytest.fixture
def store_url(tables: str) -> str:
    """The same with nothing in the tables: much quicker than a new database."""
    with psycopg.connect(tables, autocommit=True) as connection:
        # Neither the guard of the trace nor the order of references is in the way so.
        connection.execute("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            if table is not counter:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
        connection.execute("UPDATE counter SET value = 0 WHERE name = 'accepted'")
    return tables


@pytest.fixture
def open_store(store_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Open]:
    """Open the store of one more process over the same database; say what it shall watch."""
    opened: list[SqlStore] = []

    def one_more(checkpoint: Checkpoint = lambda _: None) -> SqlStore:
        opened.append(SqlStore.on_server(store_url, tmp_path / "payloads", clock, checkpoint))
        return opened[-1]

    yield one_more
    for one in opened:
        one.close()


@pytest.fixture
def beside() -> Iterator[Beside]:
    """Call something in a thread of its own."""
    with ThreadPoolExecutor(4) as threads:
        yield threads.submit


@pytest.fixture
def waits(store_url: str) -> Callable[..., None]:
    """Wait until the server says that so many wait for somebody else's lock."""

    def look(many: int = 1) -> None:
        wanted = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        end = time.monotonic() + PATIENCE
        with psycopg.connect(store_url, autocommit=True) as connection:
            while connection.execute(wanted).fetchone() != (many,):
                assert time.monotonic() < end, "nobody waits for a lock"
                time.sleep(0.01)

    return look


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[SqlStore]:
    """Each store."""
    if request.param == "postgresql":
        yield request.getfixturevalue("open_store")()
        return
    opened = SqlStore.embedded(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    """Makes conclusions."""
    (tmp_path / "parts").mkdir()
    return Maker(tmp_path / "parts")


@pytest.fixture(params=["spool", "spool-postgresql", "amqp"])
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock
) -> Iterator[TransportBench]:
    """Two consumers of each transport."""
    made: TransportBench
    if request.param == "amqp":
        made = AmqpBench(request.getfixturevalue("vhost"))
    elif request.param == "spool":
        made = SpoolBench(SqlStore.embedded(tmp_path, clock), clock)
    else:
        made = SpoolBench(request.getfixturevalue("open_store")(), clock)
    yield made
    made.close()
