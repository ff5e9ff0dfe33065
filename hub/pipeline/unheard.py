"""A change or a cancellation of an order that the hub never passed on.

An order may have gone to its seller before the hub was between the two, or by another way, and
nothing that is written forbids to change or withdraw it: so it goes on. But it may as well name a
wrong number, and then the seller delivers what nobody wants any more. Both sides are told.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from hub.model.finding import Finding, Severity
from hub.model.summary import Summary
from hub.pipeline.judgement import ORDER_UNKNOWN, judge
from hub.pipeline.memory import Memory
from hub.pipeline.party import Party
from hub.pipeline.routing import Route

__all__ = ["unheard_orders"]

ORDER = "order"
ABOUT_AN_ORDER = frozenset({"order-change", "order-cancellation"})


def unheard_orders(
    summary: Summary, sender: Party, routes: Iterable[Route], memory: Memory | None
) -> Iterator[Finding]:
    """Yield a warning for each order that a change or a cancellation names and no receiver got.

    Nothing is said where there is no memory to ask, which is where a document is only checked.

    Raises ``TooEarly`` while an earlier document of the sender, its order perhaps, has not ended.
    """
    if summary.kind not in ABOUT_AN_ORDER or memory is None:
        return
    orders = [number for kind, number in summary.references if kind == ORDER]
    receivers = {route.receiver.key: route.receiver for route in routes}
    for number in dict.fromkeys(orders):
        for receiver in receivers.values():
            if not memory.has_sent(sender.key, receiver.key, ORDER, number):
                yield _told(number, receiver)


def _told(number: str, receiver: Party) -> Finding:
    found = judge(ORDER_UNKNOWN, value=number, receiver=receiver.card.name)
    return replace(found, severity=Severity.WARN)
