"""Bills, orders and answers of other formats, said in the words of UBL-OHNL (EN and OHN rules)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hub.model.finding import Severity
from hub.rules.module import sibling
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/core")
listed = sibling(__file__, "../en16931/listed")
ordering = sibling(__file__, "../peppol/ordering")
orders = sibling(__file__, "orders")
peppol = sibling(__file__, "../peppol/rules")
plain = sibling(__file__, "../en16931/plain")
wholeorders = sibling(__file__, "../peppol/wholeorders")

OWN = "ubl-ohnl"
SENTENCES = (
    *core.SENTENCES,
    Path(__file__).resolve().parents[1] / "peppol" / "sentences.toml",
)
IDS = ("OHN-02", "OHN-13")


def head(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as UBL-OHNL has it."""
    return bills.head(made, said)


def line(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as UBL-OHNL has it."""
    return bills.line(made, core.quantity_name(made), said)


def order_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of an order or of an answer, which was brought to Peppol's words."""
    if ctx.read_as(OWN) or not ordering.is_of_kind(header, ctx):
        return ()
    said = Translation()
    made = plain.plain(ordering.head(header, ctx, said), said)
    ordering.sided(made, said)
    if not said.refused:
        made = orders.head(made, said)
        listed.judge(made, said)
    return said.hits(header, made)


def order_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line; the head has been translated before."""
    if ctx.read_as(OWN) or not ordering.is_of_kind(ctx.header, ctx):
        return ()
    said = Translation()
    made = plain.plain(ordering.line(body, ctx, said), said)
    if not said.refused:
        made = orders.line(made, said)
        listed.judge(made, said)
    return said.hits(body, made)


_WAY: dict[str, Any] = {
    "mark": Mark.DOC,
    "repairs": True,
    "documents": frozenset({"order", "order-change", "order-response"}),
}
_HEAD = ("EN-30", "OHN-14", "PEP-55", *peppol.ORDER_HEAD)
_LINE = ("EN-13", *peppol.ORDER_LINE)

RULES = [
    *core.rules(OWN, IDS, head, line, judged=False),
    Rule("OHN-02", Severity.FATAL, Scope.HEADER, order_head, also=_HEAD, **_WAY),
    Rule("OHN-13", Severity.FATAL, Scope.LINE, order_line, also=_LINE, **_WAY),
    wholeorders.lines_agree(OWN, ordering.ORDERS),
]
