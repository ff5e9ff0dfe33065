"""MAT-02: the order exists and was placed with the firm that bills it."""

import pytest

from hub.matching.basis import cancel
from hub.matching.identification import same_party
from hub.model.identity import EndpointID
from tests.purchase import OTHER_SHOP, delivered, invoice, judged, order, records, rules


@pytest.mark.parametrize(
    ("column", "verdict"),
    [("prisme", "manual"), ("truetrade", "refused"), ("opus", "manual"), ("digiinkoop", "manual")],
)
def test_unknown_order(column: str, verdict: str) -> None:
    """An order that nobody knows is named, so that the bill can be judged when it arrives."""
    found = judged(invoice(to="PO-9"), column=column)
    assert rules(found) == ["MAT-02"]
    assert (found.verdict, found.unknown) == (verdict, ("PO-9",))


def test_other_firm() -> None:
    """The number of the firm decides, and both numbers are shown."""
    found = judged(invoice(cvr=OTHER_SHOP))
    (one,) = found.differences
    assert (one.rule, one.value, one.expected) == (
        "MAT-02",
        f"DK:CVR {OTHER_SHOP}",
        "DK:CVR 10000009",
    )
    assert found.unknown == ()


def test_cancelled_order() -> None:
    """A cancelled order is not billed any more."""
    found = judged(invoice(), records(cancel(delivered(order()))))
    assert rules(found) == ["MAT-02"]
    assert "cancelled" in found.differences[0].message.en


def test_shared_address() -> None:
    """Two firms behind one address are told apart by the numbers of the firms."""
    shared, seller, other = (
        EndpointID("GLN", "5790000000005"),
        EndpointID("DK:CVR", "10000009"),
        EndpointID("DK:CVR", OTHER_SHOP),
    )
    assert not same_party(frozenset({shared, seller}), frozenset({shared, other}))
    assert same_party(frozenset({shared, seller}), frozenset({shared}))
    assert not same_party(frozenset({seller}), frozenset({shared}))
