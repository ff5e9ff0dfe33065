"""What DigiInkoop asks of answers: an order that there is (DIG-04), an open request (DIG-07)."""

from collections.abc import Iterable
from typing import Any

from hub.matching.identification import number_of
from hub.model.finding import Severity
from hub.rules.rule import NEEDS_STATE, Hit, Rule, RuleContext, Scope

ORDER, REQUEST = "order", "request-for-quotation"


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


def answers_in_time(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-07: a quotation answers a request of the unit, on its last day at the latest."""
    sender, receiver = ctx.route.sender, ctx.route.receiver
    reference = head.request_for_quotation_document_reference
    number = None if reference is None else number_of(reference.id)
    field = "request_for_quotation_document_reference.id"
    if number is None:
        return [Hit(field, expected="1", variant="missing")]
    if ctx.known is None or sender is None or receiver is None:
        return NEEDS_STATE
    if not ctx.known.was_sent(receiver.key, REQUEST, number):
        return [Hit(field, number)]
    closes = ctx.known.request_closes(receiver.key, sender.key, number)
    if closes is None or ctx.route.today <= closes:
        return ()
    return [Hit(field, number, closes, variant="closed")]


RULES = [
    Rule(
        "DIG-07",
        Severity.ERROR,
        Scope.HEADER,
        answers_in_time,
        needs_known=True,
        documents=frozenset({"quotation"}),
    ),
    Rule(
        "DIG-04",
        Severity.ERROR,
        Scope.HEADER,
        answers_an_order,
        needs_known=True,
        documents=frozenset({"order-response"}),
    ),
]
