"""What DigiInkoop asks of catalogues: DIG-02, DIG-03, and what the fields of the workbook take.

Left to other parts of the hub: DIG-01 (which documents are enabled for a pair is what its party
file says), DIG-04 to DIG-07 (orders, invoices, timecards, quotations), DIG-08 to DIG-10 (how the
service behaves). What is wrong with a workbook that comes in is found by the reader (DIG-FORM).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from hub.facts.identifiers import check
from hub.facts.money import decimals, pad_decimals
from hub.facts.text import cut_at_sentence, cut_at_word
from hub.formats.onerow import long_text
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.model.values import Text
from hub.rules.catalogues import agreement_of, item_key
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
from hub.rules.wholeness import whole_rule

supplier = sibling(__file__, "supplier")

NUMBER = "item.sellers_item_identification.id"
PRICES = "required_item_location_quantity"
BUYER = "receiver_party.party_identification[0].id"
SELLER = "seller_supplier_party.party.party_legal_entity[0].company_id"
OIN = "NL:OIN"
OIN_SPELLINGS = frozenset({OIN, "0190"})
LEAST, MOST = 2, 4


def unit_of_government(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-02: the buying unit is named by an OIN that passes its check."""
    found = next(_unit_numbers(header, ctx), None)
    if found is None:
        return [Hit(BUYER, expected="NL:OIN", variant="missing")]
    verdict = check(OIN, found)
    if verdict.valid:
        return ()
    return [Hit(BUYER, found, verdict.suggestion, message=verdict.message)]


def _unit_numbers(header: Catalogue, ctx: RuleContext) -> Iterator[str]:
    """Yield the OINs of the receiver, as the configuration has them, then as the head says."""
    receiver, party = ctx.route.receiver, header.receiver_party
    if receiver is not None:
        yield from (e.value for e in receiver.endpoints if e.scheme == OIN)
        yield from (v for scheme, v in receiver.numbers.items() if scheme == OIN)
    if party is not None:
        stated = [party.endpoint_id, *(one.id for one in party.party_identification)]
        yield from (n.value for n in stated if n is not None and n.scheme_id in OIN_SPELLINGS)


def known_supplier(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-03: the supplier has a KvK, OIN or VAT number that passes its check."""
    if supplier.number_of(header, ctx) is not None:
        return ()
    first = next(supplier.known_numbers(header, ctx), None)
    if first is None:
        return [Hit(SELLER, expected="NL:KVK, NL:OIN, NL:VAT")]
    verdict = check(first.scheme, first.value)
    return [Hit(SELLER, first.value, verdict.suggestion, message=verdict.message)]


def mandatory_head(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-FIELDS for the head: the contract that the catalogue is of."""
    given = agreement_of(header, ctx) is not None
    return () if given else [Hit("referenced_contract[0].id", expected="1")]


def mandatory_line(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-FIELDS for a line: number, description, unit, price and currency."""
    item = body.item
    number = item.sellers_item_identification if item else None
    chosen = selling_price(body, ctx.route.today)
    given = [
        (NUMBER, not is_blank(number.id if number else None)),
        ("item.name", not is_blank(item.name if item else None)),
        ("orderable_unit", not is_blank(body.orderable_unit)),
        (f"{PRICES}[0].price.price_amount", chosen is not None),
    ]
    if chosen is not None and chosen.quantity.price is not None:
        amount = chosen.quantity.price.price_amount
        path = f"{price_path(body, chosen)}.price_amount.currency_id"
        given.append((path, bool(amount and amount.currency_id)))
    return [Hit(field, expected="1") for field, there in given if not there]


def two_decimals(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-PRICE: a price has two decimals at least; zeros are added where there are fewer."""
    chosen = selling_price(body, ctx.route.today)
    price = None if chosen is None else chosen.quantity.price
    if chosen is None or price is None or price.price_amount is None:
        return ()
    amount = price.price_amount.value
    if decimals(amount) >= LEAST:
        return ()
    padded = pad_decimals(amount, LEAST)
    path = f"{price_path(body, chosen)}.price_amount"
    body = set_path(body, f"{path}.value", padded)
    return [Hit(path, amount, padded, repaired=body, severity=Severity.FIX, variant="padded")]


def price_of_one(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-BASIS: the price is one of a single unit; the workbook has no number beside it."""
    chosen = selling_price(body, ctx.route.today)
    price = None if chosen is None else chosen.quantity.price
    if chosen is None or price is None or price.base_quantity is None:
        return ()
    base = price.base_quantity.value
    if base == 1:
        return ()
    unit = body.orderable_unit.value if body.orderable_unit is not None else ""
    path = f"{price_path(body, chosen)}.base_quantity"
    return [Hit(path, base, "1", {"unit": unit})]


def texts_fit(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-LENGTH for the descriptions, which may be cut where the receiver allows it."""
    item = body.item
    if item is None:
        return ()
    hits: list[Hit] = []
    name, limit = item.name, ctx.options["name_length"]
    if name is not None and len(name.value) > limit:
        cut = cut_at_word(name.value, limit).text
        hits.append(_too_long("item.name", name, limit, cut, body, ctx))
        body = hits[-1].repaired or body
    text, limit = long_text(item), ctx.options["description_length"]
    if text is not None and len(text.value) > limit:
        group = "additional_information" if text in item.additional_information else "description"
        cut = cut_at_sentence(text.value, limit).text
        hits.append(_too_long(f"item.{group}[0]", text, limit, cut, body, ctx))
    return hits


def _too_long(
    path: str, text: Text, limit: int, cut: str, body: CatalogueLine, ctx: RuleContext
) -> Hit:
    args = {"length": len(text.value), "limit": limit}
    if not ctx.options["allow_cut"]:
        return Hit(path, text, f"<= {limit}", args)
    body = set_path(body, path, replace(text, value=cut))
    fix, lost = Severity.FIX, LossKind.CUT
    return Hit(path, text, cut, args, repaired=body, severity=fix, variant="cut", loss=lost)


class Once:
    """DIG-KEY: an item number stands in a catalogue once."""

    def __init__(self, _ctx: RuleContext) -> None:
        self._numbers = Uniqueness()

    def line(self, number: int, body: CatalogueLine, locate: Locate) -> Iterable[Hit]:
        """Compare one line with those before it."""
        key = item_key(body)
        first = self._numbers.first(key[0], seen_at(number, locate(""))) if key else None
        return () if key is None or first is None else [Hit(NUMBER, key[0], args={"first": first})]

    def end(self) -> Iterable[Hit]:
        """Let go of what was remembered."""
        self._numbers.close()
        return ()


_FATAL_HEAD = (Severity.FATAL, Scope.HEADER)
_ERROR_LINE = (Severity.ERROR, Scope.LINE)
_OWN: Any = {"mark": Mark.OWN}

RULES = [
    Rule("DIG-02", *_FATAL_HEAD, unit_of_government),
    Rule("DIG-03", *_FATAL_HEAD, known_supplier),
    Rule("DIG-FIELDS", *_FATAL_HEAD, mandatory_head, **_OWN),
    written_rule("DIG-WRITTEN", "digiinkoop"),
    unit_rule(),
    Rule("DIG-LENGTH", *_ERROR_LINE, texts_fit, repairs=True, shared=True, **_OWN),
    Rule("DIG-PRICE", *_ERROR_LINE, two_decimals, repairs=True, shared=True, **_OWN),
    Rule("DIG-FIELDS", *_ERROR_LINE, mandatory_line, shared=True, **_OWN),
    basis_rule("DIG-BASIS"),
    Rule("DIG-BASIS", *_ERROR_LINE, price_of_one, shared=True, **_OWN),
    decimals_rule("DIG-PRICE", MOST),
    one_price_rule("DIG-ONE-PRICE"),
    Rule("DIG-KEY", Severity.ERROR, Scope.STREAM, Once, shared=True, **_OWN),
    whole_rule("DIG-WHOLE"),
]
