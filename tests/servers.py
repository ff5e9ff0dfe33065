"""Real servers for tests: started when the first test asks, gone when the last has ended."""

import secrets
from collections.abc import Iterator
from itertools import count

import pytest

from tools.servers import PostgresCluster, RabbitNode

__all__ = ["database", "postgres", "rabbitmq", "vhost", "vhosts"]

# Virtual hosts made by one call of rabbitmqctl, which takes as long for one.
AT_ONCE = 8


class VirtualHosts:
    """Fresh virtual hosts of a node, made and removed a handful at a time."""

    def __init__(self, node: RabbitNode) -> None:
        self._node = node
        self._numbers = count(1)
        self._fresh: list[str] = []
        self._used: list[str] = []

    def take(self) -> str:
        """The name of a virtual host that nobody has used."""
        if not self._fresh:
            self._node.delete_vhosts(self._used)
            self._used = []
            self._fresh = [f"test-{next(self._numbers)}" for _ in range(AT_ONCE)]
            self._node.add_vhost(*self._fresh)
        return self._fresh.pop()

    def give_back(self, name: str) -> None:
        """Say that a virtual host may go."""
        self._used.append(name)


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitNode]:
    """A private RabbitMQ node."""
    with RabbitNode() as node:
        yield node


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A private PostgreSQL cluster."""
    with PostgresCluster(durable=False) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def vhosts(rabbitmq: RabbitNode) -> VirtualHosts:
    """The session's virtual hosts."""
    return VirtualHosts(rabbitmq)


@pytest.fixture
def vhost(rabbitmq: RabbitNode, vhosts: VirtualHosts) -> Iterator[str]:
    """The address of a virtual host that only this test uses; its name is its last part."""
    name = vhosts.take()
    yield rabbitmq.url(name)
    vhosts.give_back(name)


@pytest.fixture
def database(postgres: PostgresCluster) -> Iterator[str]:
    """The address of an empty database that only this test uses."""
    name = f"test_{secrets.token_hex(6)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)
