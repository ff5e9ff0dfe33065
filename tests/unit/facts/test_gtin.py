"""GTINs: every length, and the damage spreadsheets do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.facts.checkdigits import gs1_check_digit
from hub.facts.gtin import GTIN_RULE, check_gtin
from hub.facts.verdict import Fault

FAULTS = [
    ("", Fault.EMPTY, None),
    (" ", Fault.EMPTY, None),
    ("-", Fault.NO_NUMBER, None),
    ("ingen", Fault.NO_NUMBER, None),
    ("5790000000006", Fault.CHECK_DIGIT, None),
    ("5.79E+12", Fault.SPREADSHEET, None),
    ("5,79E+12", Fault.SPREADSHEET, None),
    ("5790000000005.0", Fault.SPREADSHEET, "5790000000005"),
    ("57A0000000005", Fault.CHARACTERS, None),
    ("0000000000000", Fault.START, None),
    ("123456789", Fault.LENGTH, None),
    ("12", Fault.LENGTH, None),
    ("579000000000512", Fault.LENGTH, None),
    ("5701240000000", Fault.ROUNDED, None),
    ("5701234560000", Fault.ROUNDED, None),
    ("5701234567000", Fault.CHECK_DIGIT, None),
    ("357012345678901000", Fault.ROUNDED, None),
    ("3570123456789010", Fault.ROUNDED, None),
    ("3570123456789012", Fault.LENGTH, None),
]


@pytest.mark.parametrize("value", ["5790000000005", "96385074", "036000291452", "05790000000005"])
def test_accepts_every_length(value: str) -> None:
    """GTIN-8, 12, 13 and 14 with a right check digit are right; a valid GTIN-12 is no damage."""
    assert check_gtin(value).valid


@pytest.mark.parametrize(("value", "fault", "suggestion"), FAULTS)
def test_says_what_is_wrong(value: str, fault: Fault, suggestion: str | None) -> None:
    """Each damage is named; a number is suggested only where the digits are all there."""
    verdict = check_gtin(value)
    assert (verdict.fault, verdict.suggestion) == (fault, suggestion)
    assert verdict.rule == GTIN_RULE
    assert verdict.message is not None
    assert "{" not in verdict.message.en + verdict.message.da + verdict.message.nl


@pytest.mark.parametrize(
    ("damaged", "meant"), [("36000291452", "036000291452"), ("6385071", "06385071")]
)
def test_offers_lost_zeros(damaged: str, meant: str) -> None:
    """A number of the wrong length whose sum fits has lost zeros; the whole one is offered."""
    verdict = check_gtin(damaged)
    assert verdict.fault is Fault.SPREADSHEET
    assert verdict.suggestion == meant


def test_what_was_rounded_is_no_mistyped_digit() -> None:
    """The sender is told that digits are gone, and where to take them from."""
    message = check_gtin("5701240000000").message
    assert message is not None
    assert "ends in 0000000: a spreadsheet has probably rounded it" in message.en
    assert "afrundet" in message.da
    assert "afgerond" in message.nl


@given(st.text("0123456789", min_size=11, max_size=11))
def test_whatever_it_suggests_is_right(tail: str) -> None:
    """A suggestion is itself a valid GTIN and ends in what was given."""
    body = "0" + tail[:-1]
    number = (body + gs1_check_digit(body)).lstrip("0")
    verdict = check_gtin(number) if number else check_gtin("0")
    if verdict.suggestion is not None:
        assert check_gtin(verdict.suggestion).valid
        assert verdict.suggestion.endswith(number)


@given(st.text(max_size=40))
def test_judges_any_text(value: str) -> None:
    """Any text gets a verdict."""
    assert check_gtin(value).valid == (check_gtin(value).fault is None)
