"""What a second worker adds on one machine, over RabbitMQ and PostgreSQL.

Broker, database, relay and both workers share the machine's cores. Decides the design: two
workers must be at least 1.4 times as fast as one.

    python bench/two_workers.py [--documents 600] [--rounds 3]
"""

import argparse
import sys
from functools import partial

from comparing import Goal, Race, Variant
from plants import busy_hubs


def main() -> int:
    """Measure; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with busy_hubs({"one": 1, "two": 2}) as hubs:
        for hub in hubs.values():  # schemas are compiled for the first document
            hub.work_off(64, delivered=True)
        # What a hub has yet to hand over when its workers are done takes cores from the other.
        variants = [
            Variant(
                name,
                partial(hub.work_off, asked.documents, delivered=False),
                settle=partial(hub.wait, delivered=True),
            )
            for name, hub in hubs.items()
        ]
        goal = Goal("two", "one", 1.4)
        return Race("two-workers", "invoices processed", variants, [goal]).run(asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
