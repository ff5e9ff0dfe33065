"""Killed at each of its worst moments, over RabbitMQ and PostgreSQL, the hub keeps its promise."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.failpoints import FAILPOINTS
from tests.proof.site import Site, site
from tests.proof.town import Town
from tools.servers import PostgresCluster, RabbitNode

EACH = 5
ROLES = {"answer": "ports0", "port": "ports0", "worker": "worker0"}


@pytest.fixture(scope="module")
def swept(
    tmp_path_factory: pytest.TempPathFactory,
    schemas_home: Path,
    rabbitmq: RabbitNode,
    postgres: PostgresCluster,
) -> Iterator[Site]:
    """A hub for all moments, with every way in and every way out."""
    town = Town(
        tmp_path_factory.mktemp("swept"),
        ("queue", "folder", "http"),
        ("queue", "folder", "http", "pull", "mail"),
    )
    servers = (rabbitmq, postgres)
    with site(town, schemas_home, 1, servers, workers=1, forged=True) as here:
        yield here


@pytest.mark.parametrize("moment", FAILPOINTS)
def test_killed_at(moment: str, swept: Site) -> None:
    """Killed there and started again, nothing is lost, invented, changed or out of order."""
    name = moment.partition(".")[0]
    machine = swept.plant[ROLES.get(name, name)]
    trial = swept.trial
    machine.stop()
    machine.start(HUB_FAILPOINT=moment)
    trial.load.start(100, EACH)
    assert machine.ended(30) == -signal.SIGKILL
    machine.start()
    trial.load.join()
    trial.check_arrivals()


def test_trace_tells_the_same_story(swept: Site) -> None:
    """After all of it the trace says of every document what the ledger says."""
    swept.trial.check()
