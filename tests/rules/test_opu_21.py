"""OPU-21: a person's name does not take the place of the order number."""

from typing import Any

from msgspec.structs import replace

from hub.model.orderreference import OrderLineReference, OrderReference
from hub.model.party import Contact, CustomerParty, DocumentParty
from hub.model.values import Identifier, Text
from tests.rules.bill import head, line
from tests.rules.buying import judged

PERSON = Contact(id=Identifier("Anne Eksempel"))
BY_PERSON = CustomerParty(party=DocumentParty(contact=PERSON))
ORDER = OrderReference(id=Identifier("4500012345"))


def test_a_person_alone_is_warned_of(profiles: Any) -> None:
    """Before the invoice goes on; the name itself stays out of the report."""
    for customer in (BY_PERSON, CustomerParty(accounting_contact=Contact(name=Text("Anne")))):
        document = head(accounting_customer_party=customer)
        (finding,), _ = judged(profiles["opus-documents"], document, [line()])
        assert (finding.rule, finding.severity.value) == ("OPU-21", "warn")
        assert "Anne" not in repr(finding)


def test_an_order_number_suffices(profiles: Any) -> None:
    """In the head or at a line; a sign that there is none is none."""
    profile = profiles["opus-documents"]
    named = head(accounting_customer_party=BY_PERSON, order_reference=ORDER)
    assert judged(profile, named, [line()])[0] == []
    at_line = replace(line(), order_line_reference=(OrderLineReference(order_reference=ORDER),))
    assert judged(profile, head(accounting_customer_party=BY_PERSON), [at_line])[0] == []
    none = replace(named, order_reference=OrderReference(id=Identifier("n/a")))
    assert judged(profile, none, [line()])[0]


def test_nobody_named_is_left_to_matching(profiles: Any) -> None:
    """That no number is given at all is MAT-01."""
    assert judged(profiles["opus-documents"], head(), [line()])[0] == []
