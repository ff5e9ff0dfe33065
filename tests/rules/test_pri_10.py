"""PRI-10: order responses and bills name the seller by the numbers of its catalogue."""

from typing import Any

import pytest

from hub.model.identity import EndpointID
from hub.model.orderresponse import OrderResponse
from hub.model.party import DocumentParty, PartyLegalEntity, SupplierParty
from hub.model.values import Identifier
from tests.rules.bill import head
from tests.rules.buying import CVR, GLN, Remembered, judged

OTHER = "5790000000012"
CATALOGUE = frozenset({EndpointID("GLN", GLN), EndpointID("DK:CVR", "10000009")})


def seller(gln: str = GLN, cvr: str = CVR) -> SupplierParty:
    """Return the seller as a document names it."""
    entity = PartyLegalEntity(company_id=Identifier(cvr, scheme_id="DK:CVR"))
    endpoint = Identifier(gln, scheme_id="GLN")
    return SupplierParty(party=DocumentParty(endpoint_id=endpoint, party_legal_entity=(entity,)))


def test_the_numbers_of_the_catalogue_pass(profiles: Any) -> None:
    """However the company number is written."""
    for one in (head(accounting_supplier_party=seller()), head()):
        said, _ = judged(profiles["prisme-documents"], one, known=Remembered(CATALOGUE))
        assert said == []


@pytest.mark.parametrize(
    ("party", "field", "value", "expected"),
    [
        (seller(gln=OTHER), "endpoint_id", f"GLN {OTHER}", f"GLN {GLN}"),
        (
            seller(cvr="DK10000017"),
            "party_legal_entity[0].company_id",
            "DK:CVR 10000017",
            "DK:CVR 10000009",
        ),
    ],
)
def test_another_number_is_refused(
    profiles: Any, party: SupplierParty, field: str, value: str, expected: str
) -> None:
    """With both numbers."""
    document = head(accounting_supplier_party=party)
    (finding,), _ = judged(profiles["prisme-documents"], document, known=Remembered(CATALOGUE))
    assert (finding.rule, finding.severity.value) == ("PRI-10", "fatal")
    assert finding.place.path == f"accounting_supplier_party.party.{field}"
    assert (finding.value, finding.expected) == (value, expected)


def test_an_order_response_too(profiles: Any) -> None:
    """A number that the catalogue did not give is that of the configuration."""
    document = OrderResponse(seller_supplier_party=seller(gln=OTHER))
    known = Remembered(frozenset({EndpointID("DK:CVR", "10000009")}))
    profile = profiles["prisme-documents"]
    (finding,), _ = judged(profile, document, known=known, kind="order-response")
    assert finding.expected == f"GLN {GLN}"


def test_without_a_catalogue_or_a_memory(profiles: Any) -> None:
    """There is nothing to differ from; what cannot be asked is not passed."""
    document = head(accounting_supplier_party=seller(gln=OTHER))
    assert judged(profiles["prisme-documents"], document, known=Remembered()) == ([], ())
    assert judged(profiles["prisme-documents"], document) == ([], ("PRI-10",))
