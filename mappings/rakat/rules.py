"""What Rakat asks of catalogues (RAK-01 to RAK-18).

RAK-13 (a price whose item is written in another case) is found where the two tables are joined, by
the supplier format's reader (BIZ-08). RAK-19 is what the writer does. RAK-20 is the reader's: the
files are those of the manifest.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace as changed
from typing import Any

from hub.facts.money import decimals, trim_decimals
from hub.facts.text import find_markup, strip_markup
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.rules.catalogues import image_links, image_links_have_form, is_other_unit, item_key
from hub.rules.chosenprice import has_amount, in_force, is_guide, least_quantity, price_type
from hub.rules.module import sibling
from hub.rules.path import set_path
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank
from hub.rules.singleprice import factor_rule
from hub.rules.uniqueness import Uniqueness, seen_at
from hub.rules.units import unit_rule
from hub.rules.unspsc import unspsc_codes

lines = sibling(__file__, "../bizisland/lines")

Hits = Iterable[Hit]
PRICES = "required_item_location_quantity"
NUMBER = "item.sellers_item_identification.id"
GROUP = "ItemGroup"
MOST_LEVELS, LEVEL_LENGTH = 5, 30
PRICE_DECIMALS, DUTY_DECIMALS = 4, 2
PIECE = "EA"
STRANGE = re.compile(r"[^\w \-&,.]|_")
PICTURES = frozenset({"jpg", "jpeg", "jpe", "png", "gif", "webp", "bmp", "tif", "tiff", "svg"})
PAGES = frozenset({"pdf", "html", "htm", "php", "asp", "aspx", "doc", "docx"})
ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})$")


def written_only(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-WRITTEN: only items with a price go out; another unit stands in its item's columns."""
    sold = [p for p in body.required_item_location_quantity if has_amount(p) and not is_guide(p)]
    if body.orderable_indicator is False and not sold:
        return [Hit("line", body.id, leave_out=True, loss=LossKind.NO_HOME)]
    return ()


def mandatory(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """RAK-01: the fields demanded are filled."""
    item = body.item
    number = item.sellers_item_identification if item else None
    given = [
        (NUMBER, not is_blank(number.id if number else None)),
        ("item.name", not is_blank(item.name if item else None)),
        ("orderable_unit", not is_blank(body.orderable_unit)),
        ("minimum_order_quantity", body.minimum_order_quantity is not None),
    ]
    if not is_other_unit(body):
        given += [
            ("item.item_specification_document_reference", bool(next(image_links(body), None))),
            ("item.additional_information", bool(_long(body))),
            ("item.additional_item_property", _group(body) is not None),
            ("item.keyword", bool(item and item.keyword)),
        ]
        if ctx.options["unspsc_needed"]:
            given.append(("item.commodity_classification", bool(unspsc_codes(body))))
    hits = [Hit(field, expected="1") for field, there in given if not there]
    places = [p for p in body.required_item_location_quantity if has_amount(p)]
    if not places:
        hits.append(Hit(f"{PRICES}[0].price.price_amount", expected="1"))
    for index, place in enumerate(body.required_item_location_quantity):
        amount = place.price.price_amount if place.price is not None else None
        if amount is not None and not amount.currency_id:
            hits.append(Hit(f"{PRICES}[{index}].price.price_amount.currency_id", expected="DKK"))
    return hits


def unit_policy() -> Rule:
    """Return RAK-02: a unit that is not on the list is refused, or becomes pieces."""
    base = unit_rule("RAK-02")

    def check(ctx: RuleContext) -> Any:
        fallback = PIECE if ctx.options["unit_policy"] == "stk" else ""
        return base.check(changed(ctx, options={**ctx.options, "unit_fallback": fallback}))

    return changed(base, check=check)


def _group(body: CatalogueLine) -> tuple[str, str] | None:
    """Return path and text of an item's group."""
    item = body.item
    for index, one in enumerate(item.additional_item_property if item is not None else ()):
        if one.name is not None and one.name.value == GROUP and one.value is not None:
            return f"item.additional_item_property[{index}].value", one.value.value
    return None


def tidy_slashes(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """RAK-04: no blank before or after a slash; taken out where the receiver is lenient."""
    found = _group(body)
    if found is None:
        return ()
    path, text = found
    tidy = "/".join(level.strip() for level in text.split("/"))
    if tidy == text.strip() or "/" not in text:
        return ()
    if not ctx.options["lenient"]:
        return [Hit(path, text, tidy)]
    body = set_path(body, f"{path}.value", tidy)
    return [Hit(path, text, tidy, repaired=body, severity=Severity.FIX, variant="fixed")]


def group_path(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-03, RAK-05: one to five levels, none of them empty, no slash at either end."""
    found = _group(body)
    if found is None:
        return ()
    path, text = found
    levels = [level.strip() for level in text.split("/")]
    if not all(levels):
        return [Hit(path, text, "A/B", rule="RAK-05")]
    if len(levels) > MOST_LEVELS:
        return [Hit(path, text, f"<= {MOST_LEVELS}", {"count": len(levels)})]
    return ()


def group_levels(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-06, RAK-07: levels are short and of plain characters."""
    found = _group(body)
    if found is None:
        return ()
    path, text = found
    hits = []
    for level in (one.strip() for one in text.split("/")):
        if len(level) > LEVEL_LENGTH:
            hits.append(Hit(path, level, f"<= {LEVEL_LENGTH}", {"length": len(level)}))
        strange = STRANGE.search(level)
        if strange is not None:
            args = {"strange": strange[0]}
            hits.append(Hit(path, level, "A-Z 0-9 - & , .", args, rule="RAK-07"))
    return hits


def image_type(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """RAK-08: the link is to the image file itself; pages and PDF are refused."""
    hits = [
        Hit(hit.field, hit.value, hit.expected, hit.args, variant="form")
        for hit in image_links_have_form(body, ctx)
    ]
    for path, link in image_links(body):
        ending = ENDING.search(link.partition("?")[0].partition("#")[0].partition("//")[2])
        kind = ending[1].lower() if ending is not None and "/" in link.partition("//")[2] else ""
        if kind in PAGES or (kind and kind not in PICTURES and not hits):
            hits.append(Hit(path, link, "jpg, png, gif", {"type": kind}))
    return hits


def _long(body: CatalogueLine) -> tuple[str, str] | None:
    """Return path and text of the long description."""
    item = body.item
    for name in ("additional_information", "description"):
        texts = getattr(item, name) if item is not None else ()
        if texts:
            return f"item.{name}[0]", texts[0].value
    return None


def long_enough(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """RAK-09: the long description is not too long."""
    found, limit = _long(body), ctx.options["description_length"]
    if found is None or len(found[1]) <= limit:
        return ()
    args = {"length": len(found[1]), "limit": limit}
    return [Hit(found[0], found[1], f"<= {limit}", args)]


def no_markup(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """RAK-10: no tags or entities in any text; taken out where the receiver is lenient."""
    hits: list[Hit] = []
    for path, text in lines.texts(body):
        found = find_markup(text) if "<" in text or "&" in text else None
        if found is None:
            continue
        stripped = strip_markup(text)
        if not ctx.options["lenient"] or not stripped.clean:
            hits.append(Hit(path, found))
            continue
        body = set_path(body, f"{path}.value", " ".join(stripped.text.split()))
        fix = Severity.FIX
        hits.append(Hit(path, found, repaired=body, severity=fix, variant="fixed"))
    return hits


def says_more(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-11: the long description is not just the name again."""
    found, name = _long(body), body.item.name if body.item is not None else None
    if found is None or name is None or _folded(found[1]) != _folded(name.value):
        return ()
    return [Hit(found[0], found[1])]


def has_synonym(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-12: a search word that is not in the name already; the description is not searched."""
    item = body.item
    if item is None or not item.keyword or item.name is None:
        return ()
    name = _folded(item.name.value)
    if any(_folded(word.value) not in name for word in item.keyword):
        return ()
    return [Hit("item.keyword", ", ".join(word.value for word in item.keyword))]


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def price_rows(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """RAK-14: within one set neither a quantity nor a price comes twice."""
    hits = []
    seen: dict[tuple[Any, ...], int] = {}
    kept = in_force(body, ctx.route.today)
    for index, place in enumerate(body.required_item_location_quantity):
        price = place.price
        if place not in kept or is_guide(place) or price is None or price.price_amount is None:
            continue
        for what, value in (
            ("quantity", least_quantity(place)),
            ("price", price.price_amount.value),
        ):
            first = seen.setdefault((price_type(place), what, value), index)
            if first != index and not is_other_unit(body):
                part = "minimum_quantity" if what == "quantity" else "price.price_amount"
                hits.append(Hit(f"{PRICES}[{index}].{part}", value, variant=what))
    return hits


def price_form(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-15, RAK-16: four decimals at most, two for a duty; neither is negative."""
    hits = []
    for index, place in enumerate(body.required_item_location_quantity):
        price = place.price
        if price is None or price.price_amount is None:
            continue
        path, amount = f"{PRICES}[{index}].price", price.price_amount.value
        if amount < 0 or decimals(trim_decimals(amount, 0)) > PRICE_DECIMALS:
            hits.append(Hit(f"{path}.price_amount", amount, f"<= {PRICE_DECIMALS}"))
        for number, charge in enumerate(price.allowance_charge):
            duty = charge.amount.value if charge.amount is not None else None
            if not charge.charge_indicator or duty is None:
                continue
            if duty < 0 or decimals(trim_decimals(duty, 0)) > DUTY_DECIMALS:
                where = f"{path}.allowance_charge[{number}].amount"
                hits.append(Hit(where, duty, f"<= {DUTY_DECIMALS}", rule="RAK-16"))
    return hits


def whole_numbers(body: CatalogueLine, _: RuleContext) -> Hits:
    """RAK-17: the least quantity and the quantity of a price are whole numbers from one."""
    found: list[tuple[str, Any]] = [("minimum_order_quantity", body.minimum_order_quantity)]
    found += [
        (f"{PRICES}[{index}].minimum_quantity", place.minimum_quantity)
        for index, place in enumerate(body.required_item_location_quantity)
    ]
    return [
        Hit(path, quantity.value, "1")
        for path, quantity in found
        if quantity is not None and (quantity.value < 1 or quantity.value % 1)
    ]


class Names:
    """RAK-18: the same name on two numbers."""

    def __init__(self, _ctx: RuleContext) -> None:
        self._names = Uniqueness()

    def line(self, number: int, body: CatalogueLine, locate: Locate) -> Hits:
        """Compare one line with those before it."""
        key = item_key(body)
        name = body.item.name.value if body.item is not None and body.item.name else ""
        if key is None or not name or is_other_unit(body):
            return ()
        first = self._names.first(_folded(name), seen_at(number, locate("")))
        if first is None:
            return ()
        return [Hit("item.name", name, args={"item": key[0], "first": first})]

    def end(self) -> Hits:
        """Let go of what was remembered."""
        self._names.close()
        return ()


def _line_rules() -> Iterator[Rule]:
    checks: tuple[tuple[str, Severity, Callable[..., Hits], Mark, tuple[str, ...]], ...] = (
        ("RAK-01", Severity.ERROR, mandatory, Mark.DOC, ()),
        ("RAK-03", Severity.ERROR, group_path, Mark.DOC, ("RAK-05",)),
        ("RAK-06", Severity.WARN, group_levels, Mark.DOC, ("RAK-07",)),
        ("RAK-08", Severity.ERROR, image_type, Mark.DOC, ()),
        ("RAK-09", Severity.ERROR, long_enough, Mark.DOC, ()),
        ("RAK-11", Severity.WARN, says_more, Mark.DOC, ()),
        ("RAK-12", Severity.WARN, has_synonym, Mark.OWN, ()),
        ("RAK-14", Severity.ERROR, price_rows, Mark.DOC, ()),
        ("RAK-15", Severity.ERROR, price_form, Mark.DOC, ("RAK-16",)),
        ("RAK-17", Severity.ERROR, whole_numbers, Mark.DOC, ()),
    )
    for rule_id, severity, check, mark, also in checks:
        yield Rule(rule_id, severity, Scope.LINE, check, mark=mark, shared=True, also=also)


_ERROR_LINE = (Severity.ERROR, Scope.LINE)

RULES = [
    Rule("RAK-WRITTEN", *_ERROR_LINE, written_only, mark=Mark.OWN, repairs=True, shared=True),
    unit_policy(),
    Rule("RAK-04", *_ERROR_LINE, tidy_slashes, repairs=True, shared=True),
    Rule("RAK-10", *_ERROR_LINE, no_markup, repairs=True, shared=True),
    *_line_rules(),
    factor_rule("RAK-BASIS"),
    Rule("RAK-18", Severity.WARN, Scope.STREAM, Names, mark=Mark.OWN, shared=True),
]
