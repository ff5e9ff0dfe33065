"""What is wrong with an output is the sender's only where the sender wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec import Struct

from hub.formats.document import Document
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.item import Item
from hub.model.line import Line
from hub.model.order import Order
from hub.model.payment import PaymentMeans
from hub.model.price import AllowanceCharge
from hub.model.report import Report
from hub.model.sentence import LANGUAGES, Sentence
from hub.model.values import Amount, Code, Quantity, Text
from hub.pipeline.unsayable import NOT_IN_FORMAT, unsayable
from hub.xml.sentences import plain, say

TARGET = FormatId("ubl", "catalogue", "2.0")
LINE = "/Catalogue/cac:CatalogueLine[1]"
WRONG = Sentence("It is wrong.", "Det er forkert.", "Het is fout.")


@dataclass
class Given:
    """A document as its sender gave it."""

    header: Any = field(default_factory=Catalogue)
    bodies: tuple[Any, ...] = ()

    def lines(self, _report: Report | None = None) -> Iterator[Line]:
        """Yield the lines."""
        for number, body in enumerate(self.bodies, start=1):
            yield Line(number, body, lambda _: Place())


UNITS = Given(bodies=(CatalogueLine(minimum_order_quantity=Quantity(Decimal(2), "H87")),))
NAMED = Given(header=Catalogue(action_code=Code("Revise")))


def found(rule: str, path: str, value: str | None = None) -> Finding:
    """Return what the schema says of an output."""
    return Finding(rule, Severity.FATAL, WRONG, Place(path=path), value)


def told(given: Given, *findings: Finding) -> list[Finding]:
    """Return what the sender is told of an output with these findings."""
    checked = Report("out.xml")
    for one in findings:
        checked.add(Layer.SCHEMA, one)
    return unsayable(checked, TARGET, cast(Document, given))


UNIT = found("XSD-CODE", f"{LINE}/cbc:MinimumOrderQuantity", "H87")
ACTION = found("XSD-CODE", "/Catalogue/cbc:ActionCode", "Revise")
IN_A_GROUP = found("XSD-MISSING", f"{LINE}/cac:Item/cac:ItemInstance")
OF_THE_HEAD = found("XSD-MISSING", "/Catalogue/cac:ProviderParty")
ORDER = found("XSD-ORDER", f"{LINE}/cbc:Note")


@pytest.mark.parametrize(("given", "finding"), [(UNITS, UNIT), (NAMED, ACTION)])
def test_a_code_of_the_sender_s_is_told_with_its_field(given: Given, finding: Finding) -> None:
    """In a line or in the head: value, place, and what the field is called, in each language."""
    (one,) = told(given, finding)
    assert (one.rule, one.value, one.place.path) == (
        NOT_IN_FORMAT,
        finding.value,
        finding.place.path,
    )
    name = (finding.place.path or "").rpartition("/")[2]
    for language in LANGUAGES:
        assert f"({name})" in one.message.speak(language)
        assert str(finding.value) in one.message.speak(language)


@pytest.mark.parametrize("given", [Given(), NAMED])
def test_a_code_that_the_sender_did_not_write_is_the_hub_s(given: Given) -> None:
    """A constant, a default, a list of the table or a rule wrote it: it is parked."""
    assert told(given, UNIT) == []


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("cbc:PaymentMeansCode", PaymentMeans(payment_means_code=Code("31"))),
        ("cbc:PaymentCurrencyCode", AllowanceCharge(amount=Amount(Decimal(1), "31"))),
        ("cbc:PriceAmount", Order(document_currency_code=Code("31"))),
        ("cbc:BaseQuantity", Item(pack_quantity=Quantity(Decimal(1), "31"))),
        ("cbc:Note", Catalogue(note=(Text("Note", "31"),))),
    ],
    ids=["code", "code-of-an-amount", "amount-of-a-code", "unit", "language"],
)
def test_a_code_is_looked_for_among_its_like(field: str, given: Struct) -> None:
    """Currencies and units pass from field to field; any other code stays in its own."""
    finding = found("XSD-CODE", f"{LINE}/{field}", "31")
    assert len(told(Given(header=given), finding)) == 1
    reason = AllowanceCharge(allowance_charge_reason_code=Code("31"))
    assert told(Given(header=reason), finding) == []


def test_what_a_group_lacks_is_told() -> None:
    """The format takes the group only with what the document does not say."""
    (one,) = told(Given(), IN_A_GROUP)
    assert one.rule == NOT_IN_FORMAT
    assert "It is wrong." in one.message.en


def test_what_a_group_of_the_head_lacks_is_told() -> None:
    """A group below the root lacks something at its end; a child of the root is the hub's own."""
    place = Place(path="/Order/cac:AnticipatedMonetaryTotal")
    for parent, rules in (
        ("cac:AnticipatedMonetaryTotal", [NOT_IN_FORMAT]),
        ("Order", []),
    ):
        said = say("XSD-MISSING", name=plain("cbc:PayableAmount"), parent=plain(parent))
        one = Finding("XSD-MISSING", Severity.FATAL, said, place)
        assert [each.rule for each in told(Given(), one)] == rules


@pytest.mark.parametrize(
    ("given", "findings"),
    [
        (Given(), (OF_THE_HEAD,)),
        (UNITS, (UNIT, OF_THE_HEAD)),
        (UNITS, (UNIT, ORDER)),
        (UNITS, (UNIT, ACTION)),
        (Given(), (IN_A_GROUP, UNIT)),
    ],
    ids=["head", "code-and-head", "code-and-order", "one-of-two-codes", "group-and-own-code"],
)
def test_anything_of_the_hub_s_own_parks_all(given: Given, findings: tuple[Finding, ...]) -> None:
    """The sender is not told half: what the hub wrote badly has to be mended first."""
    assert told(given, *findings) == []


def test_several_of_the_sender_s_are_told_together() -> None:
    """Each code and each group is a finding of its own."""
    assert len(told(UNITS, UNIT, IN_A_GROUP)) == 2


def test_a_valid_output_has_nothing_to_tell() -> None:
    """Nothing wrong, nothing told."""
    assert told(UNITS) == []
