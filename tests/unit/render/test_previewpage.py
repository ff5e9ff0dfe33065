"""The preview: items as orderers see them, with what their sender called differently."""

import datetime as dt
from decimal import Decimal

from hub.model.catalogue import CatalogueLine
from hub.model.item import Item, ItemIdentification
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.sentence import Language
from hub.model.values import Amount, Identifier, Quantity, Text
from hub.render.orderable import Orderable, PriceStep, orderable, with_original
from hub.render.pagewording import wording
from hub.render.previewpage import Shown, preview_page
from hub.render.saying import Saying
from hub.render.wording import Wording


def line(name: str | None = "Pen", variant: str | None = None) -> CatalogueLine:
    """Return an item of 12.50 from 10 boxes."""
    return CatalogueLine(
        orderable_unit=Text("BX"),
        content_unit_quantity=Quantity(Decimal(12), "EA"),
        item=Item(
            name=None if name is None else Text(name),
            sellers_item_identification=ItemIdentification(
                id=Identifier("A-1"), extended_id=None if variant is None else Identifier(variant)
            ),
        ),
        required_item_location_quantity=(
            ItemLocationQuantity(
                minimum_quantity=Quantity(Decimal(10), "BX"),
                price=Price(
                    price_amount=Amount(Decimal("12.50"), "DKK"),
                    base_quantity=Quantity(Decimal(1), "BX"),
                    validity_period=(Period(start_date=dt.date(2030, 1, 1)),),
                ),
            ),
        ),
    )


def shown_of(body: CatalogueLine, language: Language = "en") -> Orderable:
    """Return an item as a reader of a language sees it."""
    return orderable(body, Saying(wording(language)))


def written(*items: Orderable, count: int = 1) -> str:
    """Return the page."""
    return "".join(preview_page(Shown("k.xlsx", "Town", "a:b:1", items, count, 2), Wording("en")))


def test_everything_stands_as_written() -> None:
    """Amounts keep their zeros, quantities their unit; what is not said is empty."""
    shown = shown_of(line())
    assert shown.prices == (PriceStep("10 box (BX)", "12.50 DKK", "1 box (BX)", "2030-01-01"),)
    assert (shown.number, shown.unit, shown.content) == ("A-1", "box (BX)", "12 each (EA)")
    assert (shown.images, shown.codes, shown.description) == ((), (), "")
    assert shown_of(line(variant="PF")).number == "A-1 / PF"


def test_it_is_written_as_the_reader_writes() -> None:
    """A Dane reads a comma and the unit's name, as on the pages of other documents."""
    shown = shown_of(line(), "da")
    assert shown.prices[0].amount == "12,50 DKK"
    assert shown.prices[0].quantity == "10 æske (BX)"
    assert shown.unit == "æske (BX)"


def test_a_cut_name_is_shown_with_the_sender_s() -> None:
    """What the customer's system shortened stands beside what it was."""
    text = written(with_original(shown_of(line("Pencil HB")), shown_of(line("Pencil HB, soft"))))
    assert "<h3>Pencil HB</h3>" in text
    assert "in your file: Pencil HB, soft" in text
    assert "No image" in text


def test_a_name_that_stayed_is_shown_once() -> None:
    """Nothing is said about what did not change."""
    assert "in your file" not in written(with_original(shown_of(line()), shown_of(line())))


def test_prices_without_items_are_said_to_be() -> None:
    """A customer who is sent prices only has no names, and no image is called missing."""
    text = written(with_original(shown_of(line(None)), shown_of(line("Pen"))))
    assert "This customer is sent prices only." in text
    assert "<h3>A-1</h3>" in text
    assert "in your file: Pen" in text
    assert "No image" not in text


def test_what_is_not_shown_is_counted() -> None:
    """A long catalogue says how many items there are, and how many lines were left out."""
    text = written(shown_of(line()), count=5000)
    assert "5000 items can be ordered." in text
    assert "The first 1 are shown." in text
    assert "2 lines of your file are left out" in text
