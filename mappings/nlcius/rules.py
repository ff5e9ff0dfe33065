"""Invoices and credit notes of other formats, said in the words of NLCIUS (EN and NLC rules)."""

from typing import Any

from hub.rules.module import sibling
from hub.rules.rule import RuleContext
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/core")

SENTENCES = core.SENTENCES
IDS = ("NLC-21", "NLC-22", *(f"NLC-{number}" for number in range(30, 35)))


def head(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as NLCIUS takes it."""
    return bills.head(made, said)


def line(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as NLCIUS takes it."""
    return bills.line(made, ctx.header, said)


RULES = core.rules("nlcius", IDS, head, line)
