"""DIG-03: the supplier has a number that DigiInkoop knows."""

from typing import Any

import pytest

from hub.model.party import DocumentParty, PartyIdentification
from hub.model.values import Identifier

FIELD = "seller_supplier_party.party.party_legal_entity[0].company_id"


def supplier(number: str, scheme: str) -> dict[str, Any]:
    """Return the change that names a supplier."""
    named = PartyIdentification(id=Identifier(number, scheme_id=scheme))
    return {"provider_party": DocumentParty(party_identification=(named,))}


@pytest.mark.parametrize(
    ("number", "scheme"),
    [
        ("12345678", "NL:KVK"),
        ("12345678", "0106"),
        ("00000001123456782000", "NL:OIN"),
        ("NL123456782B90", "NL:VAT"),
    ],
)
def test_right_numbers_pass(judge: Any, number: str, scheme: str) -> None:
    """Of the trade register, of the government, of the tax office."""
    assert judge("digiinkoop", header=supplier(number, scheme)).of("DIG-03") == []


def test_a_danish_number_alone_does_not_do(judge: Any, one: Any) -> None:
    """The right supplier of the other tests has one."""
    one(
        judge("digiinkoop"),
        "DIG-03",
        field=FIELD,
        severity="fatal",
        expected="NL:KVK, NL:OIN, NL:VAT",
        says="no KvK, OIN or VAT number",
    )


def test_a_wrong_number(judge: Any) -> None:
    """Seven digits are no number of the trade register."""
    (found,) = judge("digiinkoop", header=supplier("1234567", "NL:KVK")).of("DIG-03")
    assert (found.severity.value, found.value) == ("fatal", "1234567")
