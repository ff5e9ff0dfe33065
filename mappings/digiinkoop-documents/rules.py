"""What DigiInkoop asks of order responses: an order that there is (DIG-04)."""

from collections.abc import Iterable
from typing import Any

from hub.matching.identification import number_of
from hub.model.finding import Severity
from hub.rules.rule import NEEDS_STATE, Hit, Rule, RuleContext, Scope

ORDER = "order"


def answers_an_order(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-04: the order that a response names came from the unit that it answers."""
    receiver = ctx.route.receiver
    named = [number_of(one.id) for one in head.order_reference]
    if not any(named):
        return [Hit("order_reference", expected="1", variant="missing")]
    if ctx.known is None or receiver is None:
        return NEEDS_STATE
    return [
        Hit(f"order_reference[{index}].id", number)
        for index, number in enumerate(named)
        if number is not None and not ctx.known.was_sent(receiver.key, ORDER, number)
    ]


RULES = [
    Rule(
        "DIG-04",
        Severity.ERROR,
        Scope.HEADER,
        answers_an_order,
        needs_known=True,
        documents=frozenset({"order-response"}),
    ),
]
