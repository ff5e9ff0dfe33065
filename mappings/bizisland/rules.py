"""What a catalogue in the supplier format has to fulfil, whoever it is for (BIZ-04 to BIZ-20).

What is wrong with the file, its header rows, its numbers and the join of its tables is found
by the reader under the same ids: BIZ-01, 02, 03, 07, 08, and of BIZ-04 and BIZ-16 what only
both tables show. Further own rules: BIZ-21 for the lengths of section 2, BIZ-22 for
prices of another unit, which only documents in other formats have, ID-GTIN.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlsplit

from hub.facts.currencies import currencies
from hub.facts.gtin import GTIN_RULE, check_gtin
from hub.facts.money import decimals
from hub.facts.schemes import compact
from hub.facts.text import find_control, find_markup, strip_control, strip_markup
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.model.price import ItemLocationQuantity
from hub.rules.catalogues import is_other_unit
from hub.rules.module import sibling
from hub.rules.path import set_path
from hub.rules.rule import NEEDS_STATE, Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.singleprice import factor_rule

lines = sibling(__file__, "lines")

Hits = Iterable[Hit]
PRICES = "required_item_location_quantity"
REFERENCES = "item.item_specification_document_reference"
NUMBER = "item.sellers_item_identification.id"
NUMBER_LENGTH = 35
PRICE_DECIMALS = 4
DUTY_DECIMALS = 2
PLAIN_NUMBER = re.compile(r"[\w.-]*")
HOST = re.compile(r"\w(?:[\w.-]*\w)?\.[^\W\d_]{2,}")
SCHEMES = ("http", "https")


def item_number(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-04: filled, at most 35 characters; once only is seen to by the reader."""
    number = lines.number_of(body)
    if not number:
        return [Hit(NUMBER, variant="empty")]
    if len(number) > NUMBER_LENGTH:
        return [Hit(NUMBER, number, args={"length": len(number), "most": NUMBER_LENGTH})]
    return ()


def item_number_characters(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-05: letters, digits, and - _ . only."""
    number = lines.number_of(body)
    if PLAIN_NUMBER.fullmatch(number):
        return ()
    strange = next(c for c in number if not PLAIN_NUMBER.fullmatch(c))
    return [Hit(NUMBER, number, "A-Z 0-9 - _ .", {"strange": strange})]


def mandatory_fields(body: CatalogueLine, ctx: RuleContext) -> Hits:
    """BIZ-06: name, unit, least quantity; quantity, amount and currency of every price.

    In documents of other formats a quantity that is not given is one; the writer says so.
    """
    given = ctx.read_as("bizisland")
    hits = []
    item, least = body.item, body.minimum_order_quantity
    if item is None or item.name is None:
        hits.append(Hit("item.name"))
    if body.orderable_unit is None:
        hits.append(Hit("orderable_unit"))
    if given if least is None else least.value < 1:
        hits.append(Hit("minimum_order_quantity", least and least.value, ">= 1"))
    for index, one in lines.agreed(body):
        hits.extend(mandatory_price_fields(f"{PRICES}[{index}]", one, given=given))
    return hits


def mandatory_price_fields(path: str, one: ItemLocationQuantity, *, given: bool = True) -> Hits:
    """Yield what a price row lacks."""
    least = one.minimum_quantity
    amount = one.price.price_amount if one.price is not None else None
    if given if least is None else least.value < 1:
        yield Hit(f"{path}.minimum_quantity", least and least.value, ">= 1")
    if amount is None or amount.value < 0:
        yield Hit(f"{path}.price.price_amount", amount and amount.value, ">= 0")
    elif amount.currency_id is None:
        yield Hit(f"{path}.price.price_amount.currency_id")


def price_rows(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-09: within one valid-from and type, neither a quantity nor a price comes twice."""
    if len(body.required_item_location_quantity) < 2 or is_other_unit(body):  # noqa: PLR2004
        return ()
    hits = []
    for rows in lines.price_sets(body):
        quantities: dict[Decimal, int] = {}
        amounts: dict[Decimal, int] = {}
        for index, quantity, amount in rows:
            first = quantities.setdefault(quantity, index)
            again = "quantity"
            if first == index:
                first, again = amounts.setdefault(amount, index), "price"
            else:
                amounts.setdefault(amount, index)
            if first != index:
                part = "minimum_quantity" if again == "quantity" else "price.price_amount"
                value = quantity if again == "quantity" else amount
                hits.append(Hit(f"{PRICES}[{index}].{part}", value, variant=again))
    return hits


def falling_prices(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-10: the price falls or stays when the quantity rises."""
    if len(body.required_item_location_quantity) < 2:  # noqa: PLR2004
        return ()
    hits = []
    for rows in lines.price_sets(body):
        ordered = sorted(rows, key=lambda row: row[1])
        for (_, _, before), (index, quantity, amount) in pairwise(ordered):
            if amount > before:
                field = f"{PRICES}[{index}].price.price_amount"
                hits.append(Hit(field, amount, before, {"quantity": quantity}))
    return hits


def priced_from_the_first(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-11: there is a price for the least quantity that can be ordered."""
    least = body.minimum_order_quantity
    begins = [
        q.minimum_quantity.value for _, q in lines.agreed(body) if q.minimum_quantity is not None
    ]
    if least is None or not begins or min(begins) <= least.value:
        return ()
    return [Hit("minimum_order_quantity", least.value, min(begins))]


def duty(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-12: the duty is not above the price that holds it and has two decimals at most."""
    hits = []
    for index, one in enumerate(body.required_item_location_quantity):
        price = one.price
        if price is None or price.price_amount is None:
            continue
        for number, charge in enumerate(price.allowance_charge):
            if charge.amount is None or not charge.charge_indicator:
                continue
            value = charge.amount.value
            field = f"{PRICES}[{index}].price.allowance_charge[{number}]"
            if decimals(value) > DUTY_DECIMALS:
                allowed = {"most": DUTY_DECIMALS}
                hits.append(Hit(f"{field}.amount", value, args=allowed, variant="decimals"))
            elif value > price.price_amount.value or value < 0:
                hits.append(Hit(f"{field}.amount", value, price.price_amount.value))
    return hits


def price_decimals(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-13: at most four decimals; holds for the guide price too (2.38)."""
    return [
        # How many decimals are allowed is no price: nothing says what should stand there.
        Hit(
            f"{PRICES}[{index}].price.price_amount",
            one.price.price_amount.value,
            args={"most": PRICE_DECIMALS},
        )
        for index, one in enumerate(body.required_item_location_quantity)
        if one.price is not None
        and one.price.price_amount is not None
        and decimals(one.price.price_amount.value) > PRICE_DECIMALS
    ]


def clean_text(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-14: no control characters and no markup; both are taken out."""
    hits = []
    for field, text in lines.texts(body):
        if "<" not in text and "&" not in text and text.isprintable():
            continue
        found = find_control(text) or find_markup(text)
        if found is None:
            continue
        stripped = strip_markup(strip_control(text))
        if not stripped.clean:
            hits.append(Hit(field, found, severity=Severity.ERROR, variant="wrapped"))
            continue
        cleaned = " ".join(stripped.text.split(" ")).strip()
        body = set_path(body, f"{field}.value", cleaned)
        hits.append(Hit(field, found, repaired=body))
    return hits


def links(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-15: http or https, a host, nobody's name or password."""
    if body.item is None:
        return ()
    hits = []
    for index, reference in enumerate(body.item.item_specification_document_reference):
        outside = reference.attachment and reference.attachment.external_reference
        if outside is None or outside.uri is None or is_link(outside.uri.value):
            continue
        field = f"{REFERENCES}[{index}].attachment.external_reference.uri"
        hits.append(Hit(field, outside.uri.value, "https://host/path"))
    return hits


def is_link(text: str) -> bool:
    """Whether a text is an address that a browser at any receiver could open."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme.lower() not in SCHEMES or not host or "@" in parts.netloc:
        return False
    return bool(HOST.fullmatch(host)) and not any(c.isspace() for c in text)


def own_account(header: Catalogue, ctx: RuleContext) -> Hits:
    """BIZ-17: the supplier named in the head is the one whose account sent the file."""
    named = lines.supplier_of(header)
    sender = ctx.route.sender
    own = sender.numbers.get("DK:CVR") if sender is not None else None
    if named is None or own is None or named == compact("DK:CVR", own):
        return ()
    return [Hit("provider_party.party_identification.id", named, own)]


def newer_version(header: Catalogue, ctx: RuleContext) -> Hits:
    """BIZ-18: the version is not lower than the last accepted one."""
    sender = ctx.route.sender
    if header.version_id is None or header.id is None or sender is None:
        return ()
    if ctx.known is None:
        return NEEDS_STATE
    last = ctx.known.last_version(sender.key, header.id.value)
    if last is None or version_key(header.version_id.value) >= version_key(last):
        return ()
    return [Hit("version_id", header.version_id.value, last)]


def version_key(text: str) -> list[tuple[int, int, str]]:
    """Return what orders versions: numbers by value, the rest as text (2 < 10 < 10a).

    Numbers stay digits, however many there are: the longer one is the higher one.
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text.strip())
    return [
        (0, len(digits := part.lstrip("0")), digits) if part.isdecimal() else (1, 0, part)
        for part in parts
    ]


class ActiveItems:
    """BIZ-19, BIZ-16: what an update says of items it does not bring itself."""

    def __init__(self, ctx: RuleContext) -> None:
        sender = ctx.route.sender
        known = ctx.known
        self._published = (
            known.published_items(sender.key) if known is not None and sender is not None else None
        )

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Hits:
        """Judge a line of an update."""
        action = body.action_code.value if body.action_code else ""
        if action == "Add":
            return ()
        hits = []
        if action == "Delete" and not self._has(lines.number_of(body), lines.variant_of(body)):
            hits.append(Hit(NUMBER, lines.number_of(body)))
        for index, old in enumerate(body.replaced_related_item):
            if old.id is not None and not self._has(old.id.value, None):
                field = f"replaced_related_item[{index}].id"
                hits.append(Hit(field, old.id.value, variant="replaced"))
        return hits

    def end(self) -> Hits:
        """Nothing is left to say."""
        return ()

    def _has(self, number: str, variant: str | None) -> bool:
        return self._published is not None and self._published(number, variant)


class OneCurrency:
    """BIZ-20: a currency that there is, and one for the whole catalogue."""

    def __init__(self, _ctx: RuleContext) -> None:
        self._first: str | None = None

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Hits:
        """Compare a line's currencies with the first one of the catalogue."""
        hits = []
        for index, one in enumerate(body.required_item_location_quantity):
            amount = one.price.price_amount if one.price is not None else None
            code = amount.currency_id if amount is not None else None
            if code is None or code == self._first:
                continue
            field = f"{PRICES}[{index}].price.price_amount.currency_id"
            if code not in currencies():
                hits.append(Hit(field, code, "DKK, EUR", variant="unknown"))
            elif self._first is None:
                self._first = code
            else:
                hits.append(Hit(field, code, self._first))
        return hits

    def end(self) -> Hits:
        """Nothing is left to say."""
        return ()


def lengths(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """BIZ-21: the lengths of section 2; those of receivers are their own rules."""
    item = body.item
    if item is None:
        return ()
    hits = []
    for field, value, most in (
        ("item.name", item.name, 80),
        ("item.description[0]", lines.first(item.description), 255),
        ("item.additional_information[0]", lines.first(item.additional_information), 4000),
        ("item.brand_name[0]", lines.first(item.brand_name), 50),
    ):
        if value is not None and len(value.value) > most:
            hits.append(Hit(field, value.value, most, {"length": len(value.value)}))
    return hits


def gtin(body: CatalogueLine, _ctx: RuleContext) -> Hits:
    """ID-GTIN: a GTIN has the right length and check digit."""
    item = body.item
    standard = item.standard_item_identification if item is not None else None
    if standard is None or standard.id is None or is_other_unit(body):
        return ()
    verdict = check_gtin(standard.id.value)
    if verdict.valid:
        return ()
    field = "item.standard_item_identification.id"
    expected = verdict.suggestion
    return [Hit(field, verdict.given, expected, message=verdict.message)]


ERROR, WARN, FATAL, FIX = Severity.ERROR, Severity.WARN, Severity.FATAL, Severity.FIX
LINE, STREAM, HEADER = Scope.LINE, Scope.STREAM, Scope.HEADER
OWN = Mark.OWN

RULES = [
    Rule("BIZ-14", FIX, LINE, clean_text, mark=OWN, repairs=True),
    Rule("BIZ-17", FATAL, HEADER, own_account, mark=OWN),
    Rule("BIZ-18", WARN, HEADER, newer_version, mark=OWN),
    Rule("BIZ-04", ERROR, LINE, item_number, mark=OWN),
    Rule("BIZ-05", WARN, LINE, item_number_characters, mark=OWN),
    Rule("BIZ-06", ERROR, LINE, mandatory_fields, mark=OWN),
    Rule("BIZ-09", ERROR, LINE, price_rows, mark=Mark.DOC),
    Rule("BIZ-10", WARN, LINE, falling_prices, mark=OWN),
    Rule("BIZ-11", ERROR, LINE, priced_from_the_first, mark=OWN),
    Rule("BIZ-12", ERROR, LINE, duty, mark=OWN),
    Rule("BIZ-13", ERROR, LINE, price_decimals, mark=OWN),
    Rule("BIZ-15", ERROR, LINE, links, mark=OWN),
    Rule("BIZ-19", ERROR, STREAM, ActiveItems, mark=OWN, needs_known=True),
    Rule("BIZ-20", ERROR, STREAM, OneCurrency, mark=OWN),
    Rule("BIZ-21", ERROR, LINE, lengths, mark=OWN),
    factor_rule("BIZ-22"),
    Rule(GTIN_RULE, ERROR, LINE, gtin, mark=OWN),
]
