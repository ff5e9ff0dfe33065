"""`hub rules install official`, `hub check --official`: the publisher's word beside ours."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.resources import resource
from tests.publisher import release, rule, stylesheet

Run = Callable[..., Result]
INVOICE = resource("mappings") / "oioubl" / "examples" / "invoice" / "input.xml"


@pytest.fixture
def run(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands of an installation whose folder of schemas is its own."""
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    for one in schemas_home.iterdir():
        if (one / "maindoc").is_dir():
            (schemas / one.name).symlink_to(one)
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas))
    monkeypatch.delenv("HUB_SECOND_OPINION", raising=False)
    return lambda *words: CliRunner().invoke(app, tuple(map(str, words)))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A release with one rule that the hub does not have."""
    sheets = {"Invoice": stylesheet(rule("F-NEW", "true()"))}
    return release(tmp_path / "OIOUBL_Schematron.zip", sheets)


def test_a_release_is_installed_and_listed(run: Run, archive: Path) -> None:
    """The list of rules says whether a release is there, which one, and what to look at."""
    assert "no release of the publisher is installed" in run("rules", "list").output
    done = run("rules", "install", "official", archive)
    assert done.exit_code == 0, done.output
    for said in ("release 1.17.2.test", "1 stylesheets: Invoice", "not, byte by byte"):
        assert said in " ".join(done.output.split())
    listed = run("rules", "list", "--for", "oioubl:invoice").output
    listed = " ".join(listed.split())
    assert "release 1.17.2.test" in listed
    assert "HUB_SECOND_OPINION is off" in listed


def test_what_is_no_release_is_refused(run: Run) -> None:
    """Exit code 3 and what to give instead; another word than official is a mistake of usage."""
    done = run("rules", "install", "official", INVOICE)
    assert done.exit_code == 3
    assert "is not a ZIP archive" in done.output
    assert run("rules", "install", "other", INVOICE).exit_code == 2


def test_a_check_asks_the_publisher_where_it_is_told_to(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By option or by setting; without either nobody is asked, and no verdict changes."""
    missing = run("check", INVOICE, "--official")
    assert missing.exit_code == 3
    assert "hub rules install official FILE" in " ".join(missing.output.split())
    run("rules", "install", "official", archive)
    assert "Second opinion" not in run("check", INVOICE).output
    done = run("check", INVOICE, "--official")
    assert done.exit_code == 0
    assert "says something else; the hub's verdict stands" in done.output
    assert "Only the publisher: F-NEW" in done.output
    monkeypatch.setenv("HUB_SECOND_OPINION", "on")
    said = json.loads(run("check", INVOICE, "--json").output)
    assert said["verdict"] == "valid"
    assert said["second_opinion"] == {
        "release": "oioubl 1.17.2.test",
        "agreement": "disagrees",
        "only_hub": [],
        "only_publisher": ["F-NEW"],
    }


def test_the_page_shows_what_the_publisher_says(run: Run, archive: Path, tmp_path: Path) -> None:
    """In the reader's language, beside the hub's own words."""
    run("rules", "install", "oioubl", archive)
    page = tmp_path / "report.html"
    run("check", INVOICE, "--official", "--html", page, "--language", "da")
    assert "oioubl 1.17.2.test siger noget andet" in page.read_text("utf-8")
    assert "Kun udgiveren: F-NEW" in page.read_text("utf-8")


def test_the_doctor_tries_a_second_opinion(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing installed is fine until it is switched on; what is damaged or missing is named."""

    def said() -> dict[str, object]:
        lines = run("doctor", "--json").output.splitlines()
        found = [json.loads(line) for line in lines]
        return next(one for one in found if one["subject"] == "second opinion")

    assert said()["well"]
    monkeypatch.setenv("HUB_SECOND_OPINION", "on")
    assert "hub rules install official FILE" in str(said()["remedy"])
    run("rules", "install", "official", archive)
    assert said()["said"] == "oioubl 1.17.2.test; works, asked of every document"
    (tmp_path / "schemas" / "official-oioubl" / "Invoice.xsl").write_text("<other/>")
    assert "oioubl: Invoice missing or changed" in str(said()["said"])


def test_nobody_to_ask_is_said(run: Run, archive: Path) -> None:
    """Who asks for a second opinion hears when there is none for documents of this kind."""
    run("rules", "install", "official", archive)
    bill = resource("mappings") / "peppol" / "examples" / "invoice" / "input.xml"
    assert "no publisher's release is installed that judges" in " ".join(
        run("check", bill, "--official").output.split()
    )


def test_rules_that_nobody_asked_are_named(run: Run) -> None:
    """Who is told that a document is valid is told by which rules it was not judged."""
    other = resource("mappings") / "nlcius" / "examples" / "invoice" / "input.xml"
    sentence = "Not judged by the publisher's own rules of nlcius:invoice:1.0"
    assert sentence in " ".join(run("check", other).output.split())
    assert "Not judged by" not in run("check", INVOICE).output
