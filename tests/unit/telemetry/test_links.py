"""Links to the broker: counted, noted for readiness, and logged once a change."""

import enum
import io

from hub.telemetry.board import Board
from hub.telemetry.links import Links
from hub.telemetry.logs import configure_logs
from hub.telemetry.metrics import Metrics


class Fate(enum.Enum):
    """What a publisher says of a message."""

    KEPT = 1
    REFUSED = 2
    RETURNED = 3
    UNKNOWN = 4


def test_a_link_is_counted_and_noted() -> None:
    """Up and down are seen in the metric, on the board and in the log."""
    log = io.StringIO()
    configure_logs("tester", log)
    metrics, board = Metrics(), Board()
    links = Links(metrics, board)
    links.connected("relay")
    assert metrics.registry.get_sample_value("hub_broker_connected", {"role": "relay"}) == 1
    assert [link.up for link in board.links()] == [True]
    links.lost("relay", "closed")
    links.lost("relay", "unreachable")
    assert metrics.registry.get_sample_value("hub_broker_connected", {"role": "relay"}) == 0
    for cause in ("closed", "unreachable"):
        labels = {"role": "relay", "cause": cause}
        assert metrics.registry.get_sample_value("hub_broker_reconnects_total", labels) == 1
    assert [link.up for link in board.links()] == [False]
    links.blocked("relay", 2.5)
    links.cancelled("worker")
    assert metrics.registry.get_sample_value("hub_broker_blocked_seconds_total") == 2.5
    assert metrics.registry.get_sample_value("hub_consumer_cancelled_total") == 1
    assert log.getvalue().count("\n") == 5


def test_every_fate_of_a_message_is_told_apart() -> None:
    """Kept, refused, returned and unknown are four results, each with its time."""
    metrics = Metrics()
    links = Links(metrics, Board())
    for fate in Fate:
        links.published(fate, 0.5)
    for result in ("ack", "nack", "returned", "timeout"):
        assert metrics.registry.get_sample_value("hub_publishes_total", {"result": result}) == 1
    assert metrics.registry.get_sample_value("hub_publish_confirm_duration_seconds_sum") == 2
