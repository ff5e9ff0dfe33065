"""ATT-01: a file that comes along says what it is, and is not empty."""

from typing import Any

import pytest

from hub.model.reference import Attachment, DocumentReference
from hub.model.values import BinaryObject, Identifier
from tests.rules.bill import found, head


def with_file(value: str, mime: str | None) -> Any:
    """Return an invoice with a file."""
    held = BinaryObject(value, mime_code=mime, filename="a.pdf")
    reference = DocumentReference(
        id=Identifier("A"), attachment=Attachment(embedded_document_binary_object=held)
    )
    return head(additional_document_reference=(reference,))


def test_a_file_with_its_type_passes(rule_sets: Any) -> None:
    """What it holds is not looked at."""
    assert found(rule_sets("ubl"), with_file("QQ==", "application/pdf")) == []


@pytest.mark.parametrize(("value", "mime"), [("QQ==", None), (" ", "application/pdf")])
def test_a_file_without_type_or_content_is_told(
    rule_sets: Any, value: str, mime: str | None
) -> None:
    """Its name is said, so that it can be found."""
    (finding,) = found(rule_sets("ubl"), with_file(value, mime))
    assert (finding.rule, finding.value) == ("ATT-01", "a.pdf")
