"""Prices of CII invoices: a discount is read, a charge and a number that would not end are not."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
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
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.fixture(scope="module")
def read(formats: Formats) -> Read:
    """Read the first line of the example, with something before its net price."""
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
    formats: Formats, subject: str, note: str, lost: list[str]
) -> None:
    """So does the binding to UBL write BT-21; a subject that the core does not know is a loss."""
    text = INVOICE.read_text(encoding="utf-8").replace(">AAI<", f">{subject}<")
    payload, report = Payload.of_bytes(text.encode(), "invoice.xml"), Report("invoice.xml")
    found = formats.identify(payload, report)
    assert found is not None
    (document,) = found.reader.read(payload, report)
    header: Any = document.header
    assert [one.value for one in header.note] == [note]
    named = [loss for loss in report.losses if loss.field.endswith("SubjectCode")]
    assert [example for loss in named for example in loss.examples] == lost


WRONG = [
    ("CII-01", ">20260102<", ">2026-01-02<"),
    ("CII-01", 'format="102">20260102', 'format="203">202601020800'),
    ("CII-01", "<udt:DateTimeString [^>]*>20260102</udt:DateTimeString>", ("<udt:DateTime>x"
     "</udt:DateTime>")),
    ("CII-01", ">93.75<|>90.75<", ">90,75<"),
    ("CII-02", "<ram:LineID>1</ram:LineID>", ""),
    ("CII-02", "<ram:TypeCode>380</ram:TypeCode>", "<ram:TypeCode></ram:TypeCode>"),
    ("CII-02", "<ram:BilledQuantity .*?</ram:BilledQuantity>", ""),
    ("CII-02", "<ram:BasisAmount>.*?</ram:BasisAmount>", ""),
    ("CII-02", "<ram:CountryID>NL</ram:CountryID>", ""),
    ("CII-04", "(<ram:DuePayableAmount>.*?</ram:DuePayableAmount>)", r"\1\1"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "pattern", "replacement"), WRONG)
def test_a_wrong_structure_is_refused(
    rule: str, pattern: str, replacement: str, formats: Formats
) -> None:
    """Days, numbers and what must stand once are judged on reading; there is no schema."""
    report = judged(changed(pattern, replacement), formats)
    assert rule in [finding.rule for finding in report.findings()]
    assert report.fatal


@pytest.mark.parametrize(
    ("indicator", "rules"), [("TRUE", {"CII-01"}), ("", {"CII-02"}), ("false", set())]
)
def test_a_charge_says_that_it_is_one(
    indicator: str, rules: set[str], formats: Formats
) -> None:  # fmt: skip
    """What is neither true nor false is not taken for an allowance."""
    held = f"<udt:Indicator>{indicator}</udt:Indicator>" if indicator else ""
    charge = (
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator>"
        f"{held}</ram:ChargeIndicator><ram:ActualAmount>0.00</ram:ActualAmount>"
        "<ram:Reason>Porto</ram:Reason></ram:SpecifiedTradeAllowanceCharge>"
    )
    total = "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    report = judged(changed(total, charge + total), formats)
    assert {finding.rule for finding in report.findings()} == rules


def test_what_is_not_known_is_a_loss(formats: Formats) -> None:
    """An element that EN 16931 has no field for is told, and so is one of another namespace."""
    strange = (
        "<ram:LineTwo>Achter</ram:LineTwo><ram:CityID>ZQ7</ram:CityID>"
        '<CountryID xmlns="urn:example:other">ZQ8</CountryID>'
    )
    report = judged(changed("(<ram:LineOne>[^<]*</ram:LineOne>)", rf"\1{strange}"), formats)
    assert report.valid
    told = {example for loss in report.losses for example in loss.examples}
    assert told == {"ZQ7", "ZQ8"}


PARENT = "<ram:ParentLineID>1</ram:ParentLineID>"
STATUS = "<ram:LineStatusReasonCode>{}</ram:LineStatusReasonCode>"


def apart(status: str) -> bytes:
    """Return the example with one more line before its own, of a status."""
    text = INVOICE.read_text(encoding="utf-8")
    found = re.search(r"(?s)<ram:IncludedSupplyChainTradeLineItem>.*?</ram:IncludedS\w+>", text)
    assert found is not None
    line = re.sub("<ram:LineID>[^<]*</ram:LineID>", "<ram:LineID>G</ram:LineID>", found[0])
    line = line.replace("</ram:LineID>", "</ram:LineID>" + STATUS.format(status), 1)
    child = found[0].replace("</ram:LineID>", "</ram:LineID>" + PARENT, 1)
    return text.replace(found[0], line + child, 1).encode()


@pytest.mark.parametrize("status", ["GROUP", "INFORMATION"])
def test_a_line_that_only_heads_others_is_not_billed(formats: Formats, status: str) -> None:
    """EXTENDED: only details are part of a sum; what the others say is told as lost, whole."""
    payload, report = Payload.of_bytes(apart(status), "invoice.xml"), Report("invoice.xml")
    found = formats.identify(payload, report)
    assert found is not None
    (document,) = found.reader.read(payload, report)
    bodies = [line.body for line in document.lines(report)]
    assert "G" not in {body.id.value for body in bodies}
    assert sum(body.line_extension_amount.value for body in bodies) == (
        document.header.legal_monetary_total.line_extension_amount.value
    )
    told = {loss.field.rpartition(".")[2]: loss.examples for loss in report.losses}
    assert told["LineStatusReasonCode"] == (status,)
    assert "G" in told["LineID"]
    assert "1" in told["ParentLineID"]
    assert told["LineTotalAmount"]


def test_a_status_that_nobody_knows_is_refused(formats: Formats) -> None:
    """Nobody could tell whether such a line is part of the sums."""
    payload, report = Payload.of_bytes(apart("SUBTOTAL"), "a.xml"), Report("a.xml")
    found = formats.identify(payload, report)
    assert found is not None
    assert not list(found.reader.read(payload, report))
    assert {(one.rule, one.value) for one in report.findings()} == {("CII-01", "SUBTOTAL")}


@pytest.mark.parametrize(("code", "wanted"), [("5", "3"), ("29", "35"), ("72", "432")])
def test_the_day_of_the_tax_is_said_by_the_list_of_ubl(
    formats: Formats, code: str, wanted: str
) -> None:
    """BT-8: UNTDID 2475 in CII, UNTDID 2005 in UBL; the same three days."""
    header = head_of(point(code), formats)
    (period,) = header.invoice_period
    assert [one.value for one in period.description_code] == [wanted]


def test_a_day_that_is_no_such_is_a_loss(formats: Formats) -> None:
    """Another code of the list means none of the three days, and nothing is guessed."""
    report = judged(point("71"), formats)
    lost = {example for loss in report.losses for example in loss.examples}
    assert "71" in lost
    assert not head_of(point("71"), formats).invoice_period


def test_a_day_of_one_part_is_not_that_of_all(formats: Formats) -> None:
    """Where another part of the VAT names no day, none is read, and what stood there is told."""
    data = re.sub(
        rb"(?s)(<ram:ApplicableHeaderTradeSettlement>.*?)(<ram:ApplicableTradeTax>.*?)"
        rb"(<ram:DueDateTypeCode>5</ram:DueDateTypeCode>)(.*?</ram:ApplicableTradeTax>)",
        rb"\1\2\3\4\2\4",
        point("5"),
        count=1,
    )
    assert data != point("5")
    assert not head_of(data, formats).invoice_period
    lost = {example for loss in judged(data, formats).losses for example in loss.examples}
    assert "5" in lost


def point(code: str) -> bytes:
    """Return the example with a code of the day that VAT counts from."""
    return changed(
        "(?s)(<ram:ApplicableHeaderTradeSettlement>.*?)(<ram:RateApplicablePercent>)",
        rf"\1<ram:DueDateTypeCode>{code}</ram:DueDateTypeCode>\2",
    )


def head_of(data: bytes, formats: Formats) -> Any:
    """Return the head of a document."""
    payload, report = Payload.of_bytes(data, "invoice.xml"), Report("invoice.xml")
    found = formats.identify(payload, report)
    assert found is not None
    (document,) = found.reader.read(payload, report)
    return document.header


def changed(pattern: str, replacement: str) -> bytes:
    """Return the example with something changed in it once."""
    text = INVOICE.read_text(encoding="utf-8")
    made = re.sub(pattern, replacement, text, count=1)
    assert made != text
    return made.encode()


def judged(data: bytes, formats: Formats) -> Report:
    """Return what is told of a document when it is read to its end."""
    payload, report = Payload.of_bytes(data, "invoice.xml"), Report("invoice.xml")
    found = formats.identify(payload, report)
    assert found is not None
    for document in found.reader.read(payload, report):
        assert list(document.lines(report))
    return report
