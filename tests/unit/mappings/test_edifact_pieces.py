"""Messages of an interchange as files of their own."""

import tracemalloc
from pathlib import Path

import pytest

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.rules.module import sibling

READER = Path(__file__).parents[3] / "mappings/edifact/reader.py"
reader = sibling(str(READER), "reader")
ORDER = FormatId("edifact", "order", "d96a")


def message(number: str, note: str = "Paint") -> str:
    """Return an ORDERS message."""
    body = (
        f"BGM+220+{number}+9'DTM+137:20260301:102'NAD+BY+5790000000005::9'"
        f"NAD+SU+5790000000012::9'LIN+1++V-1:SA'IMD+F++:::{note}'QTY+21:1:EA'UNS+S'CNT+2:1'"
    )
    return f"UNH+{number}+ORDERS:D:96A:UN'{body}UNT+11+{number}'"


HEAD = "UNB+UNOC:3+5790000000005:14+5790000000012:14+260301:0930+"


def originals(text: str) -> tuple[list[Original], Report]:
    """Return what is each document's own."""
    report = Report("a.edi")
    payload = Payload.of_bytes(text.encode("latin-1"), "a.edi")
    return [one.original for one in reader.EdifactReader(ORDER).read(payload, report)], report


def texts(text: str) -> list[str]:
    """Return the files of the messages; each reads as one message with the hash it had."""
    found, report = originals(text)
    assert report.valid
    for one in found:
        assert one.payload is not None
        (again,), report = originals(said(one))
        assert report.valid
        assert again.sha256 == one.sha256
    return [said(one) for one in found]


def said(original: Original) -> str:
    """Return the text of a file."""
    assert original.payload is not None
    return original.payload.head(original.payload.size).decode("latin-1")


def test_signs_and_breaks_stay_as_they_came() -> None:
    """Service characters of the sender's own, signs released by them, white space, letters."""
    first, second = (
        message(number, "Bl?: 5 l?' r\u00f8d").replace("'", "'\r\n").replace("?'\r\n", "?'")
        for number in ("1", "2")
    )
    una = "UNA:+,? '\r\n"
    assert texts(f"{una}{HEAD}7'\r\n{first}{second}UNZ+2+7'\r\n") == [
        f"{una}{HEAD}7'\r\n{first}UNZ+1+7'",
        f"{una}{HEAD}7-2'\r\n{second}UNZ+1+7-2'",
    ]
    una = "UNA|^.\\*~"
    other = str.maketrans({":": "|", "+": "^", "'": "~"})
    head, one, two = (text.translate(other) for text in (f"{HEAD}7'", message("1"), message("2")))
    tail = "UNZ^2^7~"
    assert texts(f"{una}{head}{one}{two}{tail}")[0] == f"{una}{head}{one}UNZ^1^7~"


def test_a_message_stays_in_its_group() -> None:
    """Groups are counted anew as well; a second interchange in the file has its own head."""
    group = "UNG+ORDERS+A+B+260301:0930+G{0}+UN+D:96A'"
    whole = (
        f"{HEAD}7'{group.format(1)}{message('1')}UNE+1+G1'{group.format(2)}{message('2')}"
        f"{message('3')}UNE+2+G2'UNZ+2+7'\n{HEAD}8+++++1'{message('4')}UNZ+1+8'"
    )
    assert texts(whole) == [
        f"{HEAD}7'{group.format(1)}{message('1')}UNE+1+G1'UNZ+1+7'",
        f"{HEAD}7-2'{group.format(2)}{message('2')}UNE+1+G2'UNZ+1+7-2'",
        f"{HEAD}7-3'{group.format(2)}{message('3')}UNE+1+G2'UNZ+1+7-3'",
        f"{HEAD}8-4+++++1'{message('4')}UNZ+1+8-4'",
    ]


def test_a_long_reference_keeps_its_end() -> None:
    """There is room for 14 characters, and the last ones tell interchanges apart."""
    _, second = texts(f"{HEAD}ABCDEFGHIJ1234'{message('1')}{message('2')}UNZ+2+ABCDEFGHIJ1234'")
    assert second.endswith("UNZ+1+CDEFGHIJ1234-2'")


def test_the_hash_is_of_what_a_message_says() -> None:
    """Sent again, an interchange has another head and its messages other numbers."""
    (one,), _ = originals(f"{HEAD}7'{message('1')}UNZ+1+7'")
    (again, other), _ = originals(
        f"{HEAD}8'\n{message('1').replace('UNH+1', 'UNH+5')}{message('1', 'Glue')}UNZ+2+8'"
    )
    assert one.sha256 == again.sha256 != other.sha256


@pytest.mark.parametrize("head", [f"{HEAD}7'", ""])
def test_what_may_belong_to_any_message_goes_with_none(head: str) -> None:
    """Files embedded between messages may be another receiver's; without UNB there is no file."""
    package = "UNO+1+AAA:1+9'bytes'UNP+9+1'" if head else ""
    found, _ = originals(f"{head}{message('1')}{message('2')}{package}UNZ+3+7'")
    assert [one.payload for one in found] == [None, None]
    whole = f"{head}{message('1')}{package}UNZ+2+7'"
    (alone,), _ = originals(whole)
    assert said(alone) == whole


@pytest.mark.parametrize(("ends", "between"), [("\n", ""), ("\n", "\r"), ("\r", ""), ("\r", "\n")])
def test_a_line_end_may_end_segments(ends: str, between: str) -> None:
    """UNA may name one: then it is no white space, also not at the very end of the file."""
    sign: dict[str, str | int | None] = {"'": ends + between if ends == "\r" else between + ends}
    head, one, two, una = (
        text.translate(str.maketrans(sign))
        for text in (f"{HEAD}7'", message("1", "Bl?+"), message("2"), "UNA:+.? '")
    )
    gap, tail = (between, "") if ends == "\r" else ("", between)
    una = una.replace(between, "") + gap if between else una
    made = texts(f"{una}{head}{one}{two}UNZ+2+7{tail}{ends}")
    assert made[0].split() == [*una.split(), *head.split(), *one.split(), "UNZ+1+7"]
    assert made[1].split() == [
        *una.split(),
        *head.replace("+7", "+7-2").split(),
        *two.split(),
        "UNZ+1+7-2",
    ]


@pytest.mark.parametrize("ends", ["\n", "\r"])
def test_files_are_found_behind_line_ends_that_end_segments(ends: str) -> None:
    """What is embedded is no segment, whatever it holds."""
    package = "UNO+1+AAA:1+9'?UNT+'UNP+9+1'"
    whole = f"UNA:+.? '{HEAD}7'{message('1')}{package}UNZ+2+7'".replace("'", ends)
    (alone,), report = originals(whole)
    assert report.valid
    assert said(alone) == whole


def test_heads_are_not_repeated_without_bound() -> None:
    """UNB and UNG longer than any standard has room for are in no file but the sender's."""
    long, several = "X" * 1000, "".join(message(str(number)) for number in range(20))
    group = f"UNG+ORDERS+A+B+260301:0930+{long}+UN+D:96A'"
    for heads in (f"{HEAD}7+{long}'", f"{HEAD}7'{group}"):
        found, report = originals(f"{heads}{several}UNZ+20+7'")
        assert report.valid
        assert [one.payload for one in found] == [None] * 20
        assert len({one.sha256 for one in found}) == 20


def test_messages_are_cut_out_when_they_are_asked_for() -> None:
    """An interchange of many messages is not held a second time as their files."""
    several = "".join(message(str(number), "Paint" * 100) for number in range(200))
    text = f"{HEAD}7'{several}UNZ+200+7'"
    payload = Payload.of_bytes(text.encode("latin-1"), "a.edi")
    found = list(reader.segments.messages(text))
    tracemalloc.start()
    made = reader.pieces.originals(payload, text, "latin-1", found)
    sizes = [one.payload.size for one in made]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(sizes) > len(text)
    assert most < len(text)
