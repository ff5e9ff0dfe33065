"""Invoices and credit notes of other formats, said in the words of UBL-OHNL (EN and OHN rules)."""

from typing import Any

from hub.rules.module import sibling
from hub.rules.rule import RuleContext
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
core = sibling(__file__, "../en16931/core")

SENTENCES = core.SENTENCES
IDS = ("OHN-02", "OHN-13")


def head(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a head in core words as UBL-OHNL has it."""
    return bills.head(made, said)


def line(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return a line in core words as UBL-OHNL has it."""
    return bills.line(made, core.quantity_name(made), said)


RULES = core.rules("ubl-ohnl", IDS, head, line, judged=False)
