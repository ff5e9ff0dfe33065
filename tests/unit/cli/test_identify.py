"""`hub identify`: which format each file is in."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.resources import resource

KNOWN = resource("mappings") / "oioubl" / "examples" / "small" / "input.xml"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))


def identified(*files: Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ("identify", *map(str, files)))


@pytest.mark.parametrize(("name", "code"), [("", 2), ("other.txt", 1)])
def test_a_file_that_is_no_document_stops_none_of_the_others(
    tmp_path: Path, name: str, code: int
) -> None:
    """One that is not there is a mistake of the call, one that nobody knows is refused."""
    (tmp_path / "other.txt").write_text("nothing anybody knows", "utf-8")
    wrong = tmp_path / (name or "gone.xml")
    done = identified(wrong, KNOWN, wrong)
    assert done.exit_code == code
    assert done.stdout.count(f"{KNOWN}\n") == 1
    assert (done.stderr.count(f"{wrong}: there is no such file") == 2) is (code == 2)


def test_a_folder_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """It outweighs a format that is not known."""
    (tmp_path / "other.txt").write_text("nothing anybody knows", "utf-8")
    done = identified(tmp_path, tmp_path / "other.txt", KNOWN)
    assert done.exit_code == 2
    assert "is a folder; name a file" in done.stderr
    assert "oioubl:catalogue:2.02" in done.stdout


def test_all_that_is_known_is_fine() -> None:
    """Nothing else is."""
    assert identified(KNOWN, KNOWN).exit_code == 0
