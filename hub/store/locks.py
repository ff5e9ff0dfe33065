"""Locks of a database server that stand for no row; one file has one writer and needs none."""

from collections.abc import Collection
from hashlib import blake2b

from sqlalchemy import BigInteger, Connection, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY

__all__ = ["NUMBERS", "PURCHASES", "RELAY", "SCHEMA", "lock_alone", "lock_each", "lock_id"]

SCHEMA = "schema"
NUMBERS = "numbers"
PURCHASES = "purchases"
RELAY = "relay"

MOST = 500
"""Single locks of one transaction; the server has room for some thousands in all."""


def lock_id(name: str) -> int:
    """Return the number that stands for a name."""
    return int.from_bytes(blake2b(f"hub/{name}".encode(), digest_size=8).digest(), signed=True)


def lock_alone(connection: Connection, name: str) -> None:
    """Wait until nobody else holds a lock of this name or, by ``lock_each``, under it."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock_id(name))))


def lock_each(connection: Connection, name: str, keys: Collection[str]) -> None:
    """Wait until nobody else holds one of these keys; held until the transaction ends.

    Everybody takes them in the same order, so two that want the same ones never wait for
    each other. Very many keys are taken as the whole name instead.
    """
    if connection.dialect.name != "postgresql" or not keys:
        return
    numbers = sorted({lock_id(f"{name}/{key}") for key in keys})
    if len(numbers) > MOST:
        lock_alone(connection, name)
        return
    connection.execute(select(func.pg_advisory_xact_lock_shared(lock_id(name))))
    connection.execute(_EACH, {"numbers": numbers})


_EACH = text(
    "SELECT count(pg_advisory_xact_lock(number)) FROM unnest(:numbers) AS wanted(number)"
).bindparams(bindparam("numbers", type_=ARRAY(BigInteger)))
