"""What all tests share."""

from pathlib import Path

import pytest

from hub.xml.schemas import UBL_SETS, default_home


@pytest.fixture(scope="session")
def schemas_home() -> Path:
    """The folder of installed schemas: ``HUB_SCHEMAS``, else the user's data folder."""
    home = default_home()
    missing = [name for name in UBL_SETS if not (home / name / "maindoc").is_dir()]
    if missing:
        pytest.fail(f"{home}: {', '.join(missing)} not there; type: hub schemas install")
    return home
