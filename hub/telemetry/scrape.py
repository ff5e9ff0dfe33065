"""The answer to a scrape: text in Prometheus's format, whatever fails."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector

from hub.errors import TransientError
from hub.telemetry.gauges import store_gauges
from hub.telemetry.inquiry import Inquiry
from hub.telemetry.metrics import Metrics
from hub.telemetry.processes import FOLDER, gathered

__all__ = ["MEDIA_TYPE", "Scrape"]

MEDIA_TYPE = CONTENT_TYPE_LATEST

PATIENCE = 2.0
"""Seconds for the database to answer; a scrape must be through within ten."""


class Scrape:
    """Puts together what processes counted and what the store knows.

    Args:
        metrics: of this process.
        gauges: ``Archive.gauges``; None where no store is at hand.
        folder: where the processes of this machine count; by default as the environment says.
        patience: seconds that ``gauges`` may take.
    """

    def __init__(
        self,
        metrics: Metrics,
        gauges: Callable[[], Mapping[str, Any]] | None = None,
        *,
        folder: Path | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._metrics = metrics
        named = os.environ.get(FOLDER)
        self._folder = folder or (Path(named) if named else None)
        self._gauges = None if gauges is None else Inquiry(gauges, patience)

    def __call__(self) -> bytes:
        """Return the text; a source that fails is left out and counted."""
        # First, so that a failure is among what is counted below.
        known = self._known()
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Given([*self._counted(), *known]))
        return generate_latest(registry)

    def _known(self) -> list[Metric]:
        if self._gauges is None:
            return []
        try:
            return store_gauges(self._gauges.answer(), self._metrics.ports())
        except TransientError:
            self._metrics.scrape_failed("store")
            return []

    def _counted(self) -> list[Metric]:
        if self._folder is None:
            return [_without_birthdays(one) for one in self._metrics.registry.collect()]
        try:
            return gathered(self._folder)
        except OSError:
            self._metrics.scrape_failed("processes")
            return []


class _Given(Collector):
    """Metrics that are there already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._metrics


def _without_birthdays(metric: Metric) -> Metric:
    """Leave out when each counter was made: a second series for each that nobody asks for."""
    metric.samples = [one for one in metric.samples if not one.name.endswith("_created")]
    return metric
