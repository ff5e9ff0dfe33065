"""TTK-12: the supplier's CVR number is that of the enrolment."""

from typing import Any

COMPANY = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_the_same_number_passes(judge: Any, memory: Any) -> None:
    """It is the one of the invitation."""
    judged = judge("truetrade", known=memory())
    assert judged.of("TTK-12") == []


def test_another_number_is_refused(judge: Any, one: Any, memory: Any) -> None:
    """Both are named."""
    judged = judge("truetrade", known=memory(cvr="10000017"))
    one(
        judged,
        "TTK-12",
        field=COMPANY,
        severity="fatal",
        value="10000009",
        expected="10000017",
        says="not the one you enrolled with",
    )
