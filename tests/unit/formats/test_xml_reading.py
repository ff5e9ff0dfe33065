"""XML is read into the model, and whatever is not taken is told."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.finding import Layer
from hub.model.identity import EndpointID
from hub.model.report import LayerStatus, Report

Catalogue = Callable[..., bytes]
ITEM = "<cac:Item><cbc:Name>Vare</cbc:Name></cac:Item>"


def read(formats: Formats, content: bytes) -> tuple[Any, list[Any], Report]:
    """Read a document; return its head, the bodies of its lines and the report."""
    payload = Payload.of_bytes(content, "k.xml")
    report = Report("k.xml")
    found = formats.identify(payload, report)
    assert found is not None, report.findings()
    for document in found.reader.read(payload, report):
        return document, [line.body for line in document.lines(report)], report
    return None, [], report


def losses(report: Report) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the losses by field."""
    return {loss.field: (loss.kind.value, loss.examples) for loss in report.losses}


def test_head_and_lines_are_read(formats: Formats, catalogue: Catalogue) -> None:
    """Values come with their attributes, numbers as decimals, dates as dates."""
    inside = (
        "<cbc:OrderableIndicator>true</cbc:OrderableIndicator>"
        '<cbc:ContentUnitQuantity unitCode="EA">12.50</cbc:ContentUnitQuantity>'
        "<cac:Item><cbc:Name>Vare</cbc:Name><cbc:Keyword>a</cbc:Keyword>"
        "<cbc:Keyword>b</cbc:Keyword><cbc:Keyword>c</cbc:Keyword></cac:Item>"
    )
    document, (line,), report = read(formats, catalogue(inside))
    assert report.status(Layer.SYNTAX) is LayerStatus.VALID
    assert report.status(Layer.SCHEMA) is LayerStatus.VALID
    assert document.header.issue_date == dt.date(2026, 1, 5)
    assert document.header.profile_id.scheme_agency_id == "320"
    assert line.orderable_indicator is True
    assert str(line.content_unit_quantity.value) == "12.50"
    assert line.content_unit_quantity.unit_code == "EA"
    assert [word.value for word in line.item.keyword] == ["a", "b", "c"]
    assert not report.losses


def test_the_summary_holds_addresses_only(formats: Formats, catalogue: Catalogue) -> None:
    """Sender and receiver are the addresses given for them; other numbers are left out."""
    document, _, _ = read(formats, catalogue(ITEM))
    summary = document.summary
    assert summary.id == "KAT-1"
    assert summary.version == "3"
    assert summary.agreement == "AFT-7"
    assert summary.sender == (
        EndpointID("DK:CVR", "10000009"),
        EndpointID("GLN", "5790000000005"),
    )
    assert summary.receiver == (EndpointID("GLN", "5790099990003"),)


def test_odd_spellings_are_kept_or_told(formats: Formats, catalogue: Catalogue) -> None:
    """What XML Schema allows and the model spells otherwise is a narrowed loss, never silent."""
    inside = (
        "<cbc:OrderableIndicator>1</cbc:OrderableIndicator>"
        '<cbc:ContentUnitQuantity unitCode="EA"> +5.50 </cbc:ContentUnitQuantity>'
        '<cbc:MinimumOrderQuantity unitCode="EA">-0.0</cbc:MinimumOrderQuantity>'
        '<cbc:MaximumOrderQuantity unitCode="EA">.5</cbc:MaximumOrderQuantity>'
        "<cac:LineValidityPeriod><cbc:StartDate>2026-01-01Z</cbc:StartDate>"
        "<cbc:StartTime>10:30:00.250+01:00</cbc:StartTime>"
        "<cbc:EndDate>2026-12-31+01:00</cbc:EndDate>"
        "<cbc:EndTime>23:59:59Z</cbc:EndTime></cac:LineValidityPeriod>" + ITEM
    )
    _, (line,), report = read(formats, catalogue(inside))
    assert report.status(Layer.SCHEMA) is LayerStatus.VALID, report.findings()
    top = "/Catalogue/cac:CatalogueLine"
    assert losses(report) == {
        f"{top}/cbc:OrderableIndicator": ("narrowed", ("1",)),
        f"{top}/cbc:ContentUnitQuantity": ("narrowed", (" +5.50 ",)),
        f"{top}/cbc:MaximumOrderQuantity": ("narrowed", (".5",)),
        f"{top}/cac:LineValidityPeriod/cbc:StartDate": ("narrowed", ("2026-01-01Z",)),
        f"{top}/cac:LineValidityPeriod/cbc:StartTime": ("narrowed", ("10:30:00.250+01:00",)),
        f"{top}/cac:LineValidityPeriod/cbc:EndDate": ("narrowed", ("2026-12-31+01:00",)),
    }
    assert line.content_unit_quantity.value == Decimal("5.50")
    assert str(line.minimum_order_quantity.value) == "-0.0"
    assert line.line_validity_period.end_time == dt.time(23, 59, 59, tzinfo=dt.UTC)


def test_comments_inside_a_value_do_not_cut_it(formats: Formats, catalogue: Catalogue) -> None:
    """Text on both sides of a comment or instruction belongs to the value."""
    item = "<cac:Item><cbc:Name>Blå <!-- x -->og<?y z?> hvid</cbc:Name></cac:Item>"
    number = '<cbc:ContentUnitQuantity unitCode="EA">1<!-- x -->2</cbc:ContentUnitQuantity>'
    _, (line,), report = read(formats, catalogue(number + item))
    assert line.item.name.value == "Blå og hvid"
    assert line.content_unit_quantity.value == Decimal(12)
    assert not report.losses


def test_empty_elements_are_kept(formats: Formats, catalogue: Catalogue) -> None:
    """An empty value is an empty text, an empty group an empty group."""
    inside = "<cbc:Note/><cac:LineValidityPeriod/><cac:Item><cbc:Name></cbc:Name></cac:Item>"
    _, (line,), report = read(formats, catalogue(inside))
    assert line.note[0].value == ""
    assert line.line_validity_period is not None
    assert line.item.name.value == ""
    assert not report.losses


def test_what_the_model_lacks_is_lost_leaf_by_leaf(formats: Formats, catalogue: Catalogue) -> None:
    """Elements without a field are losses with their whole path, attributes too."""
    inside = (
        ITEM + "<cac:CallForTendersLineReference>"
        '<cbc:LineID schemeID="x">4</cbc:LineID></cac:CallForTendersLineReference>'
    )
    content = catalogue(inside, customization="other")
    _, lines, report = read(formats, content)
    assert len(lines) == 1
    top = "/Catalogue/cac:CatalogueLine/cac:CallForTendersLineReference/cbc:LineID"
    assert losses(report) == {
        top: ("no-home", ("4",)),
        f"{top}/@schemeID": ("no-home", ("x",)),
    }


def test_hints_for_editors_are_no_loss(formats: Formats, catalogue: Catalogue) -> None:
    """``xsi:schemaLocation`` says nothing about the document."""
    content = catalogue(ITEM).replace(
        b"<Catalogue ",
        b'<Catalogue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:x http://example.org/x.xsd" ',
        1,
    )
    _, _, report = read(formats, content)
    assert report.status(Layer.SCHEMA) is LayerStatus.VALID
    assert not report.losses


def test_a_refused_line_has_no_body(formats: Formats, catalogue: Catalogue) -> None:
    """Lines the schema refuses are counted, at the end of the file as well."""
    bad = "<cbc:Nonsense/>" + ITEM
    document, bodies, report = read(formats, catalogue(ITEM, bad, ITEM, bad, bad))
    assert [body is not None for body in bodies] == [True, False, True, False, False]
    assert report.status(Layer.SYNTAX) is LayerStatus.VALID
    assert report.status(Layer.SCHEMA) is LayerStatus.INVALID
    assert [line.number for line in document.lines()] == [1, 2, 3, 4, 5]


def test_lines_can_be_read_again(formats: Formats, catalogue: Catalogue) -> None:
    """A second reading gives the same lines, also after the file was let go."""
    payload = Payload.of_bytes(catalogue(ITEM, ITEM), "k.xml")
    report = Report("k.xml")
    found = formats.identify(payload, report)
    assert found is not None
    (document,) = found.reader.read(payload, report)
    first = [line.body for line in document.lines()]
    assert first == [line.body for line in document.lines(report)]
    assert len(first) == 2


def test_places_are_exact(formats: Formats, catalogue: Catalogue) -> None:
    """A field of a line has its path with indexes and its line in the file."""
    inside = (
        "\n<cac:Item>\n<cbc:Name>Vare</cbc:Name>\n"
        "<cbc:Keyword>a</cbc:Keyword>\n<cbc:Keyword>b</cbc:Keyword></cac:Item>"
    )
    content = catalogue(ITEM, inside)
    payload = Payload.of_bytes(content, "k.xml")
    report = Report("k.xml")
    found = formats.identify(payload, report)
    assert found is not None
    for document in found.reader.read(payload, report):
        place = document.locate("provider_party.party_identification[1].id")
        assert place.path == "/Catalogue/cac:ProviderParty/cac:PartyIdentification[2]/cbc:ID"
        for line in document.lines(report):
            if line.number == 1:
                continue
            top = "/Catalogue/cac:CatalogueLine[2]"
            second = line.locate("item.keyword[1]")
            assert second.path == f"{top}/cac:Item/cbc:Keyword[2]"
            rows = content.decode().split("\n")
            assert rows[(second.line or 0) - 1].startswith("<cbc:Keyword>b<")
            assert line.locate("item.name.language_id").path == f"{top}/cac:Item/cbc:Name"
            missing = line.locate("item.commodity_classification[0].item_classification_code")
            assert missing.path == (
                f"{top}/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"
            )
            assert missing.line == line.locate("item").line


def test_an_unreadable_file_ends_in_findings(formats: Formats, catalogue: Catalogue) -> None:
    """A file cut off in its head yields no document; one cut off later says so at its end."""
    content = catalogue(ITEM, ITEM)
    document, _, report = read(formats, content[: content.index(b"<cac:Receiver")])
    assert document is None
    assert report.status(Layer.SYNTAX) is LayerStatus.INVALID
    _, bodies, report = read(formats, content[:-30])
    assert len(bodies) >= 1
    assert report.status(Layer.SYNTAX) is LayerStatus.INVALID


@pytest.mark.parametrize(
    ("number", "read_as"), [("9" * 28, 1), ("9" * 29, 0), ("0." + "1" * 29, 0)]
)
def test_numbers_of_many_digits_refuse_their_line(
    formats: Formats, catalogue: Catalogue, number: str, read_as: int
) -> None:
    """What cannot be computed with exactly is told with its place (FMT-05), not left out."""
    inside = f'<cbc:ContentUnitQuantity unitCode="EA">{number}</cbc:ContentUnitQuantity>{ITEM}'
    _, bodies, report = read(formats, catalogue(inside))
    assert len([body for body in bodies if body is not None]) == read_as
    found = [(one.rule, one.place.path) for one in report.findings() if one.rule == "FMT-05"]
    path = "/Catalogue/cac:CatalogueLine[1]/cbc:ContentUnitQuantity"
    assert found == [("FMT-05", path)] * (1 - read_as)
