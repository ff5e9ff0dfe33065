"""Private throwaway servers: real ones on free ports of this machine, gone with their owner.

    with RabbitNode() as node, PostgresCluster() as cluster:
        broker, database = node.url(), cluster.create_database("hub")

Tests, measurements and the demo use them. Nothing here is part of the hub.
"""

from tools.servers.postgresql import PostgresCluster
from tools.servers.rabbitmq import RabbitNode
from tools.servers.trouble import ServerTrouble

__all__ = ["PostgresCluster", "RabbitNode", "ServerTrouble"]
