"""Deliveries that were accepted before, by the keys of their channels."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from hub.pipeline.protocols import Acceptance, Arrival
from hub.store.questions import grouped
from hub.store.schema import OPEN, begins, intake_key, interchange

__all__ = ["Repeats"]

Key = tuple[str, str, str]


class Repeats:
    """What is known of a batch of arrivals, looked up in few questions."""

    def __init__(self, connection: Connection, arrivals: Sequence[Arrival]) -> None:
        self._connection = connection
        self._known: dict[Key, Acceptance] = {}
        for way, keys in grouped(_key(arrival) for arrival in arrivals):
            account, channel = way
            self._learn(
                _KEYS.where(
                    intake_key.c.account == account,
                    intake_key.c.channel == channel,
                    intake_key.c.key.in_(keys),
                )
            )
        for arrival in arrivals:
            if arrival.redelivery_of is not None and _key(arrival) not in self._known:
                account, channel, _ = _key(arrival)
                beginning = and_(
                    intake_key.c.account == account,
                    intake_key.c.channel == channel,
                    begins(intake_key.c.key, arrival.redelivery_of),
                )
                # One that ended is answered already: the same bytes again are a new attempt,
                # and should they be a late redelivery their number says so, visibly.
                still = _KEYS.where(beginning, interchange.c.state == OPEN)
                self._learn(still.order_by(interchange.c.accept_number).limit(1))

    def of(self, arrival: Arrival) -> Acceptance | None:
        """Return what this arrival is a repeat of."""
        key = _key(arrival)
        exact = self._known.get(key)
        if exact is not None or arrival.redelivery_of is None:
            return exact
        beginning = (*key[:2], arrival.redelivery_of)
        return next(
            (
                acceptance
                for known, acceptance in self._known.items()
                if known[:2] == beginning[:2] and known[2].startswith(beginning[2])
            ),
            None,
        )

    def add(self, arrival: Arrival, acceptance: Acceptance) -> None:
        """Learn what was accepted a moment ago."""
        self._known[_key(arrival)] = Acceptance(
            acceptance.interchange, acceptance.accept_number, repeated=True
        )

    def _learn(self, wanted: Select[Any]) -> None:
        for row in self._connection.execute(wanted):
            self._known[row.account, row.channel, row.key] = Acceptance(
                row.id, row.accept_number, repeated=True
            )


_KEYS = select(
    intake_key.c.account,
    intake_key.c.channel,
    intake_key.c.key,
    interchange.c.id,
    interchange.c.accept_number,
).join(interchange, interchange.c.id == intake_key.c.interchange)


def _key(arrival: Arrival) -> Key:
    """Return a key as the table keeps it."""
    account, channel, key = (
        column.type.fit(value)  # type: ignore[attr-defined]
        for column, value in zip(
            (intake_key.c.account, intake_key.c.channel, intake_key.c.key),
            (arrival.account, arrival.channel, arrival.key),
            strict=True,
        )
    )
    return account, channel, key
