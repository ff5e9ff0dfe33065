"""What the store remembers of earlier documents."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, select

from hub.matching.papers import Mark, Paper
from hub.pipeline.memory import Earlier
from hub.store.conversation import ANSWERS, CHANGE, ORDER
from hub.store.database import Database
from hub.store.papers import find_papers
from hub.store.schema import document, document_key, document_reference, interchange, route

__all__ = ["SqlRecollection", "find_bytes", "find_number"]

ROUTED = "routed"
"""State of a route that was accepted for delivery."""


_KNOWN = select(document_key.c.document, document_key.c.sha256, document_key.c.interchange).where(
    document_key.c.tenant == bindparam("tenant"), document_key.c.seller == bindparam("seller")
)
_NUMBERED = _KNOWN.where(
    document_key.c.kind == bindparam("kind"),
    document_key.c.document_number == bindparam("document_number"),
    document_key.c.edition == bindparam("edition"),
)
_SAME_BYTES = (
    _KNOWN.where(document_key.c.sha256 == bindparam("sha256"))
    .order_by(document_key.c.number)
    .limit(1)
)


def find_number(
    connection: Connection, tenant: str, seller: str, kind: str, number: str, edition: str
) -> tuple[Earlier, str] | None:
    """Return the document accepted under this number, and its interchange."""
    asked = {
        "tenant": tenant,
        "seller": seller,
        "kind": kind,
        "document_number": number,
        "edition": edition,
    }
    row = connection.execute(_NUMBERED, asked).one_or_none()
    return None if row is None else (Earlier(row.document, row.sha256), row.interchange)


def find_bytes(
    connection: Connection, tenant: str, seller: str, sha256: str
) -> tuple[Earlier, str] | None:
    """Return the first document accepted with exactly these bytes, and its interchange."""
    asked = {"tenant": tenant, "seller": seller, "sha256": sha256}
    row = connection.execute(_SAME_BYTES, asked).one_or_none()
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
        self,
        seller: str,
        kind: str,
        receiver: str | None,
        agreement: str | None,
        number: str | None = None,
    ) -> tuple[str, int] | None:
        """Return interchange and position of the last document of a kind that went there."""
        asked = None if receiver is None else [receiver]
        wanted = _sent(self._tenant, seller, kind, asked, agreement)
        if number is not None:
            wanted = wanted.where(document.c.number == number)
        with self._database.read() as connection:
            row = connection.execute(wanted.limit(1)).one_or_none()
        return None if row is None else (row.interchange, row.position)

    def sent_documents(
        self, seller: str, kind: str, receivers: Collection[str] | None
    ) -> list[tuple[str, int, str | None]]:
        """Return interchange, position and number of every document that went there.

        The newest comes first. ``receivers`` None means anybody.
        """
        wanted = _sent(self._tenant, seller, kind, receivers)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [(row.interchange, row.position, row.number) for row in rows]

    def receivers(self, seller: str, kind: str) -> frozenset[str]:
        """Return everybody whom a document of a kind went to."""
        sent = _sent(self._tenant, seller, kind, None).order_by(None).subquery()
        wanted = (
            select(route.c.receiver)
            .join(sent, sent.c.id == route.c.document)
            .where(route.c.state == ROUTED)
            .distinct()
        )
        with self._database.read() as connection:
            return frozenset(connection.scalars(wanted))

    def answer_to(
        self, buyer: str, order: str, seller: str, apart_from: tuple[str | None, str]
    ) -> str | None:
        """Return the number of the last answer that went from a seller to a buyer about an order.

        The keys are those that link a conversation: what an answer or a change names. What an
        operator replays is the version that was there before, and no new one, unless it never
        went out before (DIG-04).
        """
        asked = (ORDER, order)
        numbered = _sent(self._tenant, buyer, ORDER, [seller]).where(document.c.number == order)
        changes = _naming(_sent(self._tenant, buyer, CHANGE, [seller]), asked)
        answers = [_naming(_sent(self._tenant, seller, kind, [buyer]), asked) for kind in ANSWERS]
        with self._database.read() as connection:
            versions = [
                _firsts(connection.execute(one).all()).values() for one in (numbered, changes)
            ]
            since = max((_when(row) for rows in versions for row in rows), default=None)
            rows = [row for one in answers for row in connection.execute(one)]
        found = [
            row
            for row in rows
            if (since is None or _when(row) > since)
            and (row.number is None or (row.number, row.edition) != apart_from)
        ]
        return (max(found, key=_when).number or "") if found else None

    def papers(self, buyer: str, marks: Sequence[Mark]) -> list[Paper]:
        """Return what is kept under these marks, and of the bills among it, in order."""
        with self._database.read() as connection:
            return find_papers(connection, self._tenant, buyer, marks)


def _when(row: Any) -> tuple[int, int]:
    return row.accept_number or 0, row.position


def _firsts(rows: Sequence[Any]) -> dict[tuple[Any, ...], Any]:
    """Return of rows, the newest first, the one by which each document went out first.

    Number and edition are those of one document and its replays (``hub.pipeline.earlier``).
    """
    return {
        (row.replay_of or row.interchange, row.position)
        if row.number is None
        else (row.number, row.edition): row
        for row in rows
    }


def _naming(sent: Select[Any], named: tuple[str, str]) -> Select[Any]:
    kind, number = named
    return sent.where(
        exists().where(
            document_reference.c.document == document.c.id,
            document_reference.c.kind == kind,
            document_reference.c.value == number,
        )
    )


def _sent(
    tenant: str,
    seller: str,
    kind: str,
    receivers: Collection[str] | None,
    agreement: str | None = None,
) -> Select[tuple[str, str, int, str | None, str | None, int | None, str | None]]:
    """Select documents with a route that was accepted for delivery, the newest first.

    A replay counts like any other document: it has no number of its own, but it went out.
    """
    way = [route.c.document == document.c.id, route.c.state == ROUTED]
    if receivers is not None:
        way.append(route.c.receiver.in_(receivers))
    if agreement is not None:
        way.append(route.c.agreement == agreement)
    return (
        select(
            document.c.id,
            document.c.interchange,
            document.c.position,
            document.c.number,
            document.c.edition,
            document.c.accept_number,
            interchange.c.replay_of,
        )
        .join(interchange, interchange.c.id == document.c.interchange)
        .where(
            interchange.c.tenant == tenant,
            document.c.sender == seller,
            document.c.kind == kind,
            exists().where(*way),
        )
        .order_by(document.c.accept_number.desc(), document.c.position.desc())
    )
