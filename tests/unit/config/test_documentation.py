"""``docs/configuration.md`` explains every key there is, and none that there is not."""

import re
import shutil
from pathlib import Path

import pytest

from hub.config.directory import load_directory
from hub.config.endpoints import COLUMNS
from hub.config.keys import ACCOUNT_KINDS, PORT_KINDS, ROLES, known_keys
from hub.resources import resource

PAGE = Path(__file__).parents[3] / "docs" / "configuration.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    """Return the text of the page."""
    return PAGE.read_text(encoding="utf-8")


def test_every_key_is_explained_and_every_explained_key_exists(page: str) -> None:
    """The rows of the tables are the keys of the loader."""
    explained = {name for name, _, _ in ROW.findall(page)}
    known = {re.sub(r"^contacts\.[a-z_]+\.", "contacts.PURPOSE.", key) for key in known_keys()}
    assert explained == known


def test_roles_kinds_and_columns_are_named(page: str) -> None:
    """What a key may hold is named beside it."""
    meaning = {name: text for name, _, text in ROW.findall(page)}
    assert re.findall(r"`([a-z]+)`", meaning["roles"]) == list(ROLES)
    assert set(re.findall(r"`([a-z]+)`", meaning["account.kind"])) == set(ACCOUNT_KINDS)
    assert set(re.findall(r"`([a-z]+)`", meaning["port.kind"])) == set(PORT_KINDS)
    for column in COLUMNS:
        assert f"| `{column}` |" in page


def test_the_municipality_in_five_minutes_loads(page: str, tmp_path: Path) -> None:
    """What a newcomer copies from the page is right."""
    parties = tmp_path / "parties"
    parties.mkdir()
    for name in ("nordlys.toml", "nordlys.endpoints.csv"):
        shutil.copy(resource("examples", "config", "parties", name), parties)
    toml = re.search(r"```toml\n(.+?)```", page, re.DOTALL)
    sheet = re.search(r"((?:    \S.*\n){2,})", page[page.index("`ny.endpoints.csv`") :])
    assert toml is not None
    assert sheet is not None
    (parties / "ny.toml").write_text(toml[1], encoding="utf-8")
    lines = [line.strip() for line in sheet[1].splitlines()]
    (parties / "ny.endpoints.csv").write_text("\n".join(lines), encoding="utf-8")
    party = load_directory(tmp_path, tmp_path).party("ny")
    assert party is not None
    assert len(party.card.endpoints) == 1
    assert len(party.agreements) == 1
