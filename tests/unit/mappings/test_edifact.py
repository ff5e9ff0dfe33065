"""Interchanges of UN/EDIFACT become bills, or are refused with the segment."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

EXAMPLE = Path(__file__).parents[3] / "mappings/edifact/examples/invoice/input.edi"
COUNTERPARTS = {
    "EDIFACT_EXAMPLE2.TXT": "ubl-tc434-example2.xml",
    "EDIFACT_EXAMPLE4.TXT": "ubl-tc434-example4.xml",
    "EDIFACT_EXAMPLE6.TXT": "ubl-tc434-example6.xml",
    "EDIFACT_EXAMPLE7.TXT": "ubl-tc434-example7.xml",
}


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def read(formats: Formats, payload: Payload) -> tuple[list[Any], Report]:
    """Return each document's head and lines."""
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    documents = [
        (one.header, [line.body for line in one.lines(report)])
        for one in found.reader.read(payload, report)
        if one.header is not None
    ]
    return documents, report


def changed(change: Callable[[bytes], bytes]) -> Payload:
    """Return the example with a change."""
    return Payload.of_bytes(change(EXAMPLE.read_bytes()), "a.edi")


def test_the_kind_and_directory_are_those_of_the_message(formats: Formats) -> None:
    """BGM says whether it is a credit note, UNH in which directory; others count as the nearest."""
    for old, new, wanted in (
        (b"BGM+380", b"BGM+381", "edifact:credit-note:d96a"),
        (b"D:96A", b"D:01B", "edifact:invoice:d01b"),
        (b"D:96A", b"D:11A", "edifact:invoice:d14b"),
    ):
        found = formats.identify(changed(lambda data: data.replace(old, new)), Report("a"))  # noqa: B023
        assert str(found and found.id) == wanted


def test_a_message_of_another_type_is_nobodys(formats: Formats) -> None:
    """What is no INVOIC is not taken for one."""
    report = Report("a")
    payload = changed(lambda data: data.replace(b"INVOIC", b"PRICAT"))
    assert formats.identify(payload, report) is None
    assert [finding.rule for finding in report.findings()] == ["FMT-01"]


def test_an_interchange_holds_several_documents(formats: Formats) -> None:
    """Each message is a document of its own."""

    def twice(data: bytes) -> bytes:
        start, end = data.index(b"UNH"), data.index(b"UNZ")
        return data[:end] + data[start:end] + data[end:].replace(b"UNZ+1", b"UNZ+2")

    documents, report = read(formats, changed(twice))
    assert len(documents) == 2
    assert report.valid


def test_bills_and_credit_notes_come_together(formats: Formats) -> None:
    """Each message of an interchange is what its own BGM says."""

    def both(data: bytes) -> bytes:
        start, end = data.index(b"UNH"), data.index(b"UNZ")
        credit = data[start:end].replace(b"BGM+380+EX-1", b"BGM+381+EX-2")
        return data[:end] + credit + data[end:].replace(b"UNZ+1", b"UNZ+2")

    payload = changed(both)
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    documents = list(found.reader.read(payload, report))
    assert [(one.format.document, one.summary.kind, one.summary.id) for one in documents] == [
        ("invoice", "invoice", "EX-1"),
        ("credit-note", "credit-note", "EX-2"),
    ]


def test_a_message_that_cannot_be_read_is_named(formats: Formats) -> None:
    """The finding says which of the file it is; number, day and sides are known all the same."""

    def second(data: bytes) -> bytes:
        start, end = data.index(b"UNH"), data.index(b"UNZ")
        bad = data[start:end].replace(b"EX-1", b"EX-2").replace(b"MOA+66:75.00", b"MOA+66:7x")
        bad = bad.replace(b"UNH+1+", b"UNH+17+").replace(b"UNT+41+1", b"UNT+41+17")
        return data[:end] + bad + data[end:].replace(b"UNZ+1", b"UNZ+2")

    payload = changed(second)
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    good, bad = found.reader.read(payload, report)
    (finding,) = report.findings()
    assert finding.place.path == "UNH[2]/MOA[22]"
    assert finding.message.en.startswith("Message 2 (UNH 17, BGM EX-2): segment 22 (MOA+66:7x)")
    assert bad.header is None
    assert bad.summary.id == "EX-2"
    assert (bad.summary.issue_date, bad.summary.sender, bad.summary.receiver) == (
        good.summary.issue_date,
        good.summary.sender[:1],
        good.summary.receiver,
    )


def test_a_credit_note_credits(formats: Formats) -> None:
    """Quantities of a credit note are credited ones."""
    payload = changed(lambda data: data.replace(b"BGM+380", b"BGM+381"))
    ((header, lines),), _ = read(formats, payload)
    assert header.credit_note_type_code.value == "381"
    assert [line.credited_quantity.value for line in lines] == [Decimal(10), Decimal(1)]


@pytest.mark.parametrize(
    ("old", "new", "rule", "path"),
    [
        (b"MOA+66:75.00", b"MOA+66:7x", "EDI-02", "MOA[22]"),
        (b"MOA+66:75.00", b"MOA+66:7E99999999", "EDI-02", "MOA[22]"),
        (b"DTM+137:20260105", b"DTM+137:20261305", "EDI-02", "DTM[3]"),
        (b"UNT+41", b"UNT+36", "EDI-01", None),
        (b"Tak for", b"Tak' for", "EDI-01", None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_segment(
    formats: Formats, old: bytes, new: bytes, rule: str, path: str | None
) -> None:
    """A wrong number, day or count refuses the message and says where."""
    assert old in EXAMPLE.read_bytes()
    documents, report = read(formats, changed(lambda data: data.replace(old, new)))
    assert not documents
    assert [(one.rule, one.place.path) for one in report.findings()] == [(rule, path)]
    assert not report.valid


def test_what_nobody_reads_is_lost_and_said_to_be(formats: Formats) -> None:
    """A segment without a place in the model is in the report of losses."""

    def more(data: bytes) -> bytes:
        return data.replace(b"PAT+1'", b"PAT+1'\nTOD+3++EXW'").replace(b"UNT+41", b"UNT+42")

    documents, report = read(formats, changed(more))
    assert len(documents) == 1
    assert [loss.examples for loss in report.losses] == [("TOD+3++EXW",)]


def test_invoices_have_the_sums_of_their_counterparts_in_ubl(
    corpus: Path, formats: Formats
) -> None:
    """Number, sums, tax and lines are those of the same invoice in UBL."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        files = [corpus / row["file"] for row in csv.DictReader(stream, delimiter="\t")]
    by_name = {file.name: file for file in files}
    interchanges = [name for name in by_name if name.startswith("EDIFACT") and "TXT" in name]
    assert len(interchanges) >= 6
    for name in interchanges:
        ((header, lines),), report = read(formats, Payload.of_file(by_name[name]))
        assert report.valid, name
        if name not in COUNTERPARTS:
            continue
        source = Payload.of_file(by_name[COUNTERPARTS[name]])
        ((other, others),), _ = read(formats, source)
        assert sums(header) == sums(other), name
        assert [line.line_extension_amount.value for line in lines] == [
            line.line_extension_amount.value for line in others
        ]


def sums(header: Any) -> tuple[Decimal | None, ...]:
    """Return what a bill adds up to."""
    total = header.legal_monetary_total
    amounts = [
        total.line_extension_amount,
        total.tax_exclusive_amount,
        total.tax_inclusive_amount,
        total.prepaid_amount,
        total.payable_amount,
        header.tax_total[0].tax_amount,
    ]
    return tuple(None if one is None else one.value for one in amounts)
