"""A catalogue line made ready for targets that keep an item in one row of plain fields.

UBL lets a field repeat and carry a list or scheme; a row has one place for each. What has
none is counted as a loss here, so that the row writer never puts a code of one list into a
column of another.

::

    line number                 -> the item number, which stands for it
    classifications             -> the first UNSPSC code
    standard number             -> a GTIN
    document references         -> one image, one link, one data sheet
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.gtin import check_gtin
from hub.formats.leaves import leaves_of
from hub.model.catalogue import CatalogueLine
from hub.model.item import CommodityClassification, Item, ItemIdentification
from hub.model.loss import LossKind, LossReport
from hub.model.price import ItemLocationQuantity, Price
from hub.model.reference import Attachment, DocumentReference, ExternalReference
from hub.model.values import Code, Identifier, Quantity, Text
from hub.rules.chosenprice import selling_price
from hub.rules.unspsc import unspsc_codes

__all__ = ["AGREED", "IMAGE", "long_text", "one_row", "sold_row"]

QUANTITIES = "required_item_location_quantity"
AGREED = "CON"
"""Price type of an agreement (UN/ECE 5387); a price that names none is the agreement's."""

ONE = Decimal(1)

IMAGE, LINK, SHEET = "image", "link", "datasheet"
ROLES = {
    "PictureURL": (IMAGE, "PictureURL"),
    "Picture": (IMAGE, "PictureURL"),
    "Brochure": (LINK, "Brochure"),
    "ProductSheet": (SHEET, "ProductSheet"),
}
"""Document type to the role that tells references apart, and the type that tables know."""

GTIN = frozenset({"GTIN", "0160", "EAN", "EAN13", "EAN-13"})
REFERENCES = "item.item_specification_document_reference"


def one_row(body: CatalogueLine, losses: LossReport) -> CatalogueLine:
    """Return the line as one row can hold it; what it cannot goes to ``losses``."""
    item = body.item
    if item is None:
        return body
    number = item.sellers_item_identification
    line_id = number.id if number is not None and number.id is not None else body.id
    codes = unspsc_codes(body)
    classes = _one_class(item, codes[0][1] if codes else None, losses)
    references = tuple(_references(item.item_specification_document_reference, losses))
    return replace(
        body,
        id=None if line_id is None else Identifier(line_id.value),
        item=replace(
            item,
            commodity_classification=classes,
            standard_item_identification=_gtin(item.standard_item_identification, losses),
            item_specification_document_reference=references,
        ),
    )


def sold_row(body: CatalogueLine, day: dt.date, losses: LossReport) -> CatalogueLine | None:
    """Return a line as a target of one price and one description for an item can hold it.

    The price is the one in force on ``day``, the description the long one where there is one.
    None when nothing is sold at the line.
    """
    chosen = selling_price(body, day)
    item = body.item
    if chosen is None or item is None:
        return None
    for other in chosen.others:
        _lose(other, QUANTITIES, losses)
    flat = one_row(body, losses)
    assert flat.item is not None  # noqa: S101 - it was there before
    text = long_text(item)
    for short in (*item.description, *item.additional_information):
        if short is not text:
            losses.add("item.description", LossKind.NO_HOME, short.value)
    unit = flat.orderable_unit
    least = flat.minimum_order_quantity
    if least is not None and least.unit_code is None and unit is not None:
        least = Quantity(least.value, unit.value)
    return replace(
        flat,
        minimum_order_quantity=least,
        required_item_location_quantity=(_priced(chosen.quantity, flat, losses),),
        item=replace(
            flat.item, description=() if text is None else (text,), additional_information=()
        ),
    )


def long_text(item: Item) -> Text | None:
    """Return what people read about an item: the long description, else the short one."""
    return next((text for text in (*item.additional_information, *item.description)), None)


def _priced(
    place: ItemLocationQuantity, body: CatalogueLine, losses: LossReport
) -> ItemLocationQuantity:
    """Return a price with a type, and without a quantity that says nothing."""
    price = place.price or Price()
    if price.price_type_code is None:
        price = replace(price, price_type_code=Code(AGREED))
        losses.add(f"{QUANTITIES}.price.price_type_code", LossKind.DERIVED, AGREED)
    base = price.base_quantity
    if base is not None and base.unit_code is None and body.orderable_unit is not None:
        price = replace(price, base_quantity=Quantity(base.value, body.orderable_unit.value))
    if price.orderable_unit_factor_rate == ONE:
        price = replace(price, orderable_unit_factor_rate=None)
    least, ordered = place.minimum_quantity, body.minimum_order_quantity
    implied = least is not None and least.value <= max(ONE, ordered.value if ordered else ONE)
    return replace(place, price=price, minimum_quantity=None if implied else least)


def _one_class(
    item: Item, first: Code | None, losses: LossReport
) -> tuple[CommodityClassification, ...]:
    for group in item.commodity_classification:
        rest: Any = group
        if first is not None and group.item_classification_code is first:
            rest = replace(group, item_classification_code=None)
            if rest == CommodityClassification():
                continue
        _lose(rest, "item.commodity_classification", losses)
    if first is None:
        return ()
    kept = Code(first.value, list_version_id=first.list_version_id)
    for name in ("name", "list_uri", "list_scheme_uri"):
        said = getattr(first, name)
        if said is not None:
            path = f"item.commodity_classification.item_classification_code.{name}"
            losses.add(path, LossKind.NO_HOME, said)
    return (CommodityClassification(item_classification_code=kept),)


def _gtin(known: ItemIdentification | None, losses: LossReport) -> ItemIdentification | None:
    if known is None:
        return None
    number = known.id
    plain = number is not None and not number.scheme_id and check_gtin(number.value).valid
    if number is None or not (plain or (number.scheme_id or "").upper() in GTIN):
        _lose(known, "item.standard_item_identification", losses)
        return None
    _lose(replace(known, id=None), "item.standard_item_identification", losses)
    return ItemIdentification(id=Identifier(number.value))


def _references(
    references: tuple[DocumentReference, ...], losses: LossReport
) -> Iterator[DocumentReference]:
    """Yield one reference for each role; those of no role and further ones are lost."""
    taken: set[str] = set()
    for reference in references:
        kind = reference.document_type_code
        role = None if kind is None else ROLES.get(kind.value)
        outside = reference.attachment.external_reference if reference.attachment else None
        uri = outside.uri if outside is not None else None
        if role is None or role[0] in taken or outside is None or uri is None:
            _lose(reference, REFERENCES, losses)
            continue
        taken.add(role[0])
        assert reference.attachment is not None  # noqa: S101 - the address stands in it
        rest = replace(
            reference,
            id=None,
            document_type_code=None,
            attachment=replace(reference.attachment, external_reference=replace(outside, uri=None)),
        )
        for path, text in leaves_of(rest, REFERENCES):
            if text:
                losses.add(path, LossKind.NO_HOME, text)
        yield DocumentReference(
            id=Identifier(role[0]),
            document_type_code=Code(role[1]),
            attachment=Attachment(external_reference=ExternalReference(uri=Identifier(uri.value))),
        )


def _lose(value: Any, path: str, losses: LossReport) -> None:
    for where, text in leaves_of(value, path):
        if text:
            losses.add(where, LossKind.NO_HOME, text)
