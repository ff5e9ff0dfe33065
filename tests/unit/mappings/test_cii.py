"""Prices of CII invoices: a discount is read, a charge and a number that would not end are not."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import load_formats, mapping_folders
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

INVOICE = Path(__file__).parents[3] / "mappings/cii/examples/invoice/input.xml"
NET = "<ram:NetPriceProductTradePrice>"
GROSS = """<ram:GrossPriceProductTradePrice><ram:ChargeAmount>16.00</ram:ChargeAmount>
<ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{charge}</udt:Indicator>
</ram:ChargeIndicator><ram:ActualAmount>1.00</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>
</ram:GrossPriceProductTradePrice>"""

Read = Callable[[str], tuple[Any, Report]]


@pytest.fixture(scope="module")
def read(schemas_home: Path) -> Read:
    """Read the first line of the example, with something before its net price."""
    formats = load_formats(mapping_folders({}), SchemaStore(schemas_home))
    text = INVOICE.read_text(encoding="utf-8")

    def run(gross: str) -> tuple[Any, Report]:
        data = text.replace(NET, gross + NET, 1).encode()
        payload, report = Payload.of_bytes(data, "invoice.xml"), Report("invoice.xml")
        found = formats.identify(payload, report)
        assert found is not None
        (document,) = found.reader.read(payload, report)
        return next(iter(document.lines(report))).body.price, report

    return run


def test_a_discount_is_taken_off_the_gross_price(read: Read) -> None:
    """Amount and gross price are kept beside the net price."""
    price, report = read(GROSS.format(charge="false"))
    (off,) = price.allowance_charge
    assert (off.charge_indicator, off.amount.value, off.base_amount.value) == (
        False,
        Decimal("1.00"),
        Decimal("16.00"),
    )
    assert report.valid


@pytest.mark.parametrize("charge", ["true", "1", "TRUE"])
def test_a_charge_on_a_price_is_refused(read: Read, charge: str) -> None:
    """It is never read as the discount that alone may stand there (BT-147)."""
    price, report = read(GROSS.format(charge=charge))
    assert price.allowance_charge == ()
    assert [finding.rule for finding in report.findings()] == ["CII-03"]
    assert report.fatal


def test_an_exponent_is_no_number(read: Read) -> None:
    """Ten characters that would be a gigabyte of digits are refused as they stand."""
    _, report = read(GROSS.format(charge="false").replace("16.00", "1E99999999"))
    assert [finding.rule for finding in report.findings()] == ["CII-01"]


@pytest.mark.parametrize(
    ("subject", "note", "lost"),
    [("PMT", "#PMT#Verzonnen voorbeeld", []), ("ABCD", "Verzonnen voorbeeld", ["ABCD"])],
)
def test_the_subject_of_a_note_stands_before_it(
    schemas_home: Path, subject: str, note: str, lost: list[str]
) -> None:
    """So does the binding to UBL write BT-21; a subject that the core does not know is a loss."""
    formats = load_formats(mapping_folders({}), SchemaStore(schemas_home))
    text = INVOICE.read_text(encoding="utf-8").replace(">AAI<", f">{subject}<")
    payload, report = Payload.of_bytes(text.encode(), "invoice.xml"), Report("invoice.xml")
    found = formats.identify(payload, report)
    assert found is not None
    (document,) = found.reader.read(payload, report)
    header: Any = document.header
    assert [one.value for one in header.note] == [note]
    named = [loss for loss in report.losses if loss.field.endswith("SubjectCode")]
    assert [example for loss in named for example in loss.examples] == lost
