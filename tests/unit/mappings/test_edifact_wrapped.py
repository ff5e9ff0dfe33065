"""Interchanges in lines of one length, as mainframes send them: read as they were, or refused."""

from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Severity
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed, read, refused_by


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def joined(example: str, *changes: tuple[str, str]) -> str:
    """Return an example without any line end."""
    return changed(example, *changes).decode("latin-1").replace("\n", "")


def lines(text: str, width: int) -> list[str]:
    """Return a text in lines of one length."""
    return [text[at : at + width] for at in range(0, len(text), width)]


def wrapped(text: str, width: int = 80, ends: str = "\r\n") -> bytes:
    """Return a text broken wherever a line is full, the last one too."""
    return "".join(f"{line}{ends}" for line in lines(text, width)).encode("latin-1")


@pytest.mark.parametrize("example", ["order", "order-response", "invoice"])
@pytest.mark.parametrize("width", [80, 72, 35])
@pytest.mark.parametrize("ends", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_what_is_wrapped_says_the_same(
    formats: Formats, example: str, width: int, ends: str
) -> None:
    """Every value is that of the interchange before it was broken, and the sender is told."""
    before, plain = read(formats, joined(example).encode("latin-1"))
    after, report = read(formats, wrapped(joined(example), width, ends))
    assert after == before
    assert [one.rule for one in plain.findings()] == []
    told = [(one.rule, one.severity, one.value) for one in report.findings()]
    assert told == [("EDI-07", Severity.WARN, str(width))]


def test_the_signs_may_have_a_line_of_their_own(formats: Formats) -> None:
    """The first full line begins behind UNA then."""
    text = joined("order")
    signs, rest = (text[:9], text[9:]) if text.startswith("UNA") else ("UNA:+.? '", text)
    before, _ = read(formats, text.encode("latin-1"))
    after, report = read(formats, f"{signs}\r\n".encode() + wrapped(rest))
    assert after == before
    assert [one.rule for one in report.findings()] == ["EDI-07"]


def test_records_of_single_segments_are_joined(formats: Formats) -> None:
    """A segment begins a record, a long one goes on in the next; blanks fill up each."""
    text = joined("order").replace("'", "'\n")
    records = [part.ljust(20) for one in text.split("\n") if one for part in lines(one, 20)]
    before, _ = read(formats, changed("order"))
    after, _ = read(formats, "\r\n".join(records).encode("latin-1"))
    assert after == before


def test_a_released_sign_may_be_broken_off(formats: Formats) -> None:
    """The sign that releases another at the end of a line, the other on the next."""
    text = joined("order", ("ORDRE-7", "ORDRE?'7"))
    at = text.index("?'") + 1
    before, _ = read(formats, text.encode("latin-1"))
    after, _ = read(formats, wrapped(text, at))
    assert after == before
    assert after[0][0].id.value == "ORDRE'7"


def test_lines_without_their_last_blanks_are_refused(formats: Formats) -> None:
    """Where a transport cut blanks off nobody knows how many there were."""
    text = joined("order")
    parts = lines(text, 80)
    inside = next(n for n, one in enumerate(parts[1:-1], 1) if one[-1].isalnum())
    parts[inside] = parts[inside][:-1]
    content = "\r\n".join(parts).encode("latin-1")
    assert refused_by(formats, content) == [("EDI-01", None)]


def test_a_single_break_in_a_number_is_refused(formats: Formats) -> None:
    """It would be another number, and one line says nothing of how long lines are."""
    content = changed("order", ("ORDRE-7", "ORDRE\n-7"))
    assert refused_by(formats, content) == [("EDI-01", None)]


def test_breaks_at_the_ends_of_values_and_in_free_text_stay(formats: Formats) -> None:
    """They change nothing, and some senders write lines of their own."""
    text = changed("order", ("BGM+", "BGM\n+")).decode("latin-1")
    found, report = read(formats, text.encode("latin-1"))
    assert found == read(formats, changed("order"))[0]
    assert report.findings() == ()
    at = text.index("FTX+")
    end = text.index("'", at)
    spoken = f"{text[: end - 3]}\n{text[end - 3 :]}"
    ((header, _),), report = read(formats, spoken.encode("latin-1"))
    assert any("\n" in one.value for one in header.note)
    assert report.findings() == ()
