"""OPU-02: the supplier's CVR number is the creditor number."""

from typing import Any

FIELD = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_a_creditor_passes(judge: Any) -> None:
    """With the list, and without one when nothing else is known of the sender."""
    assert judge("opus", options={"creditors": ["10000009"]}).of("OPU-02") == []
    assert judge("opus", options={"creditors": ["DK10000009"]}).of("OPU-02") == []
    assert judge("opus").of("OPU-02") == []


def test_another_number_is_refused(judge: Any, one: Any) -> None:
    """A change has to be told to the municipality first."""
    judged = judge("opus", options={"creditors": ["10000017", "10000025"]})
    one(
        judged,
        "OPU-02",
        field=FIELD,
        severity="fatal",
        value="10000009",
        expected="10000017, 10000025",
        says="not your creditor number",
    )


def test_no_number_at_all(judge: Any, one: Any) -> None:
    """Nobody can be paid."""
    judged = judge("opus", header={"provider_party": None, "seller_supplier_party": None})
    one(judged, "OPU-02", field=FIELD, severity="fatal", expected="DK:CVR", says="CVR number")
