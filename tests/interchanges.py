"""Made-up interchanges, changed and read."""

from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.report import Report

__all__ = ["EXAMPLES", "changed", "read", "refused_by"]

EXAMPLES = Path(__file__).parents[1] / "mappings/edifact/examples"


def changed(example: str, *changes: tuple[str, str]) -> bytes:
    """Return an example with texts replaced once; the count of its segments follows."""
    text = (EXAMPLES / example / "input.edi").read_text("latin-1")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    head, _, tail = text.partition("UNT+")
    count = head[head.index("UNH+") :].count("'\n") + 1
    return f"{head}UNT+{count}+{tail.partition('+')[2]}".encode("latin-1")


def read(formats: Formats, content: bytes) -> tuple[list[tuple[Any, list[Any]]], Report]:
    """Return head and lines of each document."""
    payload = Payload.of_bytes(content, "a.edi")
    report = Report(payload.name)
    found = formats.identify(payload, report)
    assert found is not None
    documents = [
        (one.header, [line.body for line in one.lines(report)])
        for one in found.reader.read(payload, report)
        if one.header is not None
    ]
    return documents, report


def refused_by(formats: Formats, content: bytes) -> list[tuple[str, str | None]]:
    """Return the rules that refuse an interchange, and where."""
    documents, report = read(formats, content)
    assert not documents
    assert not report.valid
    return [(one.rule, one.place.path) for one in report.findings()]
