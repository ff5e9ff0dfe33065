"""An item as somebody who orders sees it: the few things of a catalogue line that are shown."""

from dataclasses import dataclass, replace
from decimal import Decimal

from hub.model.catalogue import CatalogueLine
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity
from hub.model.values import Quantity
from hub.render.saying import Saying
from hub.rules.catalogues import image_links, item_key
from hub.rules.speech import text_of
from hub.rules.unspsc import unspsc_codes

__all__ = ["Orderable", "PriceStep", "orderable", "with_original"]


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A price and the quantity it begins at, as texts; "" for what is not said."""

    quantity: str
    amount: str
    per: str
    valid: str


@dataclass(frozen=True, slots=True)
class Orderable:
    """One item; ``original_name`` and ``original_unit`` where the sender had others."""

    number: str
    name: str
    description: str
    unit: str
    content: str
    codes: tuple[str, ...]
    images: tuple[str, ...]
    prices: tuple[PriceStep, ...]
    original_name: str | None = None
    original_unit: str | None = None


def orderable(body: CatalogueLine, saying: Saying) -> Orderable:
    """Return what is shown of a line, as its reader writes numbers and calls units.

    Nothing is computed: every digit is the document's own.
    """
    item = body.item
    number, variant = item_key(body) or (text_of(body.id) or "", None)
    texts = () if item is None else item.description or item.additional_information
    content = body.content_unit_quantity
    return Orderable(
        number=number if variant is None else f"{number} / {variant}",
        name="" if item is None else text_of(item.name) or "",
        description=" ".join(text_of(one) or "" for one in texts),
        unit=_unit(text_of(body.orderable_unit), saying),
        content=saying.text(content),
        codes=tuple(text_of(code) or "" for _, code in unspsc_codes(body)),
        images=tuple(link for _, link in image_links(body)),
        prices=tuple(_step(one, saying) for one in body.required_item_location_quantity),
    )


def with_original(item: Orderable, original: Orderable) -> Orderable:
    """Return an item with what its sender called differently."""
    name = original.name if original.name != item.name else None
    unit = original.unit if item.unit and original.unit != item.unit else None
    return replace(item, original_name=name or None, original_unit=unit or None)


def _unit(code: str | None, saying: Saying) -> str:
    return saying.unit(Quantity(Decimal(1), code)) if code else ""


def _step(place: ItemLocationQuantity, saying: Saying) -> PriceStep:
    price, least = place.price, place.minimum_quantity
    amount = None if price is None else price.price_amount
    basis = None if price is None else price.base_quantity
    return PriceStep(
        quantity=saying.text(least),
        amount=saying.text(amount),
        per=saying.text(basis),
        valid="" if price is None else _span(price.validity_period),
    )


def _span(periods: tuple[Period, ...]) -> str:
    return ", ".join(
        f"{period.start_date or ''} – {period.end_date or ''}".strip(" –")
        if period.start_date is None or period.end_date is None
        else f"{period.start_date} – {period.end_date}"
        for period in periods
    )
