"""What a window of confirms is worth against waiting for each one, on a quorum queue.

A relay publishes what the outbox holds and may mark a message sent only once the broker has
confirmed it. Decides the design: the window must be at least 4 times as fast.

    python bench/confirm_window.py [--messages 2000] [--rounds 5]
"""

import argparse
import sys
from collections.abc import Sequence

import pika
from comparing import Goal, Race, Variant

from hub.amqp.address import BrokerAddress
from hub.amqp.publisher import Fate, Publication, Publisher
from tools.servers import RabbitNode

QUEUE = "bench"
BODY = b"x" * 2048
WINDOWS = (1, 50, 500)


def main() -> int:
    """Measure; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with RabbitNode() as node:
        address = BrokerAddress.parse(node.url())
        with pika.BlockingConnection(pika.URLParameters(node.url())) as connection:
            channel = connection.channel()
            channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
            publishers = {n: Publisher(address, f"window-{n}", window=n) for n in WINDOWS}
            messages = [Publication("", QUEUE, BODY, str(n)) for n in range(asked.messages)]

            def publish(window: int) -> float:
                fates = publishers[window].publish(messages)
                if any(fate is not Fate.KEPT for fate in fates):
                    raise SystemExit(f"not every message was kept: {set(fates)}")
                return len(fates)

            def variants() -> Sequence[Variant]:
                return [
                    Variant(f"window {n}" if n > 1 else "each", lambda n=n: publish(n))  # type: ignore[misc]
                    for n in WINDOWS
                ]

            try:
                for window in WINDOWS:  # the first publish waits for the link
                    publishers[window].publish(messages[:1])
                goal = Goal("window 500", "each", 4.0)
                return Race("confirm-window", "messages", variants(), [goal]).run(asked.rounds)
            finally:
                for publisher in publishers.values():
                    publisher.close()
                channel.queue_delete(QUEUE)


if __name__ == "__main__":
    sys.exit(main())
