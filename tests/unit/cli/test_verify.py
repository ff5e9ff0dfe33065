"""`hub convert --certificate` and `hub verify`: a conversion that can be checked later."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hub.app.bootstrap import open_hub
from hub.app.settings import Settings
from hub.cli.main import app
from hub.resources import resource

Run = Callable[..., Result]
SOURCE = resource("examples", "catalogues", "nordlys-kontor.xlsx")
BOOK = ("--to", "truetrade:pricebook:1", "--as", "nordlys", "--for", "herning")


@pytest.fixture
def run(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command of the hub with the example parties."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def certificate(run: Run, tmp_path: Path) -> Path:
    """A price book that was written, and its certificate."""
    path = tmp_path / "c.json"
    done = run("convert", SOURCE, *BOOK, "-o", tmp_path / "out.csv", "--certificate", path)
    assert done.exit_code == 0, done.output
    return path


def checked(done: Result) -> dict[str, bool | None]:
    """Return what --json said of each thing compared."""
    said = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["what"]: one["holds"] for one in said}


def test_same_input_and_versions_give_the_same_bytes(
    run: Run, certificate: Path, tmp_path: Path
) -> None:
    """A certificate holds for the file that came and the file that was written."""
    out = tmp_path / "out.csv"
    done = run("verify", certificate, "--input", SOURCE, "--output", out, "--json")
    assert done.exit_code == 0, done.output
    results = checked(done)
    assert set(results.values()) == {True}
    assert {"seal", "input", "output", "bytes", "round trip", "version of rules"} <= set(results)


def test_a_certificate_says_what_took_part(certificate: Path) -> None:
    """Input, way, versions, output, losses and round trip are there."""
    said: dict[str, Any] = json.loads(certificate.read_text(encoding="utf-8"))
    assert said["input"]["name"] == SOURCE.name
    assert said["way"]["receiver"] == "herning"
    assert said["way"]["profile"] == "truetrade"
    assert set(said["versions"]) == {
        *("hub", "program", "facts", "mappings", "rules", "schemas", "codes", "configuration"),
    }
    assert said["round_trip"]["verdict"] == "as-reported"
    assert {"item.keyword"} <= {one["field"] for one in said["losses"]}


def test_another_file_is_named(run: Run, certificate: Path, tmp_path: Path) -> None:
    """A file that was changed afterwards is not the one certified, whichever of the two."""
    out = tmp_path / "out.csv"
    out.write_text(out.read_text(encoding="utf-8").replace(".50", ".40"), encoding="utf-8")
    done = run("verify", certificate, "--input", SOURCE, "--output", out)
    assert done.exit_code == 1
    assert "is not what was written" in " ".join(done.output.split())
    other = resource("examples", "catalogues", "nordlys-renhold.xlsx")
    results = checked(run("verify", certificate, "--input", other, "--json"))
    assert (results["input"], results["bytes"]) == (False, None)


def test_a_changed_certificate_is_named(run: Run, certificate: Path) -> None:
    """Whoever takes a loss out of a certificate breaks its seal."""
    said = json.loads(certificate.read_text(encoding="utf-8"))
    del said["losses"][0]
    certificate.write_text(json.dumps(said), encoding="utf-8")
    done = run("verify", certificate, "--input", SOURCE, "--json")
    assert done.exit_code == 1
    assert checked(done)["seal"] is False


def test_other_mappings_are_named(certificate: Path, tmp_path: Path) -> None:
    """One more mapping folder is another version, told, and the bytes are still the same."""
    folder = tmp_path / "mappings" / "extra"
    folder.mkdir(parents=True)
    (folder / "format.toml").write_text('authority = "extra"\n', encoding="utf-8")
    environment = {"HUB_MAPPINGS": str(folder.parent)}
    words = ["verify", str(certificate), "--input", str(SOURCE), "--json"]
    done = CliRunner().invoke(app, words, env=environment)
    assert done.exit_code == 0, done.output
    results = checked(done)
    assert (results["version of mappings"], results["version of schemas"]) == (False, True)
    assert results["bytes"] is True


def test_what_is_no_certificate_is_told(run: Run, tmp_path: Path) -> None:
    """Another JSON file is refused in a sentence."""
    path = tmp_path / "c.json"
    path.write_text("{}", encoding="utf-8")
    done = run("verify", path, "--input", SOURCE)
    assert done.exit_code == 2
    assert "is no certificate" in done.output


def test_a_desk_conversion_has_one_too(run: Run, tmp_path: Path) -> None:
    """Without a receiver the certificate names none, and holds likewise."""
    path, out = tmp_path / "c.json", tmp_path / "out.xml"
    source = resource("examples", "catalogues", "nordlys-oioubl.xml")
    words = ("convert", source, "--to", "ubl:catalogue:2.1", "-o", out, "--certificate", path)
    assert run(*words).exit_code == 0
    done = run("verify", path, "--input", source, "--output", out, "--json")
    assert done.exit_code == 0, done.output
    assert checked(done)["bytes"] is True


def test_delivered_outputs_have_certificates(run: Run, tmp_path: Path) -> None:
    """The trace names the seal; `hub show` gives a certificate that holds."""
    done = run("send", SOURCE, "--as", "nordlys")
    assert done.exit_code == 0, done.output
    with open_hub(Settings.from_environment()) as hub:
        assert hub.run_until_idle(60)
    traced = [json.loads(line) for line in run("trace", SOURCE.name, "--json").stdout.splitlines()]
    (found,) = traced
    seals = {
        event["details"]["certificate"]
        for event in found["trace"]
        if event["event"] == "route-routed"
    }
    path = tmp_path / "shown.json"
    assert run("show", found["id"], "--part", "certificate", "-o", path).exit_code == 0
    shown = json.loads(path.read_text(encoding="utf-8"))
    assert {one["seal"] for one in shown} == seals
    assert {one["round_trip"]["verdict"] for one in shown} <= {"whole", "as-reported"}
    assert run("verify", path, "--input", SOURCE).exit_code == 0
