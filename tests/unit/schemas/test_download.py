"""The lock file, and what is said when pip cannot help."""

import re
from pathlib import Path

import pytest

from hub.errors import SchemasMissing
from hub.resources import resource
from hub.schemas.download import download


def test_the_lock_names_one_wheel_with_its_hash() -> None:
    """Pip is given one exact version and one hash."""
    text = resource("requirements", "schemas.lock").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    assert len(lines) == 1
    assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+\s+--hash=sha256:[0-9a-f]{64}", lines[0])


def test_without_a_package_index_the_way_out_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """When pip fetches nothing, the sentence says how to install from a file."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SchemasMissing, match="--from FILE"):
        download(tmp_path)
