"""Files inside bills: how big, and of which types, on their way to another format."""

import base64
import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 10, tzinfo=dt.UTC))
INVOICE = Path("mappings/oioubl/examples/invoice/input.xml")
PEPPOL = FormatId("peppol", "invoice", "3")
HERE = 'mimeCode="application/pdf">T3BkaWd0ZXQ='
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def sent(formats: Formats, folder: Path, text: str) -> Examined:
    """Return what became of a bill."""
    bill = Payload.of_bytes(text.encode(), "bill.xml")
    (one,) = examine(bill, formats, CONTEXT, target=formats.get(PEPPOL), folder=folder)
    return one


def with_files(*files: bytes, mime: str = "application/pdf") -> str:
    """Return the example with these files in the place of its own."""
    text = INVOICE.read_text(encoding="utf-8")
    assert text.count(HERE) == 1
    start = text.index("<cac:AdditionalDocumentReference>")
    end = text.index("<cac:AccountingSupplierParty>")
    one = text[start:end]
    held = (
        one.replace(HERE, f'mimeCode="{mime}">{base64.b64encode(content).decode()}')
        for content in files
    )
    return text[:start] + "".join(held) + text[end:]


def test_several_big_files_arrive_whole(formats: Formats, tmp_path: Path) -> None:
    """Each may be nearly seven and a half megabytes; together they may be more."""
    files = (bytes(7 * MEGABYTE), b"\x01" * (6 * MEGABYTE))
    one = sent(formats, tmp_path, with_files(*files))
    assert one.report.valid, one.report.findings()
    written = one.parts[0].path.read_bytes()
    for content in files:
        assert base64.b64encode(content) in written


def test_a_bigger_file_is_refused_with_a_way_out(formats: Formats, tmp_path: Path) -> None:
    """The hub reads no single text above ten megabytes; a link has no such limit."""
    one = sent(formats, tmp_path, with_files(bytes(8 * MEGABYTE)))
    assert one.parts == ()
    (finding,) = one.report.findings()
    assert finding.rule == "SYN-06"
    assert "Send it as a link" in finding.message.en


def test_a_type_the_target_refuses_stays_behind_and_is_told(
    formats: Formats, tmp_path: Path
) -> None:
    """Peppol takes six types of files; a picture of another is a loss, not the bill."""
    one = sent(formats, tmp_path, with_files(b"GIF", mime="image/gif"))
    assert one.report.valid, one.report.findings()
    lost = {loss.field: loss.examples for loss in one.report.losses}
    field = "additional_document_reference.attachment.embedded_document_binary_object"
    assert lost[field][0].startswith("image/gif")


def test_a_type_nobody_knows_is_refused_where_it_comes_in(formats: Formats, tmp_path: Path) -> None:
    """OIOUBL has a list of its own."""
    one = sent(formats, tmp_path, with_files(b"MZ", mime="application/x-msdownload"))
    assert "F-LIB098" in one.report.counts
    assert one.parts == ()
