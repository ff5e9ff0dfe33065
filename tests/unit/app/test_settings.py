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


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """A server's address is read from a file, and is in no text about the settings."""
    secret = tmp_path / "broker"
    secret.write_text("amqp://hub:canary@host/hub\n")
    found = Settings.from_environment({"HUB_BROKER_URL_FILE": str(secret)})
    assert found.broker_url == "amqp://hub:canary@host/hub"
    assert "canary" not in repr(found)
    assert Settings.from_environment(found.environment()) == found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"HUB_BROKER_URL": "amqp://a", "HUB_BROKER_URL_FILE": "/nowhere"}, "both set"),
        ({"HUB_DATABASE_URL_FILE": "/nowhere"}, "cannot be read"),
        ({"HUB_LISTEN": "8080"}, "host:port"),
        ({"HUB_LISTEN": "localhost:70000"}, "host:port"),
        ({"HUB_WORKERS": "0"}, "1 to 99"),
        ({"HUB_NODE": "a b"}, "short name"),
        ({"HUB_PUBLIC_URL": "hub.example"}, "https://"),
        ({"HUB_MAX_BODY": "-1"}, "above 0"),
    ],
)
def test_unusable_server_settings_are_told(given: dict[str, str], said: str) -> None:
    """Each says what is wrong with it."""
    with pytest.raises(ConfigurationError, match=said):
        Settings.from_environment(given)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "127.0.0.1:8080"),
        ("none", None),
        (":9000", ":9000"),
        ("[::1]:9000", "[::1]:9000"),
    ],
)
def test_where_http_is_served(text: str, found: str | None) -> None:
    """A host and a port, or nothing at all."""
    assert Settings.from_environment({"HUB_LISTEN": text}).listen == found


def test_two_homes_on_one_machine_have_two_names(tmp_path: Path) -> None:
    """A hub never takes another one's leases for its own."""
    names = {
        Settings.from_environment({"HUB_HOME": str(tmp_path / one)}).node for one in ("a", "b")
    }
    assert len(names) == 2
