"""`suggestions.toml` of mapping folders."""

from pathlib import Path

import pytest

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
    assert kinds.mend["BIZ-07"][0] == "number"
    assert "ITEM_NAME" in kinds.beside["name"]
