"""What it is worth to accept many documents in one transaction, on SQLite and PostgreSQL.

Each acceptance writes payload, interchange, key, outbox row and trace, and is on the disk
when it returns.

    python bench/trace_batch.py [--documents 512] [--rounds 3]
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from comparing import Race, Variant

from hub.app.clock import SystemClock
from hub.formats.payload import Payload
from hub.pipeline.protocols import Arrival
from hub.store.store import SqlStore
from tools.servers import PostgresCluster

BATCHES = (1, 8, 64)
BODY = b"<Invoice>" + b"x" * 8000 + b"</Invoice>"


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    numbers = count(1)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = stack.enter_context(PostgresCluster())
        clock = SystemClock()
        stores = {
            "sqlite": SqlStore.embedded(home / "embedded", clock),
            "postgresql": SqlStore.on_server(
                cluster.create_database("bench"), home / "payloads", clock
            ),
        }

        def accept(store: SqlStore, batch: int) -> float:
            for _ in range(0, asked.documents, batch):
                store.inbox.accept([_arrival(next(numbers)) for _ in range(batch)])
            return asked.documents

        variants = [
            Variant(f"{name}, {batch} at a time", lambda s=store, b=batch: accept(s, b))  # type: ignore[misc]
            for name, store in stores.items()
            for batch in BATCHES
        ]
        for store in stores.values():
            stack.callback(store.close)
        return Race("trace-batch", "documents accepted", variants).run(asked.rounds)


def _arrival(number: int) -> Arrival:
    name = f"invoice-{number}.xml"
    return Arrival("bench", "main", "bench", name, name, Payload.of_bytes(BODY, name))


if __name__ == "__main__":
    sys.exit(main())
