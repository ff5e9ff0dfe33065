"""OIOUBL's own catalogue rules that a data rule cannot say, and documents said in its words.

F-CAT rules judge every catalogue; OIO-01 to OIO-16 say invoices and credit notes of other
formats, which have been brought to core words before (EN rules), or refuse them; OIO-36 to
OIO-48 do so for orders, answers and catalogues that come in Peppol's format.
"""

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.facts.money import decimals, pad_decimals
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.rules.module import sibling
from hub.rules.path import set_path
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope, StreamCheck
from hub.rules.translation import Translation
from hub.rules.units import unit_rule

answers = sibling(__file__, "answers")
catalogues = sibling(__file__, "catalogues")
claims = sibling(__file__, "claims")
core = sibling(__file__, "../en16931/core")
billheads = sibling(__file__, "billheads")
billlines = sibling(__file__, "billlines")
billparts = sibling(__file__, "billparts")
currencies = sibling(__file__, "../en16931/currencies")
demanded = sibling(__file__, "demanded")
listed = sibling(__file__, "../en16931/listed")
offers = sibling(__file__, "offers")
orderlines = sibling(__file__, "orderlines")
ordering = sibling(__file__, "../peppol/ordering")
orders = sibling(__file__, "orders")
peppol = sibling(__file__, "../peppol/rules")
plain = sibling(__file__, "../en16931/plain")
plainsums = sibling(__file__, "plainsums")
prepared = sibling(__file__, "../en16931/prepared")
wholeorders = sibling(__file__, "../peppol/wholeorders")

PRICE_DECIMALS = 2
OWN = "oioubl"
LATER_COUNTRIES = frozenset({"BL", "MF", "XK"})
"""Countries that its list does not have (F-LIB301)."""


def orderable_has_unit(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """F-CAT115: what can be ordered says in which unit."""
    if body.orderable_indicator and body.orderable_unit is None:
        return [Hit("orderable_unit", expected="1")]
    return ()


def price_is_given(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """F-CAT201: a price has an amount."""
    return [
        Hit(f"required_item_location_quantity[{index}].price.price_amount", expected="1")
        for index, place in enumerate(body.required_item_location_quantity)
        if place.price is not None and place.price.price_amount is None
    ]


def price_has_decimals(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """F-CAT202: a price has two decimals at least.

    Zeros are added to prices that come in another format, which alters nothing; a document
    that was OIOUBL already is refused, as the rule says.
    """
    given = ctx.read_as("oioubl")
    hits: list[Hit] = []
    for index, place in enumerate(body.required_item_location_quantity):
        amount = place.price.price_amount if place.price is not None else None
        if amount is None or decimals(amount.value) >= PRICE_DECIMALS:
            continue
        path = f"required_item_location_quantity[{index}].price.price_amount"
        if given:
            hits.append(Hit(path, amount, f">= {PRICE_DECIMALS} decimals"))
            continue
        padded = pad_decimals(amount.value, PRICE_DECIMALS)
        body = set_path(body, f"{path}.value", padded)
        hits.append(
            Hit(path, amount, padded, severity=Severity.FIX, variant="padded", repaired=body)
        )
    return hits


def classification_is_given(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """F-CAT231: a classification has a code."""
    if body.item is None:
        return ()
    return [
        Hit(f"item.commodity_classification[{index}].item_classification_code", expected="1")
        for index, group in enumerate(body.item.commodity_classification)
        if group.item_classification_code is None or not group.item_classification_code.value
    ]


def classification_names_list(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """F-CAT232: a classification says that its list is UNSPSC."""
    return _attribute(body, "list_id", "UNSPSC")


def classification_names_agency(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """F-CAT233: a classification says which agency keeps the list."""
    return _attribute(body, "list_agency_id", "113")


def _attribute(body: CatalogueLine, name: str, expected: str) -> Iterable[Hit]:
    if body.item is None:
        return ()
    return [
        Hit(
            f"item.commodity_classification[{index}].item_classification_code.{name}",
            getattr(group.item_classification_code, name),
            expected,
        )
        for index, group in enumerate(body.item.commodity_classification)
        if group.item_classification_code is not None
        and getattr(group.item_classification_code, name) != expected
    ]


def bill_head(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as OIOUBL has it."""
    listed.without(made, said, LATER_COUNTRIES)
    code = made.document_currency_code
    if code is not None and code.value.strip() not in ctx.codes("currency"):
        # F-LIB298
        said.impossible("EN-40", "document_currency_code", code, "ISO 4217", variant="listed")
    return billheads.head(made, said, ctx.codes)


def bill_line(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return one line of such a bill; the head has been translated before."""
    ordered = ctx.header.order_reference is not None
    return billlines.line(made, core.quantity_name(made), ordered, said)


def bill_parts(ctx: RuleContext) -> StreamCheck:
    """Hold the tax total of such a bill against its lines."""
    if ctx.read_as(OWN) or not core.is_of_kind(ctx.header, ctx):
        return _Silent()
    return billparts.Parts(ctx)  # type: ignore[no-any-return]


ORDERING: MappingProxyType[str, Callable[[Any, Translation, Any], Any]] = MappingProxyType(
    {
        "order": orders.order,
        "order-change": orders.change,
        "order-cancellation": orders.cancellation,
        "order-response": answers.full,
        "order-response-simple": answers.simple,
        "application-response": answers.application_response,
    }
)
"""Who says the head of a document around an order, by its kind."""
PLAIN: MappingProxyType[str, Callable[[Any, Translation, Any], Any]] = MappingProxyType(
    {
        "application-response": answers.application_response,
        "request-for-quotation": offers.request,
        "quotation": offers.quotation,
        "reminder": claims.reminder,
        "statement": claims.statement,
    }
)
"""Who says the head of what no format has words of its own for but UBL and OIOUBL."""
PLAIN_LINES: MappingProxyType[str, Callable[[Any, Translation], Any]] = MappingProxyType(
    {
        "request-for-quotation": offers.line,
        "quotation": offers.line,
        "reminder": claims.reminder_line,
        "statement": claims.statement_line,
    }
)
"""Who says a line of such a document."""
REPLY = "application-response"
OFFERS = frozenset({"quotation", "request-for-quotation"})
"""What has to name a seller, and need not name a buyer."""
LINED = frozenset({"order", "order-change", "order-response"})


def _is_foreign(ctx: RuleContext) -> bool:
    """Whether a document speaks as Peppol does, was read into its words, or can be said in them."""
    return ctx.read_as("peppol") or ctx.read_as("edifact") or _is_of_ubl(ctx)


def _is_of_ubl(ctx: RuleContext) -> bool:
    """Whether a document speaks as UBL does and is said in Peppol's words first."""
    return ordering.is_translated(ctx) and not ctx.read_as(OWN)


def _is_of_kind(header: Any, ctx: RuleContext) -> bool:
    return ordering.is_of_kind(header, ctx)  # type: ignore[no-any-return]


def _known(given: Any, made: Any, said: Translation) -> Iterable[Hit]:
    """Return what was said, with the countries and currencies that OIOUBL does not know."""
    listed.judge(made, said)
    return said.hits(given, made)


def ordering_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of an order or of an answer that came in Peppol's format."""
    if not _is_foreign(ctx) or not _is_of_kind(header, ctx):
        return ()
    said = Translation()
    made = header
    if _is_of_ubl(ctx):
        made = ordering.head(header, ctx, said)
    else:
        # OIOUBL has one currency (F-LIB403); an answer to a message has none.
        currency = getattr(header, "document_currency_code", None)
        currencies.one_currency(header, currency, said)
    demanded.head(made, said)
    demanded.once(made, said)
    if said.refused:
        return said.hits(header, made)
    say = ORDERING[ctx.kind]
    if ctx.read_as(ordering.SYSTEMS) and ctx.kind == REPLY:
        say = answers.acknowledgement
    return _known(header, say(plain.plain(made, said), said, ctx.codes), said)


def ordering_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of an order or of an answer; the head has been translated before."""
    if not _is_foreign(ctx) or ctx.kind not in LINED or not _is_of_kind(ctx.header, ctx):
        return ()
    said = Translation()
    given = plain.plain(ordering.line(body, ctx, said), said)
    demanded.line(given, said)
    if said.refused:
        return said.hits(body, given)
    if ctx.kind == "order-response":
        return _known(body, answers.order_line(given, said), said)
    return _known(body, orderlines.line(given, ctx.header, said, ctx.codes), said)


def plain_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of a document that came in UBL's own words."""
    if not ctx.read_as("ubl") or not _is_of_kind(header, ctx):
        return ()
    said = Translation()
    made = plain.plain(prepared.order_head(header, said), said)
    if ctx.kind in OFFERS:
        demanded.head(made, said, (demanded.SELLER,))
        if said.refused:
            return said.hits(header, made)
    return _known(header, PLAIN[ctx.kind](made, said, ctx.codes), said)


def plain_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of such a document; the head has been translated before."""
    if not ctx.read_as("ubl") or ctx.kind not in PLAIN_LINES:
        return ()
    said = Translation()
    given = prepared.order_line(body, said) if hasattr(body, "line_item") else body
    made = plain.plain(given, said)
    return _known(body, made and PLAIN_LINES[ctx.kind](made, said), said)


def plain_sums(ctx: RuleContext) -> StreamCheck:
    """Compare the sums of such a document with its lines."""
    due = ctx.read_as("ubl") and _is_of_kind(ctx.header, ctx)
    return plainsums.LinesAgree(ctx, due=due)  # type: ignore[no-any-return]


FOREIGN = ("peppol", "ubl", "bmecat")
"""Formats that speak of parties, classes and numbers in other words than the hub does."""


def catalogue_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of a catalogue that came in Peppol's format or in UBL."""
    if not ctx.read_as(*FOREIGN):
        return ()
    said = Translation()
    given = plain.plain(header, said) or Catalogue()
    return said.hits(header, catalogues.head(given, said, ctx.codes))


def catalogue_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of such a catalogue."""
    if not ctx.read_as(*FOREIGN):
        return ()
    said = Translation()
    given = plain.plain(body, said) or CatalogueLine()
    return said.hits(body, catalogues.line(given, ctx.header, said))


class _Silent:
    """Says nothing: for catalogues that came in OIOUBL."""

    def line(self, *_: object) -> Iterable[Hit]:
        """Say nothing."""
        return ()

    def end(self) -> Iterable[Hit]:
        """Say nothing."""
        return ()


def units() -> Rule:
    """F-LIB318: units of other lists go over (UOM-04) or do not (UOM-05)."""
    rule = unit_rule("F-LIB318")

    def check(ctx: RuleContext) -> StreamCheck:
        return _Silent() if ctx.read_as(OWN) else rule.check(ctx)  # type: ignore[no-any-return]

    return dataclasses.replace(rule, check=check, documents=frozenset({"catalogue"}))


SENTENCES = (
    *core.SENTENCES,
    Path(__file__).resolve().parents[1] / "peppol" / "sentences.toml",
)
BILL_RULES = tuple(f"OIO-{number:02}" for number in (4, 1, 3, 6, 7, 8, 10, 12, 13, 14, 15, 16, 11))
_ORDERS: dict[str, Any] = {
    "mark": Mark.DOC,
    "repairs": True,
    "documents": frozenset(ORDERING),
}
_ORDER_HEAD = (
    *(f"OIO-{number:02}" for number in (1, 3, 13, *range(36, 40), *range(42, 47), 49, 50, 53)),
    *("PEP-55", *peppol.ORDER_HEAD),
)
_ORDER_LINE = (
    *(f"OIO-{number:02}" for number in (1, 12, 14, 38, 40, 41, 42, 47)),
    *("EN-13", *peppol.ORDER_LINE),
)
_PLAIN: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": frozenset(PLAIN)}
_SUMS: dict[str, Any] = {"mark": Mark.DOC, "documents": frozenset(plainsums.SUMS)}
_PLAIN_HEAD = (
    *(f"OIO-{number:02}" for number in (1, 4, 6, 7, 8, 10, 13, 45, 46, 49, 51, 52, 53)),
    *("EN-06", "EN-10", "EN-20", "EN-40"),
)
_PLAIN_LINE = ("OIO-01", "OIO-10", "OIO-11", "OIO-12", "EN-17", "EN-40", "EN-41")
_WAY = {"shared": True, "documents": frozenset({"catalogue"})}
_GOODS: dict[str, Any] = {
    "mark": Mark.DOC,
    "repairs": True,
    "documents": frozenset({"catalogue"}),
}
_LINE = (Severity.FATAL, Scope.LINE)

RULES = [
    units(),
    Rule("OIO-48", Severity.FATAL, Scope.HEADER, catalogue_head, also=("OIO-04",), **_GOODS),
    Rule("OIO-48", Severity.FATAL, Scope.LINE, catalogue_line, **_GOODS),
    *core.rules("oioubl", BILL_RULES, bill_head, bill_line, judged=False, types=billheads.TYPES),
    Rule("EN-35", Severity.FATAL, Scope.STREAM, bill_parts, documents=core.BILLS),
    Rule("F-CAT202", *_LINE, price_has_decimals, repairs=True, **_WAY),
    Rule("F-CAT115", *_LINE, orderable_has_unit, **_WAY),
    Rule("F-CAT201", *_LINE, price_is_given, **_WAY),
    Rule("F-CAT231", *_LINE, classification_is_given, **_WAY),
    Rule("F-CAT232", *_LINE, classification_names_list, by_writer=True, **_WAY),
    Rule("OIO-04", Severity.FATAL, Scope.HEADER, ordering_head, also=_ORDER_HEAD, **_ORDERS),
    Rule("OIO-11", Severity.FATAL, Scope.LINE, ordering_line, also=_ORDER_LINE, **_ORDERS),
    Rule("OIO-50", Severity.FATAL, Scope.HEADER, plain_head, also=_PLAIN_HEAD, **_PLAIN),
    Rule("OIO-50", Severity.FATAL, Scope.LINE, plain_line, also=_PLAIN_LINE, **_PLAIN),
    wholeorders.lines_agree(OWN, ordering.ORDERS),
    Rule("EN-20", Severity.FATAL, Scope.STREAM, plain_sums, **_SUMS),
    Rule("F-CAT233", *_LINE, classification_names_agency, by_writer=True, **_WAY),
]
