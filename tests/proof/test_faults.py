"""Ten faults, each under load over RabbitMQ and PostgreSQL, each with the ledger's verdict.

``python -m tests.proof.faults`` does the same with several seeds. The tenth, a port that is down
for three days, has a test of its own.
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.proof.faults import FAULTS, town
from tests.proof.site import Site, site
from tools.servers import PostgresCluster, RabbitNode

SEED = 1


class Sites:
    """One running site for all faults; a new one after a fault that it did not stand."""

    def __init__(self, folder: Path, schemas: Path) -> None:
        self._folder = folder
        self._schemas = schemas
        self._stack = ExitStack()
        self._site: Site | None = None
        self._made = 0

    def take(self) -> Site:
        """A site that is in order."""
        if self._site is None:
            node = self._stack.enter_context(RabbitNode())
            cluster = self._stack.enter_context(PostgresCluster(durable=False))
            self._made += 1
            folder = self._folder / str(self._made)
            folder.mkdir()
            self._site = self._stack.enter_context(
                site(town(folder), self._schemas, SEED, (node, cluster))
            )
        return self._site

    def spoil(self) -> None:
        """Say that it is not in order any more."""
        self._site = None
        self._stack.close()

    def close(self) -> None:
        """End it."""
        self._stack.close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Iterator[Sites]:
    """Sites on servers of their own, which the faults may kill."""
    made = Sites(tmp_path_factory.mktemp("faults"), schemas_home)
    yield made
    made.close()


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, sites: Sites) -> None:
    """Nothing is lost, invented, changed or out of order, and the trace says the same."""
    here = sites.take()
    try:
        FAULTS[name](here, random.Random(f"{SEED} {name}"))
        here.trial.check()
    except BaseException:
        sites.spoil()
        raise
