"""Invoices of other formats, said in the words of SI-UBL 1.2 (EN and SIU rules)."""

from typing import Any

from hub.rules.module import sibling
from hub.rules.rule import RuleContext
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
lines = sibling(__file__, "lines")
core = sibling(__file__, "../en16931/core")

SENTENCES = core.SENTENCES
IDS = tuple(f"SIU-{number:02}" for number in (1, 3, 6, 7, 9, 15, 18, 24, 13))


def head(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as SI-UBL has it."""
    return bills.head(made, said, ctx.codes("party-scheme"))


def line(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as SI-UBL has it."""
    return lines.line(made, core.quantity_name(made), said)


# The official rules of the format know invoices only.
RULES = core.rules("si-ubl", IDS, head, line, judged=False, documents=frozenset({"invoice"}))
