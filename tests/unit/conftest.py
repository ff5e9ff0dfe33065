"""What tests of several packages share."""

from collections.abc import Iterator

import pytest

from tools.servers import RabbitNode
from tools.servers.process import free_port


class ManagedNode(RabbitNode):
    """A RabbitMQ node with its management API, at ``api``."""

    def __init__(self) -> None:
        port = free_port()
        settings = {"management.tcp.port": str(port), "management.tcp.ip": "127.0.0.1"}
        super().__init__(plugins=["rabbitmq_management"], settings=settings)
        self.api = f"http://{self.user}:{self.password}@127.0.0.1:{port}"


@pytest.fixture(scope="session")
def managed() -> Iterator[ManagedNode]:
    """A private node with the management plugin."""
    with ManagedNode() as node:
        yield node
