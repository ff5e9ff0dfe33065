"""What is said of a change or a cancellation whose order never went to its receiver."""

import pytest

from hub.model.finding import Severity
from hub.model.summary import Summary
from hub.pipeline.party import Port
from hub.pipeline.routing import Route
from hub.pipeline.unheard import unheard_orders
from tests.unit.pipeline.world import MAKER, TOWN, VILLAGE, Diary, party

TOWN_HALL = party("town", TOWN)
SHOPS = (party("maker", MAKER), party("village", VILLAGE))


def told(kind: str, *orders: str, memory: Diary | None) -> list[str]:
    """Return what is said, as ``order at receiver``."""
    summary = Summary(kind, "1", references=tuple(("order", one) for one in orders))
    routes = [Route(TOWN_HALL, shop, kind, Port("port", shop.key, "folder")) for shop in SHOPS]
    found = list(unheard_orders(summary, TOWN_HALL, routes, memory))
    assert all((one.rule, one.severity) == ("order-unknown", Severity.WARN) for one in found)
    return [f"{one.value} at {one.receiver}" for one in found]


@pytest.mark.parametrize("kind", ["order-change", "order-cancellation"])
def test_each_order_and_receiver_is_looked_up(kind: str) -> None:
    """What one receiver got is unknown to another; an order named twice is told once."""
    memory = Diary(went={("town", "maker", "order", "PO-1")})
    village = "Village (made up)"
    assert told(kind, "PO-1", "PO-1", memory=memory) == [f"PO-1 at {village}"]
    assert told(kind, "PO-2", memory=memory) == ["PO-2 at Maker (made up)", f"PO-2 at {village}"]


def test_nothing_is_said_without_a_memory_or_of_others() -> None:
    """A check at a desk knows of no orders; an answer or a bill has rules of its own."""
    assert told("order-change", "PO-1", memory=None) == []
    assert told("order-response", "PO-1", memory=Diary()) == []
    assert told("order-cancellation", memory=Diary()) == []
