"""What an operator is told who sends a document again."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli.main import app

PARTY = """\
name = "Town"
country = "DK"
roles = ["buyer"]
[[port]]
name = "net"
kind = "folder"
path = "out/town"
"""


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation with one port, ``town.net``."""
    folder = tmp_path / "config" / "parties"
    folder.mkdir(parents=True)
    (folder / "town.toml").write_text(PARTY, encoding="utf-8")
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize(
    ("port", "told"),
    [("town.nett", "did you mean 'town.net'?"), ("elsewhere", "there are town.net")],
)
def test_a_port_that_does_not_exist_is_refused(port: str, told: str) -> None:
    """Nothing is sent, and nobody hears of a receiver that is missing: the name was mistyped."""
    done = CliRunner().invoke(app, ["replay", "any", "--to", port])
    assert done.exit_code == 2
    assert told in done.output


def test_a_port_that_exists_is_no_reason_to_refuse() -> None:
    """What is unknown then is the interchange."""
    done = CliRunner().invoke(app, ["replay", "any", "--to", "town.net"])
    assert done.exit_code == 3
    assert "no interchange any is known" in done.output
