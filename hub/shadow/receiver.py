"""A stand-in at work: finds its folder, takes files, keeps its shelf."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from hub.errors import ConfigurationError
from hub.rules.module import load_module
from hub.shadow.answer import Answer, Delivered, System
from hub.shadow.shelf import Shelf

__all__ = ["files_of", "received", "systems"]

MODULE = "shadow.py"


def systems(folders: Iterable[Path]) -> dict[str, Path]:
    """Return the mapping folders that have a stand-in, by name."""
    return {path.name: path for path in folders if (path / MODULE).is_file()}


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files as named; those of folders in the order in which they came, and hidden ones not.

    Several folders are taken together: one system may be the far end of many ports.
    """
    folders = []
    for path in paths:
        if path.is_dir():
            folders.append(path)
        else:
            yield path
    found = {
        one
        for folder in folders
        for one in folder.rglob("*")
        if one.is_file() and not one.name.startswith(".")
    }
    yield from sorted(found, key=lambda one: (one.stat().st_mtime_ns, one.name))


def received(
    folders: Iterable[Path],
    name: str,
    files: Iterable[Path],
    state: Path,
    day: dt.date,
    setup: Mapping[str, str],
) -> Iterator[Answer]:
    """Yield the answer to each file; the shelf is written after each.

    Raises ``ConfigurationError`` when there is no such stand-in or its shelf cannot be read.
    """
    known = systems(folders)
    if name not in known:
        there = ", ".join(sorted(known)) or "none"
        raise ConfigurationError([f"{name}: there is no such stand-in; there are {there}"])
    # A folder's module is this Protocol by what its functions are called.
    system = cast(System, load_module(known[name] / MODULE))
    shelf = Shelf(state, name)
    shelf.setup.update(setup)
    for file in files:
        delivered = Delivered(file.name, file.read_bytes(), day, dict(shelf.setup))
        yield system.receive(delivered, shelf)
        shelf.save()
