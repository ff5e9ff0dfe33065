"""What holds for every purchase, whatever its numbers."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.bill import Bill
from hub.matching.match import match
from hub.matching.records import Records, settle
from hub.matching.verdict import Verdict
from hub.model.invoice import InvoiceLine
from tests.purchase import COLUMNS, asked, delivered, invoice, order, ordered, records

GRAVITY = list(Verdict)
QUANTITY = st.integers(1, 60)
CENTS = st.integers(1, 50_000).map(lambda cents: Decimal(cents).scaleb(-2))
COLUMN = st.sampled_from(sorted(COLUMNS))
PARTIAL = st.sampled_from(["truetrade", "digiinkoop", "basket"])
"""Columns that take a part of an order on an invoice."""


@st.composite
def purchases(draw: st.DrawFn) -> tuple[Records, list[InvoiceLine]]:
    """Return an order with what was received of it, and lines that bill more or less of it."""
    count = draw(st.integers(1, 4))
    wanted, got, lines = [], [], []
    for number in range(1, count + 1):
        quantity, price = draw(QUANTITY), draw(CENTS)
        wanted.append(ordered(str(number), str(quantity), str(price)))
        got.append((str(number), str(draw(st.integers(0, quantity)))))
        asks = draw(st.sampled_from([quantity, max(1, quantity - 1), quantity + 1]))
        paid = price + draw(st.sampled_from([Decimal(0), Decimal("0.01")]))
        pointer = draw(st.sampled_from([str(number), None]))
        lines.append(asked(str(number), str(asks), str(paid), to=pointer, number=f"AB-{number}"))
    return records(delivered(order(*wanted), *got)), lines


@given(purchases(), COLUMN, st.randoms(use_true_random=False))
def test_order_of_lines_does_not_matter(
    case: tuple[Records, list[InvoiceLine]], column: str, chance: object
) -> None:
    """Shuffled lines give the same match, difference by difference."""
    known, lines = case
    first = match(invoice(*lines), known, COLUMNS[column])
    chance.shuffle(lines)  # type: ignore[attr-defined]
    assert match(invoice(*lines), known, COLUMNS[column]) == first


@given(purchases(), PARTIAL, st.data())
def test_two_invoices_are_no_way_round(
    case: tuple[Records, list[InvoiceLine]], column: str, data: st.DataObject
) -> None:
    """A bill split in two ends, at its worst, as it would have ended whole."""
    known, lines = case
    whole = match(invoice(*lines), known, COLUMNS[column])
    halves: tuple[list[InvoiceLine], list[InvoiceLine]] = ([], [])
    for line in lines:
        assert line.invoiced_quantity is not None
        quantity = int(line.invoiced_quantity.value)
        part = data.draw(st.integers(0, quantity))
        for half, share in zip(halves, (part, quantity - part), strict=True):
            if share:
                half.append(_with_quantity(line, share))
    verdicts = []
    for number, half in enumerate(halves):
        if half:
            bill = invoice(*half, number=f"INV-{number}")
            found = match(bill, known, COLUMNS[column])
            verdicts.append(found.verdict)
            known = _counted(known, bill, column)
    assert max(verdicts, key=GRAVITY.index) == whole.verdict


def _with_quantity(line: InvoiceLine, quantity: int) -> InvoiceLine:
    assert line.price is not None
    assert line.price.price_amount is not None
    assert line.id is not None
    return asked(
        line.id.value,
        str(quantity),
        str(line.price.price_amount.value),
        to=line.order_line_reference[0].line_id.value  # type: ignore[union-attr]
        if line.order_line_reference
        else None,
        number=f"AB-{line.id.value}",
    )


def _counted(known: Records, bill: Bill, column: str) -> Records:
    """Count a bill even where it was refused, as if it had gone on."""
    found = match(bill, known, COLUMNS[column])
    kept = Verdict.MANUAL if found.verdict is Verdict.REFUSED else found.verdict
    return settle(known, bill, type(found)(found.number, kept, (), found.placements))


@given(purchases(), COLUMN)
def test_a_bill_is_judged_once(case: tuple[Records, list[InvoiceLine]], column: str) -> None:
    """Whatever was counted is refused when it comes again."""
    known, lines = case
    bill = invoice(*lines)
    after = settle(known, bill, match(bill, known, COLUMNS[column]))
    again = match(bill, after, COLUMNS[column])
    assert after == known or again.verdict is Verdict.REFUSED


@given(purchases())
def test_more_received_is_never_worse(case: tuple[Records, list[InvoiceLine]]) -> None:
    """A further receipt never makes a verdict graver."""
    known, lines = case
    before = match(invoice(*lines), known, COLUMNS["opus"])
    (basis,) = known.orders.values()
    after = match(invoice(*lines), records(delivered(basis)), COLUMNS["opus"])
    assert GRAVITY.index(after.verdict) <= GRAVITY.index(before.verdict)
