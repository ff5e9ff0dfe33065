"""Every adapter of a kind, for suites that run over all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.store import SqlStore
from hub.transport.spool import SpoolTransport
from tests.world import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    """Time that the test moves."""
    return FakeClock()


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[SqlStore]:
    """Each store."""
    assert request.param == "sqlite"
    opened = SqlStore.embedded(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture(params=["spool"])
def transports(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock
) -> Iterator[tuple[SpoolTransport, SpoolTransport]]:
    """Two consumers of each transport."""
    assert request.param == "spool"
    opened = SqlStore.embedded(tmp_path, clock)
    engine = opened.database.engine
    yield SpoolTransport(engine, "first", clock), SpoolTransport(engine, "second", clock)
    opened.close()
