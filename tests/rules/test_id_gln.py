"""ID-GLN: a number of scheme GLN is a right one."""

from typing import Any

from hub.model.values import Identifier

COMPANY = "seller_supplier_party.party.party_legal_entity[0].company_id"


def test_a_right_number_passes(judge: Any) -> None:
    """Length and check are right."""
    judged = judge(
        "prisme",
        header={"provider_party.endpoint_id": Identifier("5790099990003", scheme_id="GLN")},
    )
    assert judged.of("ID-GLN") == []


def test_a_wrong_endpoint_is_fatal(judge: Any, one: Any) -> None:
    """Nothing could be delivered there."""
    judged = judge(
        "prisme",
        header={"provider_party.endpoint_id": Identifier("5790000000006", scheme_id="GLN")},
    )
    one(
        judged,
        "ID-GLN",
        field="provider_party.endpoint_id",
        severity="fatal",
        value="5790000000006",
        says="check digit",
    )


def test_elsewhere_it_is_an_error(judge: Any, one: Any) -> None:
    """The document names a wrong company."""
    judged = judge("prisme", header={COMPANY: Identifier("5790000000006", scheme_id="GLN")})
    one(
        judged,
        "ID-GLN",
        field=COMPANY,
        severity="error",
        value="5790000000006",
        says="check digit",
    )
