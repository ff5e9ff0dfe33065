"""DIG-07: a quotation answers a request of the unit while it is open."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hub.model.quotation import Quotation
from hub.model.reference import DocumentReference
from hub.model.values import Identifier
from hub.rules.pages import load_pages
from tests.rules.buying import Remembered, judged

DAY = dt.date(2026, 1, 5)
"""On which the quotation comes."""


def asked(profiles: Any, number: str | None, **requests: dt.date | None) -> list[Any]:
    """Judge a quotation for a request."""
    named = None if number is None else DocumentReference(id=Identifier(number))
    document = Quotation(request_for_quotation_document_reference=named)
    known = Remembered(requests=requests)
    said, _ = judged(profiles["digiinkoop-quotations"], document, known=known, kind="quotation")
    return said


@pytest.mark.parametrize("closes", [None, DAY, DAY + dt.timedelta(days=3)])
def test_an_open_request_passes(profiles: Any, closes: dt.date | None) -> None:
    """Its last day counts; one without a day does not close."""
    assert asked(profiles, "OFF1", OFF1=closes) == []


def test_a_closed_one_is_refused(profiles: Any) -> None:
    """With the day on which it closed."""
    (finding,) = asked(profiles, "OFF1", OFF1=DAY - dt.timedelta(days=1))
    assert (finding.rule, finding.severity.value) == ("DIG-07", "error")
    assert (finding.value, finding.expected) == ("OFF1", "2026-01-04")
    assert "closed on" in finding.message.en


@pytest.mark.parametrize("closes", [None, DAY - dt.timedelta(days=1), DAY])
def test_who_was_not_asked_is_refused(profiles: Any, closes: dt.date | None) -> None:
    """A request that went to others is none, open or closed, and nothing is told of it."""
    named = DocumentReference(id=Identifier("OFF1"))
    document = Quotation(request_for_quotation_document_reference=named)
    known = Remembered(requests={"OFF1": closes}, invited="invited")
    (finding,), _ = judged(
        profiles["digiinkoop-quotations"], document, known=known, kind="quotation"
    )
    assert (finding.rule, finding.severity.value) == ("DIG-07", "error")
    assert (finding.value, finding.expected) == ("OFF1", None)
    assert "sent you no request for quotation OFF1" in finding.message.en


@pytest.mark.parametrize(
    ("number", "says"), [("OFF2", "no request for quotation OFF2"), (None, "names no request")]
)
def test_no_such_request_is_refused(profiles: Any, number: str | None, says: str) -> None:
    """Neither one that the unit did not send, nor none."""
    (finding,) = asked(profiles, number, OFF1=DAY)
    assert says in finding.message.en


def test_the_page_says_which_day_counts() -> None:
    """That of the interchange: a replay is one of its own, with its own day."""
    mappings = Path(__file__).resolve().parents[2] / "mappings"
    (page,) = (one for one in load_pages([mappings / "digiinkoop"]) if one.rule == "DIG-07")
    assert page.why is not None
    assert "replayed later counts on the day of the replay" in page.why.en
    assert "der senere behandles igen, tæller på den dag, det sker" in page.why.da
    assert "later opnieuw wordt verwerkt, telt op de dag daarvan" in page.why.nl
