"""A payload folder belongs to one database."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.errors import ConfigurationError
from hub.store.belonging import MARK, claim_folder
from hub.store.sqlite import open_sqlite
from hub.store.store import SqlStore
from tests.world import FakeClock


def test_two_databases_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second one is told what to set, and touches nothing."""
    first = tmp_path / "first"
    SqlStore.embedded(first, FakeClock()).close()
    second = open_sqlite(tmp_path / "second.sqlite")
    with pytest.raises(ConfigurationError, match=r"set HUB_PAYLOADS .* to a folder of its own"):
        SqlStore(second, first / "payloads", FakeClock())
    second.close()
    SqlStore.embedded(first, FakeClock()).close()


def test_a_restored_database_knows_its_folder(tmp_path: Path) -> None:
    """What names the folder's owner is in the database, and so in its backup."""
    SqlStore.embedded(tmp_path / "old", FakeClock()).close()
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    SqlStore.embedded(tmp_path / "new", FakeClock()).close()


def test_one_that_takes_the_place_of_another(tmp_path: Path) -> None:
    """As the sentence says: without the mark the folder is taken over."""
    SqlStore.embedded(tmp_path, FakeClock()).close()
    (tmp_path / "hub.sqlite").unlink()
    with pytest.raises(ConfigurationError, match=MARK):
        SqlStore.embedded(tmp_path, FakeClock())
    (tmp_path / "payloads" / MARK).unlink()
    SqlStore.embedded(tmp_path, FakeClock()).close()


def test_many_processes_begin_at_once(tmp_path: Path) -> None:
    """They agree whose the folder is."""
    made = [open_sqlite(tmp_path / "hub.sqlite") for _ in range(6)]
    with ThreadPoolExecutor(len(made)) as threads:
        for done in [threads.submit(claim_folder, one, tmp_path / "payloads") for one in made]:
            done.result()
    for database in made:
        claim_folder(database, tmp_path / "payloads")
        database.close()
