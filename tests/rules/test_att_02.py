"""ATT-02: attached files are together within what a receiver takes."""

import base64
from typing import Any

import pytest

from hub.model.reference import Attachment, DocumentReference
from hub.model.values import BinaryObject, Identifier
from tests.rules.bill import asked, head

MEGABYTE = 1 << 20


def with_files(*sizes: int) -> Any:
    """Return an invoice with files of these sizes, their base64 broken into lines."""
    references = tuple(
        DocumentReference(
            id=Identifier(str(number)),
            attachment=Attachment(
                BinaryObject(
                    base64.encodebytes(bytes(size)).decode(),
                    mime_code="application/pdf",
                    filename=f"{number}.pdf",
                )
            ),
        )
        for number, size in enumerate(sizes)
    )
    return head(additional_document_reference=references)


@pytest.mark.parametrize("sizes", [(), (MEGABYTE,), (MEGABYTE // 2, MEGABYTE // 2)])
def test_files_up_to_the_limit_pass(profiles: Any, sizes: tuple[int, ...]) -> None:
    """What counts is the size of the files, not that of their base64."""
    assert asked(profiles["bill-limits"], with_files(*sizes), attachment_mb=1) == []


def test_one_byte_more_is_refused_with_both_sizes(profiles: Any) -> None:
    """All files are added up."""
    (finding,) = asked(profiles["bill-limits"], with_files(MEGABYTE, 1), attachment_mb=1)
    assert (finding.rule, finding.severity.value) == ("ATT-02", "fatal")
    assert (finding.value, finding.expected) == ("1.1", "1")


def test_without_a_limit_everything_passes(profiles: Any) -> None:
    """A receiver that sets none takes what the hub takes."""
    assert asked(profiles["bill-limits"], with_files(9 * MEGABYTE)) == []
