"""F-CAT114: a line refers to no document."""

from typing import Any

from hub.model.reference import DocumentReference
from hub.model.values import Identifier


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT114") == []


def test_a_reference(judge: Any, one: Any) -> None:
    """OIOUBL does not allow it."""
    judged = judge(
        "oioubl",
        {"document_reference": (DocumentReference(id=Identifier("X")),)},
        source="oioubl:catalogue:2.02",
    )
    one(
        judged,
        "F-CAT114",
        severity="fatal",
        field="document_reference",
        says="refers to a document",
    )
