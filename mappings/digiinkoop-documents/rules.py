"""What DigiInkoop asks of answers: an order (DIG-04) or an open request (DIG-07) they got."""

from collections.abc import Iterable
from typing import Any

from hub.matching.identification import number_of
from hub.model.finding import Severity
from hub.rules.rule import NEEDS_STATE, Hit, Rule, RuleContext, Scope

ORDER = "order"


def answers_an_order(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-04: the unit that a response answers sent its sender the order that it names.

    Each version of an order, itself and each change, has one answer.
    """
    sender, receiver = ctx.route.sender, ctx.route.receiver
    named = [number_of(one.id) for one in head.order_reference]
    if not any(named):
        return [Hit("order_reference", expected="1", variant="missing")]
    if ctx.known is None or sender is None or receiver is None:
        return NEEDS_STATE
    issued = "" if head.issue_date is None else head.issue_date.isoformat()
    itself = (number_of(head.id), issued)
    hits = []
    for index, number in enumerate(named):
        if number is None:
            continue
        field = f"order_reference[{index}].id"
        if not ctx.known.went_to(sender.key, receiver.key, ORDER, number):
            hits.append(Hit(field, number))
            continue
        before = ctx.known.answered(sender.key, receiver.key, number, itself)
        if before is not None:
            hits.append(Hit(field, number, before or None, variant="answered"))
    return hits


def answers_in_time(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """DIG-07: a quotation answers a request that came to its sender, on its last day at latest."""
    sender, receiver = ctx.route.sender, ctx.route.receiver
    reference = head.request_for_quotation_document_reference
    number = None if reference is None else number_of(reference.id)
    field = "request_for_quotation_document_reference.id"
    if number is None:
        return [Hit(field, expected="1", variant="missing")]
    if ctx.known is None or sender is None or receiver is None:
        return NEEDS_STATE
    request = ctx.known.request(receiver.key, sender.key, number)
    if request is None:
        return [Hit(field, number)]
    if request.closes is None or ctx.route.today <= request.closes:
        return ()
    return [Hit(field, number, request.closes, variant="closed")]


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
