"""The formats of the project with real schemas, and made-up mapping folders beside them."""

from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats
from hub.resources import resource
from hub.rules.profile import Profiles, load_profiles
from hub.xml.schemas import SchemaStore
from tests.unit.pipeline.folders import write_folders
from tests.unit.pipeline.world import Hall


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The made-up folders."""
    return write_folders(tmp_path_factory.mktemp("mappings"))


@pytest.fixture(scope="session")
def formats(made_up: list[Path], schemas_home: Path) -> Formats:
    """The UBL family, the hub's own format, and the made-up ones."""
    home = resource("mappings")
    folders = [home / name for name in ("hub", "ubl", "en16931", "oioubl", "peppol", "edifact")]
    return load_formats([*folders, *made_up], SchemaStore(schemas_home))


@pytest.fixture(scope="session")
def profiles(made_up: list[Path]) -> Profiles:
    """The made-up profiles."""
    return load_profiles([resource("mappings") / "ubl", *made_up])


@pytest.fixture
def hall(formats: Formats, profiles: Profiles, tmp_path: Path) -> Hall:
    """A place to run the pipeline in."""
    return Hall(formats, profiles, tmp_path)
