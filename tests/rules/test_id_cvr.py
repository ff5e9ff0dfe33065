"""ID-CVR: a number of scheme DK:CVR is a right one."""

from typing import Any

from hub.model.values import Identifier

COMPANY = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_a_right_number_passes(judge: Any) -> None:
    """Length and check are right."""
    judged = judge(
        "prisme",
        header={"provider_party.endpoint_id": Identifier("DK10000017", scheme_id="DK:CVR")},
    )
    assert judged.of("ID-CVR") == []


def test_a_wrong_endpoint_is_fatal(judge: Any, one: Any) -> None:
    """Nothing could be delivered there."""
    judged = judge(
        "prisme",
        header={"provider_party.endpoint_id": Identifier("DK10000008", scheme_id="DK:CVR")},
    )
    one(
        judged,
        "ID-CVR",
        field="provider_party.endpoint_id",
        severity="fatal",
        value="DK10000008",
        says="10000008",
    )


def test_elsewhere_it_is_an_error(judge: Any, one: Any) -> None:
    """The document names a wrong company."""
    judged = judge("prisme", header={COMPANY: Identifier("DK10000008", scheme_id="DK:CVR")})
    one(
        judged,
        "ID-CVR",
        field=COMPANY,
        severity="error",
        value="DK10000008",
        says="10000008",
    )
