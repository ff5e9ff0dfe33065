"""F-CAT241: a country of origin is warned about."""

from typing import Any

from hub.model.address import Country


def test_a_right_document_passes(judge: Any) -> None:
    """The right document is not blamed."""
    judged = judge("oioubl", {}, source="oioubl:catalogue:2.02")
    assert judged.of("F-CAT241") == []


def test_stated(judge: Any, one: Any) -> None:
    """The publisher withdrew the rule; older receivers keep to it."""
    judged = judge("oioubl", {"item.origin_country": Country()}, source="oioubl:catalogue:2.02")
    one(judged, "F-CAT241", field="item.origin_country", severity="warn", says="country of origin")
    assert judged.bodies != [None]
