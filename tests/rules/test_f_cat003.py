"""F-CAT003: a catalogue has a version."""

from typing import Any


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT003") == []


def test_no_version(judge: Any, one: Any) -> None:
    """It is missing."""
    judged = judge("oioubl", header={"version_id": None}, source="oioubl:catalogue:2.02")
    one(judged, "F-CAT003", severity="fatal", field="version_id", expected="1", says="no version")
