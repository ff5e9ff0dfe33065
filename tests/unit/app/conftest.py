"""What tests of the application share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.app.stepped import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A hub stepped by hand."""
    opened = Bench(tmp_path)
    yield opened
    opened.ports.stop()
    opened.hub.close()
