"""What was ordered and billed between one buyer and its sellers, before the bill in hand."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from hub.matching.basis import Basis, BasisLine
from hub.matching.bill import Bill, BillKind
from hub.matching.rate import decimal_of
from hub.matching.verdict import Match, Verdict

__all__ = ["Records", "settle"]

_NONE: Mapping[str, Basis] = MappingProxyType({})
_NO_NUMBERS: Mapping[str, str] = MappingProxyType({})


class Records(Struct, frozen=True):
    """Orders and invoices by number, and the bill numbers that the seller has used.

    ``baskets`` says which order number an approved basket got, by the basket's own number.
    """

    orders: Mapping[str, Basis] = _NONE
    invoices: Mapping[str, Basis] = _NONE
    seen: frozenset[str] = frozenset()
    baskets: Mapping[str, str] = _NO_NUMBERS


def settle(records: Records, bill: Bill, match: Match) -> Records:
    """Return the records with a bill counted: what it bills, or takes back.

    A bill that was refused went back to its sender, and a pro-forma bill asks for nothing
    yet: neither counts. One that waits or is looked at by hand does. Only what is in the
    records is counted on: they may hold less than all that a bill is for.
    """
    if match.verdict is Verdict.REFUSED or bill.kind is BillKind.PRO_FORMA:
        return records
    counted = replace(records, seen=records.seen | {bill.number})
    return (
        _take_back(counted, match) if bill.kind is BillKind.CREDIT else _add(counted, bill, match)
    )


def _add(records: Records, bill: Bill, match: Match) -> Records:
    orders = dict(records.orders)
    known = [placed for placed in match.placements if placed.basis in orders]
    for placed in known:
        order = orders[placed.basis]
        orders[placed.basis] = _billed(order, placed.basis_line, placed.quantity)
    paid = Counter(bill.charges)
    for number in dict.fromkeys(placed.basis for placed in known):
        order, left = orders[number], Counter(orders[number].charges)
        orders[number] = replace(order, charges=tuple((left - paid).elements()))
        paid -= left
    invoices = {**records.invoices, bill.number: _invoice(bill, match)}
    return replace(records, orders=orders, invoices=invoices)


def _take_back(records: Records, match: Match) -> Records:
    orders, invoices = dict(records.orders), dict(records.invoices)
    for placed in match.placements:
        invoice = invoices.get(placed.basis)
        if invoice is None:
            continue
        line = invoice.line(placed.basis_line)
        invoices[placed.basis] = _billed(invoice, placed.basis_line, placed.quantity)
        order = None if line is None or line.order is None else orders.get(line.order)
        if line is not None and order is not None and line.order_line is not None:
            orders[order.number] = _billed(order, line.order_line, -placed.quantity * line.share)
    return replace(records, orders=orders, invoices=invoices)


def _billed(basis: Basis, identity: str, quantity: Decimal) -> Basis:
    line = basis.line(identity)
    return basis if line is None else basis.with_line(replace(line, billed=line.billed + quantity))


def _invoice(bill: Bill, match: Match) -> Basis:
    placed = {one.line: one for one in match.placements}
    lines = []
    for line in bill.lines:
        where = placed.get(line.id)
        quantity = line.quantity or Decimal(0)
        share = Decimal(1)
        if where is not None and quantity:
            share = decimal_of(Fraction(where.quantity) / Fraction(quantity))
        lines.append(
            BasisLine(
                line.id,
                quantity,
                line.unit,
                line.rate,
                line.names,
                order=None if where is None else where.basis,
                order_line=None if where is None else where.basis_line,
                share=share,
            )
        )
    return Basis(bill.number, bill.seller, tuple(lines))
