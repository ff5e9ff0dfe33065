"""OPU-03: every item has an image that Opus shows."""

import base64
from typing import Any

import pytest

from hub.model.reference import Attachment, DocumentReference
from hub.model.values import BinaryObject, Code

REFERENCES = "item.item_specification_document_reference"
URI = f"{REFERENCES}[0].attachment.external_reference.uri"
BINARY = f"{REFERENCES}[0].attachment.embedded_document_binary_object"
PACKAGE = "catalogue-package"


def picture(content: bytes) -> tuple[DocumentReference, ...]:
    """Return a picture inside the document."""
    inside = BinaryObject(base64.b64encode(content).decode(), mime_code="image/png")
    attachment = Attachment(embedded_document_binary_object=inside)
    return (DocumentReference(document_type_code=Code("Picture"), attachment=attachment),)


@pytest.mark.parametrize(
    "link",
    [
        "https://img.example/a.jpg",
        "https://img.example/a.JPEG?size=2",
        "http://img.example/a.png",
        "https://img.example/show?id=7",
    ],
)
def test_pictures_pass(judge: Any, link: str) -> None:
    """A link that does not show a type is judged when it is fetched."""
    assert judge("opus", {f"{URI}.value": link}).of("OPU-03") == []


def test_a_page_is_no_picture(judge: Any, one: Any) -> None:
    """Nor is a PDF."""
    link = "https://img.example/a.pdf"
    one(
        judge("opus", {f"{URI}.value": link}),
        "OPU-03",
        field=URI,
        severity="error",
        value=link,
        expected="jpg, png, gif",
        says="ends in .pdf",
    )


def test_no_image(judge: Any, one: Any) -> None:
    """A line without one is refused."""
    one(
        judge("opus", {REFERENCES: ()}),
        "OPU-03",
        field=REFERENCES,
        severity="error",
        expected="jpg, png, gif",
        says="has no image",
    )


def test_a_link_that_nobody_can_open(judge: Any, one: Any) -> None:
    """Its fault is named."""
    one(
        judge("opus", {f"{URI}.value": "ftp://img.example/a.jpg"}),
        "OPU-03",
        field=URI,
        severity="error",
        value="ftp://img.example/a.jpg",
        expected="https://...",
        says="does not begin with http",
    )


def test_a_picture_inside_the_document_needs_a_package(judge: Any) -> None:
    """The XML alone has no place for it."""
    changes = {REFERENCES: picture(b"\x89PNG\r\n\x1a\n and so on")}
    assert judge("opus", changes, kind=PACKAGE).of("OPU-03") == []
    (found,) = judge("opus", changes).of("OPU-03")
    assert "has no image" in found.message.en


def test_what_is_inside_the_document_is_looked_at(judge: Any, one: Any) -> None:
    """Its media type is only what somebody says; its bytes tell."""
    judged = judge("opus", {REFERENCES: picture(b"%PDF-1.7")}, kind=PACKAGE)
    one(
        judged,
        "OPU-03",
        field=BINARY,
        severity="error",
        value="bin",
        expected="jpg, png, gif",
        says="no jpg, png or gif",
    )
    large = {REFERENCES: picture(b"GIF89a" + b"x" * 20)}
    judged = judge("opus", large, kind=PACKAGE, options={"image_size": 25})
    one(
        judged,
        "OPU-03",
        field=BINARY,
        severity="error",
        value="26",
        expected="<= 25",
        says="has 26 bytes",
    )
