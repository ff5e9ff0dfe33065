"""The ports role: what is due is handed over, lane by lane."""

import datetime as dt
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import assert_never

from hub.app.backoff import port_wait
from hub.app.boundary import Done, Drop, Fate, Park, Stopped, Wait, attempt, loggable
from hub.errors import ConfigurationError
from hub.pipeline.protocols import (
    Checkpoint,
    Clock,
    Consignment,
    Deliveries,
    Intake,
    OutPort,
    Receipt,
)
from hub.telemetry.logs import about, log_of
from hub.telemetry.metrics import Metrics

__all__ = ["Exits", "PortsRole"]

BATCH = 128
AT_ONCE = 16
FRESH = 30.0
"""Seconds after which a claim is too old to send on: half of its lease."""
SETTLING = (0.2, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0, 4.0)
"""Seconds between attempts to write receipts down while the database does not answer."""
RENEWAL = 15.0
"""Seconds after which leases of what is being sent are renewed: a quarter of their length."""
LONGEST_REST = 60.0
RESULTS: Mapping[type, str] = {
    Done: "delivered",
    Wait: "unavailable",
    Stopped: "unavailable",
    Park: "refused",
    Drop: "dropped",
}
"""What an attempt is counted as."""
SHORTEST_WAIT = 0.2
LONGEST_WAIT = 3600.0
"""Bounds, in seconds, of what a port may ask for."""


@dataclass(frozen=True, slots=True)
class Exits:
    """Where to: ports by key, ways back by account, and the ports that are paused."""

    ports: Mapping[str, OutPort]
    back: Mapping[str, Intake]
    paused: frozenset[str] = frozenset()


class PortsRole:
    """Sends what is due; one thread at a time per port.

    A port that fails rests a little, longer each time, and then is tried with one
    consignment: it neither is hammered nor delays any other port.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        exits: Exits,
        clock: Clock,
        checkpoint: Checkpoint,
        *,
        owner: str = "ports",
        metrics: Metrics | None = None,
    ) -> None:
        self._deliveries = deliveries
        self._ports = exits.ports
        self._intakes = exits.back
        self._clock = clock
        self._checkpoint = checkpoint
        self._paused = exits.paused
        self._owner = owner
        self._metrics = metrics or Metrics()
        self._guard = threading.Lock()
        self._busy: dict[str, Future[None]] = {}
        self._held: dict[str, list[Consignment]] = {}
        self._renewed = clock.monotonic()
        self._halt = threading.Event()
        self._failures: dict[str, int] = {}
        self._resting: dict[str, float] = {}
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="port")
        self._log = log_of("ports")

    def start(self) -> None:
        """Take over what an earlier run of this role had in hand."""
        self._deliveries.free(self._owner)

    def step(self) -> int:
        """Claim what is due and begin to send it; returns how much was claimed."""
        for port, future in list(self._busy.items()):
            if future.done():
                del self._busy[port]
                del self._held[port]
                future.result()
        self._renew()
        claimed = self._deliveries.claim(self._owner, BATCH, self._unready())
        if claimed:
            self._checkpoint("port.claimed")
        by_port = attrgetter("port")
        for port, group in groupby(sorted(claimed, key=by_port), by_port):
            if port in self._resting:
                self._metrics.tries_again(port)
            self._held[port] = list(group)
            self._busy[port] = self._threads.submit(self._hand_over, port, self._held[port])
        return len(claimed)

    def wait(self) -> None:
        """Wait until everything begun is through."""
        for future in list(self._busy.values()):
            future.result()

    def stop(self) -> None:
        """Finish the sending in hand, write down what was sent, and end the threads."""
        self._halt.set()
        self._threads.shutdown(wait=True)

    def _renew(self) -> None:
        """Keep the lanes of what is being sent; a process that hangs does not come by here."""
        now = self._clock.monotonic()
        if now - self._renewed >= RENEWAL:
            self._deliveries.renew([one for held in self._held.values() for one in held])
            self._renewed = now

    def _unready(self) -> frozenset[str]:
        now = self._clock.monotonic()
        with self._guard:
            resting = {port for port, until in self._resting.items() if until > now}
        return self._paused | resting | set(self._busy)

    def _hand_over(self, port: str, claimed: list[Consignment]) -> None:
        done: list[tuple[Consignment, Receipt]] = []
        untouched: list[Consignment] = []
        trouble: list[tuple[Consignment, Fate]] = []
        for position, consignment in enumerate(claimed):
            if self._halt.is_set() or self._clock.monotonic() - consignment.claimed > FRESH:
                untouched = claimed[position:]
                break
            with about(
                interchange=consignment.interchange, output=consignment.id, port=consignment.port
            ):
                begun = self._clock.monotonic()
                with self._metrics.inflight("deliver"):
                    sent = attempt(lambda one=consignment: self._send(one))  # type: ignore[misc]
                seconds = self._clock.monotonic() - begun
                self._metrics.attempted(consignment, RESULTS[type(sent)], seconds)
            if isinstance(sent, Done):
                done.append((consignment, sent.value))
                continue
            trouble.append((consignment, sent))
            if not isinstance(sent, Park):
                untouched = claimed[position + 1 :]
                break
        settled = attempt(lambda: self._settle(port, done, trouble, claimed, untouched))
        for pause in SETTLING:
            # While the lease holds it is still ours to write down; after that it is sent again.
            if not isinstance(settled, Wait) or self._halt.wait(pause):
                break
            settled = attempt(lambda: self._settle(port, done, trouble, claimed, untouched))
        if not isinstance(settled, Done):
            self._log.error("not-settled", port=port, error=loggable(settled))

    def _send(self, consignment: Consignment) -> Receipt:
        if consignment.kind == "return":
            receipt = self._way_back(consignment).answer(consignment)
            self._checkpoint("answer.after-send")
            return receipt
        port = self._way_out(consignment)
        self._checkpoint("port.before-send")
        receipt = port.send(consignment)
        self._checkpoint("port.after-send")
        return receipt

    def _way(self, consignment: Consignment) -> Intake | OutPort:
        back = consignment.kind == "return"
        return self._way_back(consignment) if back else self._way_out(consignment)

    def _way_back(self, consignment: Consignment) -> Intake:
        intake = self._intakes.get(consignment.account)
        if intake is None:
            raise ConfigurationError([f"account {consignment.account}: is not configured any more"])
        return intake

    def _way_out(self, consignment: Consignment) -> OutPort:
        port = self._ports.get(consignment.port)
        if port is None:
            raise ConfigurationError([f"port {consignment.port}: is not configured any more"])
        return port

    def _settle(
        self,
        port: str,
        done: list[tuple[Consignment, Receipt]],
        trouble: list[tuple[Consignment, Fate]],
        claimed: list[Consignment],
        untouched: list[Consignment],
    ) -> None:
        if done:
            # Nothing is written down as handed over before it would survive a power cut.
            self._way(done[0][0]).flush()
            self._deliveries.delivered(done)
            kind = "answer" if done[0][0].kind == "return" else "port"
            self._checkpoint(f"{kind}.after-receipt")
            now = self._clock.now()
            for consignment, receipt in done:
                self._metrics.delivered(
                    consignment, consignment.family, consignment.accepted_at, now
                )
                self._log.info(
                    "handed-over",
                    port=port,
                    interchange=consignment.interchange,
                    output=consignment.id,
                    attempt=consignment.attempt,
                    where=receipt.where,
                )
        for consignment, fate in trouble:
            self._judge(port, consignment, fate)
        self._deliveries.finished(claimed, untouched)
        with self._guard:
            if done and not trouble:
                self._failures.pop(port, None)
                if self._resting.pop(port, None) is not None:
                    self._metrics.works(port)

    def _judge(self, port: str, consignment: Consignment, fate: Fate) -> None:
        match fate:
            case Wait(error, seconds) if seconds is not None:
                # The port works and said when: all its lanes wait so long, and it is no failure.
                soon = min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)
                due = self._clock.now() + dt.timedelta(seconds=soon)
                self._deliveries.retry(consignment, error, due)
                with self._guard:
                    self._resting[port] = self._clock.monotonic() + soon
            case Wait(error) | Stopped(error):
                due = self._clock.now() + port_wait(consignment.attempt)
                self._deliveries.retry(consignment, error, due)
                self._rest(port)
            case Park(reason, error):
                self._deliveries.park(consignment, f"{reason}: {error}")
                self._metrics.delivery_parked(consignment)
            case Drop():
                pass
            case _:
                assert_never(fate)
        self._log.warning(
            "not-handed-over",
            port=port,
            interchange=consignment.interchange,
            output=consignment.id,
            attempt=consignment.attempt,
            error=loggable(fate),
        )

    def _rest(self, port: str) -> None:
        with self._guard:
            failures = self._failures.get(port, 0) + 1
            self._failures[port] = failures
            rest = min(2.5 * 2 ** min(failures, 10), LONGEST_REST)
            self._resting[port] = self._clock.monotonic() + rest
        self._metrics.rests(port)
