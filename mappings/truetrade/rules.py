"""What TrueTrade Katalog asks of catalogue updates and price books (TTK-01 to TTK-24).

Left to other parts of the hub: TTK-06, 07, 13, 20 and 25 (how it behaves), TTK-14 and 15 (the
catalogue life-cycle), TTK-16 to 19 and 21 (orders and invoices). TTK-22 is ``partial_ok`` of
the profile.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from hub.errors import ConfigurationError
from hub.facts.money import decimals, pad_decimals, round_half_up, trim_decimals
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.model.price import ItemLocationQuantity
from hub.rules.catalogues import (
    agreement_is_known,
    agreement_of,
    image_links,
    is_other_unit,
    item_key,
    seller_numbers,
)
from hub.rules.module import sibling
from hub.rules.path import ModelPath, compile_path, set_path
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank
from hub.rules.uniqueness import Uniqueness
from hub.rules.units import unit_rule
from hub.rules.unspsc import deepest, unspsc_codes

discontinued = sibling(__file__, "discontinued")
prices = sibling(__file__, "prices")

PLACES = 2
CUSTOMER_GLN = "receiver_party.endpoint_id"
ASK_ABOVE = Decimal("0.2")
NAMED_ITEMS = 20


def price_of(body: CatalogueLine, ctx: RuleContext) -> tuple[int, ItemLocationQuantity] | None:
    """Return the price that goes out, with its place: the guiding one, or the agreed one."""
    if ctx.kind == "catalogue":
        chosen = prices.guide_price(body)
    else:
        chosen = prices.agreed_price(body, ctx.route.today)
    if chosen is None:
        return None
    places = body.required_item_location_quantity
    index = next(i for i, place in enumerate(places) if place is chosen.quantity)
    return index, chosen.quantity


def written_only(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """Lines that are never written are not judged.

    TrueTrade knows one unit for an item, and a price book holds what the customer has a price
    for; master data without one is no mistake.
    """
    unpriced = body.orderable_indicator is False and ctx.kind == "pricebook"
    if is_other_unit(body) or (unpriced and price_of(body, ctx) is None):
        return [Hit("line", body.id, leave_out=True, loss=LossKind.NO_HOME)]
    return ()


# TTK-01 and TTK-24: mandatory fields


def mandatory_item(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-01 for a catalogue update."""
    item, content = body.item, body.content_unit_quantity
    number = item.sellers_item_identification if item else None
    given = (
        ("action_code", not is_blank(body.action_code)),
        ("item.sellers_item_identification.id", not is_blank(number.id if number else None)),
        ("item.name", not is_blank(item.name if item else None)),
        ("item.description", bool(item and (item.description or item.additional_information))),
        ("item.pack_size_numeric", bool(item and item.pack_size_numeric is not None)),
        ("orderable_unit", not is_blank(body.orderable_unit)),
        ("content_unit_quantity", content is not None),
        ("content_unit_quantity.unit_code", bool(content is None or content.unit_code)),
        ("item.item_specification_document_reference", next(image_links(body), None) is not None),
        ("item.commodity_classification", bool(unspsc_codes(body))),
    )
    hits = [Hit(field, expected="1") for field, there in given if not there]
    if price_of(body, ctx) is None:
        # The place after the agreed prices, where a guiding one would stand.
        index = len(body.required_item_location_quantity)
        field = f"required_item_location_quantity[{index}].price.price_amount"
        hits.append(Hit(field, expected="1", variant="guiding"))
    size = item.pack_size_numeric if item else None
    if size is not None and size <= 0:
        hits.append(Hit("item.pack_size_numeric", size, "> 0", variant="positive"))
    return hits


def mandatory_price(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-01 for a line of a price book."""
    key = item_key(body)
    priced = price_of(body, ctx) is not None
    hits = []
    if key is None:
        hits.append(Hit("item.sellers_item_identification.id", expected="1"))
    if not priced:
        hits.append(Hit("required_item_location_quantity[0].price.price_amount", expected="1"))
    return hits


def mandatory_customer(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-01 for a price book's head: the customer's GLN."""
    receiver = ctx.route.receiver
    configured = receiver is not None and any(e.scheme == "GLN" for e in receiver.endpoints)
    party = header.receiver_party
    if configured or (party is not None and not is_blank(party.endpoint_id)):
        return ()
    return [Hit(CUSTOMER_GLN, expected="GLN")]


class Extra:
    """TTK-24: further mandatory fields, which the operator has listed."""

    def __init__(self, ctx: RuleContext) -> None:
        self._paths: list[ModelPath] = []
        mistakes: list[str] = []
        for path in ctx.options["extra_mandatory"]:
            try:
                self._paths.append(compile_path(CatalogueLine, path))
            except ValueError as error:
                mistakes.append(f"extra_mandatory: {error}")
        if mistakes:
            raise ConfigurationError(mistakes)

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Judge the fields of one line."""
        return [
            Hit(path.path.replace("[*]", "[0]"), expected="1")
            for path in self._paths
            if all(is_blank(value) for _, value in path.find(body))
        ]

    def end(self) -> Iterable[Hit]:
        """Nothing is left to say."""
        return ()


# TTK-02 and TTK-03: prices


def two_decimals(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-02: the price has exactly two decimals, with duties and without.

    TrueTrade's own files are refused otherwise. From other formats zeros are added or, when
    nothing but zeros goes, taken away; other decimals are rounded half up only where the
    receiver allows it. A price counted over by a factor is not rounded. Also judged where the
    format is written for no profile: the writer has no way to say more than two decimals.
    """
    found = None if is_other_unit(body) else price_of(body, ctx)
    if found is None:
        return ()
    index, place = found
    hits: list[Hit] = []
    for path, value in amounts(index, place):
        if decimals(value) == PLACES:
            continue
        hit = _put_right(body, path, value, ctx)
        hits.append(hit)
        body = hit.repaired or body
    if not any(hit.repaired is None for hit in hits):
        hits.extend(_counted(index, body.required_item_location_quantity[index]))
    return hits


def amounts(index: int, place: ItemLocationQuantity) -> Iterator[tuple[str, Decimal]]:
    """Yield path and number of a price and of the duties inside it."""
    price = place.price
    if price is None or price.price_amount is None:
        return
    path = f"required_item_location_quantity[{index}].price"
    yield f"{path}.price_amount", price.price_amount.value
    for charge, one in enumerate(price.allowance_charge):
        if one.amount is not None and one.charge_indicator:
            yield f"{path}.allowance_charge[{charge}].amount", one.amount.value


def _put_right(body: CatalogueLine, path: str, value: Decimal, ctx: RuleContext) -> Hit:
    same = pad_decimals(trim_decimals(value, PLACES), PLACES)
    exact = decimals(same) == PLACES
    if ctx.read_as("truetrade") or not (exact or ctx.options["allow_round"]):
        return Hit(path, value, "0.00")
    right = same if exact else round_half_up(value, PLACES)
    return Hit(
        path,
        value,
        right,
        repaired=set_path(body, f"{path}.value", right),
        severity=Severity.FIX if exact else Severity.WARN,
        variant="padded" if exact else "rounded",
        loss=None if exact else LossKind.ROUNDED,
    )


def _counted(index: int, place: ItemLocationQuantity) -> Iterator[Hit]:
    """Find prices whose factor or base quantity gives them more decimals."""
    base = place.price.base_quantity if place.price is not None else None
    path = f"required_item_location_quantity[{index}].price.price_amount"
    if base is not None and base.value <= 0:
        yield Hit(path, place.price.price_amount, "0.00", variant="counted")
        return
    if not prices.is_counted(place):
        # The amounts are those that were judged.
        return
    both = prices.split_duty(place)
    if any(decimals(trim_decimals(value, PLACES)) > PLACES for value in both):
        yield Hit(path, both[0], "0.00", variant="counted")


def duty_fits(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-03: 0 <= price without duties <= price with duties."""
    found = price_of(body, ctx)
    if found is None:
        return ()
    index, place = found
    base = place.price.base_quantity
    if base is not None and base.value <= 0:
        return ()
    including, excluding = prices.split_duty(place)
    if 0 <= excluding <= including:
        return ()
    path = f"required_item_location_quantity[{index}].price.price_amount"
    args = {"excluding": excluding, "duty": including - excluding}
    return [Hit(path, including, f">= {including - excluding}", args)]


def one_price(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-ONE-PRICE: a price book has one price for an item; the other ones are named."""
    chosen = prices.agreed_price(body, ctx.route.today)
    left = [] if chosen is None else prices.unsaid(chosen)
    if not left:
        return ()
    places = body.required_item_location_quantity
    index = next(i for i, place in enumerate(places) if place is chosen.quantity)
    item = " / ".join(part for part in item_key(body) or () if part)
    args = {"item": item, "count": len(left), "left": left[0]}
    field = f"required_item_location_quantity[{index}].price.price_amount"
    return [Hit(field, chosen.quantity.price.price_amount.value, None, args)]


# TTK-04 and TTK-05: the price book beside what is already there


class Published:
    """TTK-04: every item of a price book is in the supplier's published catalogue."""

    def __init__(self, ctx: RuleContext) -> None:
        sender, receiver = ctx.route.sender, ctx.route.receiver
        seller = sender.key if sender is not None else ""
        buyer = receiver.key if receiver is not None else ""
        self._published = ctx.known.network_items(seller, buyer) if ctx.known else None
        self._said = False

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Look up one item."""
        key = item_key(body)
        if key is None:
            return ()
        name = " / ".join(part for part in key if part)
        field = "item.sellers_item_identification.id"
        if self._published is None:
            said, self._said = self._said, True
            return () if said else [Hit(field, name, severity=Severity.FATAL, variant="nothing")]
        return () if self._published(*key) else [Hit(field, name)]

    def end(self) -> Iterable[Hit]:
        """Nothing is left to say."""
        return ()


class Complete:
    """TTK-05: a price book replaces the whole former one; what vanishes is listed.

    Over a fifth of the items needs the supplier's confirmation.
    """

    def __init__(self, ctx: RuleContext) -> None:
        self._ctx = ctx
        self._here = Uniqueness()

    def line(self, number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Remember one item."""
        key = item_key(body)
        if key is not None:
            self._here.first(_key(key), number)
        return ()

    def end(self) -> Iterable[Hit]:
        """Compare with the active price book."""
        route, known = self._ctx.route, self._ctx.known
        agreement = agreement_of(self._ctx.header, self._ctx)
        if known is None or route.sender is None or route.receiver is None or agreement is None:
            return ()
        active = known.active_items(route.sender.key, route.receiver.key, agreement)
        count, gone, names = 0, 0, []
        for key in active or ():
            count += 1
            if _key(key) in self._here:
                continue
            gone += 1
            if len(names) < NAMED_ITEMS:
                names.append(" / ".join(part for part in key if part))
        self._here.close()
        hits = [Hit("", name) for name in names]
        if gone > count * ASK_ABOVE and not self._ctx.options["confirm_removals"]:
            args = {"gone": gone, "count": count}
            hits.append(Hit("", gone, None, args, severity=Severity.FATAL, variant="many"))
        return hits


def _key(key: tuple[str, str | None]) -> str:
    return f"{key[0]}\x1f{key[1] or ''}"


# TTK-12 and TTK-23: the enrolment


def enrolled_cvr(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-12: the supplier's CVR number is the one of the enrolment."""
    enrolment = _enrolment(ctx)
    if enrolment is None:
        return ()
    stated = {number.value for number in seller_numbers(header, ctx) if number.scheme == "DK:CVR"}
    if not stated or stated == {enrolment.company_number}:
        return ()
    wrong = min(stated - {enrolment.company_number})
    field = "seller_supplier_party.party.party_legal_entity[0].company_id"
    return [Hit(field, wrong, enrolment.company_number)]


def is_enrolled(_: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """TTK-23: without an enrolment on record the price book waits."""
    if _enrolment(ctx) is not None:
        return ()
    receiver = ctx.route.receiver
    return [Hit("", receiver.name if receiver else None, hold=True)]


def _enrolment(ctx: RuleContext) -> Any:
    route = ctx.route
    if ctx.known is None or route.sender is None or route.receiver is None:
        return None
    return ctx.known.enrolment(route.sender.key, route.receiver.key)


_CATALOGUE = frozenset({"catalogue"})
_PRICEBOOK = frozenset({"pricebook"})
_ERROR_LINE = (Severity.ERROR, Scope.LINE)
_WARN_LINE = (Severity.WARN, Scope.LINE)
_FATAL_HEAD = (Severity.FATAL, Scope.HEADER)

RULES = [
    Rule("TTK-11", *_FATAL_HEAD, agreement_is_known, documents=_PRICEBOOK),
    Rule("TTK-01", Severity.ERROR, Scope.HEADER, mandatory_customer, documents=_PRICEBOOK),
    Rule("TTK-12", *_FATAL_HEAD, enrolled_cvr, needs_known=True),
    Rule(
        "TTK-23",
        Severity.WARN,
        Scope.HEADER,
        is_enrolled,
        needs_known=True,
        documents=_PRICEBOOK,
    ),
    Rule("TTK-WRITTEN", *_ERROR_LINE, written_only, mark=Mark.OWN, repairs=True, shared=True),
    unit_rule("TTK-09", "TTK-08"),
    Rule("TTK-02", *_ERROR_LINE, two_decimals, repairs=True, shared=True, to_write=True),
    Rule("TTK-01", *_ERROR_LINE, mandatory_item, documents=_CATALOGUE, shared=True),
    Rule("TTK-01", *_ERROR_LINE, mandatory_price, documents=_PRICEBOOK, shared=True),
    Rule("TTK-03", *_ERROR_LINE, duty_fits, shared=True),
    Rule("TTK-ONE-PRICE", *_WARN_LINE, one_price, mark=Mark.OWN, documents=_PRICEBOOK, shared=True),
    Rule("TTK-10", *_ERROR_LINE, deepest, documents=_CATALOGUE, shared=True),
    Rule("TTK-24", Severity.ERROR, Scope.STREAM, Extra, shared=True),
    Rule(
        "TTK-04",
        Severity.ERROR,
        Scope.STREAM,
        Published,
        needs_known=True,
        documents=_PRICEBOOK,
    ),
    Rule(
        "TTK-05",
        Severity.WARN,
        Scope.STREAM,
        Complete,
        needs_known=True,
        documents=_PRICEBOOK,
    ),
    discontinued.RULE,
]
