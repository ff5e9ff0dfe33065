"""DIG-02: the buying unit is named by a valid OIN."""

from typing import Any

from hub.model.party import DocumentParty, PartyIdentification
from hub.model.values import Identifier

FIELD = "receiver_party.party_identification[0].id"


def unit(number: str, scheme: str = "NL:OIN") -> dict[str, Any]:
    """Return the change that names a buying unit."""
    named = PartyIdentification(id=Identifier(number, scheme_id=scheme))
    return {"receiver_party": DocumentParty(party_identification=(named,))}


def test_a_right_oin_passes(judge: Any) -> None:
    """In the hub's spelling of the scheme and in Peppol's."""
    assert judge("digiinkoop", header=unit("00000001123456782000")).of("DIG-02") == []
    assert judge("digiinkoop", header=unit("00000003123456780000", "0190")).of("DIG-02") == []


def test_no_oin(judge: Any, one: Any) -> None:
    """A GLN does not do."""
    judged = judge("digiinkoop")
    one(judged, "DIG-02", field=FIELD, severity="fatal", expected="NL:OIN", says="has no OIN")


def test_a_wrong_oin(judge: Any) -> None:
    """Its fault is told as for any identifier."""
    (found,) = judge("digiinkoop", header=unit("00000001123456783000")).of("DIG-02")
    assert (found.severity.value, found.value) == ("fatal", "00000001123456783000")
