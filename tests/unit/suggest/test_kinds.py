"""`suggestions.toml` of mapping folders."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli.main import app
from hub.errors import MappingError
from hub.resources import resource
from hub.suggest.kinds import load_kinds


def test_every_mistake_is_told(tmp_path: Path) -> None:
    """An unknown way, part or section and a rule mended in two ways are all named."""
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    (one / "suggestions.toml").write_text('[mend]\nA-1 = ["number"]\nA-2 = ["magic"]\n[more]\n')
    (other / "suggestions.toml").write_text('[mend]\nA-1 = ["date"]\n[beside]\nprice = "P"\n')
    with pytest.raises(MappingError) as told:
        load_kinds([one, other])
    said = "\n".join(told.value.mistakes)
    for part in ("mend.A-2", "more: no such", "mend.A-1: another folder", "beside.price"):
        assert part in said


def test_the_folders_of_the_hub_load() -> None:
    """What the hub brings has no mistakes, and knows the columns beside a code."""
    kinds = load_kinds(sorted(resource("mappings").iterdir()))
    assert "number" in kinds.mend["BIZ-07"]
    assert "ITEM_NAME" in kinds.beside["name"]


def test_mappings_check_tells_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator's folder with a wrong way is named by `hub mappings check`."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "format.toml").write_text('authority = "mine"\ntitle = "Mine"\n')
    (folder / "suggestions.toml").write_text('[mend]\nA-1 = ["magic"]\n')
    monkeypatch.setenv("HUB_MAPPINGS", str(tmp_path))
    done = CliRunner().invoke(app, ["mappings", "check"])
    assert done.exit_code == 3
    assert "mine/suggestions.toml: mend.A-1" in done.output
