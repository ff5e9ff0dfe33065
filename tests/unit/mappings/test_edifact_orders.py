"""Orders and answers go into EDIFACT and come back as they were."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.model.party import Contact
from hub.model.report import Report
from hub.model.values import Identifier, Text
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed
from tests.interchanges import read as read_bytes

EXAMPLES = Path(__file__).parents[3] / "mappings/edifact/examples"
CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def read(formats: Formats, payload: Payload) -> tuple[list[tuple[Any, list[Any]]], Report]:
    """Return each document's head and lines."""
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    documents = [
        (one.header, [line.body for line in one.lines(report)])
        for one in found.reader.read(payload, report)
    ]
    return documents, report


def written(formats: Formats, header: Any, lines: list[Any], folder: Path) -> bytes:
    """Write an order of which nothing is lost."""
    data, lost = written_with(formats, header, lines, folder)
    assert not lost
    return data


def written_with(
    formats: Formats, header: Any, lines: list[Any], folder: Path
) -> tuple[bytes, list[tuple[str, str]]]:
    """Write an order; return the interchange and what was lost."""
    writer = formats.get(FormatId("edifact", "order", "d96a")).writer
    assert writer is not None
    folder.mkdir(exist_ok=True)
    losses = LossReport()
    writing = writer.start(header, CONTEXT, losses, folder)
    for line in lines:
        writing.take(line)
    (part,) = writing.finish()
    return part.path.read_bytes(), [(one.field, one.kind.value) for one in losses]


@pytest.mark.parametrize(
    ("note", "name", "level"),
    [
        ("50 % off: what's + what?", "A 'quoted' name + more: 5?", b"UNOC:3"),
        ("Zażółć gęślą jaźń", "Łopata", b"UNOW:4"),
        (
            "word " * 120 + "end",
            "A very long name of one item, which takes many parts " * 4,
            b"UNOC",
        ),
    ],
)
def test_every_character_and_length_comes_back(
    formats: Formats, tmp_path: Path, note: str, name: str, level: bytes
) -> None:
    """Signs of the syntax, other alphabets and long texts arrive as they were said."""
    ((header, lines),), _ = read(formats, Payload.of_file(EXAMPLES / "order" / "input.edi"))
    header = replace(header, note=(Text(note),))
    item = lines[0].line_item
    item = replace(item, item=replace(item.item, name=Text(name.strip())))
    lines[0] = replace(lines[0], line_item=item)
    data = written(formats, header, lines, tmp_path)
    assert level in data[:20]
    ((again, others),), report = read(formats, Payload.of_bytes(data, "a.edi"))
    assert report.valid
    said = again.note[0].value.replace("\n", "")
    assert said == note
    assert others[0].line_item.item.name.value == name.strip()
    assert others[1:] == lines[1:]


def test_lines_keep_numbers_that_are_none_to_edifact(formats: Formats, tmp_path: Path) -> None:
    """A line number with letters stands beside the line, because LIN takes digits only."""
    ((header, lines),), _ = read(formats, Payload.of_file(EXAMPLES / "order" / "input.edi"))
    lines[0] = replace(lines[0], line_item=replace(lines[0].line_item, id=Identifier("1-A")))
    data = written(formats, header, lines, tmp_path)
    assert b"LIN+1+" in data
    ((_, others),), _ = read(formats, Payload.of_bytes(data, "a.edi"))
    assert [one.line_item.id.value for one in others] == ["1-A", "2"]


def test_messages_of_other_kinds_are_refused(formats: Formats) -> None:
    """An interchange that also holds an answer is refused, because nobody said what it is."""
    order = (EXAMPLES / "order" / "input.edi").read_bytes()
    answer = (EXAMPLES / "order-response" / "input.edi").read_bytes()
    start, end = answer.index(b"UNH"), answer.index(b"UNZ")
    cut = order.index(b"UNZ")
    mixed = order[:cut] + answer[start:end] + order[cut:].replace(b"UNZ+1", b"UNZ+2")
    documents, report = read(formats, Payload.of_bytes(mixed, "a.edi"))
    assert [header is None for header, _ in documents] == [False, True]
    assert [one.rule for one in report.findings()] == ["EDI-02"]
    assert not report.valid


def test_delivery_comes_back_with_contact_and_times(formats: Formats, tmp_path: Path) -> None:
    """TTK-17: what the carrier needs is in the message, and is read out of it again."""
    ((header, lines),), _ = read(formats, Payload.of_file(EXAMPLES / "order" / "input.edi"))
    delivery = header.delivery[0]
    who = replace(
        delivery.delivery_party,
        contact=Contact(
            id=Identifier("7003"),
            name=Text("Per Pedel"),
            telephone=Text("87654321"),
            electronic_mail=Text("per@skolen.example"),
        ),
    )
    period = replace(delivery.requested_delivery_period, start_time=dt.time(7, 30))
    delivery = replace(delivery, delivery_party=who, requested_delivery_period=period)
    header = replace(header, delivery=(delivery,))
    data = written(formats, header, lines, tmp_path)
    ((again, _),), report = read(formats, Payload.of_bytes(data, "a.edi"))
    assert not list(report.losses)
    assert again.delivery == header.delivery


@pytest.mark.parametrize(("kind", "charged"), [("A", False), ("C", True)])
def test_what_a_line_is_charged_without_a_reason_is_the_lines(
    formats: Formats, kind: str, *, charged: bool
) -> None:
    """An order has no discount of a price: nobody gets a cheaper item for a charge."""
    content = changed("order", ("TAX+7+VAT+++:::25+S'\nLIN", f"ALC+{kind}'\nMOA+8:5.00'\nLIN"))
    (((_, lines),), report) = read_bytes(formats, content)
    assert report.valid
    (found,) = lines[0].line_item.allowance_charge
    assert (found.charge_indicator, found.amount.value) == (charged, Decimal("5.00"))
    assert not lines[0].line_item.price.allowance_charge


def test_a_party_goes_by_a_number_that_has_room(formats: Formats, tmp_path: Path) -> None:
    """NAD has 17 characters: a longer number is left out for another, never cut."""
    ((header, lines),), _ = read(formats, Payload.of_file(EXAMPLES / "order" / "input.edi"))
    side = header.buyer_customer_party
    (known,) = side.party.party_identification
    long = Identifier("00000001123456782000", scheme_id="0190")
    party = replace(side.party, endpoint_id=long)
    header = replace(header, buyer_customer_party=replace(side, party=party))
    data, lost = written_with(formats, header, lines, tmp_path)
    assert f"NAD+BY+{known.id.value}::9+".encode() in data
    assert lost == [("buyer_customer_party.party.endpoint_id", "no-home")]
