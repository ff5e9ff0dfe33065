"""Documents at a desk: checked, and converted."""

from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.unjudged import NEEDS_MEMORY
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.loss import LossKind
from hub.model.report import LayerStatus
from hub.pipeline.examination import Examined, examine
from tests.unit.pipeline.folders import DEMO
from tests.unit.pipeline.world import CANONICAL, NOW, UBL, Hall, catalogue, party, payload

CONTEXT = RouteContext(now=NOW)


def looked_at(hall: Hall, content: bytes | Payload, **more: Any) -> Examined:
    """Return what is said of one document."""
    sent = content if isinstance(content, Payload) else payload(content)
    (one,) = examine(sent, hall.formats, more.pop("context", CONTEXT), **more)
    return one


def converted(hall: Hall, content: bytes, target: FormatId = CANONICAL, **more: Any) -> Examined:
    """Return what became of one document."""
    return looked_at(hall, content, target=hall.formats.get(target), folder=hall.folder, **more)


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_good_document_is_valid_and_nothing_is_written(hall: Hall) -> None:
    """A check says format, parties and lines."""
    one = looked_at(hall, catalogue())
    assert one.report.valid
    assert one.report.format_id == str(UBL)
    assert one.source is hall.formats.get(UBL)
    assert one.summary is not None
    assert (one.summary.id, one.lines, one.refused_lines, one.parts) == ("K1", 2, 0, ())
    assert files(hall.folder) == []


def test_a_check_uses_the_formats_own_rules(hall: Hall) -> None:
    """Refused lines are counted, and rules that need the memory named."""
    one = looked_at(hall, catalogue("Pencil", "demo minds", customization=DEMO))
    assert (one.lines, one.refused_lines) == (1, 1)
    assert [finding.rule for finding in one.report.findings()] == ["DEMO-LINE"]
    assert one.report.describe()["layers"][2]["skipped"] == {"DEMO-MEMORY": NEEDS_MEMORY.en}


@pytest.mark.parametrize("content", [b"", b"<x/>", b"<Catalogue", b"PK\x03\x04", b"{}"])
def test_what_is_no_document_is_said(hall: Hall, content: bytes) -> None:
    """There is a finding and no source."""
    one = looked_at(hall, content)
    assert not one.report.valid
    assert one.source is None
    assert one.report.status(Layer.SYNTAX) is LayerStatus.INVALID


def test_a_document_is_converted_and_checked(hall: Hall) -> None:
    """The outputs come with the report on themselves and what was lost."""
    one = converted(hall, catalogue(customization=DEMO), UBL)
    assert one.checked is not None
    assert one.checked.valid
    assert one.checked.status(Layer.SCHEMA) is LayerStatus.VALID
    assert [part.path for part in one.parts] == files(hall.folder)
    assert b"urn:example:demo" not in one.parts[0].path.read_bytes()


def test_there_and_back_is_the_same(hall: Hall) -> None:
    """Into the hub's own format and out again nothing is lost."""
    there = converted(hall, catalogue())
    back = Payload.of_file(there.parts[0].path)
    one = looked_at(hall, back, target=hall.formats.get(UBL), folder=hall.folder / "back")
    assert one.report.valid
    assert one.summary == there.summary
    assert one.lines == 2


def test_parties_of_the_desk_are_put_in(hall: Hall) -> None:
    """What the document does not name comes from those given, and is told."""
    context = RouteContext(now=NOW, receiver=party("town", "5790000000029").card)
    one = converted(hall, catalogue(), context=context)
    assert b"Town (made up)" in one.parts[0].path.read_bytes()
    assert ("receiver_party", LossKind.DERIVED) in {
        (loss.field, loss.kind) for loss in one.report.losses
    }


@pytest.mark.parametrize("line", ["demo minds", "demo hates"])
def test_half_a_document_is_not_converted(hall: Hall, line: str) -> None:
    """At a desk nobody takes parts."""
    one = converted(hall, catalogue("Pencil", line, customization=DEMO))
    assert (one.parts, one.checked) == ((), None)
    assert files(hall.folder) == []


def test_an_invalid_output_is_said(hall: Hall) -> None:
    """The source is valid, what was written of it is not."""
    one = converted(hall, catalogue(), FormatId("lame", "catalogue", "1"))
    assert one.report.valid
    assert one.checked is not None
    assert not one.checked.valid


def test_what_is_only_passed_through_is_not_converted(hall: Hall) -> None:
    """There is no table to read it by; it is checked all the same."""
    sent = catalogue().replace(b">2.1<", b">2.2<")
    one = converted(hall, sent)
    assert one.report.valid
    assert (one.lines, one.parts, one.checked) == (2, (), None)
