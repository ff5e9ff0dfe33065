"""What all tests share."""

import os
from pathlib import Path

import hypothesis
import pytest

from hub.xml.schemas import UBL_SETS, default_home

pytest_plugins = ["tests.servers"]

# A slow machine is no failure: properties are judged by what holds, never by the clock.
hypothesis.settings.register_profile("hub", deadline=None)
hypothesis.settings.load_profile("hub")


@pytest.fixture(scope="session")
def schemas_home() -> Path:
    """The folder of installed schemas: ``HUB_SCHEMAS``, else the user's data folder."""
    home = default_home()
    missing = [name for name in UBL_SETS if not (home / name / "maindoc").is_dir()]
    if missing:
        pytest.fail(f"{home}: {', '.join(missing)} not there; type: hub schemas install")
    return home


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents that ``HUB_CORPUS`` names, with its ``MANIFEST.tsv``."""
    named = os.environ.get("HUB_CORPUS")
    if not named or not (Path(named) / "MANIFEST.tsv").is_file():
        pytest.fail(f"HUB_CORPUS={named}: no MANIFEST.tsv there, so no real document was read")
    return Path(named)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of real documents where nobody has any; CI has to have them."""
    if os.environ.get("HUB_CORPUS") or os.environ.get("CI") == "true":
        return
    apart = [item for item in items if "corpus" in getattr(item, "fixturenames", ())]
    if apart:
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]
