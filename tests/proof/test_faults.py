"""Ten faults, each under load over RabbitMQ and PostgreSQL, each with the ledger's verdict.

``make faults`` does the same with several seeds and with processes as an operator starts them.
A port that is down for three days has a test of its own.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.faults import FAULTS, Sites

SEED = 1


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Iterator[Sites]:
    """Sites on servers of their own, which the faults may kill."""
    made = Sites(tmp_path_factory.mktemp("faults"), schemas_home, SEED, forged=True)
    yield made
    made.close()


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, sites: Sites) -> None:
    """Nothing is lost, invented, changed or out of order."""
    here = sites.take()
    try:
        FAULTS[name](here, random.Random(f"{SEED} {name}"))
        here.trial.check_arrivals()
    except BaseException:
        sites.spoil()
        raise


def test_trace_tells_the_same_story(sites: Sites) -> None:
    """After all of them the trace says of every document what the ledger says."""
    sites.take().trial.check()
