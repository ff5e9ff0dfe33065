"""Which line of an order, or of a credited invoice, a line is for (MAT-05)."""

from msgspec.structs import replace

from hub.matching.basis import Basis, BasisLine, Former
from hub.matching.bill import BillLine
from hub.matching.identification import ItemName, agree
from hub.matching.rate import count_in, same_unit

__all__ = ["find_credited", "find_former", "find_ordered", "find_received"]


def find_ordered(order: Basis, line: BillLine, *, factor: bool) -> BasisLine | None:
    """Return the order line that a bill line points to, else the only one of its item and unit.

    A pointer to a line of another item is not believed, and nothing is guessed instead.
    """
    pointed = order.line(line.order_line)
    if pointed is not None:
        return None if agree(line.names, pointed.names) is False else pointed
    return _only_one(order, line, factor=factor)


def find_former(order: Basis, line: BillLine, *, factor: bool) -> Former | None:
    """Return the line that a bill line would have been for before a change of the order.

    The last one that took it out or put another item or unit in its place; None where no change
    explains why the bill line has none.
    """
    for former in reversed(order.former):
        now = order.line(former.line.id)
        same = now is not None and same_unit(now.unit, former.line.unit)
        if now is not None and same and agree(now.names, former.line.names) is not False:
            continue
        before = replace(order, lines=(former.line,))
        if find_ordered(before, line, factor=factor) is not None:
            return former
    return None


def find_credited(invoice: Basis, line: BillLine, *, factor: bool) -> BasisLine | None:
    """Return the invoice line that a line of a credit note takes back.

    It says so itself, or names the order line that was billed there, or it is the only one of
    its item and unit.
    """
    pointed = invoice.line(line.invoice_line)
    if pointed is None and line.order_line is not None:
        ordered = [
            one
            for one in invoice.lines
            if one.order_line == line.order_line and line.order in (None, one.order)
        ]
        pointed = ordered[0] if len(ordered) == 1 else None
    if pointed is not None:
        return None if agree(line.names, pointed.names) is False else pointed
    return _only_one(invoice, line, factor=factor)


def find_received(
    order: Basis, pointed: str | None, names: frozenset[ItemName], unit: str | None
) -> BasisLine | None:
    """Return the order line that goods were received for, counted in its own unit."""
    found = order.line(pointed)
    if found is None:
        same = [one for one in order.lines if agree(names, one.names) and same_unit(unit, one.unit)]
        found = same[0] if len(same) == 1 else None
    if found is None or agree(names, found.names) is False or not same_unit(unit, found.unit):
        return None
    return found


def _only_one(basis: Basis, line: BillLine, *, factor: bool) -> BasisLine | None:
    if line.quantity is None:
        return None
    found = [
        one
        for one in basis.lines
        if agree(line.names, one.names)
        and count_in(one.unit, line.quantity, line.unit, line.rate, factor=factor) is not None
    ]
    return found[0] if len(found) == 1 else None
