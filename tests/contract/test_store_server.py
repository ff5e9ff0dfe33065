"""What a database server that fails, refuses or is set up wrong means to the store."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Select
from sqlalchemy.exc import DBAPIError

from hub.errors import ConfigurationError, StoreUnavailable
from hub.store.database import Database
from hub.store.lanes import HEAD
from hub.store.postgres import open_postgres
from hub.store.schema import SCHEMA_VERSION
from hub.store.store import SqlStore
from hub.store.upkeep import Upkeep
from hub.store.work import _EARLIER_OPEN
from tests.contract.making import accept, arrival
from tests.proof.proxy import Proxy
from tests.world import FakeClock
from tools.servers import PostgresCluster

Open = Callable[..., SqlStore]


@pytest.fixture
def proxy(postgres: PostgresCluster) -> Iterator[Proxy]:
    """A bad line to the server."""
    with Proxy("127.0.0.1", postgres.port) as bad:
        yield bad


@pytest.fixture
def far_url(store_url: str, postgres: PostgresCluster, proxy: Proxy) -> str:
    """The address of the database over the bad line."""
    return store_url.replace(f":{postgres.port}/", f":{proxy.port}/")


def raising(database: Database, state: str) -> None:
    """Let the server raise an error of a state."""
    block = f"DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{state}'; END $$"
    with database.write() as connection:
        connection.exec_driver_sql(block)


def impatient(database: Database, statement: str) -> None:
    """Execute a statement, waiting for nobody for long."""
    with database.write() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '20ms'")
        connection.exec_driver_sql(statement)


def cut_off(database: Database, url: str) -> None:
    """Begin something and let an operator end the session in the middle of it."""
    with database.write() as connection:
        mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(url, autocommit=True) as operator:
            operator.execute("SELECT pg_terminate_backend(%s, 5000)", (mine,))
        connection.exec_driver_sql("SELECT 1")


@pytest.mark.parametrize(
    "state",
    ["40001", "40P01", "55P03", "53100", "53200", "53300", "57014", "58030", "25006", "08006"],
)
def test_trouble_that_passes(open_store: Open, state: str) -> None:
    """Deadlocks, time limits, full disks and standbys: the same call may succeed later."""
    database = open_store().database
    with pytest.raises(StoreUnavailable, match=r"tables on 127\.0\.0\.1:.* so it is"):
        raising(database, state)


@pytest.mark.parametrize("state", ["42P01", "23505", "22001", "54000", "XX001", "P0001"])
def test_defects_stay_visible(open_store: Open, state: str) -> None:
    """A wrong statement or damaged data is not taken for a server that is away."""
    database = open_store().database
    with pytest.raises(DBAPIError):
        raising(database, state)


def test_a_lock_that_is_not_free_in_time(open_store: Open) -> None:
    """Waiting for somebody else ends, and is trouble that passes."""
    first, second = open_store(), open_store()
    lock = "SELECT value FROM counter WHERE name = 'accepted' FOR UPDATE"
    with first.database.write() as one:
        one.exec_driver_sql(lock)
        with pytest.raises(StoreUnavailable, match="lock timeout"):
            impatient(second.database, lock)


def test_two_that_wait_for_each_other(open_store: Open) -> None:
    """Of two transactions in a deadlock the one that is ended may try again."""
    first, second = open_store(), open_store()
    first.inbox.accept([arrival("k"), arrival("l")])
    start = threading.Barrier(2)
    failed: list[Exception] = []

    def cross(store: SqlStore, numbers: tuple[int, int]) -> None:
        lock = "SELECT 1 FROM interchange WHERE accept_number = %s FOR UPDATE"
        try:
            with store.database.write() as connection:
                connection.exec_driver_sql("SET LOCAL deadlock_timeout = '20ms'")
                connection.exec_driver_sql(lock, (numbers[0],))
                start.wait(10)
                connection.exec_driver_sql(lock, (numbers[1],))
        except StoreUnavailable as error:
            failed.append(error)

    other = threading.Thread(target=cross, args=(second, (2, 1)))
    other.start()
    cross(first, (1, 2))
    other.join(10)
    assert ["deadlock" in str(error) for error in failed] == [True]


def test_a_session_that_the_server_ended(open_store: Open, store_url: str) -> None:
    """What was in a transaction is gone and may be tried again; the next call finds a new one."""
    store = open_store()
    with pytest.raises(StoreUnavailable, match="tables on 127"):
        cut_off(store.database, store_url)
    assert accept(store, "k").accept_number == 1


def test_sessions_that_died_while_nobody_looked(open_store: Open, store_url: str) -> None:
    """Connections that were cut while idle are replaced without anybody noticing."""
    store = open_store()
    accept(store, "k")
    with psycopg.connect(store_url, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'hub' AND datname = current_database()"
        )
    assert accept(store, "l").accept_number == 2


def test_a_commit_whose_answer_is_lost(
    far_url: str, proxy: Proxy, open_store: Open, tmp_path: Path, clock: FakeClock
) -> None:
    """It failed as far as anybody knows; taking the same delivery again finds it accepted."""

    def deaf(name: str) -> None:
        if name == "intake.in-transaction":
            proxy.truncate(0, "down")

    store = SqlStore.on_server(far_url, tmp_path / "payloads", clock, deaf)
    with pytest.raises(StoreUnavailable):
        store.inbox.accept([arrival("k")])
    proxy.heal()
    store.close()
    found = open_store().inbox.accept([arrival("k")])[0]
    assert (found.accept_number, found.repeated) == (1, True)


def test_a_server_that_is_not_there(proxy: Proxy, far_url: str) -> None:
    """The sentence names host and database and never the password."""
    password = far_url.split(":")[2].split("@", maxsplit=1)[0]
    proxy.refuse()
    with pytest.raises(StoreUnavailable) as raised:
        open_postgres(far_url)
    assert f"tables on 127.0.0.1:{proxy.port}" in str(raised.value)
    assert password not in str(raised.value)


def test_a_wrong_password(store_url: str) -> None:
    """What the server says is passed on, without what was tried."""
    password = store_url.split(":")[2].split("@", maxsplit=1)[0]
    with pytest.raises(StoreUnavailable, match="password authentication failed") as raised:
        open_postgres(store_url.replace(password, "guessed-wrong"))
    assert "guessed-wrong" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "secret@db/hub",
        "mysql://hub:secret@db/hub",
        "postgresql://hub:secr@et@db/hub",
        "postgresql://hub:secret@db:port/hub",
        "postgresql://hub:secret@db/hub?colour=secret",
        "postgresql://hub:secret@db/hub?connect_timeout=secret",
    ],
)
def test_addresses_that_cannot_be_used(url: str) -> None:
    """A mistake in the address is explained without quoting it."""
    with pytest.raises(ConfigurationError, match="HUB_DATABASE_URL") as raised:
        open_postgres(url)
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_database_of_a_newer_hub(database: str) -> None:
    """Tables that this hub cannot use are left alone; those that it can are used."""
    open_postgres(database).close()
    change = "UPDATE counter SET value = %s WHERE name = %s"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(change, (SCHEMA_VERSION + 1, "schema"))
        open_postgres(database).close()
        connection.execute(change, (SCHEMA_VERSION + 1, "schema-floor"))
    with pytest.raises(ConfigurationError, match="install the newer hub"):
        open_postgres(database)


def test_processes_that_start_together_make_the_tables_once(database: str) -> None:
    """Several that find an empty database end with one set of tables."""
    failed: list[Exception] = []

    def start() -> None:
        try:
            open_postgres(database).close()
        except (DBAPIError, StoreUnavailable) as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


def test_a_user_who_may_not_make_tables(database: str, postgres: PostgresCluster) -> None:
    """The sentence says what an administrator has to type."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    url = database.replace(f"{postgres.user}:{postgres.password}@", "guest:guest@")
    with pytest.raises(ConfigurationError, match="GRANT CREATE ON SCHEMA"):
        open_postgres(url)


def test_a_database_in_another_encoding(postgres: PostgresCluster) -> None:
    """A database that cannot hold every name is refused at once."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        command = sql.SQL(
            "CREATE DATABASE old_encoding ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
        )
        connection.execute(command)
    with pytest.raises(ConfigurationError, match="createdb -E UTF8"):
        open_postgres(postgres.url("old_encoding"))
    postgres.drop_database("old_encoding")


def test_the_trace_cannot_be_emptied(open_store: Open) -> None:
    """The server refuses that as well."""
    store = open_store()
    accept(store, "k")
    with pytest.raises(DBAPIError, match="append-only"), store.database.write() as connection:
        connection.exec_driver_sql("TRUNCATE trace")
    assert store.archive.trace(accept(store, "l").interchange)


def test_a_reader_sees_one_moment(open_store: Open) -> None:
    """What is read in one go fits together, whatever others write meanwhile."""
    first, second = open_store(), open_store()
    wanted = "SELECT count(*) FROM interchange"
    with first.database.read() as connection:
        before = connection.exec_driver_sql(wanted).scalar_one()
        accept(second, "k")
        assert connection.exec_driver_sql(wanted).scalar_one() == before
    with first.database.read() as connection:
        assert connection.exec_driver_sql(wanted).scalar_one() == before + 1


def plan(store: SqlStore, question: Select[Any], **given: Any) -> str:
    """How the server goes about a question."""
    dialect = store.database.engine.dialect
    asked = question.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    values = {
        name: int(value.timestamp()) if isinstance(value, dt.datetime) else value
        for name, value in (asked.params | given).items()
    }
    with store.database.read() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN {asked}", values)
        return "\n".join(row[0] for row in rows)


def test_a_backlog_of_others_costs_nothing(open_store: Open, clock: FakeClock) -> None:
    """Whether something earlier is open is one entry of an index, whatever else is open."""
    store = open_store()
    envelope = accept(store, "k")
    with store.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO interchange (id, accept_number, account, tenant, channel, name, blob, "
            "sha256, size, accepted_at, ports, envelope, state, attempts, explained, exhausted, "
            "sends) SELECT 'x' || n, -n, 'other' || mod(n, 20), 'main', 'folder', 'n', blob, 's', "
            "1, 1, '[]', '', 'open', 0, 0, 0, 1 FROM interchange, generate_series(1, 5000) AS n"
        )
        connection.exec_driver_sql("ANALYZE interchange")
    head = plan(store, HEAD, name="lane", now=clock.now(), many=9)
    earlier = plan(store, _EARLIER_OPEN, key=envelope.interchange)
    for found in (head, earlier):
        assert found.count("interchange_under_way") == 2, found
        assert "accept_number_key" not in found


def test_only_sessions_that_others_wait_for_are_ended(
    open_store: Open, clock: FakeClock, store_url: str
) -> None:
    """A process that stopped with something locked loses its session; one that reads does not."""
    store = open_store()
    held = [psycopg.connect(store_url, application_name="hub") for _ in range(3)]
    reading, writing, locking = held
    with store.database.read() as connection:
        name = connection.exec_driver_sql("SHOW application_name").scalar_one()
    for one in held:
        one.execute(sql.SQL("SET application_name = {}").format(name))
        one.commit()
    reading.execute("SELECT count(*) FROM trace")
    writing.execute("UPDATE counter SET value = value WHERE name = 'schema'")
    locking.execute("SELECT pg_advisory_xact_lock(4711)")
    clock.advance(60)
    Upkeep(store.database, store.blobs, clock, stale=0).step()
    assert reading.execute("SELECT 1").fetchone() == (1,)
    for one in (writing, locking):
        with pytest.raises(psycopg.OperationalError, match="terminat"):
            one.execute("SELECT 1")
    for one in held:
        one.close()
