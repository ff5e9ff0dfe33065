"""The tables and their versions: made when new, changed step by step when older.

Every step first only adds what the next version needs (``SCHEMA_FLOOR`` stays), so that
processes of the version before go on beside the new ones; what is not needed any more goes
in a later version. So a hub may always do the steps itself, when it opens the database.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Inspector, Table, insert, inspect, select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.schema import CreateIndex

from hub.errors import ConfigurationError
from hub.store.database import Database
from hub.store.locks import SCHEMA, lock_alone
from hub.store.schema import (
    SCHEMA_FLOOR,
    SCHEMA_VERSION,
    counter,
    delivery,
    document,
    document_reference,
    interchange,
    metadata,
    paper,
    paper_mark,
    route,
)

__all__ = ["prepare"]

_REFUSED = "42501"


def prepare(database: Database) -> None:
    """Create what is missing and bring older tables up to date, all or nothing.

    Raises ``ConfigurationError`` for a database of a hub that is too new, or where this user
    may not make tables.
    """
    try:
        with database.write() as connection:
            _prepare(connection, database)
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != _REFUSED:
            raise
        mistake = (
            f"database {database.name}: its user may not create tables there; as an "
            "administrator type: ALTER DATABASE ... OWNER TO the user, or GRANT CREATE ON SCHEMA"
        )
        raise ConfigurationError([mistake]) from error


def _prepare(connection: Connection, database: Database) -> None:
    found = _numbers(connection)
    if found.get("schema") == SCHEMA_VERSION:
        return
    # Two processes that start together do not both do it.
    lock_alone(connection, SCHEMA)
    found = _numbers(connection)
    version = found.get("schema")
    if version is None:
        metadata.create_all(connection)
        numbers = {"schema": SCHEMA_VERSION, "schema-floor": SCHEMA_FLOOR, "accepted": 0}
        rows = [{"name": name, "value": value} for name, value in numbers.items()]
        connection.execute(insert(counter), rows)
        _guard(connection)
    elif version > SCHEMA_VERSION:
        if found.get("schema-floor", version) <= SCHEMA_VERSION:
            return
        mistake = (
            f"database {database.name}: was written by a newer hub (schema {version}, "
            f"this one knows {SCHEMA_VERSION}); install the newer hub"
        )
        raise ConfigurationError([mistake])
    else:
        if database.on_server:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        for step in range(version + 1, SCHEMA_VERSION + 1):
            _STEPS[step](connection)
        _note(connection, database, "schema", SCHEMA_VERSION)
        _note(connection, database, "schema-floor", SCHEMA_FLOOR)


def _numbers(connection: Connection) -> dict[str, int]:
    if not inspect(connection).has_table(counter.name):
        return {}
    return {row.name: row.value for row in connection.execute(select(counter))}


def _note(connection: Connection, database: Database, name: str, value: int) -> None:
    connection.execute(
        database.insert(counter)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def _second(connection: Connection) -> None:
    """Confirmations, when an attempt began, and a sender's documents in order."""
    looked = inspect(connection)
    for table, column in (
        (interchange, "begun_at"),
        (document, "accept_number"),
        (delivery, "confirmed_at"),
    ):
        _add(connection, looked, table, column)
    numbered = select(interchange.c.accept_number).where(interchange.c.id == document.c.interchange)
    connection.execute(
        update(document)
        .where(document.c.accept_number.is_(None))
        .values(accept_number=numbered.scalar_subquery())
    )
    for table in (interchange, document, delivery):
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
    # document_sent begins with the same column, interchange_under_way took over.
    for name in ("ix_document_sender", "interchange_open"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")


def _third(connection: Connection) -> None:
    """What documents name each other; those that came before are not looked through again."""
    document_reference.create(connection, checkfirst=True)


def _fourth(connection: Connection) -> None:
    """What bills are held against; documents that came before are not looked through again."""
    paper.create(connection, checkfirst=True)
    paper_mark.create(connection, checkfirst=True)


def _fifth(connection: Connection) -> None:
    """What receivers answer."""
    _add(connection, inspect(connection), route, "reply")


def _sixth(connection: Connection) -> None:
    """Which of a receiver's answers stands; any new one is later than those without a number."""
    _add(connection, inspect(connection), route, "reply_number")


def _seventh(connection: Connection) -> None:
    """Why a waiting bill could not be judged again."""
    looked = inspect(connection)
    for column in ("reason", "error", "parked_at"):
        _add(connection, looked, paper, column)
    for index in paper.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))


_STEPS: Mapping[int, Callable[[Connection], None]] = {
    2: _second,
    3: _third,
    4: _fourth,
    5: _fifth,
    6: _sixth,
    7: _seventh,
}
"""What leads to a version from the one before it."""


def _add(connection: Connection, looked: Inspector, table: Table, name: str) -> None:
    if any(column["name"] == name for column in looked.get_columns(table.name)):
        return
    kind = table.c[name].type.compile(connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}")


def _guard(connection: Connection) -> None:
    """Let the database itself refuse to change the trace."""
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER trace_no_{verb.lower()} BEFORE {verb} ON trace "
                "BEGIN SELECT RAISE(ABORT, 'the trace is append-only'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION trace_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trace is append-only'; END $$"
    )
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        connection.exec_driver_sql(
            f"CREATE TRIGGER trace_no_{event.split()[0].lower()} BEFORE {event} ON trace "
            f"FOR EACH {each} EXECUTE FUNCTION trace_is_kept()"
        )
