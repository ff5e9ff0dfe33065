"""MAT-03: one order on an invoice, or as many as the customer takes."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.matching.bill import Bill
from hub.matching.match import match
from hub.matching.records import Records
from hub.matching.terms import Terms
from hub.model.delivery import Delivery, Location
from hub.model.values import Identifier
from tests.purchase import asked, delivered, invoice, judged, order, records, rules


def two(**first: Any) -> tuple[Bill, Records]:
    """Return an invoice for two orders, both received."""
    orders = [delivered(order(number="PO-1", **first)), delivered(order(number="PO-2"))]
    return invoice(asked(of="PO-1"), asked("2", of="PO-2"), to=None), records(*orders)


@pytest.mark.parametrize(
    ("column", "verdict", "broken"),
    [
        ("prisme", "refused", ["MAT-03"]),
        ("truetrade", "auto_approved", ["MAT-03"]),
        ("opus", "manual", ["MAT-03"]),
        ("digiinkoop", "auto_approved", []),
        ("basket", "manual", ["MAT-03"]),
    ],
)
def test_two_orders(column: str, verdict: str, broken: list[str]) -> None:
    """Two orders on one invoice end as the column says; a warning lets it through."""
    found = judged(*two(), column)
    assert (found.verdict, rules(found)) == (verdict, broken)


def test_collective_by_option() -> None:
    """A customer of a shop may take collective invoices."""
    found = match(*two(), Terms(invoice_mode="collective"))
    assert found.verdict == "auto_approved"


@pytest.mark.parametrize(
    ("place", "broken"), [("B-1", []), ("B-2", ["MAT-03"]), (None, ["MAT-03"])]
)
def test_one_branch(place: str | None, broken: list[str]) -> None:
    """By branch, all orders have to be for one place; an order without one may be for any."""

    def at(identity: str) -> tuple[Delivery, ...]:
        return (Delivery(delivery_location=Location(id=Identifier(identity))),)

    bill, known = two(delivery=at("B-1"))
    other = replace(known.orders["PO-2"], branch=place)
    known = replace(known, orders={**known.orders, "PO-2": other})
    assert rules(match(bill, known, Terms(invoice_mode="per_branch"))) == broken
