"""A loss is of the head or of a line, and the report knows which."""

from pathlib import Path

from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossPart, LossReport
from hub.pipeline.examination import examine
from tests.bizfile import NOW, SENDER, biz_file, form, formats, item


def test_what_a_conversion_loses_is_of_a_part(tmp_path: Path) -> None:
    """The number of the catalogue has no place in the target, nor has the brand of an item."""
    payload = biz_file([item(ITEM_BRAND="Nordlys", ITEM_KEYWORDS="pen")])
    context = RouteContext(now=NOW, sender=SENDER)
    target = form("truetrade:catalogue:1")
    (examined,) = examine(payload, formats(), context, target=target, folder=tmp_path)
    parts = {loss.field: loss.part for loss in examined.report.losses}
    assert parts["id"] is LossPart.HEAD
    assert parts["item.brand_name"] is LossPart.LINE
    assert parts["item.keyword"] is LossPart.LINE


def test_a_field_of_both_is_told_as_such() -> None:
    """Head and lines have a note; counts that are put together keep their part."""
    losses = LossReport()
    losses.add("note", LossKind.NO_HOME, count=2)
    assert [loss.part for loss in losses] == [LossPart.HEAD]
    of_lines = LossReport()
    of_lines.at_lines = True
    of_lines.add("note", LossKind.NO_HOME, count=3)
    of_lines.add("id", LossKind.NO_HOME)
    losses.extend(of_lines)
    assert [(loss.field, loss.count, loss.part) for loss in losses] == [
        ("id", 1, LossPart.LINE),
        ("note", 5, LossPart.BOTH),
    ]
    losses.clear()
    losses.add("note", LossKind.NO_HOME)
    assert [loss.part for loss in losses] == [LossPart.HEAD]
