"""What Opus asks of catalogues (OPU-01 to OPU-05, and the limits of its fields).

Left to other parts of the hub: OPU-06 (preview), OPU-20 to OPU-26 (orders and invoices). Of
OPU-03 is judged here what shows without a network: that there is an image, of a type that Opus
shows, and of those inside the document the size; whether a link answers is seen where the
hub may use the network.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from hub.facts.text import cut_at_word
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.rules.catalogues import image_links, image_links_have_form, seller_numbers
from hub.rules.chosenprice import selling_price
from hub.rules.module import sibling
from hub.rules.path import set_path
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank
from hub.rules.singleprice import (
    basis_rule,
    decimals_rule,
    one_price_rule,
    price_path,
    written_rule,
)
from hub.rules.uniqueness import Uniqueness, seen_at
from hub.rules.units import unit_rule
from hub.rules.unspsc import unspsc_codes
from hub.rules.wholeness import whole_rule

items = sibling(__file__, "items")
images = sibling(__file__, "images")

PRICES = "required_item_location_quantity"
NUMBER = "item.sellers_item_identification.id"
REFERENCES = "item.item_specification_document_reference"
COMPANY = "DK:CVR"
TYPES = frozenset({"CON", "PRP", "CAT", None})
SYSTEM_LENGTH = 20
PRICE_DECIMALS = 4
PACKAGE = "catalogue-package"


# The head


def system_name(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """OPU-01: the municipality has issued a system name, and it stands in the set-up."""
    field = "receiver_party.party_identification[0].id"
    name = ctx.options["system_name"]
    if not name:
        party = header.receiver_party
        plain = [p.id for p in party.party_identification if p.id] if party is not None else []
        if ctx.read_as("opus") and any(not p.scheme_id for p in plain):
            return ()
        return [Hit(field, expected="1")]
    if len(name) > SYSTEM_LENGTH:
        return [Hit(field, name, f"<= {SYSTEM_LENGTH}", variant="long")]
    return ()


def is_creditor(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """OPU-02: the supplier's CVR number is the creditor number in the finance system."""
    field = "seller_supplier_party.party.party_legal_entity[0].company_id"
    stated = [n.value for n in seller_numbers(header, ctx) if n.scheme == COMPANY]
    if not stated:
        return [Hit(field, expected="DK:CVR", variant="missing")]
    creditors = [number.removeprefix("DK") for number in ctx.options["creditors"]]
    own = ctx.route.sender.numbers.get(COMPANY) if ctx.route.sender is not None else None
    allowed = creditors or [own.removeprefix("DK")] if own else creditors
    wrong = [number for number in dict.fromkeys(stated) if allowed and number not in allowed]
    return [Hit(field, number, ", ".join(allowed)) for number in wrong]


def mandatory_head(header: Catalogue, _: RuleContext) -> Iterable[Hit]:
    """OPU-05 for the head: name, number, version and first day of the catalogue."""
    start = next((p.start_date for p in header.validity_period if p.start_date), None)
    given = (
        ("name", not is_blank(header.name)),
        ("id", not is_blank(header.id)),
        ("version_id", not is_blank(header.version_id)),
        ("validity_period[0].start_date", start is not None),
    )
    return [Hit(field, expected="1") for field, there in given if not there]


# Lines


def mandatory_line(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """OPU-05 for a line; the image is OPU-03's."""
    item, content, least = body.item, body.content_unit_quantity, body.minimum_order_quantity
    number = item.sellers_item_identification if item else None
    text = items.long_text(item) if item else None
    given = (
        (NUMBER, not is_blank(number.id if number else None)),
        ("item.name", not is_blank(item.name if item else None)),
        ("item.description", not is_blank(text)),
        ("item.commodity_classification", bool(unspsc_codes(body))),
        ("orderable_unit", not is_blank(body.orderable_unit)),
        ("minimum_order_quantity", least is not None),
        ("content_unit_quantity", content is not None),
        ("content_unit_quantity.unit_code", bool(content is None or content.unit_code)),
    )
    hits = [Hit(field, expected="1") for field, there in given if not there]
    for name, quantity in (("minimum_order_quantity", least), ("content_unit_quantity", content)):
        if quantity is not None and quantity.value <= 0:
            hits.append(Hit(name, quantity.value, "> 0", variant="positive"))
    return [*hits, *_price_hits(body, ctx)]


def _price_hits(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    chosen = selling_price(body, _day(ctx))
    if chosen is None or chosen.quantity.price is None:
        yield Hit(f"{PRICES}[0].price.price_amount", expected="1")
        return
    path, price = price_path(body, chosen), chosen.quantity.price
    amount = price.price_amount
    if amount is None or not amount.currency_id:
        yield Hit(f"{path}.price_amount.currency_id", expected="DKK")
    kind = price.price_type_code
    if kind is not None and kind.value not in TYPES:
        yield Hit(f"{path}.price_type_code", kind.value, "CON, PRP, CAT", variant="type")


def name_fits(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """OPU-LENGTH for the item name, which may be cut where the receiver allows it."""
    name = body.item.name if body.item is not None else None
    limit = ctx.options["name_length"]
    if name is None or len(name.value) <= limit:
        return ()
    args = {"length": len(name.value), "limit": limit}
    if not ctx.options["allow_cut"]:
        return [Hit("item.name", name, f"<= {limit}", args)]
    cut = cut_at_word(name.value, limit).text
    body = set_path(body, "item.name", replace(name, value=cut))
    fix, lost = Severity.FIX, LossKind.CUT
    return [
        Hit("item.name", name, cut, args, repaired=body, severity=fix, variant="cut", loss=lost)
    ]


def lengths(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """OPU-LENGTH for the other texts of a line."""
    item = body.item
    if item is None:
        return ()
    number = item.sellers_item_identification
    text = items.long_text(item)
    found: list[tuple[str, Any, str]] = [
        (NUMBER, number.id.value if number and number.id else "", "item_number_length"),
        ("item.description", text.value if text else "", "description_length"),
        ("item.additional_item_property", items.environment_code(item), "environment_length"),
    ]
    found += [(path, link, "link_length") for path, link in image_links(body)]
    return [
        Hit(field, value, f"<= {ctx.options[option]}",
            {"length": len(value), "limit": ctx.options[option]})
        for field, value, option in found
        if len(value) > ctx.options[option]
    ]  # fmt: skip


def has_image(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """OPU-03: an image of a type that Opus shows; inside the document, not too large."""
    links = list(image_links(body))
    if not links:
        found = images.embedded(body)
        if found is None or ctx.kind != PACKAGE:
            return [Hit(REFERENCES, expected="jpg, png, gif", variant="missing")]
        index, ending, content = found
        path = f"{REFERENCES}[{index}].attachment.embedded_document_binary_object"
        if not images.is_picture(ending):
            return [Hit(path, ending, "jpg, png, gif", variant="type")]
        limit = ctx.options["image_size"]
        if len(content) > limit:
            return [Hit(path, len(content), f"<= {limit}", variant="large")]
        return ()
    if ctx.read_as("opus") and links[0][1].startswith("images/"):
        return ()
    hits = list(image_links_have_form(body, ctx))
    for path, link in links[:1]:
        ending = images.ending_of(link)
        if ending and not images.is_picture(ending):
            hits.append(Hit(path, link, "jpg, png, gif", {"type": ending}, variant="ending"))
    return [hit if hit.variant else replace_variant(hit) for hit in hits]


def replace_variant(hit: Hit) -> Hit:
    """Return a hit about the form of a link under its own sentence."""
    return Hit(hit.field, hit.value, hit.expected, hit.args, variant="form")


class Alone:
    """OPU-04 and OPU-KEY: no two items with one name, and none with one number."""

    def __init__(self, _ctx: RuleContext) -> None:
        self._names, self._numbers = Uniqueness(), Uniqueness()

    def line(self, number: int, body: CatalogueLine, locate: Locate) -> Iterable[Hit]:
        """Compare one line with those before it."""
        hits = []
        row = seen_at(number, locate(""))
        mine = images.number_of(body)
        name = body.item.name.value if body.item is not None and body.item.name else ""
        folded = " ".join(name.casefold().split())
        first = self._numbers.first(mine, row) if mine else None
        if first is not None:
            hits.append(Hit(NUMBER, mine, args={"first": first}, rule="OPU-KEY"))
        first = self._names.first(folded, row) if folded else None
        if first is not None:
            hits.append(Hit("item.name", name, args={"first": first, "item": mine}))
        return hits

    def end(self) -> Iterable[Hit]:
        """Let go of what was remembered."""
        self._names.close()
        self._numbers.close()
        return ()


def _day(ctx: RuleContext) -> Any:
    return ctx.route.today


_FATAL_HEAD = (Severity.FATAL, Scope.HEADER)
_ERROR_LINE = (Severity.ERROR, Scope.LINE)
_ERROR_STREAM = (Severity.ERROR, Scope.STREAM)

RULES = [
    Rule("OPU-01", *_FATAL_HEAD, system_name),
    Rule("OPU-02", *_FATAL_HEAD, is_creditor),
    Rule("OPU-05", *_FATAL_HEAD, mandatory_head),
    written_rule("OPU-WRITTEN", "opus"),
    unit_rule(),
    Rule("OPU-LENGTH", *_ERROR_LINE, name_fits, mark=Mark.OWN, repairs=True, shared=True),
    Rule("OPU-05", *_ERROR_LINE, mandatory_line, shared=True),
    basis_rule("OPU-BASIS"),
    decimals_rule("OPU-PRICE", PRICE_DECIMALS),
    one_price_rule("OPU-ONE-PRICE"),
    Rule("OPU-LENGTH", *_ERROR_LINE, lengths, mark=Mark.OWN, shared=True),
    Rule("OPU-03", *_ERROR_LINE, has_image, shared=True),
    Rule("OPU-04", *_ERROR_STREAM, Alone, mark=Mark.OWN, shared=True, also=("OPU-KEY",)),
    whole_rule("OPU-WHOLE"),
]  # fmt: skip
