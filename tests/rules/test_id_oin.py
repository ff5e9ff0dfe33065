"""ID-OIN: a number of scheme NL:OIN is a right one."""

from typing import Any

from hub.model.values import Identifier

COMPANY = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_a_right_number_passes(judge: Any) -> None:
    """Length and check are right."""
    judged = judge(
        "prisme",
        header={
            "provider_party.endpoint_id": Identifier("00000001123456782000", scheme_id="NL:OIN")
        },
    )
    assert judged.of("ID-OIN") == []


def test_a_wrong_endpoint_is_fatal(judge: Any, one: Any) -> None:
    """Nothing could be delivered there."""
    judged = judge(
        "prisme",
        header={
            "provider_party.endpoint_id": Identifier("00000042123456782000", scheme_id="NL:OIN")
        },
    )
    one(
        judged,
        "ID-OIN",
        field="provider_party.endpoint_id",
        severity="fatal",
        value="00000042123456782000",
        expected=None,
        says="register",
    )


def test_elsewhere_it_is_an_error(judge: Any, one: Any) -> None:
    """The document names a wrong company."""
    judged = judge(
        "prisme", header={COMPANY: Identifier("00000042123456782000", scheme_id="NL:OIN")}
    )
    one(
        judged,
        "ID-OIN",
        field=COMPANY,
        severity="error",
        value="00000042123456782000",
        expected=None,
        says="register",
    )
