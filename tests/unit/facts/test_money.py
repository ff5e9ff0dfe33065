"""Numbers: the strict form, the diagnosis of others, and rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.facts.money import (
    NumberFault,
    decimals,
    pad_decimals,
    read_number,
    round_half_up,
    trim_decimals,
    write_number,
)

FAULTS = [
    ("1.234,50", NumberFault.THOUSANDS, "1234.50"),
    ("1,234.50", NumberFault.THOUSANDS, "1234.50"),
    ("1.234.567", NumberFault.THOUSANDS, "1234567"),
    ("1 234,50", NumberFault.THOUSANDS, "1234.50"),
    ("12,50", NumberFault.COMMA, "12.50"),
    ("1e3", NumberFault.EXPONENT, None),
    ("1.2E+05", NumberFault.EXPONENT, None),
    ("kr. 12.50", NumberFault.CURRENCY, "12.50"),
    ("12,50 kr", NumberFault.CURRENCY, "12.50"),
    ("€12.50", NumberFault.CURRENCY, "12.50"),
    ("DKK 1.234,50", NumberFault.CURRENCY, "1234.50"),
    ("12,-", NumberFault.CURRENCY, "12"),
    ("12 .50", NumberFault.BLANK, "12.50"),
    (" 12.50", NumberFault.BLANK, "12.50"),
    ("", NumberFault.EMPTY, None),
    ("  ", NumberFault.EMPTY, None),
    ("abc", NumberFault.NOT_A_NUMBER, None),
    ("1.2.3", NumberFault.NOT_A_NUMBER, None),
    ("+5", NumberFault.NOT_A_NUMBER, None),
    ("5.", NumberFault.NOT_A_NUMBER, None),
    ("٣", NumberFault.NOT_A_NUMBER, None),
    ("NaN", NumberFault.NOT_A_NUMBER, None),
    ("9" * 29, NumberFault.TOO_LONG, None),
]


@pytest.mark.parametrize("text", ["0", "7.00", "7.1255", "-3.5", "007", "9" * 28])
def test_reads_the_strict_form(text: str) -> None:
    """A strict number keeps exactly its digits and decimals."""
    reading = read_number(text)
    assert reading.fault is None
    assert reading.value == Decimal(text)
    assert decimals(Decimal(text)) == len(text.partition(".")[2])


@pytest.mark.parametrize(("text", "fault", "meant"), FAULTS)
def test_diagnoses_other_forms(text: str, fault: NumberFault, meant: str | None) -> None:
    """BIZ-07: another form is refused, named, and its meaning told where it is certain."""
    reading = read_number(text)
    assert reading.value is None
    assert reading.fault is fault
    assert reading.suggestion == (None if meant is None else Decimal(meant))
    assert reading.message is not None
    assert "{" not in reading.message.en + reading.message.da + reading.message.nl


def test_a_declared_comma_is_a_repair() -> None:
    """BIZ-07: with allow_comma a lone comma is read, and still reported."""
    reading = read_number("12,50", allow_comma=True)
    assert reading.value == Decimal("12.50")
    assert reading.repaired


@pytest.mark.parametrize("text", ["1.234,50", "12,50 kr", "1,2,3"])
def test_a_declared_comma_permits_nothing_else(text: str) -> None:
    """allow_comma lets no thousands separator and no currency through."""
    assert read_number(text, allow_comma=True).value is None


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("2.344", 2, "2.34"),
        ("-2.345", 2, "-2.35"),
        ("2.5", 0, "3"),
        ("0.5", 0, "1"),
        ("7", 2, "7.00"),
        ("1.005", 2, "1.01"),
    ],
)
def test_rounds_half_up(value: str, places: int, rounded: str) -> None:
    """A half goes away from zero, as in commerce, never to the even neighbour."""
    assert str(round_half_up(Decimal(value), places)) == rounded


def test_pads_and_trims_without_changing_worth() -> None:
    """Padding adds zeros only; trimming takes only zeros beyond the least."""
    assert str(pad_decimals(Decimal("7.1"), 2)) == "7.10"
    assert str(pad_decimals(Decimal("7.1255"), 2)) == "7.1255"
    assert str(trim_decimals(Decimal("7.1000"), 2)) == "7.10"
    assert str(trim_decimals(Decimal("7.1255"), 2)) == "7.1255"
    assert str(trim_decimals(Decimal(100), 0)) == "100"
    assert write_number(Decimal("1E+3")) == "1000"


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    )
)
def test_written_numbers_read_back(value: Decimal) -> None:
    """What the hub writes, it reads as the same digits."""
    assert str(read_number(write_number(value)).value) == str(value)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    ),
    st.integers(0, 6),
)
def test_rounding_is_near_and_stable(value: Decimal, places: int) -> None:
    """Rounding moves a number by at most half a unit, and a second time not at all."""
    rounded = round_half_up(value, places)
    assert abs(rounded - value) * 2 <= Decimal(1).scaleb(-places)
    assert round_half_up(rounded, places) == rounded
    assert trim_decimals(value, places) == value


@given(st.text(max_size=60))
def test_reads_any_text(text: str) -> None:
    """Any text is either a number or a fault with a message."""
    reading = read_number(text)
    assert (reading.value is None) == (reading.message is not None)
