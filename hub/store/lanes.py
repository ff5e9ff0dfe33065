"""Lanes of deliveries: which are free, who holds them, what stands at their head.

Statements are built once: a hub that hands over asks them all the time.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select, update

from hub.errors import Fenced
from hub.pipeline.protocols import Consignment
from hub.store.precedence import first_open
from hub.store.schema import WAITING, account_sender, delivery, interchange, lane

__all__ = [
    "ATTEMPT",
    "DELIVERED",
    "FREE",
    "GIVE_UP",
    "HEAD",
    "NO_ATTEMPT",
    "RENEW",
    "TAKE",
    "TAKE_FREE",
    "TOLD",
    "epochs_of",
    "guard",
    "next_look",
    "set_due",
]

_BLOCKED_FOR = dt.timedelta(milliseconds=200)
"""When a lane that waits for an earlier document is looked at again."""


_BLOCKED = or_(
    first_open(delivery.c.account, delivery.c.family) < delivery.c.number,
    exists().where(
        account_sender.c.sender == delivery.c.sender,
        first_open(account_sender.c.account, delivery.c.family) < delivery.c.number,
    ),
)

HEAD = (
    select(
        delivery,
        and_(delivery.c.kind == "output", _BLOCKED).label("blocked"),
        select(interchange.c.accepted_at)
        .where(interchange.c.id == delivery.c.interchange)
        .scalar_subquery()
        .label("accepted_at"),
    )
    .where(
        delivery.c.lane == bindparam("name"),
        delivery.c.state == WAITING,
        or_(delivery.c.not_before.is_(None), delivery.c.not_before <= bindparam("now")),
    )
    .order_by(delivery.c.number, delivery.c.ordinal)
    .limit(bindparam("many"))
)

FREE = (
    select(lane.c.name, lane.c.epoch)
    .where(
        lane.c.next_due <= bindparam("now"),
        or_(lane.c.lease_until.is_(None), lane.c.lease_until <= bindparam("now")),
        lane.c.port.not_in(bindparam("paused", expanding=True)),
    )
    .order_by(lane.c.next_due, lane.c.name)
    .limit(bindparam("many"))
)
TAKE_FREE = FREE.with_for_update(skip_locked=True)
_DATED = select(func.min(delivery.c.not_before)).where(
    delivery.c.lane == bindparam("name"),
    delivery.c.state == WAITING,
    delivery.c.not_before > bindparam("now"),
)
_EPOCHS = (
    select(lane.c.name, lane.c.epoch, lane.c.owner)
    .where(lane.c.name.in_(bindparam("names", expanding=True)))
    .order_by(lane.c.name)
    .with_for_update(key_share=True)
)

GIVE_UP = (
    update(lane)
    .where(lane.c.name == bindparam("key"))
    .values(owner=None, lease_until=None, next_due=bindparam("due"))
)
TAKE = (
    update(lane)
    .where(lane.c.name == bindparam("key"))
    .values(owner=bindparam("who"), epoch=bindparam("number"), lease_until=bindparam("until"))
)
RENEW = (
    update(lane)
    .where(
        lane.c.name == bindparam("key"),
        lane.c.epoch == bindparam("number"),
        lane.c.owner.is_not(None),  # given up meanwhile, it is free for the next claim
    )
    .values(lease_until=bindparam("until"))
)
ATTEMPT = (
    update(delivery)
    .where(delivery.c.id == bindparam("key"))
    .values(attempts=delivery.c.attempts + 1)
)
NO_ATTEMPT = (
    update(delivery)
    .where(delivery.c.id == bindparam("key"))
    .values(attempts=delivery.c.attempts - 1)
)
TOLD = select(delivery.c.id).where(
    delivery.c.id.in_(bindparam("keys", expanding=True)), delivery.c.state != WAITING
)
DELIVERED = (
    update(delivery)
    .where(delivery.c.id == bindparam("key"))
    .values(state="delivered", delivered_at=bindparam("at"), receipt=bindparam("words"), error=None)
)


def next_look(connection: Connection, name: str, now: dt.datetime) -> dt.datetime | None:
    """Return when a lane is worth looking at again; None when nothing waits in it."""
    head = connection.execute(HEAD, {"name": name, "now": now, "many": 1}).first()
    if head is not None and head.next_due <= now:
        return now + _BLOCKED_FOR if head.blocked else now
    dated: dt.datetime | None = connection.scalar(_DATED, {"name": name, "now": now})
    # A dated one may be older than the head and become the next one before it.
    known = [moment for moment in (dated, None if head is None else head.next_due) if moment]
    return min(known, default=None)


def set_due(connection: Connection, name: str, due: dt.datetime | None) -> None:
    """Note when a lane is worth looking at again."""
    connection.execute(update(lane).where(lane.c.name == name).values(next_due=due))


def guard(connection: Connection, consignments: Sequence[Consignment]) -> None:
    """Make sure that the lanes are ours and stay so until the transaction ends."""
    held = epochs_of(connection, {one.lane for one in consignments})
    for consignment in consignments:
        if held.get(consignment.lane) != consignment.epoch:
            raise Fenced(f"lane {consignment.lane} was taken over")


def epochs_of(
    connection: Connection, names: Collection[str], *, owned: bool = False
) -> dict[str, int]:
    """Lock lanes and return their epochs; ``owned``: of those alone that somebody holds."""
    rows = connection.execute(_EPOCHS, {"names": sorted(names)})
    return {row.name: row.epoch for row in rows if row.owner is not None or not owned}
