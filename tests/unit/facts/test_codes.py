"""Code lists: the OIOUBL lists load, near misses are found, broken folders are explained."""

from pathlib import Path

import pytest

from hub.errors import MappingError
from hub.facts.codes import load_code_lists
from hub.facts.countries import countries
from hub.facts.currencies import currencies

FOLDER = Path(__file__).parents[3] / "mappings" / "oioubl" / "codes"


def test_loads_the_oioubl_lists() -> None:
    """Every list of the folder has codes, and the ones documents name have their ids."""
    lists = load_code_lists(FOLDER)
    assert len(lists) == 54
    assert all(lists.values())
    action = lists["catalogueactioncode-1.1"]
    assert set(action) == {"Update", "Delete", "Add"}
    assert action.list_id == "urn:oioubl:codelist:catalogueactioncode-1.1"
    assert (action.agency, action.version) == ("320", "1.1")
    assert "PictureURL" in lists["cataloguedocumenttypecode-1.2"]
    assert "PictureURL" not in lists["cataloguedocumenttypecode-1.1"]
    assert lists["country"].list_id == "ISO3166-2"
    assert lists["currency"].agency == "6"


def test_finds_near_misses() -> None:
    """A mistyped code gets the nearest of its list; nonsense gets none."""
    lists = load_code_lists(FOLDER)
    assert lists["lifecyclestatuscode-1.1"].nearest("Avialable")[0] == "Available"
    assert lists["currency"].nearest("DKR")[0] == "DKK"
    assert lists["catalogueactioncode-1.1"].nearest("???") == ()


def test_names_every_mistake(tmp_path: Path) -> None:
    """A broken folder is refused once, with all its mistakes, each with its file."""
    (tmp_path / "lists.toml").write_text('["a"]\n["b"]\nwrong = 1\n["c"]\nids = "x"\n')
    (tmp_path / "b.csv").write_text("code\nX\nX\n Y\n")
    (tmp_path / "d.csv").write_text("code\nX\n")
    with pytest.raises(MappingError) as caught:
        load_code_lists(tmp_path)
    said = str(caught.value)
    for part in ("a.csv", "wrong", "twice", "' Y'", "ids must be", "d.csv has no entry"):
        assert part in said


def test_refuses_a_folder_without_index(tmp_path: Path) -> None:
    """A folder without lists.toml is no code folder."""
    with pytest.raises(MappingError, match=r"lists\.toml"):
        load_code_lists(tmp_path)


def test_knows_currencies_and_countries() -> None:
    """Today's ISO lists give minor units and names."""
    assert currencies()["DKK"].minor_digits == 2
    assert currencies()["JPY"].minor_digits == 0
    assert countries()["NL"].alpha3 == "NLD"
    assert "XX" not in countries()
