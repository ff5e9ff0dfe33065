"""``make demo BROKER=rabbitmq``: the demo over a RabbitMQ and a PostgreSQL of its own.

Both are private, on free ports of this machine, and end with the demo.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.servers import PostgresCluster, RabbitNode, ServerTrouble

HUB = Path(sys.executable).with_name("hub")
USAGE = 2
NOT_TO_BE_HAD = 4


def main(words: Sequence[str]) -> int:
    """Start the servers and let ``hub demo`` run over them; its exit code is ours."""
    broker, *further = words or ("rabbitmq",)
    if broker != "rabbitmq":
        print(f"demo: BROKER={broker}: the one broker there is is rabbitmq", file=sys.stderr)
        return USAGE
    try:
        print("demo: starting a private RabbitMQ and a private PostgreSQL", flush=True)
        with RabbitNode() as node, PostgresCluster() as cluster:
            environment = os.environ | {
                "HUB_BROKER_URL": node.url(),
                "HUB_DATABASE_URL": cluster.create_database("hub"),
            }
            command = [str(HUB), "demo", "--servers", *further]
            return subprocess.run(command, env=environment, check=False).returncode
    except ServerTrouble as trouble:
        print(f"demo: {trouble}", file=sys.stderr)
        return NOT_TO_BE_HAD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
