"""What `hub doctor` says about servers."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.amqp.address import BrokerAddress
from hub.amqp.blocking import visited
from hub.amqp.topology import Topology
from hub.cli.main import app

NOBODY = "127.0.0.1:1"


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, schemas_home: Path) -> CliRunner:
    """Commands over an installation without parties."""
    (tmp_path / "config" / "parties").mkdir(parents=True)
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)  # the doctor names those that nobody reads
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    monkeypatch.setenv("HUB_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("COLUMNS", "250")
    return CliRunner()


def test_servers_that_are_well(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, vhost: str, database: str
) -> None:
    """A database that answers and a broker that has everything are named as well."""
    with visited(BrokerAddress.parse(vhost)) as channel:
        Topology.of((), ()).declare(channel)
    monkeypatch.setenv("HUB_BROKER_URL", vhost)
    monkeypatch.setenv("HUB_DATABASE_URL", database)
    said = runner.invoke(app, ["doctor"])
    assert said.exit_code == 0, said.output
    assert "has every exchange and queue" in said.output


def test_no_parties_yet(runner: CliRunner, tmp_path: Path) -> None:
    """Checking what is not there helps nobody: the first party is added, or examples are copied."""
    (tmp_path / "config" / "parties").rmdir()
    said = runner.invoke(app, ["doctor", "--json"])
    assert said.exit_code == 3
    found = {one["subject"]: one for one in map(json.loads, said.output.splitlines())}
    assert "hub party add" in found["parties"]["remedy"]
    assert "copy examples/config to" in found["parties"]["remedy"]


def test_servers_that_are_not_there(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is named with what to do, and no password is shown."""
    monkeypatch.setenv("HUB_BROKER_URL", f"amqp://hub:canary@{NOBODY}/hub")
    monkeypatch.setenv("HUB_DATABASE_URL", f"postgresql://hub:canary@{NOBODY}/hub")
    said = runner.invoke(app, ["doctor"])
    assert said.exit_code == 3
    assert said.output.count("missing ") == 2
    assert "HUB_DATABASE_URL" in said.output
    assert "canary" not in said.output


def test_a_broker_without_queues(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, vhost: str
) -> None:
    """A broker that lacks what the hub needs is not well."""
    monkeypatch.setenv("HUB_BROKER_URL", vhost)
    said = runner.invoke(app, ["doctor"])
    assert said.exit_code == 3
    assert "hub topology apply" in said.output


def test_each_trouble_has_its_cure(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder that is not there, schemas that are not, a setting that is misspelt."""
    monkeypatch.setenv("HUB_CONFIG", str(tmp_path / "nowhere"))
    monkeypatch.setenv("HUB_SCHEMAS", str(tmp_path / "none"))
    monkeypatch.setenv("HUB_LANGUAG", "da")
    said = runner.invoke(app, ["doctor", "--json"])
    assert said.exit_code == 3
    found = {one["subject"]: one for one in map(json.loads, said.stdout.splitlines())}
    assert "HUB_CONFIG" in found["parties"]["remedy"]
    assert found["schemas"]["remedy"] == "hub schemas install"
    assert "did you mean 'HUB_LANGUAGE'?" in found["settings"]["said"]
    assert "unset HUB_LANGUAG" in found["settings"]["remedy"]
    assert all(one["remedy"] for one in found.values() if not one["well"])


def test_a_damaged_database(runner: CliRunner, tmp_path: Path) -> None:
    """A file that is no database is named, with what to do, by the doctor and by who needs it."""
    (tmp_path / "hub.sqlite").write_bytes(b"no database, " * 100)
    said = runner.invoke(app, ["doctor", "--json"])
    assert said.exit_code == 3
    found = {one["subject"]: one for one in map(json.loads, said.stdout.splitlines())}
    assert "hub.sqlite" in found["database"]["said"]
    assert "restore.md" in found["database"]["remedy"]
    parked = runner.invoke(app, ["parked"])
    assert parked.exit_code == 3
    assert "hub.sqlite" in parked.stderr
    assert "Traceback" not in parked.output
