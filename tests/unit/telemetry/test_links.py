"""Links to the broker: counted, noted for readiness, and logged once a change."""

import io

import pytest

from hub.amqp.link import LinkWatch
from hub.amqp.publisher import Fate
from hub.telemetry.board import Board
from hub.telemetry.links import Links
from hub.telemetry.logs import configure_logs
from hub.telemetry.metrics import Metrics


def test_a_link_is_counted_and_noted() -> None:
    """Up and down are seen in the metric, on the board and in the log."""
    log = io.StringIO()
    configure_logs("tester", log)
    metrics, board = Metrics(), Board()
    links: LinkWatch = Links(metrics, board)
    links.connected("relay")
    assert metrics.registry.get_sample_value("hub_broker_connected", {"role": "relay"}) == 1
    assert [link.up for link in board.links()] == [True]
    links.lost("relay", "broker: closed by the broker: 320 CONNECTION_FORCED")
    links.lost("relay", "broker: nothing answers there; is the broker running?")
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


def test_a_role_needs_all_its_links() -> None:
    """A role with two links has its broker when both stand."""
    metrics, board = Metrics(), Board()
    links = Links(metrics, board)
    links.connected("worker-takes")
    links.lost("worker-results", "connection lost")
    links.connected("worker-takes")
    assert metrics.registry.get_sample_value("hub_broker_connected", {"role": "worker"}) == 0
    assert [(link.role, link.up) for link in board.links()] == [("worker", False)]
    links.connected("worker-results")
    assert metrics.registry.get_sample_value("hub_broker_connected", {"role": "worker"}) == 1


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("the broker refused the login of user 'hub'; check name and password", "refused"),
        ("the broker has no virtual host 'hub' for user 'hub'", "refused"),
        ("closed by the broker: 320 CONNECTION_FORCED", "closed"),
        ("no such host", "unreachable"),
        ("nothing answers there; is the broker running?", "unreachable"),
        ("the broker did not answer any more", "timeout"),
        ("Connection reset by peer", "lost"),
        ("connection lost: StreamLostError", "lost"),
        ("something new", "other"),
    ],
)
def test_causes_are_few(sentence: str, cause: str) -> None:
    """A sentence for people becomes one of a few causes; addresses never become a label."""
    metrics = Metrics()
    Links(metrics, Board()).lost("intake", f"broker.example:5672: {sentence}")
    labels = {"role": "intake", "cause": cause}
    assert metrics.registry.get_sample_value("hub_broker_reconnects_total", labels) == 1


def test_every_fate_of_a_message_is_told_apart() -> None:
    """Kept, refused, returned and unknown are four results, each with its time."""
    metrics = Metrics()
    links = Links(metrics, Board())
    for fate in Fate:
        links.published(fate, 0.5)
    for result in ("ack", "nack", "returned", "timeout"):
        assert metrics.registry.get_sample_value("hub_publishes_total", {"result": result}) == 1
    assert metrics.registry.get_sample_value("hub_publish_confirm_duration_seconds_sum") == 2
