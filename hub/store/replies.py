"""What receivers answer, written to the ways of the documents that they answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Subquery, bindparam, func, or_, select, update

from hub.model.applicationresponse import ApplicationResponse
from hub.model.kinds import KINDS
from hub.model.summary import Reply
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Accepted
from hub.pipeline.protocols import Ended
from hub.store.facts import routes_of
from hub.store.journal import Journal
from hub.store.questions import grouped
from hub.store.schema import document, interchange, route

__all__ = ["Replied", "note_replies", "replied"]

_ANSWERS = sorted(kind for kind, known in KINDS.items() if known.head is ApplicationResponse)
"""Their numbers are not what an answer is about."""
_VERSIONED = "catalogue"
"""The kind whose editions go by version where there is one; others go by the day of issue."""

_About = tuple[str, str, str]
_Known = defaultdict[_About, dict[tuple[str, int], Row[Any]]]

_brought = interchange.alias("brought")
_first = interchange.alias("first_brought")
_given = func.coalesce(_first.c.accept_number, document.c.accept_number)
"""When a document was accepted; one that an operator sends once more, when it first was."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What one answer says of one document: whose answer, to whom, and how late it was.

    An answer that an operator sends once more was given before everything that came since.
    """

    interchange: str
    answer: str
    receiver: str
    asker: str
    accepted: int
    replay_of: str | None
    reply: Reply

    @property
    def about(self) -> _About:
        """The pair of parties, and the number as the table keeps it."""
        return self.asker, self.receiver, _fit(document.c.number, self.reply.number)

    @property
    def late(self) -> int:
        """What tells an earlier answer from a later one."""
        return self.accepted if self.replay_of is None else 0


def replied(envelope: Envelope, ended: Ended) -> Iterator[Replied]:
    """Yield what an answer that went on says of each document, for each whom it went to."""
    processed, summary = ended.processed, ended.processed.summary
    if summary is None or ended.sender is None or not isinstance(processed.outcome, Accepted):
        return
    for asker in dict.fromkeys(way.route.receiver.key for way in routes_of(processed.outcome)):
        for reply in summary.replies:
            yield Replied(
                interchange=envelope.interchange,
                answer=processed.document,
                receiver=ended.sender,
                asker=asker,
                accepted=envelope.accept_number,
                replay_of=envelope.replay_of,
                reply=reply,
            )


def note_replies(connection: Connection, replies: Sequence[Replied], journal: Journal) -> None:
    """Note each answer at the document it is about, as it went to whoever answers.

    Other transactions do the same: rows are taken in one order, and a later answer that was
    noted first stays.
    """
    if not replies:
        return
    before = _given_at(connection, replies)
    together: defaultdict[int, list[Replied]] = defaultdict(list)
    for one in replies:
        together[before[one.interchange]].append(one)
    known = {number: _known(connection, some, number) for number, some in together.items()}
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for one in sorted(replies, key=lambda one: one.late):
        about = known[before[one.interchange]][one.about]
        ways = _meant(one.reply, about.values())
        if not ways and about:
            journal.note(
                one.interchange,
                "worker",
                "reply-unclear",
                document=one.answer,
                number=one.reply.number,
                meaning=one.reply.meaning,
            )
        rows |= {
            (way.id, way.way): {
                "key": way.id,
                "place": way.way,
                "said": one.reply.meaning,
                "late": one.late,
            }
            for way in ways
        }
        for whole, identity in dict.fromkeys((way.interchange, way.id) for way in ways):
            journal.note(
                whole,
                "worker",
                "replied",
                document=identity,
                by=one.answer,
                receiver=one.receiver,
                meaning=one.reply.meaning,
                code=one.reply.code,
            )
    if rows:
        connection.execute(_NOTE, [rows[key] for key in sorted(rows)])


_NOTE = (
    update(route)
    .where(
        route.c.document == bindparam("key"),
        route.c.position == bindparam("place"),
        or_(route.c.reply_number.is_(None), route.c.reply_number <= bindparam("late")),
    )
    .values(reply=bindparam("said"), reply_number=bindparam("late"))
)


def _given_at(connection: Connection, replies: Sequence[Replied]) -> dict[str, int]:
    """Return when each answer was accepted; one that is sent once more, when it first was."""
    found: dict[str, int] = {}
    for one in replies:
        if one.interchange in found:
            continue
        found[one.interchange], origin = one.accepted, one.replay_of
        while origin is not None:
            row = connection.execute(
                select(interchange.c.accept_number, interchange.c.replay_of).where(
                    interchange.c.id == origin
                )
            ).one_or_none()
            if row is None:
                break
            found[one.interchange], origin = row.accept_number, row.replay_of
    return found


def _known(connection: Connection, replies: Sequence[Replied], before: int) -> _Known:
    """Return the ways of documents that answers may be about, by parties and number.

    Of each kind and number the newest document, and the editions that an answer names; only
    those accepted before a number, because what came later is not what was answered.
    """
    editions: defaultdict[_About, set[str]] = defaultdict(set)
    for one in replies:
        editions[one.about] |= _editions(one.reply)
    found: _Known = defaultdict(dict)
    for (asker, receiver), numbers in grouped(editions):
        ways = _ways(asker, receiver, numbers, before)
        wanted = {name for number in numbers for name in editions[asker, receiver, number]}
        named = (ways.c.edition.in_(some) for _, some in grouped(("", one) for one in wanted))
        for condition in (ways.c.age == 1, *named):
            for row in connection.execute(select(ways).where(condition)):
                found[asker, receiver, row.number][row.id, row.way] = row
    return found


def _ways(asker: str, receiver: str, numbers: Sequence[str], before: int) -> Subquery:
    """Return the ways from one to the other of documents of these numbers, the newest of age 1."""
    age = func.dense_rank().over(
        partition_by=(document.c.number, document.c.kind),
        order_by=(document.c.accept_number.desc(), document.c.position.desc()),
    )
    return (
        select(
            document.c.number,
            document.c.interchange,
            document.c.id,
            document.c.kind,
            document.c.edition,
            document.c.accept_number,
            document.c.position,
            route.c.position.label("way"),
            age.label("age"),
        )
        .join(route, route.c.document == document.c.id)
        .outerjoin(_brought, _brought.c.id == document.c.interchange)
        .outerjoin(_first, _first.c.id == _brought.c.replay_of)
        .where(
            document.c.number.in_(numbers),
            document.c.kind.not_in(_ANSWERS),
            _given < before,
            # No columns of an index so: a number has few documents, a party very many.
            document.c.sender.concat("") == asker,
            route.c.receiver.concat("") == receiver,
            route.c.state.concat("") == "routed",
        )
        .subquery()
    )


def _meant(reply: Reply, known: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return the ways of the document that is meant.

    Nothing is guessed: without a kind in the answer, documents of several kinds under one
    number are all left alone. Of one kind the edition that is named is meant, else the newest.
    """
    about = [row for row in known if _agrees(reply, row)]
    if len({row.kind for row in about}) != 1:
        return []
    named = _editions(reply)
    exact = [row for row in about if row.edition in named] or about
    newest = max((row.accept_number, row.position) for row in exact)
    return [row for row in exact if (row.accept_number, row.position) == newest]


def _agrees(reply: Reply, row: Row[Any]) -> bool:
    """Whether nothing that an answer says of a document speaks against this one."""
    if reply.kinds and row.kind not in reply.kinds:
        return False
    given = reply.issued is not None if row.kind != _VERSIONED else reply.version is not None
    return not given or row.edition == "" or row.edition in _editions(reply)


def _editions(reply: Reply) -> set[str]:
    """Return how the document may be told from others of its number."""
    issued = None if reply.issued is None else reply.issued.isoformat()
    given = (name for name in (reply.version, issued) if name is not None)
    return {_fit(document.c.edition, name) for name in given}


def _fit(column: Column[str], text: str) -> str:
    """Return a text as its column keeps it."""
    fit: str = column.type.fit(text)  # type: ignore[attr-defined]
    return fit
