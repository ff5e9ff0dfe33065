"""TTK-21: an invoice repeats the delivery fields of the order, or its delivery id."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.model.address import Address, AddressLine, Location
from hub.model.delivery import Delivery
from hub.model.values import Code, Identifier, Text
from tests.rules.bill import head, line
from tests.rules.buying import judged

WHOLE = Address(street_name=Text("Eksempelvej"), postal_zone=Text("9999"), city_name=Text("Byen"))
LINES = (AddressLine(line=Text("Eksempelvej 1")), AddressLine(line=Text("9999 Byen")))
FREE = Address(address_format_code=Code("Unstructured"), address_line=LINES)
BY_ID = Delivery(delivery_location=Location(id=Identifier("SKOLE-7")))


def to(address: Address) -> Delivery:
    """Return a delivery to an address."""
    return Delivery(delivery_location=Location(address=address))


@pytest.mark.parametrize("delivery", [BY_ID, to(WHOLE), Delivery(delivery_address=WHOLE), to(FREE)])
def test_the_id_or_the_fields_suffice(profiles: Any, delivery: Delivery) -> None:
    """In the head, or at a line."""
    profile = profiles["truetrade-documents"]
    assert judged(profile, head(delivery=(delivery,)), [line()])[0] == []
    assert judged(profile, head(), [replace(line(), delivery=(delivery,))])[0] == []


@pytest.mark.parametrize(
    ("deliveries", "expected", "says"),
    [
        ((), "street_name, postal_zone, city_name", "does not say where"),
        ((to(replace(WHOLE, city_name=Text(" "))),), "city_name", "lacks city_name"),
        ((to(replace(FREE, address_line=())),), "address_line", "lacks address_line"),
        ((to(Address(address_line=LINES)),), "street_name, postal_zone, city_name", "lacks street"),
    ],
)
def test_what_is_missing_is_warned_of(
    profiles: Any, deliveries: tuple[Delivery, ...], expected: str, says: str
) -> None:
    """The invoice goes on, and the sender hears which fields it lacks."""
    (finding,), _ = judged(profiles["truetrade-documents"], head(delivery=deliveries), [line()])
    assert (finding.rule, finding.severity.value, finding.expected) == ("TTK-21", "warn", expected)
    assert says in finding.message.en
