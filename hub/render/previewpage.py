"""A catalogue as a page: the items as the orderers of one customer's system will see them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.render.orderable import Orderable
from hub.render.page import Markup, element, page, table
from hub.render.wording import Wording

__all__ = ["Shown", "preview_page"]

LONGEST = 300
"""Characters of a description that a card shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is of: ``count`` items go to the customer, ``items`` are the first of them."""

    file: str
    customer: str
    format: str
    items: tuple[Orderable, ...]
    count: int
    refused: int


def preview_page(shown: Shown, words: Wording) -> Iterator[str]:
    """Yield the page."""
    title = words.say("preview-title", file=shown.file, customer=shown.customer)
    return page(words.language, title, _content(shown, words))


def _content(shown: Shown, words: Wording) -> Iterator[str]:
    yield element("p", words.say("preview-lead", count=shown.count), class_="lead")
    if shown.refused:
        yield element("p", words.say("preview-refused", count=shown.refused))
    yield element("p", words.say("gets"), ": ", element("code", shown.format), class_="soft")
    yield element("p", words.say("preview-only"), class_="soft")
    if shown.count > len(shown.items):
        yield element("p", words.say("preview-first", count=len(shown.items)), class_="soft")
    prices_only = bool(shown.items) and not any(item.name for item in shown.items)
    if prices_only:
        yield element("p", words.say("prices-only"))
    cards = (_card(item, words, pictured=not prices_only) for item in shown.items)
    yield element("ul", *cards, class_="cards")


def _card(item: Orderable, words: Wording, *, pictured: bool) -> Markup:
    content: list[str] = [_picture(item, words)] if pictured else []
    content.append(element("h3", item.name or item.number))
    if item.original_name is not None:
        was = words.say("was", value=item.original_name)
        content.append(element("p", was, class_="was"))
    if item.description:
        cut = len(item.description) > LONGEST
        content.append(element("p", item.description[:LONGEST] + ("…" if cut else "")))
    content.append(_facts(item, words))
    content.append(_prices(item, words))
    return element("li", *content)


def _picture(item: Orderable, words: Wording) -> Markup:
    if not item.images:
        return element("div", words.say("no-image"), class_="picture warn")
    return element("div", words.say("image", value=item.images[0]), class_="picture")


def _facts(item: Orderable, words: Wording) -> Markup:
    unit = item.unit
    if item.original_unit is not None:
        unit = f"{unit} ({words.say('was', value=item.original_unit)})"
    facts = (
        ("item-number", item.number),
        ("unit", unit),
        ("content", item.content),
        ("code", ", ".join(item.codes)),
    )
    lines: Iterable[Markup] = (
        element("div", element("b", words.say(key)), ": ", value) for key, value in facts if value
    )
    return element("div", *lines)


def _prices(item: Orderable, words: Wording) -> Markup:
    if not item.prices:
        return element("p", words.say("no-price"), class_="warn")
    columns = {
        "from-quantity": [step.quantity for step in item.prices],
        "price": [step.amount for step in item.prices],
        "per": [step.per for step in item.prices],
        "valid": [step.valid for step in item.prices],
    }
    shown = {key: column for key, column in columns.items() if any(column)}
    if not shown:
        return element("p", words.say("no-price"), class_="warn")
    heads = [words.say(key) for key in shown]
    numbers = frozenset(i for i, key in enumerate(shown) if key == "price")
    return table(words.say("prices"), heads, zip(*shown.values(), strict=True), numbers=numbers)
