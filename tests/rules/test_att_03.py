"""ATT-03: attached files are of types that a receiver takes."""

from typing import Any

from hub.model.reference import Attachment, DocumentReference
from hub.model.values import BinaryObject, Identifier
from tests.rules.bill import asked, head

TAKEN = ["application/pdf", "image/png"]


def with_file(mime: str | None, name: str | None = "a.xlsx") -> Any:
    """Return an invoice with one file of a type."""
    held = BinaryObject("QQ==", mime_code=mime, filename=name)
    reference = DocumentReference(id=Identifier("1"), attachment=Attachment(held))
    return head(additional_document_reference=(reference,))


def test_a_type_of_the_receivers_passes(profiles: Any) -> None:
    """Upper and lower case are one in the names of types."""
    for mime in ("application/pdf", "Image/PNG"):
        assert asked(profiles["bill-limits"], with_file(mime), attachment_types=TAKEN) == []


def test_another_type_is_refused_by_the_name_of_its_file(profiles: Any) -> None:
    """Those that would pass are named."""
    (finding,) = asked(profiles["bill-limits"], with_file("text/csv"), attachment_types=TAKEN)
    assert (finding.rule, finding.value) == ("ATT-03", "text/csv")
    assert finding.expected == "application/pdf, image/png"
    assert "a.xlsx" in finding.message.en


def test_a_receiver_that_names_no_type_takes_all(profiles: Any) -> None:
    """The formats' own lists hold all the same."""
    assert asked(profiles["bill-limits"], with_file("text/csv")) == []
