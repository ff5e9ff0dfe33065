"""A line that several receivers get is made once, and each is told what it loses."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.formats.onceover import Once
from hub.formats.registry import Formats
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import Agreement, RouteContext
from hub.model.identity import FormatId
from hub.model.item import Item, ItemIdentification
from hub.model.loss import LossKind, LossReport
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.values import Amount, Code, Identifier, Quantity, Text

NOW = dt.datetime(2026, 1, 5, 12, 0, tzinfo=dt.UTC)
HEAD = Catalogue(
    id=Identifier("KAT-1"),
    issue_date=dt.date(2026, 1, 5),
    version_id=Identifier("1"),
    validity_period=(Period(dt.date(2026, 2, 1)),),
)
LINES = tuple(
    CatalogueLine(
        id=Identifier(number),
        orderable_unit=Text("EA"),
        required_item_location_quantity=(
            ItemLocationQuantity(
                price=Price(
                    price_amount=Amount(Decimal("7.50"), "DKK"),
                    base_quantity=Quantity(Decimal(1), "EA"),
                    price_type_code=Code("CON"),
                )
            ),
        ),
        item=Item(
            name=Text(f"Vare {number}"),
            keyword=(Text(f"ord {number}"),),
            sellers_item_identification=ItemIdentification(Identifier(number)),
        ),
    )
    for number in ("V-1", "V-2", "V-3")
)
TARGETS = ("oioubl:catalogue:2.02", "opus:catalogue:1", "truetrade:pricebook:1")


def write(
    formats: Formats, target: str, folder: Path, *heads: Catalogue
) -> list[tuple[bytes, list[object]]]:
    """Write the lines for several receivers in step; return each one's bytes and losses."""
    writer = formats.get(FormatId.parse(target)).writer
    assert writer is not None
    begun = []
    for number, head in enumerate(heads):
        agreement = Agreement(f"AFTALE-{number}", "seller", "buyer")
        source = FormatId.parse("hub:catalogue:1")
        context = RouteContext(now=NOW, source=source, agreement=agreement)
        losses, place = LossReport(), folder / str(number)
        place.mkdir(parents=True)
        begun.append((writer.start(head, context, losses, place), losses))
    for line in LINES:
        for writing, _ in begun:
            writing.take(line)
    ended = []
    for writing, losses in begun:
        (part,) = writing.finish()
        ended.append((part.on_disk().path.read_bytes(), list(losses)))
    return ended


@pytest.mark.parametrize("target", TARGETS)
def test_each_of_several_receivers_gets_what_a_lone_one_gets(
    formats: Formats, tmp_path: Path, target: str
) -> None:
    """Files and losses are the same whether others get the lines as well."""
    (alone,) = write(formats, target, tmp_path / "alone", HEAD)
    first, second = write(formats, target, tmp_path / "both", HEAD, HEAD)
    assert first == alone
    assert second[1] == alone[1] != []
    assert second[0].replace(b"AFTALE-1", b"AFTALE-0") == alone[0]


def test_a_row_follows_the_head_of_its_own_receiver(formats: Formats, tmp_path: Path) -> None:
    """A price without a start takes that of the whole, which may differ between receivers."""
    later = replace(HEAD, validity_period=(Period(dt.date(2026, 3, 1)),))
    first, second = write(formats, TARGETS[2], tmp_path, HEAD, later)
    assert first[0].count(b"2026-02-01") == len(LINES)
    assert second[0].count(b"2026-03-01") == len(LINES)


def test_a_line_that_could_not_be_made_tells_nothing() -> None:
    """What was noted before an error is nobody's loss, and the line before is made anew."""
    once = Once()
    first, second = LINES[:2]

    def make(noted: LossReport) -> str:
        noted.add("kept", LossKind.NO_HOME, "x")
        return "made"

    def fail(noted: LossReport) -> str:
        noted.add("stray", LossKind.NO_HOME, "y")
        message = "not to be made"
        raise ValueError(message)

    losses = LossReport()
    assert once.made(first, None, make, losses) == "made"
    with pytest.raises(ValueError, match="not to be made"):
        once.made(second, None, fail, losses)
    assert once.made(first, None, make, losses) == "made"
    assert [(loss.field, loss.count) for loss in losses] == [("kept", 2)]
