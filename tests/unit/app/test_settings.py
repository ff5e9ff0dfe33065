"""Settings from environment variables."""

from pathlib import Path

import pytest

from hub.app.settings import SETTINGS, Settings
from hub.errors import ConfigurationError


def test_settings_reach_a_child(tmp_path: Path) -> None:
    """What a supervisor was told, its children are told; nothing is left out."""
    given = {
        "HUB_HOME": str(tmp_path),
        "HUB_CONFIG": str(tmp_path / "c"),
        "HUB_SCHEMAS": str(tmp_path / "s"),
        "HUB_MAPPINGS": str(tmp_path / "m"),
        "HUB_UNSPSC": str(tmp_path / "unspsc-19.0501.csv"),
        "HUB_LANGUAGE": "da",
        "HUB_SETTLE": "0",
        "HUB_DOCUMENT_SECONDS": "2.5",
        "HUB_DOCUMENT_MEMORY": "700",
    }
    settings = Settings.from_environment(given)
    assert (settings.settle, settings.document_seconds, settings.document_memory) == (0, 2.5, 700)
    told = settings.environment()
    assert set(told) == set(SETTINGS)
    assert Settings.from_environment(told) == settings


@pytest.mark.parametrize("text", ["-1", "0", "soon", "1e3", "nan", "٣"])
def test_number_that_is_none_is_named(text: str) -> None:
    """A limit that cannot be used is refused with its name, not guessed."""
    with pytest.raises(ConfigurationError, match="HUB_DOCUMENT_SECONDS"):
        Settings.from_environment({"HUB_DOCUMENT_SECONDS": text})
