"""Invoices end to end, accepted until handed over: embedded, and over RabbitMQ and PostgreSQL.

Each is checked against its schema and routed by its receiver, and ends as a file in the
receiver's folder with its answer in the sender's. Both hubs have one worker.

    python bench/invoice.py [--documents 300] [--rounds 3]
"""

import argparse
import sys

from comparing import Race, Variant
from plants import busy_hubs


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with busy_hubs({"servers": 1}, embedded="embedded") as hubs:
        for hub in hubs.values():
            hub.work_off(64, delivered=True)
        variants = [
            Variant(name, lambda h=hubs[name]: h.work_off(asked.documents, delivered=True))  # type: ignore[misc]
            for name in ("embedded", "servers")
        ]
        return Race("invoice", "invoices handed over", variants).run(asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
