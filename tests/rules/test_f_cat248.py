"""F-CAT248: line numbers are unique."""

from typing import Any

from hub.model.values import Identifier


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT248") == []


def test_twice(judge: Any, one: Any) -> None:
    """Line and number of the first are named."""
    judged = judge(
        "oioubl", {"id": Identifier("7")}, {"id": Identifier("7")}, source="oioubl:catalogue:2.02"
    )
    one(judged, "F-CAT248", field="id", severity="fatal", value="7", says="already used in line 2")
