"""Metrics: what happened is counted, under labels of closed sets only."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.matchreport import JUDGED
from hub.pipeline.outcome import (
    Accepted,
    Conflict,
    Duplicate,
    Held,
    Outcome,
    Processed,
    Rejected,
    Routed,
)
from hub.pipeline.protocols import Acceptance, Answer, Arrival, Conclusion, Consignment, Ended
from hub.pipeline.routing import Route
from hub.telemetry.definitions import COUNTED, METRICS, MOST_REASONS, READ_AT_SCRAPE, REASONS
from hub.telemetry.metrics import Metrics
from tests.world import World

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
PAYLOAD = Payload.of_bytes(b"<a/>", "a.xml")


@pytest.fixture
def metrics() -> Metrics:
    """Metrics of a hub with two kinds of document and one port."""
    return Metrics(("catalogue", "invoice"), {"north.main": "folder"}, queues=("documents",))


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """One series; None where there is none."""
    return metrics.registry.get_sample_value(name, labels)


def total(metrics: Metrics, name: str) -> float:
    """The sum over all series of a name."""
    samples = (sample for one in metrics.registry.collect() for sample in one.samples)
    return sum(sample.value for sample in samples if sample.name == name)


def conclusion(*outcomes: Outcome, replay_of: str | None = None) -> Conclusion:
    """An interchange that was accepted ten seconds ago and ends now."""
    claim = ClaimCheck("main", "b", "0" * 64, 4)
    envelope = Envelope("i", 1, "mill", "main", "folder", "a.xml", NOW, claim, replay_of=replay_of)
    form = FormatId("test", "catalogue", "1")
    ended = tuple(
        Ended(Processed(f"d{n}", n, form, None, outcome, Report("a.xml")), "mill")
        for n, outcome in enumerate(outcomes, start=1)
    )
    return Conclusion(envelope, ended, Answer("done", b"", b"", None, back=False))


def consignment(port: str = "north.main", kind: str = "output") -> Consignment:
    """Something to hand over."""
    made = Consignment(
        *("o", "output", port, "lane", 1, 1, "i", "d", "mill", "a.xml", "text/xml"),
        payload=PAYLOAD,
        attempt=1,
        claimed=0.0,
    )
    return replace(made, kind=kind)  # type: ignore[arg-type]


def test_every_series_of_a_counter_is_there_from_the_beginning(metrics: Metrics) -> None:
    """The first event of a series is seen as an increase, because it was 0 before."""
    assert value(metrics, "hub_deliveries_total", port="north.main", outcome="parked") == 0
    labels = {"document_type": "invoice", "reason": "resource-limit"}
    assert value(metrics, "hub_documents_rejected_total", **labels) == 0
    labels = {"stage": "process", "document_type": "invoice"}
    assert value(metrics, "hub_stage_duration_seconds_count", **labels) == 0
    for one in COUNTED:
        if one.kind == "counter":
            assert any(family.name == one.name[:-6] for family in metrics.registry.collect())


def test_what_is_outside_a_set_is_other(metrics: Metrics) -> None:
    """Neither a strange kind, port, channel, reason nor cause makes a series of its own."""
    before = sum(len(one.samples) for one in metrics.registry.collect())
    metrics.received("pigeon", "telegram")
    metrics.finished("invoice", "rejected", "F-INV999")
    metrics.attempted(consignment("gone.main"), "delivered", 0.1)
    metrics.linked("worker", up=True)
    metrics.lost_link("worker", "socket closed by 10.0.0.7")
    metrics.redelivered("hub.strange")
    after = sum(len(one.samples) for one in metrics.registry.collect())
    assert after == before + 1, "only the link that was heard of"
    received = {"channel": "other", "document_type": "other"}
    assert value(metrics, "hub_documents_received_total", **received) == 1
    rejected = {"document_type": "invoice", "reason": "other"}
    assert value(metrics, "hub_documents_rejected_total", **rejected) == 1
    attempts = {"port": "other", "result": "delivered"}
    assert value(metrics, "hub_delivery_attempts_total", **attempts) == 1
    assert value(metrics, "hub_broker_reconnects_total", role="worker", cause="other") == 1


def test_reasons_are_few() -> None:
    """However many rules are named, there are at most sixty reasons."""
    assert len(REASONS) < MOST_REASONS
    metrics = Metrics(reasons=[f"R-{number:03}" for number in range(200)])
    reasons = {
        sample.labels["reason"]
        for one in metrics.registry.collect()
        for sample in one.samples
        if sample.name == "hub_documents_rejected_total"
    }
    assert len(reasons) == MOST_REASONS
    assert {"R-000", "other", *REASONS} <= reasons


def test_acceptance_counts_repeats_apart(metrics: Metrics) -> None:
    """A delivery that was seen before is a duplicate, not another document."""
    arrival = Arrival("mill", "main", "folder", "k", "a.xml", PAYLOAD, family="catalogue")
    pairs = [(arrival, Acceptance("i", 1)), (arrival, Acceptance("i", 1, repeated=True))]
    metrics.accepted(pairs, 0.2)
    received = {"channel": "folder", "document_type": "catalogue"}
    assert value(metrics, "hub_documents_received_total", **received) == 1
    assert value(metrics, "hub_duplicates_total", kind="delivery") == 1
    assert value(metrics, "hub_document_size_bytes_sum") == PAYLOAD.size
    accept = {"stage": "accept", "document_type": "unknown"}
    assert value(metrics, "hub_stage_duration_seconds_sum", **accept) == pytest.approx(0.2)


def test_each_document_of_an_interchange_is_finished(metrics: Metrics) -> None:
    """Outcomes, reasons, duplicates and conflicts are counted, and the time it took."""
    outcomes = (
        Accepted(()),
        Rejected("XSD-CODE"),
        Duplicate("d0"),
        Conflict("d0"),
        Held(None, "x"),
    )
    metrics.concluded(conclusion(*outcomes), NOW + dt.timedelta(seconds=10))
    for outcome in ("accepted", "rejected", "duplicate", "conflict", "held"):
        labels = {"document_type": "catalogue", "outcome": outcome}
        assert value(metrics, "hub_documents_finished_total", **labels) == 1, outcome
    rejected = {"document_type": "catalogue", "reason": "XSD-CODE"}
    assert value(metrics, "hub_documents_rejected_total", **rejected) == 1
    assert value(metrics, "hub_duplicates_total", kind="document") == 1
    assert value(metrics, "hub_conflicts_total") == 1
    assert value(metrics, "hub_answer_duration_seconds_sum", document_type="catalogue") == 50
    assert total(metrics, "hub_replay_requests_total") == 0


def test_a_report_beside_a_bill_has_no_lines(metrics: Metrics, tmp_path: Path) -> None:
    """Only the document itself is counted by its lines, whatever else goes out with it."""
    world = World(tmp_path)
    mill, north = world.parties[0], world.parties[2]
    bill = Route(mill, north, "invoice", north.ports[0], FormatId("test", "invoice", "1"))
    report = Routed(replace(bill, when=JUDGED), Report("x"), (), lines=0)
    metrics.concluded(conclusion(Accepted((report,))), NOW)
    assert value(metrics, "hub_document_lines_count") == 0
    metrics.concluded(conclusion(Accepted((Routed(bill, Report("x"), (), 7), report))), NOW)
    assert value(metrics, "hub_document_lines_sum") == 7


def test_a_replay_is_counted_by_its_outcome(metrics: Metrics) -> None:
    """What an operator sent once more is told apart, also when it is parked again."""
    metrics.concluded(conclusion(Accepted(()), replay_of="earlier"), NOW)
    metrics.put_aside(replay=True)
    assert value(metrics, "hub_replay_requests_total", outcome="accepted") == 1
    assert value(metrics, "hub_replay_requests_total", outcome="parked") == 1


def test_delivery_is_timed_from_acceptance(metrics: Metrics) -> None:
    """An output handed over counts for its port, its kind of port and the whole way."""
    metrics.attempted(consignment(), "unavailable", 2.0)
    metrics.attempted(consignment(), "delivered", 1.0)
    metrics.delivered(consignment(), "invoice", NOW, NOW + dt.timedelta(seconds=7))
    attempts = {"port": "north.main", "result": "unavailable"}
    assert value(metrics, "hub_delivery_attempts_total", **attempts) == 1
    assert value(metrics, "hub_delivery_duration_seconds_sum", port_kind="folder") == 3
    outcome = {"port": "north.main", "outcome": "delivered"}
    assert value(metrics, "hub_deliveries_total", **outcome) == 1
    assert value(metrics, "hub_end_to_end_duration_seconds_sum", document_type="invoice") == 7


def test_an_answer_on_the_way_back_has_no_port(metrics: Metrics) -> None:
    """What goes back to its sender is counted as such, and not in the time of documents."""
    back = consignment("", "return")
    metrics.attempted(back, "delivered", 0.5)
    metrics.delivered(back, "invoice", NOW, NOW)
    assert value(metrics, "hub_deliveries_total", port="return", outcome="delivered") == 1
    assert total(metrics, "hub_end_to_end_duration_seconds_count") == 0


def test_a_failing_port_is_seen_to_rest(metrics: Metrics) -> None:
    """The circuit goes from used to resting, to tried again, and back."""
    seen = []
    for happens in (metrics.rests, metrics.tries_again, metrics.works):
        happens("north.main")
        seen.append(value(metrics, "hub_port_circuit_state", port="north.main"))
    assert seen == [2, 1, 0]


def test_inflight_goes_down_again_when_it_fails(metrics: Metrics) -> None:
    """What is in hand is counted while it is in hand, whatever becomes of it."""
    seen = []

    def fail() -> None:
        with metrics.inflight("process", 3):
            seen.append(value(metrics, "hub_inflight_documents", stage="process"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seen == [3]
    assert value(metrics, "hub_inflight_documents", stage="process") == 0


def test_names_follow_one_form() -> None:
    """Every name begins with hub_, counters end in _total, times and sizes say their unit."""
    names = [one.name for one in METRICS]
    assert len(set(names)) == len(names)
    for one in METRICS:
        assert one.name.startswith("hub_")
        assert (one.kind == "counter") == one.name.endswith("_total"), one.name
        assert (one.kind == "histogram") == bool(one.buckets), one.name
        assert one.says.endswith("."), one.name
    assert all(one.kind == "gauge" for one in READ_AT_SCRAPE)
