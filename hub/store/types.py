"""Column types that mean the same in every database."""

import datetime as dt
from hashlib import sha256
from typing import Any

from sqlalchemy import String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import BigInteger, TypeDecorator, TypeEngine

__all__ = ["Instant", "Text"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class Instant(TypeDecorator[dt.datetime]):
    """An aware time as microseconds since 1970 in UTC: sorts and compares in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        """Store; a time without zone is refused, because nobody could say when it was."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:
        """Load as UTC."""
        del dialect
        return None if value is None else _EPOCH + value * _MICROSECOND


class Text(TypeDecorator[str]):
    """Text that any sender may have written, compared byte by byte.

    A database server refuses what a file takes: a NUL, half a surrogate pair, an index
    entry above 2,700 bytes. None of that may stop a document, so such characters are
    replaced and, with ``limit`` bytes, a longer text is kept as its beginning and its hash:
    still equal to itself only, in tables and in questions alike.
    """

    impl = String
    cache_ok = True

    def __init__(self, limit: int | None = None) -> None:
        super().__init__(limit)
        self.limit = limit

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Sort by code point everywhere: locks are taken in this order by Python as well."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(String(collation="C"))
        return dialect.type_descriptor(String(self.limit))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store what fits."""
        del dialect
        return None if value is None else self.fit(value)

    def fit(self, value: str) -> str:
        """Return a text as it is kept."""
        if value.isascii() and "\0" not in value:
            if self.limit is None or len(value) <= self.limit:
                return value
            kept = value.encode()
        else:
            kept = value.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace")
            if self.limit is None or len(kept) <= self.limit:
                return kept.decode()
        mark = f"~{sha256(kept).hexdigest()}"[: self.limit]
        return kept[: self.limit - len(mark)].decode("utf-8", "ignore") + mark
