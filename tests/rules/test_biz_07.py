"""BIZ-07: numbers, dates and codes have the right form."""

from hub.model.finding import Severity
from tests.bizfile import HEAD, item, price, read


def test_other_forms_of_numbers_are_refused() -> None:
    """Thousands, exponent, comma and words are refused, and what was meant is offered."""
    for text in ("1.234,50", "1e3", "7,00", "ti", "10 kr", "5.79E+12"):
        said = read(prices=[price(PRICE_AMOUNT=text)])
        assert [finding.value for finding in said.of("BIZ-07")] == [text]
        assert said.refused == 1


def test_a_declared_comma_becomes_a_point() -> None:
    """A lone decimal comma is put right where the supplier has declared it."""
    said = read(prices=[price(PRICE_AMOUNT="7,00")], head={**HEAD, "ALLOW_COMMA": "J"})
    (finding,) = said.of("BIZ-07")
    assert finding.severity is Severity.FIX
    assert str(said.bodies[0].required_item_location_quantity[0].price.price_amount.value) == "7.00"


def test_dates_and_codes_are_judged_too() -> None:
    """A date that there is not, a status nobody knows, half a least quantity."""
    assert read(prices=[price(PRICE_VALID_FROM="2026-02-30")]).of("BIZ-07")
    assert read([item(ITEM_STATUS="Q")]).of("BIZ-07")
    assert read([item(ITEM_MIN_QTY="1.5")]).of("BIZ-07")
    assert read([item(ITEM_QTY_STEP="1.5")]).of("BIZ-07")
    assert read(prices=[price(PRICE_QTY="2.0")]).of("BIZ-07")


def test_the_error_of_a_formula_is_no_value() -> None:
    """A cell that shows #N/A refuses its row."""
    assert read([item(ITEM_DESC="#N/A")]).of("BIZ-07")


def test_a_fraction_of_vat_is_warned_of() -> None:
    """A cell that shows 25 % may hold 0.25; the row goes on, with what was probably meant."""
    said = read([item(ITEM_VAT="0.25")])
    (finding,) = said.of("BIZ-07")
    assert (finding.severity, finding.value, finding.expected) == (Severity.WARN, "0.25", "25")
    assert finding.place.column == "ITEM_VAT"
    assert said.refused == 0
    for text in ("0", "0.00", "6.5", "25"):
        assert not read([item(ITEM_VAT=text)]).of("BIZ-07")
