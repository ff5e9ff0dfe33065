"""Lines of an order that came in another format: do they make what the head says they do?"""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from hub.model.finding import Severity
from hub.rules.module import sibling
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.uniqueness import Uniqueness

ordering = sibling(__file__, "ordering")


def lines_agree(own: str, documents: frozenset[str]) -> Rule:
    """Return the rule for orders of all formats but the ``own`` one, which has rules itself."""
    return Rule(
        "EN-20",
        Severity.FATAL,
        Scope.STREAM,
        partial(LinesAgree, own=own),
        mark=Mark.DOC,
        documents=documents,
        also=("PEP-62",),
    )


class LinesAgree:
    """T01-R001 and R008: the lines of an order have numbers of their own and make its sum."""

    def __init__(self, ctx: RuleContext, own: str) -> None:
        self._due = not ctx.read_as(own) and ordering.is_of_kind(ctx.header, ctx)
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
