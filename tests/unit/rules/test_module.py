"""Python files of mapping folders: each loaded once, and again when it was changed."""

import importlib.util
import os
import shutil
from collections import Counter
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from hub.errors import MappingError
from hub.resources import resource
from hub.rules.module import load_module, sibling
from hub.rules.profile import load_profiles


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Two folders: the rules of ``near`` load words of ``far``, which load numbers beside them."""
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    load = "from hub.rules.module import sibling\n"
    (near / "rules.py").write_text(load + "words = sibling(__file__, '../far/words')\n")
    (far / "words.py").write_text(load + "numbers = sibling(__file__, 'numbers')\nSAID = 'a'\n")
    (far / "numbers.py").write_text("ONE = 1\n")
    return tmp_path


def loaded(path: Path) -> ModuleType:
    """Return the module of a file."""
    found = load_module(path)
    assert found is not None
    return found


def change(path: Path, text: str) -> None:
    """Write a file so that it is seen to be another, however quickly this comes."""
    path.write_text(text)
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def test_a_file_is_one_module_however_it_is_reached(folders: Path) -> None:
    """Whoever loads it, and whatever way its path goes."""
    rules = loaded(folders / "near" / "rules.py")
    assert rules.words is loaded(folders / "far" / "words.py")
    assert rules.words.numbers is sibling(str(folders / "near" / "rules.py"), "../far/numbers")


def test_a_changed_file_is_loaded_again_with_all_that_load_it(folders: Path) -> None:
    """Also those that load it through others."""
    before = loaded(folders / "near" / "rules.py")
    change(folders / "far" / "numbers.py", "ONE = 'one'\n")
    after = loaded(folders / "near" / "rules.py")
    assert (before.words.numbers.ONE, after.words.numbers.ONE) == (1, "one")
    assert after.words is loaded(folders / "far" / "words.py")


def test_a_file_that_is_gone_is_missing_to_those_that_load_it(folders: Path) -> None:
    """What was loaded before does not stand in for it."""
    loaded(folders / "near" / "rules.py")
    (folders / "far" / "numbers.py").unlink()
    with pytest.raises(MappingError, match=r"far/numbers\.py: there is no such file"):
        load_module(folders / "near" / "rules.py")


def test_a_file_that_could_not_be_run_is_run_again(folders: Path) -> None:
    """A module that was left half-way is not kept."""
    numbers = folders / "far" / "numbers.py"
    change(numbers, "raise RuntimeError('not yet')\n")
    with pytest.raises(RuntimeError, match="not yet"):
        load_module(folders / "near" / "rules.py")
    change(numbers, "ONE = 2\n\n\n")
    os.utime(numbers, ns=(1, 1))
    assert loaded(folders / "near" / "rules.py").words.numbers.ONE == 2


def test_the_hubs_folders_are_run_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of a file for each folder that uses it took 90 MB and a second."""
    own = tmp_path / "mappings"
    left_out = shutil.ignore_patterns("examples", "__pycache__", "*.md")
    shutil.copytree(resource("mappings"), own, ignore=left_out)
    run: Counter[str] = Counter()
    made = importlib.util.module_from_spec

    def counted(spec: ModuleSpec) -> ModuleType:
        run[str(Path(spec.origin or "").resolve())] += 1
        return made(spec)

    monkeypatch.setattr(importlib.util, "module_from_spec", counted)
    load_profiles(sorted(one for one in own.iterdir() if one.is_dir()))
    assert str(own / "en16931" / "taxes.py") in run
    assert set(run.values()) == {1}
