"""The worker role: documents go down the line, and their endings are committed."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

import msgspec

from hub.app.backoff import document_wait
from hub.app.boundary import Done, Drop, Fate, Park, Stopped, Wait, attempt, loggable
from hub.app.certifying import seals_of
from hub.app.limits import Watch
from hub.app.memory import SOON
from hub.app.numbers import settle_numbers
from hub.app.opinions import differing
from hub.app.unread import too_big, too_long
from hub.app.workerkit import Equipment, WornOut
from hub.errors import Fenced, TransientError
from hub.formats.payload import Payload
from hub.model.opinion import Agreement
from hub.pipeline.authority import find_sender
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Processed
from hub.pipeline.protocols import (
    Attempt,
    Checkpoint,
    Clock,
    Conclusion,
    Ended,
    Received,
    Transport,
    Work,
)
from hub.telemetry.logs import about, log_of

__all__ = ["BULK", "DOCUMENTS", "REPEATS", "TOPICS", "WorkerRole"]

REPEATS, DOCUMENTS, BULK = TOPICS = ("repeats", "documents", "bulk")
"""What a worker takes: small documents many at a time, what was begun before first, and big
ones one at a time."""
QUEUE = "queue"
"""The channel of what came through the broker."""
BATCH = 32
BATCH_BYTES = 4 << 20
MOST_DEATHS = 5
"""Attempts that ended the worker without a word, before an operator must look."""
MOST_STOPS = 2
"""Attempts stopped at a limit, before the document is rejected."""
MOST_OVERTAKINGS = 5


@dataclass(frozen=True, slots=True)
class _Job:
    received: Received
    envelope: Envelope


class WorkerRole:
    """Takes messages, counts the attempt, runs the line, commits, acknowledges.

    New messages are worked on together, one that was delivered before alone: whatever it
    does to the process, no neighbour is counted with it.
    """

    def __init__(
        self,
        work: Work,
        transport: Transport,
        equipment: Equipment,
        clock: Clock,
        checkpoint: Checkpoint,
        *,
        topics: Sequence[str] = TOPICS,
    ) -> None:
        self._topics = topics
        self._work = work
        self._transport = transport
        self._line = equipment.line
        self._answering = equipment.answering
        self._directory = equipment.directory
        self._versions = equipment.versions
        self._workshop = equipment.workshop
        self._max_body = equipment.max_body
        self._rejudge = equipment.rejudge
        self._metrics = equipment.instruments.metrics
        self._board = equipment.instruments.board
        self._longest = equipment.limits.seconds
        self._clock = clock
        self._checkpoint = checkpoint
        seconds = equipment.limits.seconds
        self._watch = Watch(seconds, lambda identity: work.exhausted(identity, "time"))
        self._unfinished: list[tuple[_Job, Attempt, str]] = []
        self._early: set[str] = set()
        self._log = log_of("worker")

    def start(self) -> None:
        """Give back what an earlier run of this worker had in hand, and clear its desk."""
        self._watch.start()
        self._postpone()
        self._transport.recover()
        shutil.rmtree(self._workshop, ignore_errors=True)
        self._workshop.mkdir(parents=True, exist_ok=True)

    def step(self) -> int:
        """Work on one batch of each topic; returns how many messages it took.

        They take turns, so that none waits for all of another: repeats go ahead of what came
        since, because the later documents of their lanes wait for them.
        Raises ``TransientError``, and ``WornOut`` when this process should be replaced.
        """
        return sum(self._work_on(topic) for topic in self._topics) + self._rejudge()

    def _work_on(self, topic: str) -> int:
        received = self._transport.receive(topic, 1 if topic == BULK else BATCH)
        if not received:
            return 0
        self._checkpoint("worker.received")
        for _ in filter(lambda one: one.redelivered, received):
            self._metrics.redelivered(topic)
        for group in _groups([job for one in received for job in self._read(one)]):
            self._do(group)
        return len(received)

    def _read(self, received: Received) -> list[_Job]:
        """Read an envelope; one of another version, or put there by hand, is let go.

        Its document stays open in the store, and `hub refill` sends it anew.
        """
        try:
            return [_Job(received, Envelope.decode(received.message.body))]
        except msgspec.DecodeError:
            self._log.error("unreadable-envelope", message=received.message.id)
            self._transport.ack([received])
            return []

    def abandon(self) -> None:
        """End this process now; the document in hand is taken up again by the next one.

        The attempt is explained, so that stopping the hub is never held against a document.
        """
        interchange = self._watch.current
        if interchange is not None:
            self._log.warning("abandoned", interchange=interchange)
            self._work.again(interchange, "the hub was stopped", self._clock.now())
        os._exit(0)

    def _do(self, jobs: list[_Job]) -> None:
        """Count the attempts, then work: what was stopped at a limit before, alone and last."""
        attempts = self._work.begin([job.envelope.interchange for job in jobs])
        self._checkpoint("worker.after-attempt")
        counted = list(zip(jobs, attempts, strict=True))
        together = [one for one in counted if not one[1].exhausted]
        alone = [[one] for one in counted if one[1].exhausted]
        for group in filter(None, [together, *alone]):
            try:
                self._work_off(group)
            except TransientError as error:
                # The database could not take the endings. That is written down when it can.
                self._unfinished += [(job, attempt, str(error)) for job, attempt in group]
                raise

    def _work_off(self, group: list[tuple[_Job, Attempt]]) -> None:
        conclusions: list[Conclusion] = []
        worn_out = False
        done = 0
        for job, counted in group:
            done += 1
            with about(interchange=job.envelope.interchange, attempt=counted.number):
                fate = self._conclude(job.envelope, counted)
                if isinstance(fate, Conclusion):
                    conclusions.append(fate)
                elif fate is not None:
                    self._settle(job.envelope, counted, fate)
                    worn_out = isinstance(fate, Stopped)
            if worn_out:
                break  # what comes after it would fail for its neighbour's memory
        self._checkpoint("worker.processed")
        self._commit(conclusions)
        for job, _ in group[done:]:
            self._work.again(
                job.envelope.interchange, "a neighbour used up the memory", self._clock.now()
            )
        self._checkpoint("worker.after-commit")
        self._transport.ack([job.received for job, _ in group])
        self._checkpoint("worker.after-ack")
        if worn_out:
            raise WornOut

    def _postpone(self) -> None:
        """Write down what the database could not take, so that it is not held against anybody."""
        while self._unfinished:
            job, counted, error = self._unfinished[0]
            # It answers again, and what is late for its sake holds up its lanes: tried at once.
            due = self._clock.now() + document_wait(counted.number, SOON)
            self._work.again(job.envelope.interchange, error, due)
            with suppress(Fenced):
                self._transport.ack([job.received])
            del self._unfinished[0]

    def _conclude(self, envelope: Envelope, counted: Attempt) -> Conclusion | Fate | None:
        """Return how an interchange ends, or what is in the way; None when it had ended."""
        if counted.state != "open":
            return None
        if counted.exhausted >= MOST_STOPS:
            return self._conclusion(envelope, [too_big(envelope)])
        if envelope.channel == QUEUE and envelope.payload.size > self._max_body:
            return self._conclusion(envelope, [too_long(envelope, self._max_body)])
        if counted.unexplained >= MOST_DEATHS:
            error = f"the worker ended {counted.unexplained} times while working on it"
            return Park("worker-died", error)
        if envelope.interchange in self._early and self._work.earlier_open(envelope.interchange):
            # It said before that it needs what comes before it: not read again until then.
            return Wait("an earlier document of this sender is being worked on", SOON)
        self._board.tick("worker", quiet=self._longest)
        with self._metrics.inflight("process"):
            fate = attempt(lambda: self._run(envelope))
        return fate.value if isinstance(fate, Done) else fate

    def _run(self, envelope: Envelope) -> Conclusion:
        folder = self._workshop / envelope.interchange
        if folder.exists():
            # A second run must not find what the first one wrote.
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        stored = self._work.payload(envelope.payload)
        payload = Payload(
            envelope.name,
            stored.size,
            stored.sha256,
            stored.path,
            stored.content,
            stored.media_type,
        )
        with self._watch.over(envelope.interchange):
            self._checkpoint("worker.processing")
            begun = self._clock.monotonic()
            processed = self._line(envelope, payload, folder)
            seconds = self._clock.monotonic() - begun
        summary = processed[0].summary if processed else None
        self._metrics.took("process", seconds, None if summary is None else summary.kind)
        return self._conclusion(envelope, processed, payload)

    def _conclusion(
        self, envelope: Envelope, processed: list[Processed], payload: Payload | None = None
    ) -> Conclusion:
        documents = settle_numbers(
            tuple(Ended(one, self._sender(envelope, one)) for one in processed)
        )
        answer = self._answering.answer(envelope, documents)
        versions = self._versions()
        seals = {} if payload is None else seals_of(envelope, payload, documents, versions)
        return Conclusion(envelope, documents, answer, versions, seals)

    def _sender(self, envelope: Envelope, processed: Processed) -> str | None:
        account = self._directory.account(envelope.account)
        if account is None or processed.summary is None:
            return None
        sender, _ = find_sender(processed.summary, account, self._directory)
        return None if sender is None else sender.key

    def _commit(self, conclusions: list[Conclusion]) -> None:
        """Commit endings; what was overtaken is worked on again with the newer memory."""
        for _ in range(MOST_OVERTAKINGS):
            if not conclusions:
                return
            begun = self._clock.monotonic()
            ended = self._work.finish(conclusions)
            self._metrics.took("commit", self._clock.monotonic() - begun)
            for conclusion, done in zip(conclusions, ended, strict=True):
                if done:
                    self._early.discard(conclusion.envelope.interchange)
                    self._tell(conclusion)
                    folder = self._workshop / conclusion.envelope.interchange
                    shutil.rmtree(folder, ignore_errors=True)
            late = [c.envelope for c, done in zip(conclusions, ended, strict=True) if not done]
            again = [(envelope, attempt(lambda e=envelope: self._run(e))) for envelope in late]  # type: ignore[misc]
            conclusions = [fate.value for _, fate in again if isinstance(fate, Done)]
            for envelope, fate in again:
                if not isinstance(fate, Done):
                    self._settle(envelope, Attempt("open", 1), fate)
        for conclusion in conclusions:
            fate = Wait("overtaken again and again by documents of the same number")
            self._settle(conclusion.envelope, Attempt("open", 1), fate)

    def _settle(self, envelope: Envelope, counted: Attempt, fate: Fate) -> None:
        identity = envelope.interchange
        match fate:
            case Wait(error, seconds):
                if seconds == SOON:
                    self._early.add(identity)
                due = self._clock.now() + document_wait(counted.number, seconds)
                self._work.again(identity, error, due)
            case Stopped(used):
                self._work.exhausted(identity, used, self._clock.now())
            case Park(reason, error):
                self._work.park(identity, reason, error)
                self._metrics.put_aside(replay=envelope.replay_of is not None)
            case Drop():
                pass
            case _:
                assert_never(fate)
        self._log.warning("not-ended", interchange=identity, fate=loggable(fate))

    def _tell(self, conclusion: Conclusion) -> None:
        self._metrics.concluded(conclusion, self._clock.now())
        for ended in conclusion.documents:
            self._compare(ended.processed)
            self._log.info(
                "ended",
                interchange=conclusion.envelope.interchange,
                document=ended.processed.document,
                outcome=type(ended.processed.outcome).__name__.lower(),
                sender=ended.sender,
                format=None if ended.processed.format is None else str(ended.processed.format),
            )

    def _compare(self, processed: Processed) -> None:
        """Tell the operator where a publisher's stylesheets say something else than the hub."""
        kind = None if processed.summary is None else processed.summary.kind
        for written, opinion in differing(processed):
            if opinion.agreement is Agreement.DISAGREES:
                self._metrics.disagreed(kind)
            self._log.warning(
                "second-opinion",
                document=processed.document,
                kind=kind,
                written=written,
                **opinion.describe(),
            )


def _groups(jobs: list[_Job]) -> Iterator[list[_Job]]:
    """Yield jobs that are worked on together: redelivered and big ones alone, first."""
    together: list[_Job] = []
    size = 0
    for job in jobs:
        if job.received.redelivered or job.envelope.payload.size > BATCH_BYTES:
            yield [job]
            continue
        if together and size + job.envelope.payload.size > BATCH_BYTES:
            yield together
            together, size = [], 0
        together.append(job)
        size += job.envelope.payload.size
    if together:
        yield together
