"""Invoices and credit notes of other formats, said in Peppol's words (PEP-01 to PEP-29)."""

from collections.abc import Iterable
from typing import Any

from hub.model.finding import Severity
from hub.model.invoice import InvoiceLine
from hub.rules.module import sibling
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope
from hub.rules.translation import Translation

heads = sibling(__file__, "heads")
lines = sibling(__file__, "lines")
plain = sibling(__file__, "plain")

BILLS = frozenset({"invoice", "credit-note"})
DANISH = "oioubl"


def head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of a document that came in OIOUBL."""
    if not ctx.read_as(DANISH):
        return ()
    said = Translation()
    return said.hits(header, heads.head(plain.plain(header), said))


def line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line of such a document."""
    if not ctx.read_as(DANISH):
        return ()
    said = Translation()
    currency = ctx.header.document_currency_code
    for name, amount in lines.amounts(body):
        if currency is not None and amount.currency_id not in (None, currency.value):
            said.impossible("PEP-25", name, amount.currency_id, currency)
    quantity = "invoiced_quantity" if isinstance(body, InvoiceLine) else "credited_quantity"
    return said.hits(body, lines.line(plain.plain(body), quantity, said))


_BOTH = ("PEP-01", "PEP-02", "PEP-18", "PEP-19", "PEP-25", "PEP-29")
_HEAD = (
    *_BOTH,
    *(f"PEP-{number:02}" for number in (3, 4, *range(6, 12), *range(20, 25), 26, 27, 28)),
)
_LINE = (*_BOTH, *(f"PEP-{number:02}" for number in (12, *range(14, 18))))
_WAY: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": BILLS}

RULES = [
    Rule("PEP-05", Severity.FATAL, Scope.HEADER, head, also=_HEAD, **_WAY),
    Rule("PEP-13", Severity.FATAL, Scope.LINE, line, also=_LINE, **_WAY),
]
