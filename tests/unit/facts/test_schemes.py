"""Scheme spellings: every way to write a party leads to one address."""

import pytest

from hub.facts.privacy import mask_personal_numbers
from hub.facts.schemes import (
    compact,
    endpoint,
    masked_address,
    national_spelling,
    peppol_spelling,
    scheme_of,
)
from hub.model.identity import EndpointID

SPELLINGS = [
    ("DK:CVR", "DK10000009", "DK:CVR", "10000009"),
    ("DK:CVR", "dk 1000 0009", "DK:CVR", "10000009"),
    ("0184", "10000009", "DK:CVR", "10000009"),
    ("9902", "DK10000009", "DK:CVR", "10000009"),
    ("", "iso6523-actorid-upis::0184:DK10000009", "DK:CVR", "10000009"),
    ("iso6523-actorid-upis", "0088:5790000000005", "GLN", "5790000000005"),
    (
        "urn:oasis:names:tc:ebcore:partyid-type:iso6523:0190",
        "00000099123456782000",
        "NL:OIN",
        "00000099123456782000",
    ),
    ("0088", "5790000000005", "GLN", "5790000000005"),
    ("EAN", "5790000000005", "GLN", "5790000000005"),
    ("gln", "5790000000005", "GLN", "5790000000005"),
    ("0198", "DK10000017", "DK:SE", "10000017"),
    ("0096", "1000000000", "DK:P", "1000000000"),
    ("0106", "12345678", "NL:KVK", "12345678"),
    ("9944", "123456782B01", "NL:VAT", "NL123456782B01"),
    ("0060", "12-345-6789", "DUNS", "123456789"),
    ("NO:VAT", "999999999MVA", "NO:VAT", "NO999999999MVA"),
    ("GR:VAT", "EL123", "GR:VAT", "EL123"),
    ("ZZZ", " a-b ", "ZZZ", "a-b"),
    # No number at all: nothing of it is a separator.
    ("0088", " info@mail-shop.example ", "GLN", "info@mail-shop.example"),
]


@pytest.mark.parametrize(("scheme", "value", "known", "plain"), SPELLINGS)
def test_finds_one_address(scheme: str, value: str, known: str, plain: str) -> None:
    """OIOUBL, Peppol and everyday spellings of a party become the same EndpointID."""
    assert endpoint(scheme, value) == EndpointID(known, plain)


@pytest.mark.parametrize(("scheme", "value", "known", "plain"), SPELLINGS)
def test_its_own_spelling_stays(scheme: str, value: str, known: str, plain: str) -> None:  # noqa: ARG001
    """An address in the hub's spelling is not changed again."""
    assert scheme_of(known) == known
    assert compact(known, plain) == plain


def test_writes_danish_numbers_with_country() -> None:
    """OIOUBL and Peppol both want DK before CVR and SE numbers, and nowhere else."""
    assert national_spelling(EndpointID("DK:CVR", "10000009")) == ("DK:CVR", "DK10000009")
    assert peppol_spelling(EndpointID("DK:SE", "10000017")) == ("0198", "DK10000017")
    assert national_spelling(EndpointID("DK:P", "1000000000")) == ("DK:P", "1000000000")
    for word in ("ABCDEF", "DKABCDEF"):
        assert national_spelling(endpoint("DK:CVR", word)) == ("DK:CVR", word)
    assert peppol_spelling(EndpointID("GLN", "5790000000005")) == ("0088", "5790000000005")


@pytest.mark.parametrize("scheme", ["GLN", "DK:CVR", "DK:SE", "NL:OIN", "NL:KVK", "DUNS"])
def test_peppol_spelling_comes_back(scheme: str) -> None:
    """What is written for Peppol reads as the address it was made of."""
    address = EndpointID(scheme, "123456789")
    written = peppol_spelling(address)
    assert written is not None
    assert endpoint(*written) == address


def test_says_when_peppol_has_no_number() -> None:
    """A scheme without Peppol number is not given a likely one."""
    assert peppol_spelling(EndpointID("DK:VANS", "x")) is None


def test_masks_personal_numbers() -> None:
    """CPR numbers are masked as addresses and inside log text; other numbers stay."""
    assert masked_address(EndpointID("DK:CPR", "3112991234")).value == "**********"
    assert masked_address(EndpointID("DK:CVR", "10000009")).value == "10000009"
    text = "cpr 311299-1234, 3112991234 og CVR 10000009, GLN 5790000000005"
    assert (
        mask_personal_numbers(text)
        == "cpr ******-****, ********** og CVR 10000009, GLN 5790000000005"
    )
