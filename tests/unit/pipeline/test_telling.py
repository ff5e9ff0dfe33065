"""What two judges found is told to people once."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.pipeline.examination import examine
from hub.render.matrix import rules_of
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 10, tzinfo=dt.UTC))
INVOICE = Path("mappings/oioubl/examples/invoice/input.xml")


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def judged(formats: Formats, old: str, new: str) -> Report:
    """Return the report on a bill with a mistake."""
    text = INVOICE.read_text(encoding="utf-8")
    assert old in text
    bill = Payload.of_bytes(text.replace(old, new, 1).encode(), "bill.xml")
    (one,) = examine(bill, formats, CONTEXT)
    return one.report


def test_a_date_that_is_none_is_no_loss_besides(formats: Formats) -> None:
    """The schema says it; that it could not be read goes without saying."""
    dated = "<cbc:IssueDate>2026-01-02</cbc:IssueDate>"
    report = judged(formats, dated, "<cbc:IssueDate>2.1.2026</cbc:IssueDate>")
    assert "XSD-DATE" in report.counts
    assert "2.1.2026" not in str(report.describe()["losses"])


def test_what_is_only_lost_stays_a_loss(formats: Formats) -> None:
    """A value that nobody refused is told as lost."""
    report = judged(formats, "<cbc:CopyIndicator>false", "<cbc:CopyIndicator>0")
    assert [loss.field for loss in report.lost()] == ["/Invoice/cbc:CopyIndicator"]


def test_a_missing_element_is_told_by_the_schema_only(formats: Formats) -> None:
    """The published rule stays in the report for machines, and says whose words hold."""
    report = judged(formats, "<cbc:ID>PRØVE-F-1</cbc:ID>", "")
    (again,) = report.repeats().items()
    assert again[0].rule.startswith("F-INV")
    assert again[1] == "XSD-MISSING"
    described = {
        one["rule"]: one for layer in report.describe()["layers"] for one in layer["findings"]
    }
    assert described[again[0].rule]["repeats"] == "XSD-MISSING"
    assert again[0].rule not in {group.rule for group in rules_of(report)}


def test_a_row_that_makes_several_lines_is_blamed_once() -> None:
    """The same finding at the same place is one finding."""
    report = Report("items.xlsx")
    sentence = Sentence("Wrong.", "Forkert.", "Onjuist.")
    found = Finding("PRI-07", Severity.ERROR, sentence, Place(row=2, column="ITEM_UNSPSC"))
    report.add(Layer.RECEIVER, found)
    report.add(Layer.RECEIVER, found)
    assert report.count("PRI-07") == 1
