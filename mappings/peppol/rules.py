"""Documents of other formats, said in Peppol's words: bills, orders and catalogues (PEP rules)."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from hub.facts.units import UnitList
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.despatchadvice import DespatchAdvice, DespatchLine
from hub.model.finding import Severity
from hub.model.orderresponse import OrderResponse
from hub.rules.module import sibling
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope, StreamCheck
from hub.rules.translation import Translation
from hub.rules.units import unit_rule

answers = sibling(__file__, "answers")
bills = sibling(__file__, "bills")
cataloguelines = sibling(__file__, "cataloguelines")
catalogues = sibling(__file__, "catalogues")
coded = sibling(__file__, "../en16931/coded")
core = sibling(__file__, "../en16931/core")
despatching = sibling(__file__, "despatching")
listed = sibling(__file__, "../en16931/listed")
orderdemands = sibling(__file__, "orderdemands")
ordering = sibling(__file__, "ordering")
plain = sibling(__file__, "../en16931/plain")
prepared = sibling(__file__, "../en16931/prepared")
wholeorders = sibling(__file__, "wholeorders")

OWN = "peppol"
ADVICES = frozenset({"despatch-advice"})
CATALOGUES = frozenset({"catalogue"})
PLACED = frozenset({*ordering.ORDERS, "order-cancellation"})
"""Documents whose parties have addresses; those of answers have numbers and names."""
ADDRESSES = "address-scheme"
SENTENCES = core.SENTENCES
IDS = tuple(
    f"PEP-{number:02}" for number in (5, 21, 22, 26, 27, *range(30, 35), *range(38, 42), 36)
)


def head(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as Peppol takes it."""
    return bills.head(made, said, ctx.codes(ADDRESSES))


def line(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as Peppol takes it."""
    return bills.line(made, ctx.header, said)


def ordering_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Say the head of a document around an order of another format in Peppol's words."""
    if ctx.read_as(OWN) or not ordering.is_of_kind(header, ctx):
        return ()
    said = Translation()
    made = ordering.in_a_currency(ordering.head(header, ctx, said), ctx, said, placed=True)
    made = orderdemands.head(made, said, ctx.codes(ADDRESSES))
    listed.judge(made, said, coded.OTHER_COUNTRIES, placed=ctx.kind in PLACED)
    return said.hits(header, made)


def ordering_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Say one line of an order or of an answer to one."""
    if ctx.read_as(OWN) or not ordering.is_of_kind(ctx.header, ctx):
        return ()
    said = Translation()
    made = ordering.line(body, ctx, said)
    if not isinstance(ctx.header, OrderResponse):
        made = orderdemands.line(made, said)
    listed.judge(made, said, coded.OTHER_COUNTRIES, placed=ctx.kind in PLACED)
    return said.hits(body, made)


def despatch_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Say the head of an advice of goods of another format in Peppol's words."""
    if ctx.read_as(OWN) or not isinstance(header, DespatchAdvice):
        return ()
    said = Translation()
    made = plain.plain(prepared.order_head(header, said), said)
    return said.hits(header, despatching.head(made, said, ctx.codes(ADDRESSES)))


def despatch_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Say one line of such an advice; the head has been said before."""
    if ctx.read_as(OWN) or not isinstance(body, DespatchLine):
        return ()
    said = Translation()
    return said.hits(body, despatching.line(plain.plain(body, said) or DespatchLine(), said))


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
        self._due = not ctx.read_as(OWN) and code == answers.AMENDED

    def line(self, *_: object) -> Iterable[Hit]:
        """Note that there is a line."""
        self._due = False
        return ()

    def end(self) -> Iterable[Hit]:
        """Refuse an answer without any."""
        return [Hit("id")] if self._due else ()


TALK = frozenset(ordering.HEADS)
ORDER_HEAD = (
    *(f"EN-{number:02}" for number in (1, 2, 3, 6, 7, 18, 19, 20, 25, 28, 29, 40)),
    *(f"PEP-{number:02}" for number in (5, 26, *range(51, 62), 79)),
)
ORDER_LINE = (
    *(f"EN-{number:02}" for number in (1, 2, 6, 7, *range(14, 20), 25, 29, 40, 41)),
    *(f"PEP-{number:02}" for number in (5, 26, 51, 56, 57)),
)
_TALK: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": TALK}
_GOODS: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": CATALOGUES}
_SENT: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": ADVICES}
_SENT_HEAD = ("EN-06", "EN-07", "PEP-05", "PEP-26")
_SENT_LINE = ("EN-13", "EN-17", "PEP-56")
_CATALOGUE_HEAD = ("EN-06", "EN-07", "PEP-05", "PEP-26", "PEP-70", "PEP-72", "PEP-73")
_CATALOGUE_LINE = ("EN-17", "PEP-70", "PEP-72", *(f"PEP-{number}" for number in range(74, 78)))

RULES = [
    *core.rules("peppol", IDS, head, line),
    Rule("PEP-55", Severity.FATAL, Scope.HEADER, ordering_head, also=ORDER_HEAD, **_TALK),
    Rule("EN-13", Severity.FATAL, Scope.LINE, ordering_line, also=ORDER_LINE, **_TALK),
    wholeorders.lines_agree(OWN, ordering.ORDERS),
    Rule("PEP-63", Severity.FATAL, Scope.HEADER, despatch_head, also=_SENT_HEAD, **_SENT),
    Rule("PEP-63", Severity.FATAL, Scope.LINE, despatch_line, also=_SENT_LINE, **_SENT),
    catalogue_units(),
    Rule("PEP-71", Severity.FATAL, Scope.HEADER, catalogue_head, also=_CATALOGUE_HEAD, **_GOODS),
    Rule("PEP-78", Severity.ERROR, Scope.LINE, catalogue_line, also=_CATALOGUE_LINE, **_GOODS),
    Rule(
        "PEP-58",
        Severity.FATAL,
        Scope.STREAM,
        AmendedHasLines,
        mark=Mark.DOC,
        documents=ordering.ANSWERS,
    ),
]
