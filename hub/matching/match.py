"""Is this bill to be paid? Order to bill, with receipts where the customer wants them.

::

    seen before? (MAT-11) -> do the sums hold? (MAT-10)
    -> which order is each line for? (MAT-01, MAT-02, MAT-03) -> which line of it? (MAT-05)
    -> quantities and prices in the order's unit (MAT-04, MAT-06 to MAT-09)
    -> a cost centre? (MAT-12)

A credit note goes the same way with the invoice it names in the place of the order. What a
deviation does is the customer's ``Terms``; the verdict is the gravest. Nothing here knows where
orders and receipts are kept: the same records and bill always give the same verdict, in
whatever order the lines come.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from hub.matching.basis import Basis
from hub.matching.bill import Bill, BillKind, BillLine
from hub.matching.identification import same_party
from hub.matching.placing import find_credited, find_former, find_ordered
from hub.matching.rate import count_in, decimal_of
from hub.matching.records import Records
from hub.matching.terms import Consequence, Terms
from hub.matching.verdict import Difference, Match, Placement, sentence, verdict_of
from hub.matching.weighing import Deviation, Weight, price_deviation, shown

__all__ = ["match"]


def match(bill: Bill, records: Records, terms: Terms) -> Match:
    """Return the verdict on a bill, given what was ordered, received and billed before it."""
    judge = _Judge(bill, records, terms)
    if bill.number in records.seen:
        # Every quantity would be found a second time: there is nothing else to say.
        judge.find("MAT-11", value=bill.number)
        return judge.ended()
    judge.sums()
    judge.place()
    judge.weigh()
    if not judge.credit:
        judge.orders()
        judge.charges()
        judge.cost()
    return judge.ended()


class _Judge:
    """Collects the differences of one bill, and where its lines belong."""

    def __init__(self, bill: Bill, records: Records, terms: Terms) -> None:
        self.credit = bill.kind is BillKind.CREDIT
        self._bill, self._records, self._terms = bill, records, terms
        self._bases: Mapping[str, Basis] = records.invoices if self.credit else records.orders
        self._named = bill.invoices if self.credit else bill.orders
        if self.credit:
            own = [line.invoice for line in bill.lines if line.invoice is not None]
            self._named = tuple(dict.fromkeys([*bill.invoices, *own]))
        self._only = self._named[0] if len(self._named) == 1 else None
        self._usable: dict[str, Basis] = {}
        self._weights: dict[tuple[str, str], Weight] = {}
        self._unplaced: set[str | None] = set()
        self._unweighed: set[tuple[str, str]] = set()
        self._differences: list[Difference] = []
        self._placements: list[Placement] = []
        self._unknown: list[str] = []

    def find(  # noqa: PLR0913 - a deviation names only what it is about
        self,
        rule: str,
        variant: str | None = None,
        *,
        order: str | None = None,
        order_line: str | None = None,
        lines: tuple[str, ...] = (),
        value: str | None = None,
        expected: str | None = None,
        change: str | None = None,
    ) -> None:
        """Note a deviation, unless the customer does not mind it; ``change`` explains it."""
        consequence = self._terms.consequence(rule)
        if consequence is Consequence.OK:
            return
        words = {
            "order": order or "",
            "order_line": order_line or "",
            "line": ", ".join(lines),
            "value": value or "",
            "expected": expected or "",
            "change": change or "",
        }
        said = sentence(rule if variant is None else f"{rule}.{variant}", words)
        self._differences.append(
            Difference(
                *(rule, consequence, said, order, order_line, lines, value, expected),
                named=self._terms.named.get(rule),
            )
        )

    def sums(self) -> None:
        """MAT-10: what does not add up by more than the customer allows."""
        for gap in self._bill.gaps:
            if gap.size > self._terms.sum_tolerance:
                lines = () if gap.line is None else (gap.line,)
                self.find(
                    "MAT-10",
                    "line" if lines else None,
                    lines=lines,
                    value=shown(gap.stated),
                    expected=shown(gap.follows),
                )

    def place(self) -> None:
        """MAT-01, MAT-02, MAT-05: find the order, and the line of it, that each line is for."""
        for number in self._named:
            self._look_up(number)
        if not self._named:
            self._unplaced.add(None)
            self.find("MAT-01", "credit" if self.credit else None)
            return
        for line in self._bill.lines:
            own = line.invoice if self.credit else line.order
            where = self._only if own is None else own
            if where is None:
                self._unplaced.add(None)
                self.find("MAT-01", "line", lines=(line.id,), value=", ".join(self._named))
            elif where in self._usable:
                self._put(line, self._usable[where])

    def _look_up(self, number: str) -> None:
        basis = self._bases.get(number)
        if basis is None:
            self._unknown.append(number)
            meant = None if self.credit else self._records.baskets.get(number)
            if meant is not None:
                self.find("MAT-01", "basket", value=number, expected=meant)
            else:
                variant = "credit" if self.credit else None
                self.find("MAT-02", variant, order=number, value=number)
        elif not same_party(self._bill.seller, basis.seller):
            theirs, ours = (
                ", ".join(sorted(str(one) for one in numbers))
                for numbers in (self._bill.seller, basis.seller)
            )
            self.find("MAT-02", "seller", order=number, value=theirs, expected=ours)
        elif basis.cancelled:
            self.find("MAT-02", "cancelled", order=number, value=number)
        else:
            self._usable[number] = basis

    def _put(self, line: BillLine, basis: Basis) -> None:
        find, terms = (find_credited if self.credit else find_ordered), self._terms
        agreed = find(basis, line, factor=terms.factor)
        if agreed is None:
            self._unplaced.add(basis.number)
            self._misplaced(line, basis)
            return
        place = basis.number, agreed.id
        counted = (
            None
            if line.quantity is None
            else count_in(agreed.unit, line.quantity, line.unit, line.rate, factor=terms.factor)
        )
        if counted is None:
            self._unweighed.add(place)
            deviation = Deviation("MAT-06", line.unit or "-", agreed.unit or "-")
            self._note(deviation, place, (line.id,))
            return
        weight = self._weights.setdefault(place, Weight(basis, agreed))
        weight.add(line, counted)
        self._placements.append(Placement(line.id, *place, decimal_of(counted.quantity)))
        off = price_deviation(agreed, line, counted, terms)
        if off is not None:
            self._note(off, place, (line.id,))

    def _misplaced(self, line: BillLine, basis: Basis) -> None:
        """MAT-05: say that a line has none to be for, or that a change of the order took it."""
        pointed = (line.invoice_line if self.credit else None) or line.order_line
        names = ", ".join(sorted(number for _, number, _ in line.names))
        factor = self._terms.factor
        former = None if self.credit else find_former(basis, line, factor=factor)
        variant, change = ("credit" if self.credit else None), None
        if former is not None:
            there = basis.line(former.line.id) is not None
            variant, change = ("replaced" if there else "gone"), former.change
            pointed = former.line.id
        self.find(
            "MAT-05",
            variant,
            order=basis.number,
            order_line=pointed,
            lines=(line.id,),
            value=names or None,
            change=change,
        )

    def weigh(self) -> None:
        """MAT-07, MAT-08: all lines for one line of the order together."""
        for place, weight in self._weights.items():
            for deviation in weight.too_much(self._terms, credit=self.credit):
                self._note(deviation, place, tuple(sorted(weight.asked_by)))

    def orders(self) -> None:
        """MAT-03, MAT-04: how many orders are billed, and whether they are whole."""
        mode = self._terms.invoice_mode
        if len(self._named) > 1:
            listed = ", ".join(sorted(self._named))
            if mode == "per_order":
                self.find("MAT-03", value=listed)
            elif mode == "per_branch" and len(self._usable) == len(self._named):
                places = {basis.branch for basis in self._usable.values()}
                if len(places) > 1 or None in places:
                    self.find("MAT-03", "branch", value=listed)
        if None in self._unplaced:
            return
        for basis in self._usable.values():
            if basis.number not in self._unplaced:
                self._whole(basis)

    def _whole(self, basis: Basis) -> None:
        for line in basis.lines:
            place = basis.number, line.id
            weight = self._weights.get(place, Weight(basis, line))
            if place not in self._unweighed and weight.is_part(self._terms):
                asked = tuple(sorted(weight.asked_by))
                self._note(
                    Deviation("MAT-04", shown(weight.total), shown(line.quantity)), place, asked
                )

    def charges(self) -> None:
        """MAT-09: a charge that no order has raises the price of what was ordered."""
        if not self._named or len(self._usable) < len(self._named):
            return
        agreed = Counter(one for basis in self._usable.values() for one in basis.charges)
        for charge in (Counter(self._bill.charges) - agreed).elements():
            if charge > 0:
                self.find("MAT-09", "charge", value=shown(Fraction(charge)))

    def cost(self) -> None:
        """MAT-12: a cost centre or an order number, where the customer demands one."""
        lines = self._bill.lines
        by_line = bool(lines) and all(line.cost_given for line in lines)
        given = self._bill.cost_given or self._named or by_line
        if self._terms.cost_demanded and not given:
            self.find("MAT-12")

    def _note(self, found: Deviation, place: tuple[str, str], lines: tuple[str, ...]) -> None:
        self.find(
            found.rule,
            found.variant,
            order=place[0],
            order_line=place[1],
            lines=lines,
            value=found.value,
            expected=found.expected,
        )

    def ended(self) -> Match:
        """Return what was found, in an order of its own."""
        return Match(
            self._bill.number,
            verdict_of(self._differences),
            tuple(sorted(self._differences, key=_order)),
            tuple(sorted(self._placements, key=lambda one: (one.basis, one.basis_line, one.line))),
            tuple(sorted(self._unknown)),
        )


def _order(one: Difference) -> tuple[str, str, str, tuple[str, ...], str]:
    return one.rule, one.order or "", one.order_line or "", one.lines, one.value or ""
