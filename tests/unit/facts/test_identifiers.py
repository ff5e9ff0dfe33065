"""Identifiers: the published test values, and what is said about wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean
from stdnum.dk import cvr
from stdnum.nl import bsn

from hub.facts.identifiers import IDENTIFIER_RULES, check, is_checked
from hub.facts.verdict import Fault

DIGITS = st.text("0123456789", min_size=1, max_size=12)

VALID = [
    *(("DK:CVR", v) for v in ("10000009", "10000017", "10000025", "99000007", "99000015")),
    ("DK:CVR", "DK10000009"),
    ("0184", "DK10000009"),
    ("DK:SE", "DK10000017"),
    ("0198", "10000017"),
    *(("GLN", v) for v in ("5790000000005", "5790099990003", "5790099990010", "8712345000004")),
    ("0088", "5790000000005"),
    ("DK:P", "1000000000"),
    ("NL:RSIN", "123456782"),
    ("NL:KVK", "12345678"),
    ("NL:OIN", "00000001123456782000"),
    ("0190", "00000003123456780000"),
    ("0190", "00000099123456782000"),
    ("NL:OIN", "00000004ABC123456000"),
    ("NL:OIN", "00000004123456782001"),
    ("NL:VAT", "NL123456782B01"),
    ("9944", "NL 1234.56.782 B01"),
    ("DUNS", "12-345-6789"),
    ("DK:CPR", "311299-1234"),
    ("SE:VAT", "SE556188840401"),
    ("EU:VAT", "DK10000009"),
    ("ZZZ", "anything at all"),
]

WRONG = [
    ("DK:CVR", "10000008", Fault.CHECK_DIGIT, "ID-CVR"),
    ("DK:CVR", "00000000", Fault.START, "ID-CVR"),
    ("DK:CVR", "1000000", Fault.LENGTH, "ID-CVR"),
    ("DK:CVR", "DK1000000A", Fault.CHARACTERS, "ID-CVR"),
    ("DK:SE", "DK10000018", Fault.CHECK_DIGIT, "ID-CVR"),
    ("GLN", "5790000000006", Fault.CHECK_DIGIT, "ID-GLN"),
    ("0088", "579000000000", Fault.LENGTH, "ID-GLN"),
    ("GLN", "٥٧٩٠٠٠٠٠٠٠٠٠٥", Fault.CHARACTERS, "ID-GLN"),
    ("GLN", " ", Fault.EMPTY, "ID-GLN"),
    ("DK:P", "123", Fault.LENGTH, "ID-P"),
    ("NL:KVK", "1234567", Fault.LENGTH, "ID-KVK"),
    ("NL:RSIN", "000000000", Fault.START, "ID-RSIN"),
    ("NL:RSIN", "123456783", Fault.CHECK_DIGIT, "ID-RSIN"),
    ("NL:OIN", "00000001123456783000", Fault.CHECK_DIGIT, "ID-OIN"),
    ("NL:OIN", "00000001000000000000", Fault.START, "ID-OIN"),
    ("NL:OIN", "0000000112345678A000", Fault.CHARACTERS, "ID-OIN"),
    ("NL:OIN", "00000012123456782000", Fault.PREFIX, "ID-OIN"),
    ("NL:OIN", "00000003123456781000", Fault.SUFFIX, "ID-OIN"),
    ("NL:OIN", "0000000112345678200", Fault.LENGTH, "ID-OIN"),
    ("NL:VAT", "NL123456783B01", Fault.FORM, "ID-VAT"),
    ("NL:VAT", "", Fault.EMPTY, "ID-VAT"),
    ("EU:VAT", "12123456", Fault.START, "ID-VAT"),
    ("EU:VAT", "NL123456783B01", Fault.FORM, "ID-VAT"),
    ("SE:VAT", "SE1", Fault.FORM, "ID-VAT"),
    ("SE:VAT", "NL123456782B01", Fault.FORM, "ID-VAT"),
    ("DK:CPR", "321299-1234", Fault.DATE, "ID-CPR"),
]


@pytest.mark.parametrize(("scheme", "value"), VALID)
def test_accepts_right_numbers(scheme: str, value: str) -> None:
    """A right number has no fault, no rule and no message, in every spelling."""
    verdict = check(scheme, value)
    assert verdict.valid
    assert verdict.rule is None
    assert verdict.message is None


@pytest.mark.parametrize(("scheme", "value", "fault", "rule"), WRONG)
def test_says_what_is_wrong(scheme: str, value: str, fault: Fault, rule: str) -> None:
    """A wrong number names fault and rule and speaks three languages, with no place unfilled."""
    verdict = check(scheme, value)
    assert (verdict.fault, verdict.rule) == (fault, rule)
    assert verdict.rule in IDENTIFIER_RULES
    assert verdict.message is not None
    sentences = {verdict.message.speak(language) for language in ("en", "da", "nl")}
    assert len(sentences) == 3
    assert not any("{" in sentence for sentence in sentences)


def test_names_the_right_check_digit() -> None:
    """The sentence says which digit would have been right."""
    message = check("GLN", "5790000000006").message
    assert message is not None
    assert "would be 5" in message.en


def test_says_when_no_check_digit_exists() -> None:
    """A CVR body whose sum no digit completes was never issued, and that is said."""
    verdict = check("DK:CVR", "10020000")
    assert verdict.fault is Fault.CHECK_DIGIT
    assert verdict.message is not None
    assert "never issued" in verdict.message.en


def test_never_shows_a_personal_number() -> None:
    """A verdict on a CPR number, right or wrong, holds none of its digits."""
    for value in ("311299-1234", "321299-1234", "3112991", "31129912X4"):
        shown = repr(check("DK:CPR", value))
        assert value not in shown
        assert "3112" not in shown
        assert "321299" not in shown


def test_leap_day_counts_in_one_century_only() -> None:
    """29 February 00 is a date because 2000 had one; 29 February 99 is none."""
    assert check("DK:CPR", "2902001234").valid
    assert check("DK:CPR", "2902991234").fault is Fault.DATE


def test_knows_which_schemes_it_can_judge() -> None:
    """Schemes with a form are told from those that are only carried."""
    assert is_checked("0088")
    assert is_checked("BE:VAT")
    assert not is_checked("NO:ORGNR")


@given(DIGITS)
def test_agrees_with_the_number_library_on_gln(body: str) -> None:
    """Our GS1 arithmetic and python-stdnum judge every number alike."""
    value = body.zfill(13)
    assert check("GLN", value).valid == ean.is_valid(value)


@given(st.integers(10_000_000, 99_999_999).map(str))
def test_agrees_with_the_number_library_on_cvr(value: str) -> None:
    """Our CVR arithmetic and python-stdnum judge every number alike."""
    assert check("DK:CVR", value).valid == cvr.is_valid(value)


@given(st.integers(100_000_000, 999_999_999).map(str))
def test_agrees_with_the_number_library_on_rsin(value: str) -> None:
    """Our RSIN arithmetic and python-stdnum judge every number alike."""
    assert check("NL:RSIN", value).valid == bsn.is_valid(value)


@given(st.integers(1_000_000_000_00, 9_999_999_999_99).map(lambda n: str(n).zfill(12)))
def test_the_digit_it_names_is_right(body: str) -> None:
    """Exactly one last digit makes a GLN of any twelve digits."""
    right = [digit for digit in "0123456789" if check("GLN", body[:12] + digit).valid]
    assert len(right) == 1


@given(st.text(max_size=60), st.sampled_from(["GLN", "DK:CVR", "NL:OIN", "NL:VAT", "EU:VAT", "?"]))
def test_judges_any_text(value: str, scheme: str) -> None:
    """No text, however strange, is trouble for the hub itself."""
    verdict = check(scheme, value)
    assert verdict.valid == (verdict.message is None)
