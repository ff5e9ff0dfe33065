"""What receivers answer, written to the ways of the documents that they answer."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select, update

from hub.model.summary import Reply
from hub.pipeline.outcome import Accepted
from hub.pipeline.protocols import Ended
from hub.store.facts import routes_of
from hub.store.journal import Journal
from hub.store.schema import document, route

__all__ = ["note_replies", "replied"]

_KINDS_OF_ANSWERS = ("application-response", "catalogue-response")
"""Their numbers are not what an answer is about."""


def replied(ended: Ended) -> Iterator[tuple[str, str, str, Reply]]:
    """Yield the answer, its sender, whom it is for, and what it says of a document of theirs."""
    processed, summary = ended.processed, ended.processed.summary
    if summary is None or ended.sender is None or not isinstance(processed.outcome, Accepted):
        return
    for asker in dict.fromkeys(way.route.receiver.key for way in routes_of(processed.outcome)):
        for reply in summary.replies:
            yield processed.document, ended.sender, asker, reply


def note_replies(
    connection: Connection, replies: Iterable[tuple[str, str, str, Reply]], journal: Journal
) -> None:
    """Note each answer at the document it is about, as it went to whoever answers."""
    for answer, receiver, asker, reply in replies:
        ways = connection.execute(
            select(document.c.interchange, document.c.id, route.c.position)
            .join(route, route.c.document == document.c.id)
            .where(
                document.c.number == reply.number,
                document.c.sender == asker,
                document.c.kind.not_in(_KINDS_OF_ANSWERS),
                route.c.receiver == receiver,
                route.c.state == "routed",
            )
            .order_by(document.c.accept_number, document.c.position, route.c.position)
        ).all()
        for way in ways:
            connection.execute(
                update(route)
                .where(route.c.document == way.id, route.c.position == way.position)
                .values(reply=reply.meaning)
            )
        for identity in dict.fromkeys((way.interchange, way.id) for way in ways):
            journal.note(
                identity[0],
                "worker",
                "replied",
                document=identity[1],
                by=answer,
                receiver=receiver,
                meaning=reply.meaning,
                code=reply.code,
            )
