"""Every metric of the hub: its name, its labels, and what it counts.

One table, so that dashboards, alert rules and documentation can be compared with it.
Labels come from closed sets only; nothing here ever holds an id, and a party's name only
as part of the key of a port.
"""

from dataclasses import dataclass
from typing import Literal

from hub.pipeline.ending import REFUSED_BY_ALL
from hub.pipeline.judgement import SENTENCES as JUDGEMENTS
from hub.xml.sentences import SENTENCES as SCHEMA_RULES

__all__ = [
    "ATTEMPT_RESULTS",
    "CHANNELS",
    "COUNTED",
    "DATABASE_TROUBLE",
    "DELIVERY_OUTCOMES",
    "LOST_CAUSES",
    "METRICS",
    "MOST_REASONS",
    "OTHER",
    "OUTCOMES",
    "PARKED_STAGES",
    "PUBLISH_RESULTS",
    "READ_AT_SCRAPE",
    "REASONS",
    "REPLAY_OUTCOMES",
    "RETURN",
    "SOURCES",
    "STAGES",
    "TRANSACTIONS",
    "UNKNOWN",
    "Definition",
]

OTHER = "other"
"""Stands for every value outside a closed set."""

UNKNOWN = "unknown"
"""The kind of a document that nobody has recognised, or not yet."""

RETURN = "return"
"""In place of a port: an answer that goes back the way the document came."""

CHANNELS = ("folder", "queue", "http", "mail", "command", "replay")
STAGES = ("accept", "publish", "process", "commit", "deliver")
OUTCOMES = ("accepted", "rejected", "duplicate", "conflict", "unroutable", "held", "parked")
REPLAY_OUTCOMES = OUTCOMES
DELIVERY_OUTCOMES = ("delivered", "parked", "confirmed")
ATTEMPT_RESULTS = ("delivered", "unavailable", "refused", "dropped")
PUBLISH_RESULTS = ("ack", "nack", "returned", "timeout")
LOST_CAUSES = ("closed", "lost", "refused", "timeout", "cancelled", "unreachable")
TRANSACTIONS = ("read", "write")
DATABASE_TROUBLE = ("unavailable", "contention", "constraint", "defect")
PARKED_STAGES = ("interchange", "document", "route", "delivery", "bill")
SOURCES = ("store", "processes")

MOST_REASONS = 60

REASONS = (
    *JUDGEMENTS,
    REFUSED_BY_ALL,
    *(f"SYN-{number:02}" for number in range(1, 14)),
    *(f"FMT-{number:02}" for number in range(1, 5)),
    *SCHEMA_RULES,
)
"""Why the hub itself refuses a document. Rules of formats and receivers are ``other``: which
one it was stands in the trace, where it does not cost a time series."""

_TIMES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
_LONG_TIMES = (0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600, 14400, 86400)
_SHORT_TIMES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SIZES = tuple(float(1 << power) for power in range(10, 31, 2))
_LINES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Definition:
    """One metric.

    ``name`` is what stands in a query (counters end in ``_total``). ``alive`` says for a
    gauge how the processes of one machine are put together: their sum, their least or
    their greatest; a process that ended does not count.
    """

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    says: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    alive: Literal["livesum", "livemin", "livemax"] = "livesum"


COUNTED = (
    Definition(
        "hub_documents_received_total",
        "counter",
        "Interchanges that a way in accepted; a repeated delivery is not counted again.",
        ("channel", "document_type"),
    ),
    Definition(
        "hub_document_size_bytes", "histogram", "Size of accepted interchanges.", (), _SIZES
    ),
    Definition(
        "hub_documents_finished_total",
        "counter",
        "Documents whose outcome is committed.",
        ("document_type", "outcome"),
    ),
    Definition(
        "hub_documents_rejected_total",
        "counter",
        "Rejected documents by the first rule that refused them.",
        ("document_type", "reason"),
    ),
    Definition(
        "hub_document_lines", "histogram", "Lines of documents that were routed.", (), _LINES
    ),
    Definition(
        "hub_duplicates_total",
        "counter",
        "Repeats that changed nothing: of a delivery at the way in, or of a whole document.",
        ("kind",),
    ),
    Definition(
        "hub_conflicts_total", "counter", "Documents under a number that another one has taken."
    ),
    Definition(
        "hub_second_opinion_disagreements_total",
        "counter",
        "Documents and outputs of which a publisher's stylesheets said something else.",
        ("document_type",),
    ),
    Definition(
        "hub_replay_requests_total",
        "counter",
        "Replays that came to an end, by the outcome of each document.",
        ("outcome",),
    ),
    Definition(
        "hub_stage_duration_seconds",
        "histogram",
        "Time spent on one step: a transaction, a batch published, a document, a delivery.",
        ("stage", "document_type"),
        _TIMES,
    ),
    Definition(
        "hub_answer_duration_seconds",
        "histogram",
        "From the acceptance of an interchange to the commit of its outcome.",
        ("document_type",),
        _LONG_TIMES,
    ),
    Definition(
        "hub_end_to_end_duration_seconds",
        "histogram",
        "From the acceptance of an interchange to the commit of an output's receipt.",
        ("document_type",),
        _LONG_TIMES,
    ),
    Definition(
        "hub_inflight_documents", "gauge", "What is being worked on at this moment.", ("stage",)
    ),
    Definition(
        "hub_deliveries_total",
        "counter",
        "Deliveries that ended: handed over, or parked; and those a customer confirmed.",
        ("port", "outcome"),
    ),
    Definition(
        "hub_delivery_attempts_total",
        "counter",
        "Attempts to hand something over.",
        ("port", "result"),
    ),
    Definition(
        "hub_delivery_duration_seconds",
        "histogram",
        "Time of one attempt to hand over, whatever came of it.",
        ("port_kind",),
        _TIMES,
    ),
    Definition(
        "hub_port_circuit_state",
        "gauge",
        "0 a port is used, 1 it is being tried again, 2 it rests after failures.",
        ("port",),
        alive="livemax",
    ),
    Definition(
        "hub_broker_connected",
        "gauge",
        "1 while the link of this role to the broker is up; 0 when one of its processes has none.",
        ("role",),
        alive="livemin",
    ),
    Definition(
        "hub_broker_reconnects_total",
        "counter",
        "Links to the broker that were lost or could not be made.",
        ("role", "cause"),
    ),
    Definition(
        "hub_broker_blocked_seconds_total",
        "counter",
        "Time for which the broker took nothing because of an alarm of its own.",
    ),
    Definition(
        "hub_publishes_total", "counter", "Messages published, by what came of them.", ("result",)
    ),
    Definition(
        "hub_publish_confirm_duration_seconds",
        "histogram",
        "From publishing a message to the broker's word on it.",
        (),
        _SHORT_TIMES,
    ),
    Definition(
        "hub_redeliveries_total",
        "counter",
        "Messages that the transport delivered once more.",
        ("queue",),
    ),
    Definition(
        "hub_consumer_cancelled_total", "counter", "Consumers that the broker itself cancelled."
    ),
    Definition(
        "hub_db_transaction_duration_seconds",
        "histogram",
        "Time of database transactions that read, or write.",
        ("name",),
        _SHORT_TIMES,
    ),
    Definition("hub_db_errors_total", "counter", "Errors of the database.", ("kind",)),
    Definition(
        "hub_scrape_errors_total",
        "counter",
        "Scrapes in which a source did not answer in time; its numbers are missing then.",
        ("source",),
    ),
    Definition(
        "hub_build_info",
        "gauge",
        "Always 1; the label is the version.",
        ("version",),
        (),
        "livemax",
    ),
)
"""What processes count as it happens."""

READ_AT_SCRAPE = (
    Definition("hub_outbox_unsent", "gauge", "Messages written down and not yet published."),
    Definition("hub_outbox_oldest_age_seconds", "gauge", "How long the oldest of them waits."),
    Definition("hub_open_interchanges", "gauge", "Accepted interchanges that have not ended."),
    Definition("hub_port_waiting_deliveries", "gauge", "Deliveries that wait.", ("port",)),
    Definition(
        "hub_lane_oldest_age_seconds", "gauge", "How long the oldest of them waits.", ("port",)
    ),
    Definition(
        "hub_port_parked_deliveries", "gauge", "Deliveries put before an operator.", ("port",)
    ),
    Definition(
        "hub_port_unconfirmed_deliveries",
        "gauge",
        "Handed over, and not yet confirmed by the customer's own word.",
        ("port",),
    ),
    Definition(
        "hub_parked_documents", "gauge", "What waits for an operator, by what it is.", ("stage",)
    ),
)
"""What is read from the database when somebody looks; the same on every machine of a hub."""

METRICS = (*COUNTED, *READ_AT_SCRAPE)
