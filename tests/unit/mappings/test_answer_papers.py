"""What comes along with an answer to an order, on its way to OIOUBL, and the lines of a Yes."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
EXTERNAL = (
    "<cac:ExternalReference><cbc:URI>https://example.invalid/a</cbc:URI></cac:ExternalReference>"
)
PAPER = (
    "<cac:AdditionalDocumentReference><cbc:ID>B-1</cbc:ID><cac:Attachment>"
    '<cbc:EmbeddedDocumentBinaryObject mimeCode="{mime}" filename="a">JVBERi0='
    f"</cbc:EmbeddedDocumentBinaryObject>{EXTERNAL}</cac:Attachment>"
    "</cac:AdditionalDocumentReference>"
)
FIELD = "additional_document_reference.attachment"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def answered(
    formats: Formats, folder: Path, kind: str, *changes: tuple[str, str]
) -> tuple[Examined, str]:
    """Return an answer in UBL's words, changed, as it goes to OIOUBL, and what is written."""
    source = resource("mappings") / "ubl" / "examples" / "order-response" / "input.xml"
    text = source.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    payload = Payload.of_bytes(text.encode(), "answer.xml")
    (made,) = examine(
        payload, formats, CONTEXT, formats.get(FormatId("oioubl", kind, "2.1")), folder
    )
    assert made.checked is not None, made.report.findings()
    assert made.checked.valid, made.checked.findings()
    with made.parts[0].payload().open() as stream:
        return made, stream.read().decode()


@pytest.mark.parametrize(
    ("mime", "lost", "stays"),
    [
        ("application/pdf", f"{FIELD}.external_reference.uri", "EmbeddedDocumentBinaryObject"),
        ("text/plain", f"{FIELD}.embedded_document_binary_object", "ExternalReference"),
    ],
)
def test_papers_of_an_answer_arrive_as_oioubl_takes_them(
    formats: Formats, tmp_path: Path, mime: str, lost: str, stays: str
) -> None:
    """F-LIB092, F-LIB095, F-LIB098: with a type, in one place, and of a type that is known."""
    paper = ("<cac:SellerSupplierParty>", PAPER.format(mime=mime) + "<cac:SellerSupplierParty>")
    made, written = answered(formats, tmp_path, "order-response", paper)
    assert f"<cbc:{stays}" in written or f"<cac:{stays}" in written
    assert "<cbc:DocumentType>" in written
    assert [one.field for one in made.report.losses if one.field.startswith(FIELD)] == [lost]


def test_lines_of_a_yes_are_told(formats: Formats, tmp_path: Path) -> None:
    """OIOUBL's plain Yes has no lines; what they say does not go in silence."""
    yes = ("<cbc:Note>", "<cbc:OrderResponseCode>AP</cbc:OrderResponseCode><cbc:Note>")
    made, written = answered(formats, tmp_path, "order-response-simple", yes)
    assert "OrderLine" not in written
    lost = {one.field: one.examples for one in made.report.losses if one.kind.value == "no-home"}
    assert "line_item.quantity" in lost
    assert "line_item.item.name" in lost
