"""Where what is found stands in the supplier's file: in a cell that is there to be mended."""

from hub.model.report import Report
from tests.bizfile import biz_file, form, item, price

PRICES = "required_item_location_quantity[0]"


def test_what_a_price_takes_from_its_item_stands_with_the_item() -> None:
    """Prices have no column of units; their own columns are shown in their own row."""
    report, seen = Report("katalog.zip"), []
    payload = biz_file([item(ITEM_UNIT="EA")], [price()])
    for document in form("bizisland:catalogue:1").reader.read(payload, report):
        for line in document.lines(report):
            for field in ("minimum_quantity.unit_code", "price.price_amount"):
                place = line.locate(f"{PRICES}.{field}")
                seen.append((place.sheet, place.column))
    assert seen == [("stamdata.csv", "ITEM_UNIT"), ("priser.csv", "PRICE_AMOUNT")]
