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

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from hub.facts.gtin import check_gtin
from hub.formats.leaves import leaves_of
from hub.model.catalogue import CatalogueLine
from hub.model.item import CommodityClassification, Item, ItemIdentification
from hub.model.loss import LossKind, LossReport
from hub.model.reference import Attachment, DocumentReference, ExternalReference
from hub.model.values import Code, Identifier
from hub.rules.unspsc import unspsc_codes

__all__ = ["IMAGE", "one_row"]

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
