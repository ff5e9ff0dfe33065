"""An article of a BMEcat file as a catalogue line: what it is, how it is ordered."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hub.model.address import Country
from hub.model.catalogue import CatalogueLine, RelatedItem
from hub.model.catalogueupdate import CataloguePricingUpdateLine
from hub.model.item import CommodityClassification, Item, ItemIdentification, ItemProperty
from hub.model.loss import LossKind
from hub.model.party import DocumentParty, PartyName
from hub.model.reference import Attachment, DocumentReference, ExternalReference
from hub.model.values import Code, Identifier, Quantity, Text
from hub.rules.module import sibling

prices = sibling(__file__, "prices")

ACTIONS = MappingProxyType({"": "Add", "new": "Add", "update": "Update", "delete": "Delete"})
LISTS = re.compile(r"(?P<list>UNSPSC|E?CL@?ASS|CPV)[-_ ]?(?P<version>[0-9][0-9.]*)?", re.IGNORECASE)
GTIN = frozenset({"", "ean", "gtin", "upc"})
RELATED = MappingProxyType(
    {
        "accessories": "accessory_related_item",
        "mandatory": "required_related_item",
        "consists_of": "component_related_item",
        "followup": "replacement_related_item",
    }
)
"""What one article is to another; other ways have no name of their own."""
PURPOSES = MappingProxyType(
    {"data_sheet": ("datasheet", "ProductSheet"), "url": ("link", "Brochure")}
)
PICTURES = frozenset({"", "normal", "detail"})
"""What shows the article itself, in the size it is meant to be seen."""
PICTURE = ("image", "PictureURL")
GROUP = "ItemGroup"


def line(article: Any, currency: str | None, pictures: str, groups: tuple[str, ...]) -> Any:
    """Return an article; ``groups`` are the paths of the catalogue's groups that it is in."""
    number = _number(article)
    mode = (article.element.get("mode") or "").strip().lower()
    order = article.one("ARTICLE_ORDER_DETAILS")
    unit = None if order is None else order.said("ORDER_UNIT")
    action = ACTIONS.get(mode)
    if action is None:
        expected = ", ".join(filter(None, ACTIONS))
        article.refuse("BME-03", value=mode, expected=expected)
    if mode != "delete" and unit is None:
        article.lacks("ORDER_UNIT")
    places = prices.of(article, unit, currency)
    return CatalogueLine(
        id=number,
        action_code=Code(action or "Add"),
        note=article.texts("ARTICLE_DETAILS/REMARKS"),
        orderable_indicator=bool(places) if mode != "delete" else None,
        orderable_unit=None if unit is None else Text(unit),
        required_item_location_quantity=places,
        item=_item(article, number, pictures, groups),
        **_ordered(article, order, unit),
        **_related(article),
    )


def pricing_line(article: Any, currency: str | None) -> CataloguePricingUpdateLine:
    """Return the new prices of an article, which is known by the line it has in the catalogue."""
    order = article.one("ARTICLE_ORDER_DETAILS")
    unit = None if order is None else order.said("ORDER_UNIT")
    return CataloguePricingUpdateLine(
        id=_number(article),
        required_item_location_quantity=prices.of(article, unit, currency),
    )


def _number(article: Any) -> Identifier | None:
    number: Identifier | None = article.id("SUPPLIER_AID")
    if number is None:
        article.lacks("SUPPLIER_AID (SUPPLIER_PID)")
    return number


def _ordered(article: Any, order: Any, unit: str | None) -> dict[str, Any]:
    """Return how an article is ordered; quantities are in the unit that is ordered."""
    if order is None or unit is None:
        return {}
    content, held = order.said("CONTENT_UNIT"), order.number("NO_CU_PER_OU")
    if content is None:
        # What names no unit inside the one that is ordered is one of itself.
        article.book.lose("content_unit_quantity", LossKind.DERIVED, f"1 {unit}")
        content, held = unit, Decimal(1) if held is None else held
    said = {"content_unit_quantity": Quantity(Decimal(1) if held is None else held, content)}
    for name, field in (("QUANTITY_MIN", "minimum"), ("QUANTITY_MAX", "maximum")):
        bound = order.number(name)
        if bound is not None:
            said[f"{field}_order_quantity"] = Quantity(bound, unit)
    return {**said, "order_quantity_increment_numeric": order.number("QUANTITY_INTERVAL")}


def _item(
    article: Any, number: Identifier | None, pictures: str, groups: tuple[str, ...]
) -> Item | None:
    sellers = None if number is None else ItemIdentification(id=number)
    given = article.one("ARTICLE_DETAILS")
    if given is None:
        return Item(sellers_item_identification=sellers)
    maker = given.text("MANUFACTURER_NAME")
    makers = given.id("MANUFACTURER_AID")
    classes, properties = _features(article)
    paths = tuple(ItemProperty(name=Text(GROUP), value=Text(path)) for path in groups)
    origin = article.said("ARTICLE_LOGISTIC_DETAILS/COUNTRY_OF_ORIGIN")
    return Item(
        name=given.text("DESCRIPTION_SHORT"),
        description=_first(given.text("DESCRIPTION_LONG")),
        keyword=given.texts("KEYWORD"),
        model_name=_first(given.text("MANUFACTURER_TYPE_DESCR")),
        buyers_item_identification=_identified(given.id("BUYER_AID")),
        sellers_item_identification=sellers,
        manufacturers_item_identification=tuple(filter(None, [_identified(makers)])),
        standard_item_identification=_trade_item(given),
        additional_item_identification=tuple(
            ItemIdentification(id=Identifier(one.value)) for one in given.texts("SUPPLIER_ALT_AID")
        ),
        item_specification_document_reference=_documents(article, pictures),
        origin_country=(
            None if origin is None else Country(identification_code=Code(origin.partition("-")[0]))
        ),
        commodity_classification=classes,
        additional_item_property=(*paths, *properties),
        manufacturer_party=(
            () if maker is None else (DocumentParty(party_name=(PartyName(maker),)),)
        ),
    )


def _first(one: Text | None) -> tuple[Text, ...]:
    return () if one is None else (one,)


def _identified(number: Identifier | None) -> ItemIdentification | None:
    return None if number is None else ItemIdentification(id=number)


def _trade_item(given: Any) -> ItemIdentification | None:
    """Return the GTIN: EAN in version 1.2, one kind of international number in 2005."""
    for node in (*given.all("EAN"), *given.all("INTERNATIONAL_AID")):
        if node.type not in GTIN:
            continue
        said = node.words()
        if said is not None:
            return ItemIdentification(id=Identifier(said, scheme_id="GTIN", scheme_agency_id="9"))
    return None


def _features(article: Any) -> tuple[tuple[Any, ...], tuple[ItemProperty, ...]]:
    """Return classes by the lists that others know, and every feature with each of its values."""
    classes, properties = [], []
    for box in article.all("ARTICLE_FEATURES"):
        known = LISTS.match(box.glance("REFERENCE_FEATURE_SYSTEM_NAME"))
        if known is not None:
            code = box.said("REFERENCE_FEATURE_GROUP_ID")
            box.said("REFERENCE_FEATURE_SYSTEM_NAME")
            name = known["list"].upper()
            listed = "ECLASS" if "CL" in name else name
            if code is not None:
                classes.append(_classified(listed, known["version"], code))
        for feature in box.all("FEATURE"):
            properties += _feature(feature)
    return tuple(classes), tuple(properties)


def _classified(listed: str, version: str | None, code: str) -> CommodityClassification:
    agency = "113" if listed == "UNSPSC" else None
    return CommodityClassification(
        item_classification_code=Code(
            code, list_id=listed, list_agency_id=agency, list_version_id=version
        )
    )


def _feature(feature: Any) -> list[ItemProperty]:
    name, unit = feature.text("FNAME"), feature.said("FUNIT")
    made = []
    for value in feature.texts("FVALUE"):
        number = value.value.lstrip("-").replace(".", "", 1)
        counted = (
            Quantity(Decimal(value.value), unit)
            if unit is not None and number.isascii() and number.isdigit()
            else None
        )
        # A unit that belongs to words stays beside them.
        qualifier = () if unit is None or counted is not None else (Text(unit),)
        made.append(
            ItemProperty(name=name, value=value, value_quantity=counted, value_qualifier=qualifier)
        )
    return made


def _documents(article: Any, pictures: str) -> tuple[DocumentReference, ...]:
    """Return pictures, data sheets and links by where they are; other files stay behind."""
    found = []
    for one in article.all("MIME_INFO/MIME"):
        kind, purpose = (one.glance(name).lower() for name in ("MIME_TYPE", "MIME_PURPOSE"))
        is_picture = kind.startswith("image/") and purpose in PICTURES
        named = PICTURE if is_picture else PURPOSES.get(purpose or kind)
        if named is None:
            continue
        source = one.said("MIME_SOURCE")
        if source is None:
            continue
        for name in ("MIME_TYPE", "MIME_PURPOSE"):
            one.said(name)
        number, code = named
        found.append(
            DocumentReference(
                id=Identifier(number),
                document_type_code=Code(code),
                document_description=_first(one.text("MIME_DESCR")),
                attachment=Attachment(
                    external_reference=ExternalReference(uri=Identifier(_placed(source, pictures)))
                ),
            )
        )
    return tuple(found)


def _placed(source: str, root: str) -> str:
    """Return where a file is: MIME_ROOT says where those without a place of their own are."""
    if not root or "://" in source:
        return source
    return f"{root.rstrip('/')}/{source.lstrip('/')}"


def _related(article: Any) -> dict[str, Any]:
    """Return other articles that belong to this one."""
    made: dict[str, list[RelatedItem]] = {}
    for one in article.all("ARTICLE_REFERENCE"):
        field = RELATED.get(one.type)
        number = None if field is None else one.id("ART_ID_TO")
        if field is None or number is None:
            continue
        count = one.element.get("quantity")
        quantity = None
        if count is not None and count.isascii() and count.isdigit():
            quantity = Quantity(Decimal(count))
        made.setdefault(field, []).append(RelatedItem(id=number, quantity=quantity))
    return {field: tuple(items) for field, items in made.items()}
