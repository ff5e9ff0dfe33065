"""Who comes first: interchanges that are still open, in the order of acceptance."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, literal_column, or_, select

from hub.store.schema import OPEN, interchange

__all__ = ["first_open"]


def first_open(
    account: ColumnElement[str], family: ColumnElement[Any] | None = None
) -> ScalarSelect[int]:
    """Return the smallest number of an account's open interchanges; null when it has none.

    With ``family`` only of those that are, or may turn out to be, of this kind. It is the
    first entry of one index, whatever the backlog: the sum, which that index has as well,
    keeps a server from walking through all interchanges by number in search of an open one.
    """
    earlier = interchange.alias()
    number = earlier.c.accept_number + literal_column("0")
    wanted = select(number).where(earlier.c.state == OPEN, earlier.c.account == account)
    if family is not None:
        wanted = wanted.where(or_(earlier.c.family.is_(None), earlier.c.family == family))
    return wanted.order_by(number).limit(1).correlate_except(earlier).scalar_subquery()
