"""What happened, counted: one object per process, with a registry of its own."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from hub import __version__
from hub.pipeline.matchreport import JUDGED
from hub.pipeline.outcome import Accepted, Outcome, Rejected, Routed
from hub.pipeline.protocols import Acceptance, Arrival, Conclusion, Consignment
from hub.telemetry.definitions import (
    ATTEMPT_RESULTS,
    CHANNELS,
    COUNTED,
    DATABASE_TROUBLE,
    DELIVERY_OUTCOMES,
    LOST_CAUSES,
    MOST_REASONS,
    OTHER,
    OUTCOMES,
    PUBLISH_RESULTS,
    REASONS,
    REPLAY_OUTCOMES,
    RETURN,
    SOURCES,
    STAGES,
    TRANSACTIONS,
    UNKNOWN,
    Definition,
)

__all__ = ["Metrics"]

ROLES = ("intake", "relay", "worker", "ports")


class Metrics:
    """Counts what the roles say happened.

    Every label is from a closed set that is complete from the beginning, each at 0; what
    is outside of it becomes ``other``. With ``PROMETHEUS_MULTIPROC_DIR`` in the process's
    environment the numbers are kept in files there, one set per process; a process then
    has exactly one of these objects.

    Args:
        kinds: the kinds of document that the hub knows.
        ports: kind by key of every configured port.
        queues: names under which messages are received.
        reasons: rules to be told apart besides the hub's own.
        version: of the hub.
    """

    def __init__(
        self,
        kinds: Iterable[str] = (),
        ports: Mapping[str, str] | None = None,
        *,
        queues: Iterable[str] = (),
        reasons: Iterable[str] = (),
        version: str = __version__,
    ) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._ports = dict(ports or {})
        own = dict.fromkeys((*REASONS, *sorted(reasons)))
        kinds_known = (*sorted(set(kinds) - {UNKNOWN, OTHER}), UNKNOWN, OTHER)
        self._sets: dict[tuple[str, str], tuple[str, ...]] = {
            ("", "document_type"): kinds_known,
            ("", "channel"): (*CHANNELS, OTHER),
            ("", "stage"): (*STAGES, OTHER),
            ("hub_documents_finished_total", "outcome"): (*OUTCOMES, OTHER),
            ("hub_replay_requests_total", "outcome"): (*REPLAY_OUTCOMES, OTHER),
            ("hub_deliveries_total", "outcome"): (*DELIVERY_OUTCOMES, OTHER),
            ("", "reason"): (*list(own)[: MOST_REASONS - 1], OTHER),
            ("hub_duplicates_total", "kind"): ("delivery", "document", OTHER),
            ("", "port"): (*sorted(self._ports), RETURN, OTHER),
            ("", "port_kind"): (*sorted(set(self._ports.values())), RETURN, OTHER),
            ("hub_delivery_attempts_total", "result"): (*ATTEMPT_RESULTS, OTHER),
            ("hub_publishes_total", "result"): (*PUBLISH_RESULTS, OTHER),
            ("", "role"): (*ROLES, OTHER),
            ("", "cause"): (*LOST_CAUSES, OTHER),
            ("", "queue"): (*sorted(set(queues)), OTHER),
            ("", "name"): (*TRANSACTIONS, OTHER),
            ("hub_db_errors_total", "kind"): (*DATABASE_TROUBLE, OTHER),
            ("", "source"): (*SOURCES, OTHER),
            ("", "version"): (version, OTHER),
        }
        self._children: dict[tuple[str, ...], Any] = {}
        self._made = {one.name: self._make(one) for one in COUNTED}
        self._at("hub_build_info", version).set(1)

    def ports(self) -> Collection[str]:
        """Return the keys that a port may be labelled with."""
        return self._sets["", "port"]

    # -- ways in ---------------------------------------------------------------------------

    def received(self, channel: str, kind: str | None = None, size: int | None = None) -> None:
        """An interchange was accepted."""
        self._at("hub_documents_received_total", channel, kind or UNKNOWN).inc()
        if size is not None:
            self._at("hub_document_size_bytes").observe(size)

    def repeated(self) -> None:
        """A delivery was seen that had been accepted already."""
        self._at("hub_duplicates_total", "delivery").inc()

    def accepted(self, pairs: Sequence[tuple[Arrival, Acceptance]], seconds: float) -> None:
        """A batch of deliveries was committed, in so many seconds."""
        self.took("accept", seconds)
        for arrival, acceptance in pairs:
            if acceptance.repeated:
                self.repeated()
            else:
                self.received(arrival.channel, arrival.family, arrival.payload.size)

    # -- the line --------------------------------------------------------------------------

    def finished(
        self, kind: str | None, outcome: str, reason: str | None = None, lines: int | None = None
    ) -> None:
        """A document ended; ``reason`` is the rule that rejected it."""
        kind = kind or UNKNOWN
        self._at("hub_documents_finished_total", kind, outcome).inc()
        if outcome == "rejected":
            self._at("hub_documents_rejected_total", kind, reason or OTHER).inc()
        elif outcome == "duplicate":
            self._at("hub_duplicates_total", "document").inc()
        elif outcome == "conflict":
            self._at("hub_conflicts_total").inc()
        if lines is not None:
            self._at("hub_document_lines").observe(lines)

    def answered(self, kind: str | None, seconds: float) -> None:
        """The outcome of a document is committed, so long after its acceptance."""
        self._at("hub_answer_duration_seconds", kind or UNKNOWN).observe(max(seconds, 0.0))

    def disagreed(self, kind: str | None) -> None:
        """Count a document of which a second opinion says something else."""
        self._at("hub_second_opinion_disagreements_total", kind or UNKNOWN).inc()

    def replayed(self, outcome: str) -> None:
        """A document that an operator sent once more ended."""
        self._at("hub_replay_requests_total", outcome).inc()

    def concluded(self, conclusion: Conclusion, now: dt.datetime) -> None:
        """An interchange ended, with all its documents."""
        envelope = conclusion.envelope
        waited = (now - envelope.accepted_at).total_seconds()
        for ended in conclusion.documents:
            processed = ended.processed
            kind = None if processed.format is None else processed.format.document
            outcome = type(processed.outcome).__name__.lower()
            self.finished(kind, outcome, _reason(processed.outcome), _lines(processed.outcome))
            self.answered(kind, waited)
            if envelope.replay_of is not None:
                self.replayed(outcome)

    def put_aside(self, *, replay: bool = False) -> None:
        """A whole interchange was parked."""
        self.finished(None, "parked")
        if replay:
            self.replayed("parked")

    # -- time ------------------------------------------------------------------------------

    def took(self, stage: str, seconds: float, kind: str | None = None) -> None:
        """One step of a stage took so long; kinds are told apart where they are processed."""
        kind = (kind or UNKNOWN) if stage == "process" else UNKNOWN
        self._at("hub_stage_duration_seconds", stage, kind).observe(max(seconds, 0.0))

    @contextmanager
    def inflight(self, stage: str, count: int = 1) -> Iterator[None]:
        """So many documents are in this stage for the time being."""
        gauge = self._at("hub_inflight_documents", stage)
        gauge.inc(count)
        try:
            yield
        finally:
            gauge.dec(count)

    # -- ways out --------------------------------------------------------------------------

    def attempted(self, consignment: Consignment, result: str, seconds: float) -> None:
        """A way out was tried: ``delivered``, ``unavailable``, ``refused`` or ``dropped``."""
        port = self._port(consignment)
        kind = RETURN if port == RETURN else self._ports.get(port, OTHER)
        self._at("hub_delivery_attempts_total", port, result).inc()
        self._at("hub_delivery_duration_seconds", kind).observe(max(seconds, 0.0))
        self.took("deliver", seconds)

    def delivered(
        self,
        consignment: Consignment,
        kind: str | None = None,
        accepted_at: dt.datetime | None = None,
        now: dt.datetime | None = None,
    ) -> None:
        """A receipt is committed; with the two times, so long after the acceptance."""
        self._at("hub_deliveries_total", self._port(consignment), "delivered").inc()
        if accepted_at is not None and now is not None and consignment.kind == "output":
            seconds = max((now - accepted_at).total_seconds(), 0.0)
            self._at("hub_end_to_end_duration_seconds", kind or UNKNOWN).observe(seconds)

    def delivery_parked(self, consignment: Consignment) -> None:
        """A delivery was put before an operator."""
        self._at("hub_deliveries_total", self._port(consignment), "parked").inc()

    def confirmed(self, port: str) -> None:
        """A customer said that it has an output."""
        self._at("hub_deliveries_total", port, "confirmed").inc()

    def rests(self, port: str) -> None:
        """A port is left alone after failures."""
        self._at("hub_port_circuit_state", port).set(2)

    def tries_again(self, port: str) -> None:
        """A port that rested is tried with one consignment."""
        self._at("hub_port_circuit_state", port).set(1)

    def works(self, port: str) -> None:
        """A port took everything."""
        self._at("hub_port_circuit_state", port).set(0)

    # -- broker and database ---------------------------------------------------------------

    def linked(self, role: str, *, up: bool) -> None:
        """The links of a role to the broker all stand, or one does not."""
        self._at("hub_broker_connected", role).set(1 if up else 0)

    def lost_link(self, role: str, cause: str) -> None:
        """A link of a role to the broker is gone, or could not be made."""
        self._at("hub_broker_reconnects_total", role, cause).inc()

    def blocked(self, seconds: float) -> None:
        """The broker took nothing for so long."""
        self._at("hub_broker_blocked_seconds_total").inc(max(seconds, 0.0))

    def published(self, result: str, seconds: float) -> None:
        """The broker said what became of a message, or did not in time."""
        self._at("hub_publishes_total", result).inc()
        self._at("hub_publish_confirm_duration_seconds").observe(max(seconds, 0.0))

    def cancelled(self) -> None:
        """The broker ended a consumer."""
        self._at("hub_consumer_cancelled_total").inc()

    def redelivered(self, queue: str, count: int = 1) -> None:
        """Messages came that had been delivered before."""
        self._at("hub_redeliveries_total", queue).inc(count)

    def transaction(self, name: str, seconds: float) -> None:
        """A database transaction ended."""
        self._at("hub_db_transaction_duration_seconds", name).observe(max(seconds, 0.0))

    def database_failed(self, kind: str) -> None:
        """The database refused something or did not answer."""
        self._at("hub_db_errors_total", kind).inc()

    def scrape_failed(self, source: str) -> None:
        """A scrape had to go without the numbers of a source."""
        self._at("hub_scrape_errors_total", source).inc()

    # --------------------------------------------------------------------------------------

    def _port(self, consignment: Consignment) -> str:
        return RETURN if consignment.kind == "return" else consignment.port

    def _closed(self, metric: str, label: str) -> tuple[str, ...]:
        return self._sets.get((metric, label)) or self._sets["", label]

    def _at(self, metric: str, *values: str) -> Any:
        """Return the child of a metric; values outside their set become ``other``."""
        found = self._children.get((metric, *values))
        return self._outside(metric, values) if found is None else found

    def _outside(self, metric: str, values: tuple[str, ...]) -> Any:
        made, labels = self._made[metric]
        sets = (self._closed(metric, label) for label in labels)
        closed = (v if v in known else OTHER for v, known in zip(values, sets, strict=True))
        return made.labels(*closed)

    def _make(self, one: Definition) -> tuple[Any, tuple[str, ...]]:
        """Make a metric with all its children.

        None is added later: a worker at its memory limit could not make room for one.
        """
        made: Any
        match one.kind:
            case "counter":
                made = Counter(one.name, one.says, one.labels, registry=self.registry)
            case "gauge":
                made = Gauge(
                    one.name,
                    one.says,
                    one.labels,
                    registry=self.registry,
                    multiprocess_mode=one.alive,
                )
            case "histogram":
                made = Histogram(
                    one.name, one.says, one.labels, registry=self.registry, buckets=one.buckets
                )
        # A gauge that starts at 0 would say that a link is down which nobody wants up.
        if one.name not in ("hub_broker_connected", "hub_build_info"):
            for values in product(*(self._closed(one.name, label) for label in one.labels)):
                if _happens(one.name, values):
                    child = made.labels(*values) if values else made
                    self._children[one.name, *values] = child
        return made, one.labels


def _happens(name: str, values: tuple[str, ...]) -> bool:
    """Only the line itself knows kinds of document; other stages take what comes."""
    return name != "hub_stage_duration_seconds" or "process" in values or UNKNOWN in values


def _reason(outcome: Outcome) -> str | None:
    return outcome.reason if isinstance(outcome, Rejected) else None


def _lines(outcome: Outcome) -> int | None:
    routes = outcome.routes if isinstance(outcome, Accepted) else ()
    # A report on a bill goes out beside it and is no document of so many lines itself.
    ways = (one for one in routes if isinstance(one, Routed) and one.route.when != JUDGED)
    return max((one.lines for one in ways), default=None)
