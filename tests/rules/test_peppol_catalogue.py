"""PEP-05, PEP-26, PEP-70 to PEP-78, EN-06, EN-17: what a catalogue in Peppol demands (T19)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from hub.model.context import Agreement
from hub.model.identity import EndpointID
from hub.model.party import DocumentParty, PartyName
from hub.model.period import Period
from hub.model.values import Amount, Code, Identifier, Quantity, Text

PRICE = "required_item_location_quantity[0].price"
NAMED = {"provider_party.party_name": (PartyName(Text("Example Firm")),)}
NEXT_YEAR = Period(start_date=dt.date(2027, 1, 1), end_date=dt.date(2027, 12, 31))
BACKWARDS = Period(start_date=dt.date(2026, 2, 1), end_date=dt.date(2026, 1, 1))


def test_a_right_catalogue_goes_over(judge: Any) -> None:
    """Nothing is refused; numbers, units and classes are those of Peppol's lists."""
    judged = judge("peppol", {}, header=NAMED)
    assert not [f for f in judged.findings if f.severity.refuses], judged.findings
    provider = judged.header.provider_party
    assert provider.endpoint_id == Identifier("5790000000005", scheme_id="0088")
    assert provider.party_legal_entity[0].company_id == Identifier("DK10000009", scheme_id="0184")
    (body,) = judged.bodies
    assert body.orderable_unit == Text("XBX")
    code = body.item.commodity_classification[0].item_classification_code
    assert (code.value, code.list_id) == ("44121706", "TST")


def test_a_catalogue_of_peppol_is_not_translated(judge: Any) -> None:
    """What came in the format is left to its own rules."""
    judged = judge("peppol", {}, header={"validity_period": ()}, source="peppol:catalogue:3")
    assert judged.findings == []


HEADS = {
    "PEP-05": {"provider_party.endpoint_id": Identifier("17", scheme_id="ZZZ")},
    "PEP-26": {"provider_party.endpoint_id": Identifier("5790000000006", scheme_id="GLN")},
    "PEP-70": {"action_code": Code("Rework")},
    "PEP-71": {"validity_period": ()},
    "PEP-72": {"validity_period": (BACKWARDS,)},
    "EN-06": {"provider_party.party_name": ()},
}


@pytest.mark.parametrize("rule", HEADS)
def test_a_head_is_refused(judge: Any, rule: str) -> None:
    """The whole catalogue is, for what its head says or lacks."""
    judged = judge("peppol", {}, header={**NAMED, **HEADS[rule]})
    found = judged.of(rule)
    assert found, judged.findings
    assert "fatal" in {finding.severity for finding in found}


def test_nobody_sends(judge: Any) -> None:
    """PEP-73: neither the document nor the configuration says who it is from."""
    judged = judge("peppol", {}, header={"provider_party": None}, sender=False)
    (finding,) = judged.of("PEP-73")
    assert finding.place.path == "provider_party"


def test_a_catalogue_holds_as_long_as_its_agreement(judge: Any) -> None:
    """One that gives no dates of its own takes those of the configured agreement."""
    agreement = Agreement(
        "A-1", "s", "b", valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2026, 12, 31)
    )
    judged = judge("peppol", {}, header={**NAMED, "validity_period": ()}, agreement=agreement)
    assert judged.of("PEP-71") == []
    assert judged.header.validity_period[0].end_date == dt.date(2026, 12, 31)


LINES: dict[str, dict[str, Any]] = {
    "PEP-70": {"action_code": Code("Rework")},
    "PEP-72": {"line_validity_period": BACKWARDS},
    "PEP-74": {"line_validity_period": NEXT_YEAR},
    "PEP-75": {"minimum_order_quantity": Quantity(Decimal(-1), "EA")},
    "PEP-76": {
        "minimum_order_quantity": Quantity(Decimal(5), "EA"),
        "maximum_order_quantity": Quantity(Decimal(4), "EA"),
    },
    "PEP-77": {f"{PRICE}.price_amount": Amount(Decimal("7.00"), "QQQ")},
    "PEP-78": {
        "item.sellers_item_identification": None,
        "item.standard_item_identification": None,
    },
    "EN-17": {"item.name": None},
    "UOM-05": {"orderable_unit": Text("04")},
}


@pytest.mark.parametrize("rule", LINES)
def test_a_line_is_refused(judge: Any, rule: str) -> None:
    """Only that line is, so that a receiver who takes parts gets the others."""
    judged = judge("peppol", LINES[rule], {}, header=NAMED)
    found = judged.of(rule)
    assert found, judged.findings
    assert {finding.severity for finding in found} == {"error"}
    assert [body is None for body in judged.bodies] == [True, False]


def test_a_price_lies_within_its_line(judge: Any) -> None:
    """PEP-74: also the dates of a price (T19-R011)."""
    judged = judge("peppol", {f"{PRICE}.validity_period": (NEXT_YEAR,)}, header=NAMED)
    (finding,) = judged.of("PEP-74")
    assert finding.place.path == f"{PRICE}.validity_period"


def test_a_receiver_is_told_that_it_is_meant(judge: Any) -> None:
    """The configured receiver stands in the place of any other, by a number of Peppol's."""
    other = DocumentParty(endpoint_id=Identifier("DK10000009", scheme_id="DK:CVR"))
    judged = judge("peppol", {}, header={**NAMED, "receiver_party": other})
    receiver = judged.header.receiver_party
    assert receiver.endpoint_id == Identifier(
        EndpointID("GLN", "5790099990003").value, scheme_id="0088"
    )
    assert receiver.party_legal_entity[0].registration_name == Text("Exampletown")
