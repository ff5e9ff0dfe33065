"""A whole site: servers, a hub of several machines between them, suppliers and customers."""

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.proof.plant import Plant, Servers
from tests.proof.proxy import Proxy
from tests.proof.town import Town
from tests.proof.trial import Trial
from tools.servers import PostgresCluster, RabbitNode

__all__ = ["Site", "site"]


@dataclass(frozen=True)
class Site:
    """A running hub under test.

    The hub reaches the broker through ``link`` and the database through ``cable``; suppliers
    and customers reach the broker directly.
    """

    trial: Trial
    node: RabbitNode
    cluster: PostgresCluster
    link: Proxy
    cable: Proxy

    @property
    def plant(self) -> Plant:
        """The hub's machines."""
        return self.trial.plant

    @property
    def town(self) -> Town:
        """Who is who."""
        return self.trial.plant.town


@contextmanager
def site(
    town: Town,
    schemas: Path,
    seed: int,
    servers: tuple[RabbitNode, PostgresCluster],
    *,
    workers: int = 2,
    ports: int = 1,
    forged: bool = False,
) -> Iterator[Site]:
    """Make an empty virtual host and database, start a hub over them, and end it afterwards."""
    node, cluster = servers
    name = f"proof-{secrets.token_hex(4)}"
    vhost, database = node.add_vhost(name), cluster.create_database(name)
    town.write()
    with ExitStack() as stack:
        link = stack.enter_context(Proxy("127.0.0.1", node.port))
        cable = stack.enter_context(Proxy("127.0.0.1", cluster.port))
        direct = Servers(vhost, database)
        through = Servers(
            vhost.replace(f":{node.port}/", f":{link.port}/"),
            database.replace(f":{cluster.port}/", f":{cable.port}/"),
        )
        plant = Plant(town, schemas, through, workers, ports, direct=direct, forged=forged)
        stack.callback(plant.close)
        node.define(json.loads(plant.command("topology", "export", "--rabbitmq", "3.10")))
        plant.start()
        trial = Trial(plant, seed, broker=vhost).start()
        stack.callback(trial.close)
        yield Site(trial, node, cluster, link, cable)
        # With a good ending the hub also has to stop as it should.
        plant.stop()
