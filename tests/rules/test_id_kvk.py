"""ID-KVK: a number of scheme NL:KVK is a right one."""

from typing import Any

from hub.model.values import Identifier

COMPANY = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_a_right_number_passes(judge: Any) -> None:
    """Length and check are right."""
    judged = judge(
        "prisme", header={"provider_party.endpoint_id": Identifier("12345678", scheme_id="NL:KVK")}
    )
    assert judged.of("ID-KVK") == []


def test_a_wrong_endpoint_is_fatal(judge: Any, one: Any) -> None:
    """Nothing could be delivered there."""
    judged = judge(
        "prisme", header={"provider_party.endpoint_id": Identifier("1234567", scheme_id="NL:KVK")}
    )
    one(
        judged,
        "ID-KVK",
        field="provider_party.endpoint_id",
        severity="fatal",
        value="1234567",
        says="8 digits",
    )


def test_elsewhere_it_is_an_error(judge: Any, one: Any) -> None:
    """The document names a wrong company."""
    judged = judge("prisme", header={COMPANY: Identifier("1234567", scheme_id="NL:KVK")})
    one(
        judged,
        "ID-KVK",
        field=COMPANY,
        severity="error",
        value="1234567",
        says="8 digits",
    )
