"""What an interchange says that the hub must not take for something else."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.pipeline.examination import examine
from hub.rules.module import sibling
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed, read, refused_by


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize("example", ["order", "invoice"])
@pytest.mark.parametrize("function", ["1", "3", "4", "5", "43", "ZZZ"])
def test_only_originals_are_taken(formats: Formats, example: str, function: str) -> None:
    """A cancellation or change (UNCL 1225) does not become a new order or bill."""
    number = {"order": "ORDRE-7", "invoice": "EX-1"}[example]
    content = changed(example, (f"{number}+9'", f"{number}+{function}'"))
    assert refused_by(formats, content) == [("EDI-06", "BGM[2]")]


@pytest.mark.parametrize("function", ["7", "31"])
def test_copies_of_orders_are_refused_and_of_bills_said_to_be(
    formats: Formats, function: str
) -> None:
    """A copy of an order would be delivered again; a bill can say that it is one."""
    order = changed("order", ("ORDRE-7+9'", f"ORDRE-7+{function}'"))
    assert refused_by(formats, order) == [("EDI-06", "BGM[2]")]
    bill = changed("invoice", ("EX-1+9'", f"EX-1+{function}'"))
    (((header, _),), report) = read(formats, bill)
    assert header.copy_indicator
    assert report.valid


@pytest.mark.parametrize("example", ["order", "invoice"])
@pytest.mark.parametrize(
    "dtm",
    [
        "137:261231:102",
        "137:2612:101",
        "137:20261301:102",
        "137:٢٠٢٦١٢٣١:102",
        "137:202611:610",
        "137:202650:616",
        "137:20260105-20260109:718",
        "137:20260105:203",
        "137:202601052561:203",
        "137:2026-01-05:102",
        "137:20260105",
    ],
)
def test_days_are_read_as_their_format_says(formats: Formats, example: str, dtm: str) -> None:
    """What is not a whole day in its format (UNCL 2379) is refused, none is made up."""
    content = changed(example, ("DTM+137:20260105:102'", "DTM+137:XX'"))
    content = content.replace(b"UNOC:3", b"UNOW:4").decode("latin-1").encode()
    found = refused_by(formats, content.replace(b"137:XX", f"{dtm}X".encode()))
    assert found == [("EDI-02", "DTM[3]")]


def test_days_and_times_in_their_formats(formats: Formats) -> None:
    """Years in two digits are of this century; times and periods stay what they are."""
    content = changed(
        "order",
        ("DTM+137:20260105:102", "DTM+137:260105:101"),
        ("DTM+64:20260119:102'\n", ""),
        ("DTM+63:20260123:102", "DTM+2:20260119-20260123:718"),
        ("QTY+21:10:EA'", "QTY+21:10:EA'\nDTM+64:202601190730:203'"),
    )
    ((header, lines),), report = read(formats, content)
    assert not list(report.losses)
    assert header.issue_date == dt.date(2026, 1, 5)
    period = header.delivery[0].requested_delivery_period
    assert (period.start_date, period.end_date) == (dt.date(2026, 1, 19), dt.date(2026, 1, 23))
    period = lines[0].line_item.delivery[0].requested_delivery_period
    assert (period.start_date, period.start_time) == (dt.date(2026, 1, 19), dt.time(7, 30))


def test_a_bill_has_its_time_and_its_period(formats: Formats) -> None:
    """DTM 263 is the period that is billed; a time without a place is told."""
    content = changed(
        "invoice",
        ("DTM+137:20260105:102", "DTM+137:202601051030:203"),
        ("DTM+35:20260102:102", "DTM+35:202601021200:203'\nDTM+263:20251201-20251231:718"),
    )
    ((header, _),), report = read(formats, content)
    assert header.issue_time == dt.time(10, 30)
    assert header.invoice_period[0].end_date == dt.date(2025, 12, 31)
    assert [(one.field, one.kind) for one in report.losses] == [("DTM+35", LossKind.NARROWED)]


@pytest.mark.parametrize("text", ["1_0", "1E3", "1E999999999999999", "٣", "1.000,00", "9" * 29])
def test_numbers_are_plain(formats: Formats, text: str) -> None:
    """Digits with one mark, and no more of them than are computed with exactly."""
    content = changed("invoice", ("MOA+66:75.00'", "MOA+66:XX'")).replace(b"UNOC:3", b"UNOW:4")
    content = content.decode("latin-1").replace("XX", text).encode()
    assert refused_by(formats, content) == [("EDI-02", "MOA[22]")]


@pytest.mark.parametrize(("text", "value"), [("75,5", "75.5"), (",5", "0.5"), ("-.5", "-0.5")])
def test_both_decimal_marks_are_read(formats: Formats, text: str, value: str) -> None:
    """ISO 9735 has comma and point, and lets the nought before them be left out."""
    ((_, lines),), _ = read(formats, changed("invoice", ("MOA+66:75.00", f"MOA+66:{text}")))
    assert lines[0].line_extension_amount.value == Decimal(value)


def test_a_text_that_ends_in_uno_is_a_text(formats: Formats) -> None:
    """Only at the beginning of a segment is UNO an embedded file."""
    words = "FTX+AAI+++Ring ?'UNO"
    content = changed("order", ("FTX+AAI+++Ring", f"{words}+Ring"))
    ((header, _),), report = read(formats, content.replace(b"UNZ+", b"UNP+1+1'UNZ+"))
    assert header.note[0].value == "Ring 'UNO"
    assert report.valid


def test_an_embedded_file_is_passed_over(formats: Formats) -> None:
    """A file may hold what looks like segments; it ends with the reference it began with."""
    package = "UNO+P1+1:Tegning+13:application/pdf+9'BGM+1'UNP+ 'UNP+9+P1'\n"
    for text in (package, package.replace("P1", "P?+1")):
        content = changed("order").decode("latin-1").replace("UNZ+", f"{text}UNZ+")
        ((_, lines),), report = read(formats, content.encode("latin-1"))
        assert report.valid
        assert len(lines) == 2


@pytest.mark.parametrize("advice", ["UNA", "UNA:+.?", "UNA'''''''''", "UNA:+.: '"])
def test_an_advice_without_signs_is_refused(formats: Formats, advice: str) -> None:
    """UNA names four different signs, or the interchange cannot be taken apart."""
    assert refused_by(formats, advice.encode()) == [("EDI-01", None)]


def test_a_blank_for_release_is_no_release(formats: Formats) -> None:
    """ISO 9735: a blank in its place means that no sign is one; blanks of texts stay."""
    content = changed("order", ("UNA:+.? '", "UNA:+.  '"), ("Maling, 5 l", "Maling? 5 l"))
    ((_, lines),), _ = read(formats, content)
    assert lines[1].line_item.item.name.value == "Maling? 5 l"


@pytest.mark.parametrize("extra", ["PRI+AAB:9.00'", "DTM+167:20260101:102'", "ALC+A'\nMOA+8:1'"])
def test_segments_that_an_order_has_not_are_told(formats: Formats, extra: str) -> None:
    """What only bills say in their lines is lost in an order, and read where it has a place."""
    content = changed("order", ("PRI+AAA:7.50:::1:EA'", f"PRI+AAA:7.50:::1:EA'\n{extra}"))
    ((_, lines),), report = read(formats, content)
    assert report.valid
    assert lines[0].line_item.price.price_amount.value == Decimal("7.50")


def test_what_cannot_be_read_is_told_in_the_readers_language(formats: Formats) -> None:
    """No part of a Danish or Dutch sentence is left in English, down to what was expected."""
    day = changed("invoice", ("DTM+137:20260105:102'", "DTM+137:2026:102'"))
    end = changed("invoice").replace(b"UNT+41", b"UNT+36")
    for content, danish, dutch in (
        (day, "Skriv en dag som 20260105", "Schrijf een dag zoals 20260105"),
        (end, "angiver 36 segmenter, der er", "noemt 36 segmenten, er zijn er"),
    ):
        _, report = read(formats, content)
        (finding,) = report.findings()
        assert danish in finding.message.da
        assert dutch in finding.message.nl


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("UNZ+1", "UNZ+2"), "UNZ says 2 messages, there are 1"),
        (("UNZ+1", "UNZ+"), "UNZ does not say how many messages there are"),
        (("UNZ+1", "UNX+1"), "UNZ is missing, so messages may be missing too"),
    ],
)
def test_what_an_interchange_lacks_at_its_end_is_seen(
    formats: Formats, change: tuple[str, str], reason: str
) -> None:
    """Cut off between two messages, or with one of them lost, it is not taken for whole."""
    content = changed("order", change)
    assert refused_by(formats, content) == [("EDI-01", None)]
    _, report = read(formats, content)
    assert reason in report.findings()[0].message.en


def test_an_interchange_without_a_message_is_said_to_have_none() -> None:
    """A count of none is right, and yet there is nothing to read."""
    segments = sibling(str(Path("mappings/edifact/reader.py").resolve()), "segments")
    with pytest.raises(segments.Unreadable) as caught:
        list(segments.messages("UNB+UNOC:3+A+B+260105:1200+7'UNZ+0+7'"))
    assert caught.value.reason.da == "der er ingen meddelelse mellem UNB og UNZ"


@pytest.mark.parametrize("said", ["1", "2", "01"])
def test_groups_may_be_counted_or_the_messages_in_them(formats: Formats, said: str) -> None:
    """ISO 9735 has the groups counted, where there are any; many senders count messages."""
    text = changed("order").decode("latin-1")
    start, end = text.index("UNH+"), text.index("UNZ+")
    group = "UNG+ORDERS+A+B+260301:0930+1+UN+D:96A'"
    body = f"{text[:start]}{group}{text[start:end]}{text[start:end]}UNE+2+1'"
    tail = text[end:].replace("UNZ+1", f"UNZ+{said}")
    documents, report = read(formats, f"{body}{tail}".encode("latin-1"))
    assert (len(documents), report.valid) == (2, True)


def test_a_second_interchange_begins_when_the_first_has_ended(formats: Formats) -> None:
    """A file may hold several; each has its own end."""
    whole = changed("order")
    documents, report = read(formats, whole + whole)
    assert (len(documents), report.valid) == (2, True)
    assert refused_by(formats, changed("order", ("UNZ+1", "UNX+1")) + whole) == [("EDI-01", None)]


@pytest.mark.parametrize("behind", [b"\x1a", b"\r\n\x1a", b"\0\0\0", b"\r\n\x1a\r\n", b"\0 \0\n"])
def test_what_older_systems_put_behind_an_interchange_is_passed_over(
    formats: Formats, behind: bytes
) -> None:
    """An end of file as a character, or noughts up to the end of a record."""
    plain = changed("order")
    (there,), report = read(formats, plain + behind)
    (wanted,), _ = read(formats, plain)
    assert there == wanted
    assert report.valid


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf \n"])
def test_what_programs_put_before_an_interchange_is_passed_over(
    formats: Formats, before: bytes
) -> None:
    """A mark of UTF-8 says what the text is in, whatever UNB names; line ends say nothing."""
    plain = changed("order", ("Skruer", "Skruer æøå"))
    marked = before + plain.decode("latin-1").encode("utf-8" if b"\xef" in before else "latin-1")
    (there,), report = read(formats, marked)
    (wanted,), _ = read(formats, plain)
    assert there == wanted
    assert report.valid


@pytest.mark.parametrize(
    ("name", "codec"), [("UNOE", "iso8859-5"), ("UNOF", "iso8859-7"), ("UNOK", "iso8859-9")]
)
def test_every_level_of_syntax_has_its_characters(formats: Formats, name: str, codec: str) -> None:
    """UNOC to UNOK are the parts of ISO 8859 one by one."""
    word = {"UNOE": "Бумага", "UNOF": "Χαρτί", "UNOK": "Kağıt"}[name]
    text = changed("order", ("Skruer", "WORD"), ("UNOC", name)).decode("latin-1")
    ((_, lines),), report = read(formats, text.replace("WORD", word).encode(codec, "ignore"))
    assert report.valid
    assert word in str(lines[0].line_item.item)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("ORDERS", "edifact:order:d96a"),
        ("ORDRSP", "edifact:order-response:d96a"),
        ("INVOIC", "edifact:invoice:d14b"),
        ("APERAK", "edifact:application-response:d96a"),
        ("PRICAT", None),
    ],
)
def test_a_damaged_interchange_is_of_the_kind_that_it_names(
    formats: Formats, kind: str, wanted: str | None
) -> None:
    """What cannot be taken apart is still known for an order, and not for a bill."""
    text = changed("order", ("+ORDERS:", f"+{kind}:")).decode("latin-1")
    broken = text.replace("UNT+", "UNT+9").encode("latin-1")
    report = Report("a.edi")
    found = formats.identify(Payload.of_bytes(broken, "a.edi"), report)
    assert (None if found is None else str(found.id)) == wanted


def test_an_order_orders_something(formats: Formats) -> None:
    """Without a line it is refused; what is made of it in any other format would be invalid."""
    text = changed("order").decode("latin-1")
    start, end = text.index("LIN+1"), text.index("UNS+S")
    head = text[:start] + text[end:]
    body = head[head.index("UNH+") : head.index("UNT+")]
    count = body.count("'\n") + 1
    made = head[: head.index("UNT+")] + f"UNT+{count}+1'\n" + head[head.index("UNZ+") :]
    ((rule, place),) = refused_by(formats, made.encode("latin-1"))
    assert rule == "EDI-02"
    assert place is not None


def test_prices_without_a_currency_are_told_to_the_sender(formats: Formats, tmp_path: Path) -> None:
    """UBL demands one at each amount; the hub guesses none, and the fault is not its own."""
    content = changed("order", ("CUX+2:DKK:9'\n", ""))
    payload = Payload.of_bytes(content, "a.edi")
    target = formats.get(FormatId("ubl", "order", "2.1"))
    context = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    (examined,) = examine(payload, formats, context, target, tmp_path)
    refusals = [one for one in examined.report.findings() if one.severity.refuses]
    assert {one.rule for one in refusals} == {"not-in-format"}
    assert "currencyID" in refusals[0].message.en
    assert not examined.parts


def test_a_mark_names_the_characters_that_are_missed(formats: Formats) -> None:
    """It goes before what UNB names (UNOC), and what follows is no UTF-8."""
    content = b"\xef\xbb\xbf" + changed("order", ("FTX+", "FTX+Bl\xe5"))
    payload = Payload.of_bytes(content, "a.edi")
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    list(found.reader.read(payload, report))
    (one,) = (one for one in report.findings() if one.rule == "EDI-01")
    assert "UTF-8" in one.message.en
