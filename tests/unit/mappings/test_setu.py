"""Timecards of hired staff are read, and count towards their order when they are approved."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.matching.receipt import approve
from hub.model.report import Report
from hub.model.timecard import Hours, Timecard
from hub.xml.schemas import SchemaStore
from tests.purchase import order, ordered

EXAMPLES = Path(__file__).parents[3] / "mappings/setu/examples"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def read(formats: Formats, path: Path) -> tuple[Timecard, Report]:
    """Return a timecard."""
    payload, report = Payload.of_file(path), Report(path.name)
    found = formats.identify(payload, report)
    assert found is not None
    ((document, lines),) = [
        (one, [line.body for line in one.lines(report)])
        for one in found.reader.read(payload, report)
    ]
    card = document.header
    assert isinstance(card, Timecard)
    assert tuple(lines) == card.rows
    return card, report


def test_hours_by_day_and_rate(formats: Formats) -> None:
    """A night belongs to its day, void or unbilled hours to none, a missing duration follows."""
    card, _ = read(formats, EXAMPLES / "timecard" / "input.xml")
    assert (card.id, card.order, card.approved, card.person) == (
        "UREN-2026-07",
        "INK-41",
        True,
        "P-1",
    )
    assert card.rows == (
        Hours(dt.date(2026, 2, 9), "Regular", Decimal("8.00")),
        Hours(dt.date(2026, 2, 10), "Regular", Decimal("4.25")),
        Hours(dt.date(2026, 2, 12), "Shift", Decimal("8.00"), line="2"),
    )


def test_approved_hours_count_towards_the_order(formats: Formats) -> None:
    """The order has the hours of its rates, by item number or by the line that is named."""
    card, _ = read(formats, EXAMPLES / "timecard" / "input.xml")
    hired = order(
        ordered("1", "40", unit="HUR", number="Regular"),
        ordered("2", "40", unit="HUR", number="NIGHT"),
        number="INK-41",
    )
    done = approve(hired, card)
    assert done.strange == ()
    assert [line.received for line in done.order.lines] == [Decimal("12.25"), Decimal("8.00")]


def test_no_name_of_a_person_in_a_report(formats: Formats) -> None:
    """Whose hours they are is lost without being shown."""
    for name in ("timecard", "timecard-2"):
        _, report = read(formats, EXAMPLES / name / "input.xml")
        assert all("Voorbeeld" not in text for loss in report.losses for text in loss.examples)
        assert "names of people" in {loss.field for loss in report.losses}


def changed(formats: Formats, place: Path, old: str, new: str) -> tuple[Timecard | None, Report]:
    """Return the made-up timecard with other words in it."""
    words = (EXAMPLES / "timecard" / "input.xml").read_text(encoding="utf-8")
    assert old in words
    path = place / "card.xml"
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    payload, report = Payload.of_file(path), Report(path.name)
    found = formats.identify(payload, report)
    assert found is not None
    assert str(found.id) == "setu:timecard:1"
    cards = [one.header for one in found.reader.read(payload, report)]
    assert all(isinstance(one, Timecard) for one in cards)
    return next(iter(cards), None), report


@pytest.mark.parametrize(("said", "hours"), [("PT8H", "8.00"), ("PT7H30M", "7.50")])
def test_a_duration_may_be_one_of_xml_schema(
    formats: Formats, tmp_path: Path, said: str, hours: str
) -> None:
    """HR-XML takes a duration as well as a number of hours; what became of it is told."""
    card, report = changed(formats, tmp_path, "8.00</Duration>", f"{said}</Duration>")
    assert card is not None
    assert card.rows[0].hours == Decimal(hours)
    assert f"{said}: {hours}" in {text for loss in report.losses for text in loss.examples}


@pytest.mark.parametrize(
    ("said", "rule"), [("P1D", "TIM-02"), ("PT", "TIM-02"), ("PT20M", "TIM-03")]
)
def test_a_duration_that_is_no_hours_is_refused(
    formats: Formats, tmp_path: Path, said: str, rule: str
) -> None:
    """A day has no certain hours, and a third of an hour no whole hundredths."""
    card, report = changed(formats, tmp_path, "8.00</Duration>", f"{said}</Duration>")
    assert card is None
    assert {one.rule for one in report.findings()} == {rule}


def test_days_alone_are_no_hours(formats: Formats, tmp_path: Path) -> None:
    """From one day to another are no 24 hours of work."""
    bare = "<StartDateTime>2026-02-10</StartDateTime>\n<EndDateTime>2026-02-11</EndDateTime>"
    times = """<StartDateTime>2026-02-10T09:00:00</StartDateTime>
      <EndDateTime>2026-02-10T13:15:00</EndDateTime>"""
    card, report = changed(formats, tmp_path, times, bare)
    assert card is None
    assert {one.rule for one in report.findings()} == {"TIM-01"}


def test_another_release_of_hr_xml(formats: Formats, tmp_path: Path) -> None:
    """A namespace with another day in it is the same card."""
    card, _ = changed(formats, tmp_path, "/2007-04-15", "/2006-02-28")
    assert card is not None
    assert len(card.rows) == 3


def test_real_timecards(corpus: Path, formats: Formats) -> None:
    """Every published timecard is read, with hours in each of its rows."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        files = [corpus / row["file"] for row in csv.DictReader(stream, delimiter="\t")]
    cards = [one for one in files if "Timecard" in one.name and one.suffix == ".xml"]
    assert len(cards) >= 9
    for path in cards:
        card, report = read(formats, path)
        assert report.valid, path
        assert all(row.hours > 0 for row in card.rows)
