"""What replays ask for, as they were accepted."""

from sqlalchemy import or_, select

from hub.pipeline.envelope import Envelope
from hub.pipeline.protocols import Acceptance
from hub.store.database import Database
from hub.store.schema import begins, intake_key, interchange

__all__ = ["Replays"]


class Replays:
    """Envelopes of interchanges and of what was replayed of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def asked(self, identity: str) -> Envelope:
        """Return the envelope that an interchange was accepted with."""
        wanted = select(interchange.c.envelope).where(interchange.c.id == identity)
        with self._database.read() as connection:
            return Envelope.decode(connection.execute(wanted).scalar_one())

    def of(self, identity: str) -> list[Envelope]:
        """Return the envelopes of all replays of an interchange, the oldest first."""
        wanted = select(interchange.c.envelope).where(interchange.c.replay_of == identity)
        with self._database.read() as connection:
            rows = connection.scalars(wanted.order_by(interchange.c.accept_number)).all()
        return [Envelope.decode(row) for row in rows]

    def named(self, identity: str, wish: str) -> Acceptance | None:
        """Return what an operator's wish to replay an interchange led to, if it is known."""
        its = or_(intake_key.c.key == wish, begins(intake_key.c.key, f"{wish}/"))
        wanted = (
            select(interchange.c.id, interchange.c.accept_number)
            .join(intake_key, intake_key.c.interchange == interchange.c.id)
            .where(interchange.c.replay_of == identity, its)
            .order_by(interchange.c.accept_number)
        )
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
        return None if row is None else Acceptance(row.id, row.accept_number, repeated=True)
