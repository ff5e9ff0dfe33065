"""ID-RSIN: a number of scheme NL:RSIN is a right one."""

from typing import Any

from hub.model.values import Identifier

COMPANY = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_a_right_number_passes(judge: Any) -> None:
    """Length and check are right."""
    judged = judge(
        "prisme",
        header={"provider_party.endpoint_id": Identifier("123456782", scheme_id="NL:RSIN")},
    )
    assert judged.of("ID-RSIN") == []


def test_a_wrong_endpoint_is_fatal(judge: Any, one: Any) -> None:
    """Nothing could be delivered there."""
    judged = judge(
        "prisme",
        header={"provider_party.endpoint_id": Identifier("123456789", scheme_id="NL:RSIN")},
    )
    one(
        judged,
        "ID-RSIN",
        field="provider_party.endpoint_id",
        severity="fatal",
        value="123456789",
        says="123456789",
    )


def test_elsewhere_it_is_an_error(judge: Any, one: Any) -> None:
    """The document names a wrong company."""
    judged = judge("prisme", header={COMPANY: Identifier("123456789", scheme_id="NL:RSIN")})
    one(
        judged,
        "ID-RSIN",
        field=COMPANY,
        severity="error",
        value="123456789",
        says="123456789",
    )
