"""TTK-16: an invoice says itself what is billed; a picture enclosed with it does not."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.model.item import Item, ItemIdentification
from hub.model.orderreference import OrderLineReference
from hub.model.reference import Attachment, DocumentReference
from hub.model.values import BinaryObject, Identifier, Text
from tests.rules.bill import head, line
from tests.rules.buying import judged

POINTING = Item(name=Text("Se vedhæftet faktura"))


def enclosed(mime: str) -> DocumentReference:
    """Return a reference with a file of this media type in it."""
    held = BinaryObject("JVBERg==", mime_code=mime, filename="scan-1001.pdf")
    return DocumentReference(Identifier("1"), attachment=Attachment(held))


SCANNED = head(additional_document_reference=(enclosed("application/pdf"),))


def said(profiles: Any, header: Any, body: Any) -> list[Any]:
    """Return what is found of a scanned page."""
    findings, _ = judged(profiles["truetrade-documents"], header, [body])
    return [one for one in findings if one.rule == "TTK-16"]


@pytest.mark.parametrize("text", ["Se vedhæftet faktura", "zie bijlage", "See enclosed PDF.", " "])
def test_lines_that_only_point_to_a_picture_are_refused(profiles: Any, text: str) -> None:
    """The sender hears which picture it was, and what to send."""
    body = replace(line(), item=Item(name=Text(text)))
    (finding,) = said(profiles, SCANNED, body)
    assert (finding.severity.value, finding.value) == ("fatal", "scan-1001.pdf")


@pytest.mark.parametrize(
    "body",
    [
        replace(line(), item=Item(name=Text("Blyant HB"))),
        replace(line(), item=Item(name=Text("Se bilag: 12 timers rengøring"))),
        replace(line(), item=Item(sellers_item_identification=ItemIdentification(Identifier("A")))),
        replace(line(), item=POINTING, order_line_reference=(OrderLineReference(Identifier("1")),)),
    ],
)
def test_lines_that_say_what_they_are_may_have_a_picture_too(profiles: Any, body: Any) -> None:
    """A time sheet or drawing enclosed with a right invoice is welcome."""
    assert said(profiles, SCANNED, body) == []


def test_no_picture_no_finding(profiles: Any) -> None:
    """Lines without a name are another rule's; so is a table that is enclosed."""
    body = replace(line(), item=POINTING)
    assert said(profiles, head(), body) == []
    assert said(profiles, head(additional_document_reference=(enclosed("text/csv"),)), body) == []
