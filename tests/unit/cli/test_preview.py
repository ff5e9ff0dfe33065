"""`hub preview`: what a customer's orderers will see."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.cli.main import app
from hub.resources import resource

Preview = Callable[..., Result]


@pytest.fixture
def preview(tmp_path: Path, schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Preview:
    """Run `hub preview` of an example catalogue with the example parties."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    monkeypatch.setenv("HUB_CONFIG", str(resource("examples", "config")))
    monkeypatch.delenv("HUB_LANGUAGE", raising=False)

    def run(name: str, *words: str) -> Result:
        file = resource("examples", "catalogues", name)
        return CliRunner().invoke(app, ("preview", str(file), "--as", "nordlys", *words))

    return run


@pytest.mark.parametrize("customer", ["esbjerg", "herning", "aarhus", "voorbeeld", "vejle"])
def test_every_system_has_a_preview(preview: Preview, tmp_path: Path, customer: str) -> None:
    """The page shows what is written for the customer, read back from its format (OPU-06)."""
    page = tmp_path / "seen.html"
    done = preview("nordlys-kontor.xlsx", "--for", customer, "-o", str(page), "--limit", "5")
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert text.count("<li>") == 5
    assert "NOR-1001" in text
    assert "19.30" in text
    assert "Blyant, 2H" in text


def test_what_is_refused_has_no_preview(preview: Preview, tmp_path: Path) -> None:
    """Nothing reaches the customer, so there is nothing to see but what to correct."""
    page = tmp_path / "seen.html"
    done = preview("nordlys-kontor-uredigeret.xlsx", "--for", "esbjerg", "-o", str(page))
    assert done.exit_code == 1
    assert "correct" in done.output
    assert not page.exists()
