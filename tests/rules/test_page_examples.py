"""Examples of rules' pages: the wrong one breaks the rule, the right one keeps it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.model.sentence import LANGUAGES
from hub.rules.pages import Example, Page, load_pages
from hub.rules.path import set_path
from tests.bizfile import item, price, read
from tests.rules.conftest import changed, right_line

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
PAGES = load_pages(path for path in sorted(MAPPINGS.iterdir()) if path.is_dir())
FIELDS = [(page, one) for page in PAGES for one in page.examples if one.field]
CELLS = [(page, one) for page in PAGES for one in page.examples if one.column]


def named(cases: list[tuple[Page, Example]]) -> list[str]:
    """Return a name for each example."""
    return [f"{page.rule}-{one.field or one.column}" for page, one in cases]


def put(path: str, text: str) -> Any:
    """Return the right line with a text in a field; without one, with nothing there."""
    body: Any = right_line()
    held: Any = body
    for step in path.split("."):
        name, _, index = step.partition("[")
        held = getattr(held, name)
        held = held[int(index.rstrip("]"))] if index else held
    if not text:
        return changed(body, {path: None})
    inner = getattr(held, "value", None)
    value = Decimal(text) if isinstance(inner, Decimal) else text
    return set_path(body, f"{path}.value" if inner is not None else path, value)


def kinds(page: Page) -> tuple[str, ...]:
    """Return the kinds of document that a profile is asked about."""
    return ("catalogue", "pricebook") if page.owner == "truetrade" else ("catalogue",)


@pytest.mark.parametrize(("page", "one"), FIELDS, ids=named(FIELDS))
def test_an_example_of_a_field(judge: Any, page: Page, one: Example) -> None:
    """In each language, judged by the receiver's own rules."""
    for language in LANGUAGES:
        for text, broken in ((one.bad.speak(language), True), (one.good.speak(language), False)):
            found = [
                finding
                for kind in kinds(page)
                for finding in judge(page.owner, put(one.field, text), kind=kind).of(page.rule)
                if (finding.place.path or "").startswith(one.field.partition("[")[0])
            ]
            assert bool(found) is broken, (text, found)


@pytest.mark.parametrize(("page", "one"), CELLS, ids=named(CELLS))
def test_an_example_of_a_cell(page: Page, one: Example) -> None:
    """Written into a right file of the supplier format."""
    for text, broken in ((one.bad.en, True), (one.good.en, False)):
        cells = {one.column: text}
        own = one.column.startswith("ITEM_")
        said = read([item(**cells)]) if own else read(prices=[price(**cells)])
        assert bool(said.of(page.rule)) is broken, text


def test_a_point_is_what_the_page_says() -> None:
    """The decimal point; where nothing in the column says so it is asked about, never guessed."""
    (page,) = (one for one in PAGES if one.rule == "BIZ-07")
    assert read([item(ITEM_MIN_QTY="1.234")]).of("BIZ-07")
    (asked,) = read(prices=[price(PRICE_AMOUNT="1.234")]).of("BIZ-07")
    assert not asked.severity.refuses
    beside = [price(PRICE_AMOUNT="1.234"), price(PRICE_QTY="5", PRICE_AMOUNT="1.20")]
    assert not read(prices=beside).of("BIZ-07")
    assert page.why is not None
    for language, refused, asks in (
        ("en", "whole numbers", "asks which of the two"),
        ("da", "hele tal", "spørger, hvad der er ment"),
        ("nl", "hele getallen", "vraagt wat is bedoeld"),
    ):
        said = getattr(page.why, language)
        assert refused in said
        assert asks in said
