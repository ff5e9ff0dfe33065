"""Invoices and orders of other formats, said in the words of SI-UBL 1.2 (EN and SIU rules)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hub.model.finding import Severity
from hub.rules.module import sibling
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
lines = sibling(__file__, "lines")
core = sibling(__file__, "../en16931/core")
listed = sibling(__file__, "../en16931/listed")
ordering = sibling(__file__, "../peppol/ordering")
orders = sibling(__file__, "orders")
peppol = sibling(__file__, "../peppol/rules")
plain = sibling(__file__, "../en16931/plain")
wholeorders = sibling(__file__, "../peppol/wholeorders")

OWN = "si-ubl"
SENTENCES = (
    *core.SENTENCES,
    Path(__file__).resolve().parents[1] / "peppol" / "sentences.toml",
)
IDS = tuple(f"SIU-{number:02}" for number in (1, 3, 6, 7, 9, 15, 18, 24, 27, 13))


def head(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as SI-UBL has it."""
    return bills.head(made, said, ctx.codes("party-scheme"))


def line(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as SI-UBL has it."""
    return lines.line(made, core.quantity_name(made), said)


def order_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of an order, which was brought to Peppol's words."""
    if ctx.read_as(OWN) or not ordering.is_of_kind(header, ctx):
        return ()
    said = Translation()
    made = plain.plain(ordering.head(header, ctx, said), said)
    if made.document_currency_code is None:
        # BII2-T01-R009
        said.impossible("PEP-55", "document_currency_code")
    ordering.sided(made, said)
    if not said.refused:
        made = orders.head(made, said, ctx.codes("party-scheme"))
        listed.judge(made, said)
    return said.hits(header, made)


def order_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of an order; the head has been translated before."""
    if ctx.read_as(OWN) or not ordering.is_of_kind(ctx.header, ctx):
        return ()
    said = Translation()
    made = plain.plain(ordering.line(body, ctx, said), said)
    if not said.refused:
        made = orders.line(made, said, ctx.codes("party-scheme"))
        listed.judge(made, said)
    return said.hits(body, made)


ORDERED = ("SIU-01", "SIU-13", "SIU-18", "SIU-25", "SIU-26")
_WAY: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": frozenset({"order"})}
_HEAD = ("EN-30", *peppol.ORDER_HEAD, *ORDERED)
_LINE = (*peppol.ORDER_LINE, *ORDERED)

RULES = [
    # The official rules of the format know invoices and orders only.
    *core.rules(OWN, IDS, head, line, judged=False, documents=frozenset({"invoice"})),
    Rule("PEP-55", Severity.FATAL, Scope.HEADER, order_head, also=_HEAD, **_WAY),
    Rule("EN-13", Severity.FATAL, Scope.LINE, order_line, also=_LINE, **_WAY),
    wholeorders.lines_agree(OWN, frozenset({"order"})),
]
