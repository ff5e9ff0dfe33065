"""What a bill is held against: an order, or the invoice that a credit note takes back."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.matching.identification import ItemName, names_of, number_of, party_numbers, text_of
from hub.matching.rate import Rate, rate_of, unit_of
from hub.model.identity import EndpointID
from hub.model.lineitem import OrderLine
from hub.model.order import Order
from hub.model.orderchange import OrderChange

__all__ = [
    "Basis",
    "BasisLine",
    "Change",
    "Former",
    "apply_change",
    "cancel",
    "change_order",
    "open_order",
    "read_change",
]

ZERO = Decimal(0)

_GONE = frozenset({"2", "cancelled"})
"""Line status codes that take a line out of an order (UNCL 1229, OIOUBL's list)."""


class BasisLine(Struct, frozen=True):
    """One line: what was agreed, and how much of it is received and billed, all in ``unit``.

    ``order`` and ``order_line`` say where a line of an invoice belongs, ``share`` how many
    units of that order line one of its own is.
    """

    id: str
    quantity: Decimal
    unit: str | None = None
    rate: Rate | None = None
    names: frozenset[ItemName] = frozenset()
    received: Decimal = ZERO
    billed: Decimal = ZERO
    order: str | None = None
    order_line: str | None = None
    share: Decimal = Decimal(1)


class Former(Struct, frozen=True):
    """A line as it was before a change of its order, and the number of that change."""

    line: BasisLine
    change: str


class Basis(Struct, frozen=True):
    """An order as it stands, or an invoice with what is credited of it.

    ``seller`` holds the seller's numbers; ``branch`` is the place that the order is for, None
    when it does not say; ``charges`` are what the order itself adds to its lines. ``former`` are
    lines that changes took out or replaced: no bill is for them, but one may speak of them.
    """

    number: str
    seller: frozenset[EndpointID]
    lines: tuple[BasisLine, ...]
    cancelled: bool = False
    branch: str | None = None
    charges: tuple[Decimal, ...] = ()
    former: tuple[Former, ...] = ()

    def line(self, identity: str | None) -> BasisLine | None:
        """Return a line by its number."""
        return next((line for line in self.lines if line.id == identity), None)

    def with_line(self, changed: BasisLine) -> "Basis":
        """Return the basis with one line replaced."""
        lines = tuple(changed if line.id == changed.id else line for line in self.lines)
        return replace(self, lines=lines)


def open_order(head: Order, lines: Iterable[OrderLine]) -> Basis:
    """Return an order of which nothing is received or billed yet."""
    bodies = [line.line_item for line in lines if line.line_item is not None]
    own = [*head.allowance_charge, *(one for body in bodies for one in body.allowance_charge)]
    return Basis(
        text_of(head.id) or "",
        party_numbers(None if head.seller_supplier_party is None else head.seller_supplier_party),
        tuple(_line(body) for body in bodies),
        branch=_branch(head),
        charges=tuple(one.amount.value for one in own if one.charge_indicator and one.amount),
    )


class Change(Struct, frozen=True):
    """What a changed order says of its lines: those that are so from now on, and those gone.

    ``number`` is the change's own.
    """

    order: str
    lines: tuple[BasisLine, ...] = ()
    gone: tuple[str, ...] = ()
    charges: tuple[Decimal, ...] = ()
    number: str = ""


def read_change(head: OrderChange, lines: Iterable[OrderLine]) -> Change:
    """Return what a change of an order says."""
    named = None if head.order_reference is None else number_of(head.order_reference.id)
    kept: list[BasisLine] = []
    gone: list[str] = []
    for line in lines:
        body = line.line_item
        if body is None:
            continue
        new = _line(body)
        status = (text_of(body.line_status_code) or "").casefold()
        if status in _GONE:
            gone.append(new.id)
        else:
            kept.append(new)
    charges = tuple(
        one.amount.value for one in head.allowance_charge if one.charge_indicator and one.amount
    )
    return Change(named or "", tuple(kept), tuple(gone), charges, text_of(head.id) or "")


def apply_change(order: Basis, change: Change) -> Basis:
    """Return an order after a change: its lines are replaced, added or taken out by number.

    What was received and billed of a line stays; a line of which something was is kept, with
    nothing left to bill.
    """
    touched = {*change.gone, *(line.id for line in change.lines)}
    former = tuple(Former(line, change.number) for line in order.lines if line.id in touched)
    kept = {line.id: line for line in order.lines}
    for line in change.lines:
        new, old = line, kept.get(line.id)
        kept[new.id] = (
            new if old is None else replace(new, received=old.received, billed=old.billed)
        )
    for identity in change.gone:
        old = kept.get(identity)
        if old is not None and (old.received or old.billed):
            kept[identity] = replace(old, quantity=ZERO)
        else:
            kept.pop(identity, None)
    return replace(
        order,
        lines=tuple(kept.values()),
        charges=order.charges + change.charges,
        former=order.former + former,
    )


def change_order(order: Basis, head: OrderChange, lines: Iterable[OrderLine]) -> Basis:
    """Return an order after a change that was read a moment ago."""
    return apply_change(order, read_change(head, lines))


def cancel(order: Basis) -> Basis:
    """Return an order that was cancelled as a whole: no bill is for it any more."""
    return replace(order, cancelled=True)


def _line(body: Any) -> BasisLine:
    quantity = body.quantity
    return BasisLine(
        text_of(body.id) or "",
        ZERO if quantity is None else quantity.value,
        unit_of(quantity),
        rate_of(body.price),
        names_of(body.item),
    )


def _branch(head: Order) -> str | None:
    """Where the goods go, else who in the house of the buyer asked for them."""
    for delivery in head.delivery:
        place = delivery.delivery_location
        if place is not None and place.id is not None:
            return text_of(place.id)
    for side in (head.originator_customer_party, head.buyer_customer_party):
        party = None if side is None else side.party
        if party is not None and party.endpoint_id is not None:
            return text_of(party.endpoint_id)
    return None
