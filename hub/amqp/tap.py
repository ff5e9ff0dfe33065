"""What a consumer has of one queue: a channel, what it brought, and what is not answered yet."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

__all__ = ["Delivery", "Flow", "Tap"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message lent by the broker until it is acknowledged, requeued or rejected.

    ``exchange`` is the broker's word. ``routing_key``, ``id``, ``content_type`` and
    ``headers`` are the sender's and may hold anything. ``token`` is good on the connection
    that delivered it only.
    """

    queue: str
    exchange: str
    routing_key: str
    body: bytes
    id: str | None
    content_type: str | None
    headers: Mapping[str, Any]
    redelivered: bool
    token: str


class Flow(Enum):
    """Whether the broker delivers from a queue."""

    OFF = auto()
    STARTING = auto()
    ON = auto()
    STOPPING = auto()


class Tap:
    """One queue on a channel of its own, so that trouble with it stays with it.

    ``epoch`` numbers the channels; 0 while there is none. ``unanswered`` are delivery tags,
    oldest first, of what lies in the buffer or was handed out.
    """

    def __init__(self, queue: str, prefetch: int, *, wanted: bool) -> None:
        self.queue = queue
        self.prefetch = prefetch
        self.wanted = wanted
        self.flow = Flow.OFF
        self.opening = False
        self.channel: Any = None
        self.consumer: str | None = None
        self.epoch = 0
        self.failures = 0
        self.buffer: deque[Delivery] = deque()
        self.unanswered: dict[int, None] = {}

    def begin(self, channel: Any, epoch: int) -> None:
        """Use a new channel."""
        self.drop()
        self.channel, self.epoch = channel, epoch

    def drop(self) -> None:
        """Forget a channel; the broker gives what it brought to somebody else."""
        self.channel = self.consumer = None
        self.opening = False
        self.epoch = 0
        self.flow = Flow.OFF
        self.buffer.clear()
        self.unanswered.clear()

    def put(self, method: Any, properties: Any, body: bytes) -> None:
        """Take in a message."""
        self.unanswered[method.delivery_tag] = None
        headers = properties.headers or {}
        self.buffer.append(
            Delivery(
                self.queue,
                _text(method.exchange) or "",
                _text(method.routing_key) or "",
                body,
                _text(properties.message_id),
                _text(properties.content_type),
                {name: value for name, value in headers.items() if isinstance(name, str)},
                method.redelivered,
                f"{self.epoch}/{method.delivery_tag}",
            )
        )

    def tag(self, delivery: Delivery) -> int | None:
        """Return the tag of a delivery that this channel still waits to hear of."""
        epoch, _, tag = delivery.token.partition("/")
        if int(epoch) != self.epoch or int(tag) not in self.unanswered:
            return None
        return int(tag)

    def answer(self, tags: Iterable[int]) -> list[tuple[int, bool]]:
        """Strike tags out; returns the fewest frames for them, each a tag and ``multiple``.

        Several are answered at once only as an unbroken run from the oldest one: everything
        up to a tag is meant by ``multiple``.
        """
        mine = set(tags)
        run: list[int] = []
        for tag in self.unanswered:
            if tag not in mine:
                break
            run.append(tag)
        frames = [(run[-1], len(run) > 1)] if run else []
        frames += [(tag, False) for tag in sorted(mine.difference(run))]
        for tag in mine:
            del self.unanswered[tag]
        return frames


def _text(value: str | bytes | None) -> str | None:
    """Return what the library read as text, or as bytes when it is none."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
