"""Documents of other formats, said in Peppol's words: bills, orders and catalogues (PEP rules)."""

import dataclasses
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.units import UnitList
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity
from hub.rules.module import sibling
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope, StreamCheck
from hub.rules.translation import Translation
from hub.rules.uniqueness import Uniqueness
from hub.rules.units import unit_rule

answers = sibling(__file__, "answers")
bills = sibling(__file__, "bills")
cataloguelines = sibling(__file__, "cataloguelines")
catalogues = sibling(__file__, "catalogues")
core = sibling(__file__, "../en16931/core")
currencies = sibling(__file__, "../en16931/currencies")
orders = sibling(__file__, "orders")
plain = sibling(__file__, "../en16931/plain")

DANISH = "oioubl"
OWN = "peppol"
PLAIN = "edifact"
"""Read in Peppol's words already."""
CATALOGUES = frozenset({"catalogue"})
SENTENCES = core.SENTENCES
IDS = tuple(f"PEP-{number:02}" for number in (5, 21, 22, 26, 27, *range(30, 35), 38, 39, 36))


def head(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as Peppol takes it."""
    return bills.head(made, said)


def line(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as Peppol takes it."""
    return bills.line(made, ctx.header, said)


ORDERING: MappingProxyType[str, Callable[[Any, Translation], Any]] = MappingProxyType(
    {
        "order": orders.order,
        "order-change": orders.change,
        "order-cancellation": orders.cancellation,
        "order-response": answers.order_response,
        "order-response-advanced": answers.order_response,
        "message-level-response": answers.message_response,
        "invoice-response": answers.invoice_response,
    }
)
"""Who says the head of a document around an order, by its kind."""
ORDERS = frozenset({"order", "order-change"})
ANSWERS = frozenset({"order-response", "order-response-advanced"})


def ordering_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of an order or of an answer that came in OIOUBL."""
    said = Translation()
    if ctx.read_as(PLAIN):
        orders.demanded(header, said)
        currencies.original(header, said)
        currencies.one_currency(header, header.document_currency_code, said)
        return said.hits(header, header)
    if not ctx.read_as(DANISH):
        return ()
    given = plain.plain(header, said)
    if ctx.kind in (*ORDERS, *ANSWERS):
        currencies.original(given, said)
        # A Yes or No says nothing of money.
        currency = getattr(given, "document_currency_code", None)
        currencies.one_currency(given, currency, said)
    return said.hits(header, ORDERING[ctx.kind](given, said))


def ordering_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of an order or of an answer to one."""
    said = Translation()
    currency = ctx.header.document_currency_code
    if ctx.read_as(PLAIN):
        currencies.one_currency(body, currency, said)
        return said.hits(body, body)
    if not ctx.read_as(DANISH):
        return ()
    given = plain.plain(body, said)
    currencies.one_currency(given, currency, said)
    if ctx.kind in ANSWERS:
        return said.hits(body, answers.order_line(given, said))
    return said.hits(body, orders.line(given, said, change=ctx.kind == "order-change"))


def catalogue_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of a catalogue of another format."""
    if ctx.read_as(OWN):
        return ()
    said = Translation()
    # A file of rows may say nothing of its catalogue.
    given = plain.plain(header, said) or Catalogue()
    return said.hits(header, catalogues.head(given, ctx.route, ctx.codes, said))


def catalogue_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of a catalogue; one that cannot be said is refused alone."""
    if ctx.read_as(OWN):
        return ()
    said = Translation()
    made = cataloguelines.line(
        plain.plain(body, said) or CatalogueLine(), ctx.header, ctx.codes, said
    )
    return [
        replace(hit, severity=Severity.ERROR) if hit.severity is Severity.FATAL else hit
        for hit in said.hits(body, made)
    ]


class _Silent:
    """Says nothing: for catalogues that came in Peppol's format."""

    def line(self, *_: object) -> Iterable[Hit]:
        """Say nothing."""
        return ()

    def end(self) -> Iterable[Hit]:
        """Say nothing."""
        return ()


def catalogue_units() -> Rule:
    """Return the rule by which units of other lists go over (UOM-04) or do not (UOM-05)."""
    rule = unit_rule(listed=UnitList.REC20)

    def check(ctx: RuleContext) -> StreamCheck:
        return _Silent() if ctx.read_as(OWN) else rule.check(ctx)  # type: ignore[no-any-return]

    return dataclasses.replace(rule, check=check, documents=CATALOGUES)


class AmendedHasLines:
    """PEP-58: an answer that neither accepts nor rejects the whole order has lines (T76-R007)."""

    def __init__(self, ctx: RuleContext) -> None:
        code = getattr(ctx.header, "order_response_code", None)
        self._due = ctx.read_as(DANISH) and code == answers.AMENDED

    def line(self, *_: object) -> Iterable[Hit]:
        """Note that there is a line."""
        self._due = False
        return ()

    def end(self) -> Iterable[Hit]:
        """Refuse an answer without any."""
        return [Hit("id")] if self._due else ()


class LinesAgree:
    """T01-R001 and R008: the lines of an order have numbers of their own and make its sum."""

    def __init__(self, ctx: RuleContext) -> None:
        self._due = ctx.read_as(DANISH)
        total = ctx.header.anticipated_monetary_total if self._due else None
        self._stated = None if total is None else total.line_extension_amount
        self._sum = Decimal(0)
        self._numbers = Uniqueness()

    def line(self, number: int, body: Any, locate: Locate) -> Iterable[Hit]:
        """Add a line up, and see that its number is new."""
        item = body.line_item
        if not self._due or item is None:
            return ()
        amount = item.line_extension_amount
        self._sum += Decimal(0) if amount is None else amount.value
        if item.id is not None:
            first = self._numbers.first(item.id.value, number)
            if first is not None:
                place = locate("line_item.id")
                return [
                    Hit("line_item.id", item.id, args={"first": first}, rule="PEP-62", place=place)
                ]
        return ()

    def end(self) -> Iterable[Hit]:
        """Compare the sum that the head states."""
        if self._stated is None or self._stated.value == self._sum:
            return ()
        field = "anticipated_monetary_total.line_extension_amount"
        return [Hit(field, self._stated, self._sum)]


_ORDER_HEAD = (
    *(f"EN-{number:02}" for number in (1, 2, 3, 6, 7, 18, 19, 20, 25, 28, 29)),
    *(f"PEP-{number:02}" for number in (5, 26, *range(51, 62))),
)
_ORDER_LINE = (
    *(f"EN-{number:02}" for number in (1, 2, 6, 7, *range(14, 20), 25, 29)),
    *(f"PEP-{number:02}" for number in (5, 26, 51, 56, 57)),
)
_TALK: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": frozenset(ORDERING)}
_WHOLE: dict[str, Any] = {"mark": Mark.DOC, "documents": ORDERS, "also": ("PEP-62",)}
_GOODS: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": CATALOGUES}
_CATALOGUE_HEAD = ("EN-06", "EN-07", "PEP-05", "PEP-26", "PEP-70", "PEP-72", "PEP-73")
_CATALOGUE_LINE = ("EN-17", "PEP-70", "PEP-72", *(f"PEP-{number}" for number in range(74, 78)))

RULES = [
    *core.rules("peppol", IDS, head, line),
    Rule("PEP-55", Severity.FATAL, Scope.HEADER, ordering_head, also=_ORDER_HEAD, **_TALK),
    Rule("EN-13", Severity.FATAL, Scope.LINE, ordering_line, also=_ORDER_LINE, **_TALK),
    Rule("EN-20", Severity.FATAL, Scope.STREAM, LinesAgree, **_WHOLE),
    catalogue_units(),
    Rule("PEP-71", Severity.FATAL, Scope.HEADER, catalogue_head, also=_CATALOGUE_HEAD, **_GOODS),
    Rule("PEP-78", Severity.ERROR, Scope.LINE, catalogue_line, also=_CATALOGUE_LINE, **_GOODS),
    Rule("PEP-58", Severity.FATAL, Scope.STREAM, AmendedHasLines, mark=Mark.DOC, documents=ANSWERS),
]
