"""DIG-04: an order response names an order that exists."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from hub.model.orderreference import OrderReference
from hub.model.orderresponse import OrderResponse
from hub.model.values import Identifier
from tests.rules.buying import Remembered, judged


def answer(*orders: str) -> OrderResponse:
    """Return an answer to orders."""
    return OrderResponse(
        order_reference=tuple(OrderReference(id=Identifier(number)) for number in orders)
    )


def asked(profiles: Any, document: OrderResponse, known: Any) -> Any:
    """Judge an answer, and return what this rule says of it."""
    profile = profiles["digiinkoop-documents"]
    found, skipped = judged(profile, document, known=known, kind="order-response")
    return [one for one in found if one.rule == "DIG-04"], skipped


def test_an_order_of_the_unit_passes(profiles: Any) -> None:
    """It came from the one that is answered."""
    assert asked(profiles, answer("INK-41"), Remembered(orders=("INK-41",))) == ([], ())


def test_an_unknown_order_is_refused(profiles: Any) -> None:
    """With its number."""
    (finding,), _ = asked(profiles, answer("INK-42"), Remembered(orders=("INK-41",)))
    assert (finding.rule, finding.severity.value) == ("DIG-04", "error")
    assert (finding.place.path, finding.value) == ("order_reference[0].id", "INK-42")


def test_an_order_to_somebody_else_is_refused(profiles: Any) -> None:
    """Only who got it answers it."""
    known = Remembered(orders=("INK-41",), invited="invited")
    (finding,), _ = asked(profiles, answer("INK-41"), known)
    assert (finding.rule, finding.value) == ("DIG-04", "INK-41")
    assert "sent you no order INK-41" in finding.message.en


def test_no_order_at_all_is_refused(profiles: Any) -> None:
    """There is nothing to look for."""
    (finding,), _ = asked(profiles, answer(), Remembered())
    assert "names no order" in finding.message.en


def test_a_second_answer_is_refused(profiles: Any) -> None:
    """The first was the final one."""
    known = Remembered(orders=("INK-41",), answers={"INK-41": "ANTW-1"})
    (finding,), _ = asked(profiles, answer("INK-41"), known)
    assert (finding.rule, finding.severity.value) == ("DIG-04", "error")
    assert (finding.place.path, finding.value) == ("order_reference[0].id", "INK-41")
    assert finding.expected == "ANTW-1"
    assert "answered order INK-41 already" in finding.message.en


def test_an_answer_is_not_its_own_second(profiles: Any) -> None:
    """One that is looked at once more is the first still."""
    known = Remembered(orders=("INK-41",), answers={"INK-41": "ANTW-2"})
    document = replace(answer("INK-41"), id=Identifier("ANTW-2"))
    assert asked(profiles, document, known) == ([], ())


def test_another_answer_of_its_number_is_the_second(profiles: Any) -> None:
    """What tells two documents of one number apart is their day of issue."""
    known = Remembered(orders=("INK-41",), answers={"INK-41": "ANTW-2"})
    document = replace(answer("INK-41"), id=Identifier("ANTW-2"), issue_date=dt.date(2026, 1, 5))
    (finding,), _ = asked(profiles, document, known)
    assert (finding.rule, finding.expected) == ("DIG-04", "ANTW-2")


def test_without_memory_it_is_skipped(profiles: Any) -> None:
    """What cannot be asked is not passed."""
    assert asked(profiles, answer("INK-41"), None) == ([], ("DIG-04",))
