"""MAT-12: a cost centre or an order number, where the customer demands one."""

import pytest
from msgspec.structs import replace

from hub.matching.match import match
from hub.model.values import Text
from tests.purchase import COLUMNS, asked, invoice, records

DEMANDING = {name: replace(terms, cost_demanded=True) for name, terms in COLUMNS.items()}


@pytest.mark.parametrize(
    ("column", "consequence"), [("digiinkoop", "warn"), ("basket", "error"), ("opus", None)]
)
def test_neither_is_given(column: str, consequence: str | None) -> None:
    """A bill without either ends as the column says; a dash in the column is nothing."""
    found = match(invoice(to=None), records(), DEMANDING[column])
    said = [one.consequence for one in found.differences if one.rule == "MAT-12"]
    assert said == ([] if consequence is None else [consequence])


@pytest.mark.parametrize(
    "bill",
    [
        invoice(),
        invoice(to=None, accounting_cost=Text("4711")),
        invoice(asked(cost="4711"), to=None),
    ],
    ids=["order", "head", "every line"],
)
def test_one_is_given(bill: object) -> None:
    """An order number, a cost centre in the head, or one on every line will do."""
    found = match(bill, records(), DEMANDING["basket"])  # type: ignore[arg-type]
    assert "MAT-12" not in [one.rule for one in found.differences]


def test_one_line_without() -> None:
    """Cost centres on the lines have to be on all of them."""
    bill = invoice(asked(cost="4711"), asked("2"), to=None)
    found = match(bill, records(), DEMANDING["basket"])
    assert "MAT-12" in [one.rule for one in found.differences]


def test_nobody_demands() -> None:
    """A customer that does not demand it hears nothing of it."""
    found = match(invoice(to=None), records(), COLUMNS["basket"])
    assert [one.rule for one in found.differences] == ["MAT-01"]
