"""Numbers that the store knows, as metrics."""

from collections.abc import Collection, Mapping
from typing import Any

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from hub.telemetry.definitions import OTHER, PARKED_STAGES, READ_AT_SCRAPE, RETURN, Definition

__all__ = ["store_gauges"]

WHOLE = {
    "hub_outbox_unsent": "outbox_unsent",
    "hub_outbox_oldest_age_seconds": "outbox_oldest_age_seconds",
    "hub_open_interchanges": "open_interchanges",
}
BY_PORT = {
    "hub_port_waiting_deliveries": "waiting",
    "hub_lane_oldest_age_seconds": "oldest_age_seconds",
    "hub_port_parked_deliveries": "parked",
    "hub_port_unconfirmed_deliveries": "unconfirmed",
}
AGES = frozenset({"hub_lane_oldest_age_seconds"})
"""Of two ages the greater counts, not their sum."""


def store_gauges(numbers: Mapping[str, Any], ports: Collection[str]) -> list[Metric]:
    """Return the metrics for what ``Archive.gauges`` answered.

    Ports that are not configured any more are put together as ``other``; those without
    deliveries are 0.
    """
    return [_metric(one, numbers, ports) for one in READ_AT_SCRAPE]


def _metric(one: Definition, numbers: Mapping[str, Any], ports: Collection[str]) -> Metric:
    family = GaugeMetricFamily(one.name, one.says, labels=one.labels)
    if one.name in WHOLE:
        family.add_metric([], float(numbers[WHOLE[one.name]] or 0))
    elif one.name in BY_PORT:
        values = _by_port(numbers["ports"], BY_PORT[one.name], ports, oldest=one.name in AGES)
        for port, value in values.items():
            family.add_metric([port], value)
    else:
        parked: Mapping[str, int] = numbers["parked"]
        for stage in PARKED_STAGES:
            family.add_metric([stage], float(parked.get(stage, 0)))
        rest = sum(count for stage, count in parked.items() if stage not in PARKED_STAGES)
        family.add_metric([OTHER], float(rest))
    return family


def _by_port(
    found: Mapping[str, Mapping[str, Any]], what: str, ports: Collection[str], *, oldest: bool
) -> dict[str, float]:
    values = dict.fromkeys((*ports, RETURN, OTHER), 0.0)
    for key, numbers in found.items():
        port = key or RETURN
        port = port if port in values else OTHER
        number = float(numbers.get(what) or 0)
        values[port] = max(values[port], number) if oldest else values[port] + number
    return values
