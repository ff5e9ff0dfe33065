"""The scrape: numbers of the store beside those of the processes, and an answer always."""

import threading
import time
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hub.errors import StoreUnavailable
from hub.telemetry.definitions import METRICS, READ_AT_SCRAPE
from hub.telemetry.metrics import Metrics
from hub.telemetry.scrape import Scrape

NUMBERS = {
    "outbox_unsent": 3,
    "outbox_oldest_age_seconds": 12.5,
    "open_interchanges": 4,
    "ports": {
        "north.main": {"waiting": 5, "oldest_age_seconds": 60.0, "parked": 1, "unconfirmed": 2},
        "gone.main": {"waiting": 1, "oldest_age_seconds": 90.0, "parked": 0, "unconfirmed": 0},
        "left.main": {"waiting": 2, "oldest_age_seconds": 30.0, "parked": 0, "unconfirmed": 0},
        "": {"waiting": 7, "oldest_age_seconds": 1.0, "parked": 0, "unconfirmed": 0},
    },
    "parked": {"interchange": 1, "delivery": 2},
}


@pytest.fixture
def metrics() -> Metrics:
    """Metrics of a hub with one port."""
    return Metrics(("catalogue",), {"north.main": "folder"})


def series(text: bytes) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """A scrape, read by the library's own parser."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def at(found: dict[Any, float], name: str, **labels: str) -> float | None:
    """One series of a scrape."""
    return found.get((name, frozenset(labels.items())))


def test_numbers_of_the_store_are_shown(metrics: Metrics) -> None:
    """Outbox, ports and what is parked come from the store at the moment of the scrape."""
    found = series(Scrape(metrics, lambda: NUMBERS)())
    assert at(found, "hub_outbox_unsent") == 3
    assert at(found, "hub_outbox_oldest_age_seconds") == 12.5
    assert at(found, "hub_open_interchanges") == 4
    assert at(found, "hub_port_waiting_deliveries", port="north.main") == 5
    assert at(found, "hub_lane_oldest_age_seconds", port="north.main") == 60
    assert at(found, "hub_port_parked_deliveries", port="north.main") == 1
    assert at(found, "hub_port_unconfirmed_deliveries", port="north.main") == 2
    assert at(found, "hub_parked_documents", stage="delivery") == 2
    assert at(found, "hub_parked_documents", stage="route") == 0


def test_ports_that_are_gone_are_put_together(metrics: Metrics) -> None:
    """Deliveries of ports nobody configures any more: their sum, and the age of the oldest."""
    found = series(Scrape(metrics, lambda: NUMBERS)())
    assert at(found, "hub_port_waiting_deliveries", port="other") == 3
    assert at(found, "hub_lane_oldest_age_seconds", port="other") == 90
    assert at(found, "hub_port_waiting_deliveries", port="return") == 7
    assert at(found, "hub_port_waiting_deliveries", port="gone.main") is None


def test_every_metric_is_shown(metrics: Metrics) -> None:
    """Each metric of the table is in a scrape under its name, with its kind and text."""
    metrics.linked("relay", up=True)
    text = Scrape(metrics, lambda: NUMBERS)().decode()
    for one in METRICS:
        assert f"# HELP {one.name} {one.says}" in text
        assert f"# TYPE {one.name} {one.kind}" in text
    assert "_created" not in text


def test_a_store_that_is_down_costs_only_its_own_numbers(metrics: Metrics) -> None:
    """Without a database the scrape answers, says so, and shows no stale numbers."""

    def down() -> dict[str, Any]:
        raise StoreUnavailable("connection to db.example failed for user hub")

    metrics.received("folder", "catalogue")
    text = Scrape(metrics, down)()
    found = series(text)
    assert at(found, "hub_scrape_errors_total", source="store") == 1
    received = {"channel": "folder", "document_type": "catalogue"}
    assert at(found, "hub_documents_received_total", **received) == 1
    for one in READ_AT_SCRAPE:
        assert one.name not in text.decode()
    assert b"db.example" not in text


def test_a_store_that_hangs_costs_one_thread(metrics: Metrics) -> None:
    """A database that does not answer is waited for briefly, and asked once, not in a heap."""
    go = threading.Event()
    asked = []

    def hangs() -> dict[str, Any]:
        asked.append(1)
        go.wait(30)
        return NUMBERS

    scrape = Scrape(metrics, hangs, patience=0.05)
    for _ in range(3):
        found = series(scrape())
    assert at(found, "hub_scrape_errors_total", source="store") == 3
    assert len(asked) == 1
    go.set()
    deadline = time.monotonic() + 10
    while at(series(scrape()), "hub_outbox_unsent") != 3:
        assert time.monotonic() < deadline
