"""`hub mappings new --receiver`: a folder to begin with, which works as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.formats.registry import mapping_folders
from hub.formats.selftest import find_examples
from hub.resources import resource

Run = Callable[..., Result]
SAMPLE = resource("examples", "mappings", "sample-system")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of own mappings."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def hub(tmp_path: Path, own: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `hub` with that folder."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.setenv("HUB_MAPPINGS", str(own))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)
    return lambda *words: CliRunner().invoke(app, [*map(str, words)])


@pytest.mark.parametrize(
    ("name", "family"), [("nyby", "NYB"), ("opusby-2", "OPUS"), ("x-1", "XXX")]
)
def test_what_is_written_works(hub: Run, own: Path, name: str, family: str) -> None:
    """Its examples pass under the new name, and its rules are nobody else's."""
    done = hub("mappings", "new", "--receiver", "--name", name)
    assert done.exit_code == 0, done.output
    assert f"{family}-01" in done.output
    assert "HUB_MAPPINGS" not in done.output
    left = [path for path in (own / name).rglob("*") if path.is_file()]
    assert not [path for path in left if "sample" in f"{path.name}{path.read_text()}".lower()]
    assert hub("mappings", "check").exit_code == 0
    tried = hub("mappings", "test", name)
    assert tried.exit_code == 0, tried.output
    assert "2 examples, 0 differ" in tried.output
    told = hub("explain", f"{family}-03")
    assert told.exit_code == 0, told.output


def test_the_sample_itself_works(hub: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is copied passes by itself, a refusal among its examples."""
    monkeypatch.setenv("HUB_MAPPINGS", str(SAMPLE.parent))
    tried = hub("mappings", "test", SAMPLE.name)
    assert tried.exit_code == 0, tried.output
    found = {one.path.name for one in find_examples([SAMPLE])}
    assert found == {"written", "refused"}
    assert SAMPLE not in mapping_folders({})


def test_nothing_is_overwritten(hub: Run, own: Path, tmp_path: Path) -> None:
    """Neither a folder that is there, nor the name of another; a dry run writes nothing."""
    words = ("mappings", "new", "--receiver", "--name")
    assert hub(*words, "nyby", "--dry-run").exit_code == 0
    assert not list(own.iterdir())
    assert hub(*words, "nyby").exit_code == 0
    again = hub(*words, "nyby")
    assert again.exit_code == 3
    assert "there is such a mapping folder already" in again.output
    taken = hub(*words, "prisme", "-o", tmp_path / "else")
    assert taken.exit_code == 3


def test_one_of_two_things_is_asked_for(hub: Run, tmp_path: Path) -> None:
    """A supplier's sheet, or a receiving system; what is for sheets is for no system."""
    sheet = tmp_path / "liste.csv"
    sheet.write_text("Varenr.;Pris\n1;2\n")
    neither = hub("mappings", "new", "--name", "nyby")
    both = hub("mappings", "new", "--name", "nyby", "--receiver", "--from", sheet)
    mixed = hub("mappings", "new", "--name", "nyby", "--receiver", "--currency", "DKK")
    assert [one.exit_code for one in (neither, both, mixed)] == [2, 2, 2]
    assert "--receiver" in neither.output
