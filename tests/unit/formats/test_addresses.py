"""By which numbers of a document its sides are found."""

import pytest

from hub.formats.summary import summary_of
from hub.model.order import Order
from hub.model.party import CustomerParty, DocumentParty, PartyIdentification
from hub.model.values import Identifier

KVK = Identifier("12345678", scheme_agency_id="NL", scheme_agency_name="KvK")
BTW = Identifier("NL123456782B90", scheme_agency_id="NL", scheme_agency_name="BTW")
OIN = Identifier("00000001123456782000", scheme_agency_name="OIN")
GLN = Identifier("5790000000005", scheme_id="0088")


def found(endpoint: Identifier | None, *numbers: Identifier) -> list[tuple[str, str]]:
    """Return the addresses of a buyer."""
    party = DocumentParty(
        endpoint_id=endpoint, party_identification=tuple(map(PartyIdentification, numbers))
    )
    head = Order(id=Identifier("1"), buyer_customer_party=CustomerParty(party=party))
    return [(one.scheme, one.value) for one in summary_of(head, "order").sender]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((KVK, BTW), [("NL:KVK", "12345678")]),
        ((BTW, OIN), [("NL:OIN", "00000001123456782000")]),
        ((BTW,), []),
        ((Identifier("4711", scheme_agency_name="Warehouse"),), []),
    ],
    ids=["company", "government", "tax only", "own number"],
)
def test_the_register_of_a_number_may_be_its_agency(
    numbers: tuple[Identifier, ...], expected: list[tuple[str, str]]
) -> None:
    """UBL-OHNL has no other word for it; the number of a tax is no address."""
    assert found(None, *numbers) == expected


def test_a_number_with_a_scheme_goes_first() -> None:
    """Where a side has an address, what else it is registered as does not matter."""
    assert found(GLN, KVK) == [("GLN", "5790000000005")]
    assert found(None, KVK, GLN) == [("GLN", "5790000000005")]
