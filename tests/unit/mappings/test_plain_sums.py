"""Sums of quotations, reminders and statements are carried to OIOUBL, or refused (EN-20)."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TAXED = "</cbc:TaxInclusiveAmount>"
PAYABLE = "121.00</cbc:PayableAmount>"
ROUNDED = '<cbc:PayableRoundingAmount currencyID="EUR">0.50</cbc:PayableRoundingAmount>'
ROUNDED += '<cbc:PayableAmount currencyID="EUR">121.50</cbc:PayableAmount>'
WHOLE = '<cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount>'


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def said(formats: Formats, folder: Path, kind: str, *changes: tuple[str, str]) -> Examined:
    """Say an example of plain UBL, changed, in OIOUBL."""
    path = resource("mappings") / "ubl" / "examples" / kind / "input.xml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    target = formats.get(FormatId("oioubl", kind, "2.1"))
    (made,) = examine(Payload.of_bytes(text.encode(), "a.xml"), formats, NOW, target, folder)
    return made


@pytest.mark.parametrize("kind", ["quotation", "reminder"])
@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (f"121.00{TAXED}", f"122.00{TAXED}", "TaxInclusiveAmount"),
        ("100.00</cbc:TaxExcl", "99.00</cbc:TaxExcl", "TaxExclusiveAmount"),
        ("21.00</cbc:TaxAmount>\n    <cac:", "20.00</cbc:TaxAmount>\n    <cac:", "TaxAmount"),
    ],
)
def test_a_sum_that_contradicts_is_refused(
    formats: Formats, tmp_path: Path, kind: str, old: str, new: str, field: str
) -> None:
    """What OIOUBL demands in its place would have hidden it."""
    made = said(formats, tmp_path, kind, (old, new))
    assert not made.parts
    found = [one for one in made.report.findings() if one.rule == "EN-20"]
    assert field in [str(one.place.path).rpartition("cbc:")[2] for one in found]


@pytest.mark.parametrize(("kind", "rule"), [("quotation", "EN-20"), ("reminder", "OIO-51")])
def test_what_is_to_be_paid_follows(formats: Formats, tmp_path: Path, kind: str, rule: str) -> None:
    """Of the total with tax."""
    made = said(formats, tmp_path, kind, (PAYABLE, "120.00</cbc:PayableAmount>"))
    assert not made.parts
    assert [one.rule for one in made.report.findings()] == [rule]


@pytest.mark.parametrize("kind", ["quotation", "reminder"])
def test_the_total_with_rounding_is_told_as_derived(
    formats: Formats, tmp_path: Path, kind: str
) -> None:
    """UBL states it without; where nothing is rounded, nothing is derived."""
    field = "quoted" if kind == "quotation" else "legal"
    field = f"{field}_monetary_total.tax_inclusive_amount"
    plain = said(formats, tmp_path / "plain", kind)
    assert field not in [one.field for one in plain.report.losses]
    made = said(formats, tmp_path / "rounded", kind, (WHOLE, ROUNDED))
    assert made.checked is not None, made.report.findings()
    assert made.checked.valid
    told = {one.field: (one.kind.value, one.examples) for one in made.report.losses}
    assert told[field] == ("derived", ("121.50",))
    with made.parts[0].payload().open() as stream:
        assert b">121.50</cbc:TaxInclusiveAmount>" in stream.read()


@pytest.mark.parametrize(
    ("kind", "old", "new", "field"),
    [
        (
            "quotation",
            "100.00</cbc:LineExtensionAmount>\n      <cac:",
            "90.00</cbc:LineExtensionAmount>\n      <cac:",
            "LineExtensionAmount",
        ),
        ("statement", "121.00</cbc:Total", "120.00</cbc:Total", "TotalDebitAmount"),
        ("statement", "21.00</cbc:CreditLine", "20.00</cbc:CreditLine", "TotalCreditAmount"),
    ],
)
def test_the_lines_make_the_sum(
    formats: Formats, tmp_path: Path, kind: str, old: str, new: str, field: str
) -> None:
    """Those that the head states of them."""
    made = said(formats, tmp_path, kind, (old, new))
    found = [one for one in made.report.findings() if one.rule == "EN-20"]
    assert [str(one.place.path).rpartition("cbc:")[2] for one in found] == [field]


PAID = """</cac:BillingReference><cac:CollectedPayment><cbc:ID>BETALING-1</cbc:ID>
<cbc:PaidAmount currencyID="EUR">{}</cbc:PaidAmount><cbc:PaidDate>2026-03-01</cbc:PaidDate>
</cac:CollectedPayment></cac:StatementLine>"""


@pytest.mark.parametrize(("amount", "times"), [("21.00", 2), ("0.00", 0)])
def test_what_was_paid_of_a_bill_stays_in_the_statement(
    formats: Formats, tmp_path: Path, amount: str, times: int
) -> None:
    """On both lines: OIOUBL has the place for it; nothing is no payment."""
    end = "</cac:BillingReference>\n  </cac:StatementLine>"
    made = said(formats, tmp_path, "statement", (end, PAID.format(amount)))
    assert made.checked is not None, made.report.findings()
    assert made.checked.valid
    lost = [one.field for one in made.report.losses if "collected_payment" in one.field]
    assert bool(lost) is (times == 0)
    with made.parts[0].payload().open() as stream:
        assert stream.read().count(b"<cbc:ID>BETALING-1</cbc:ID>") == times
