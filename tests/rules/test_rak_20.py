"""RAK-20: the files of an archive are those its manifest names."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.registry import load_formats
from hub.model.finding import Finding
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
EXAMPLE = MAPPINGS / "rakat" / "examples" / "read" / "input.zip"


def read(**changes: bytes) -> tuple[list[Any], list[Finding]]:
    """Read the example with some of its files changed; an empty one is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(EXAMPLE) as box, zipfile.ZipFile(out, "w") as changed:
        for name in box.namelist():
            content = changes.get(name.partition(".")[0], box.read(name))
            if content:
                changed.writestr(name, content)
    payload = Payload.of_bytes(out.getvalue(), "rakat.zip")
    report = Report(payload.name)
    formats = load_formats([MAPPINGS / "bizisland", MAPPINGS / "rakat"], SchemaStore(Path("/none")))
    form = formats.identify(payload, report)
    assert form is not None
    assert str(form.id) == "rakat:catalogue:1"
    documents = list(form.reader.read(payload, report))
    return documents, list(report.findings())


def test_a_whole_archive_passes() -> None:
    """Its head comes from the manifest."""
    (document,), findings = read()
    assert findings == []
    assert document.header.id.value == "FM-2026"


def test_a_changed_file_is_refused() -> None:
    """Its hash is shown."""
    documents, (found,) = read(rakat_priser=b"2.1;3.1;3.2;3.4\r\nK-1;1;0.01;DKK\r\n")
    assert documents == []
    assert (found.rule, found.severity.value, found.place.sheet) == (
        "RAK-20",
        "fatal",
        "rakat.json",
    )
    assert "rakat_priser.csv is not the file" in found.message.en


def test_a_file_that_is_missing_is_refused() -> None:
    """The manifest names it."""
    documents, findings = read(rakat_priser=b"")
    assert documents == []
    assert [f.rule for f in findings if f.severity.value == "fatal"] == ["RAK-20"]


def test_a_manifest_that_is_none() -> None:
    """It is refused as unreadable."""
    for content in (b"nothing", b"[]", json.dumps({"head": 1, "files": []}).encode()):
        documents, (found,) = read(rakat=content)
        assert documents == []
        assert found.rule == "BIZ-01"
