"""What the store remembers of earlier documents."""

from sqlalchemy import Connection, exists, select

from hub.pipeline.memory import Earlier
from hub.store.database import Database
from hub.store.schema import document, document_key, route

__all__ = ["SqlRecollection", "find_bytes", "find_number"]


def find_number(
    connection: Connection, tenant: str, seller: str, kind: str, number: str, edition: str
) -> tuple[Earlier, str] | None:
    """Return the document accepted under this number, and its interchange."""
    row = connection.execute(
        select(document_key.c.document, document_key.c.sha256, document_key.c.interchange).where(
            document_key.c.tenant == tenant,
            document_key.c.seller == seller,
            document_key.c.kind == kind,
            document_key.c.document_number == number,
            document_key.c.edition == edition,
        )
    ).one_or_none()
    return None if row is None else (Earlier(row.document, row.sha256), row.interchange)


def find_bytes(
    connection: Connection, tenant: str, seller: str, sha256: str
) -> tuple[Earlier, str] | None:
    """Return the first document accepted with exactly these bytes, and its interchange."""
    row = connection.execute(
        select(document_key.c.document, document_key.c.sha256, document_key.c.interchange)
        .where(
            document_key.c.tenant == tenant,
            document_key.c.seller == seller,
            document_key.c.sha256 == sha256,
        )
        .order_by(document_key.c.number)
        .limit(1)
    ).one_or_none()
    return None if row is None else (Earlier(row.document, row.sha256), row.interchange)


class SqlRecollection:
    """Reads outside the committing transaction: ``finish`` looks again inside it."""

    def __init__(self, database: Database, tenant: str) -> None:
        self._database = database
        self._tenant = tenant

    def earlier(self, seller: str, kind: str, number: str, edition: str) -> Earlier | None:
        """Return the document accepted under this number and edition."""
        with self._database.read() as connection:
            found = find_number(connection, self._tenant, seller, kind, number, edition)
        return None if found is None else found[0]

    def same_bytes(self, seller: str, sha256: str) -> Earlier | None:
        """Return the document accepted with exactly these bytes."""
        with self._database.read() as connection:
            found = find_bytes(connection, self._tenant, seller, sha256)
        return None if found is None else found[0]

    def last_version(self, seller: str, kind: str, number: str) -> str | None:
        """Return the edition that was accepted last under this number."""
        wanted = (
            select(document_key.c.edition)
            .where(
                document_key.c.tenant == self._tenant,
                document_key.c.seller == seller,
                document_key.c.kind == kind,
                document_key.c.document_number == number,
            )
            .order_by(document_key.c.number.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            edition: str | None = connection.scalar(wanted)
        return edition

    def last_document(
        self, seller: str, kind: str, receiver: str | None, agreement: str | None
    ) -> tuple[str, int] | None:
        """Return interchange and position of the last accepted document of a kind."""
        wanted = (
            select(document.c.interchange, document.c.position)
            .join(document_key, document_key.c.document == document.c.id)
            .where(
                document_key.c.tenant == self._tenant,
                document_key.c.seller == seller,
                document_key.c.kind == kind,
            )
            .order_by(document_key.c.number.desc())
            .limit(1)
        )
        if receiver is not None or agreement is not None:
            went = exists().where(route.c.document == document.c.id, route.c.state == "routed")
            if receiver is not None:
                went = went.where(route.c.receiver == receiver)
            if agreement is not None:
                went = went.where(route.c.agreement == agreement)
            wanted = wanted.where(went)
        with self._database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else (row.interchange, row.position)
