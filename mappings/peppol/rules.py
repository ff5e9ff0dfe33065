"""Invoices and credit notes of other formats, said in Peppol's words (EN and PEP rules)."""

from typing import Any

from hub.rules.module import sibling
from hub.rules.rule import RuleContext
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/core")

SENTENCES = core.SENTENCES
IDS = tuple(f"PEP-{number:02}" for number in (5, 21, 22, 26, 27, *range(30, 35), 38, 36))


def head(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as Peppol takes it."""
    return bills.head(made, said)


def line(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as Peppol takes it."""
    return bills.line(made, ctx.header, said)


RULES = core.rules("peppol", IDS, head, line)
