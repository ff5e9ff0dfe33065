"""Python files of mapping folders, loaded by path and never by a side effect of imports.

A file is loaded once, whoever asks for it. Folders share their functions: the words of bills alone
are used by a dozen, each through others. A copy for each would be thousands of modules, 90 MB and a
second before the first document.
"""

import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from types import ModuleType

from hub.errors import MappingError

__all__ = ["load_module", "sibling"]

Stamp = tuple[int, int]
"""When a file was changed last, in nanoseconds, and its size in bytes."""


def load_module(path: Path) -> ModuleType | None:
    """Return one file of a mapping folder as a module; None when there is no such file.

    It is the same module each time, until the file or one that it loads in turn has changed.
    Whatever its code raises when it is run comes through.
    """
    return _shelf().module(path) if path.is_file() else None


def sibling(file: str, name: str) -> ModuleType:
    """Load ``<name>.py`` beside ``file``, so that rules and writer share their functions."""
    path = Path(file).parent / f"{name}.py"
    module = load_module(path)
    if module is None:
        raise MappingError([f"{path.parent.name}/{path.name}: there is no such file"])
    return module


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A module, and its file and all files that it loaded, as they were then."""

    module: ModuleType
    made_of: Mapping[Path, Stamp]

    @property
    def fresh(self) -> bool:
        """Whether it would be the same if it were loaded now."""
        return all(_stamp(path) == stamp for path, stamp in self.made_of.items())


class _Shelf:
    """The modules that were loaded, by file."""

    def __init__(self) -> None:
        self._known: dict[Path, _Loaded] = {}
        # What the modules being run are made of so far; who is loaded by another stands behind it.
        self._running: list[dict[Path, Stamp]] = []
        self._lock = RLock()

    def module(self, path: Path) -> ModuleType:
        """Return the module of a file that is there."""
        key = path.resolve()
        with self._lock:
            found = self._known.get(key)
            if found is None or not found.fresh:
                found = self._known[key] = self._load(path, key)
            if self._running:
                self._running[-1].update(found.made_of)
            return found.module

    def _load(self, path: Path, key: Path) -> _Loaded:
        name = f"hub_mapping_{path.parent.name}_{path.stem}".replace("-", "_").replace(".", "_")
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise MappingError([f"{path.parent.name}/{path.name}: cannot be loaded"])
        module = importlib.util.module_from_spec(spec)
        with self._noting(key) as made_of:
            spec.loader.exec_module(module)
        return _Loaded(module, made_of)

    @contextmanager
    def _noting(self, key: Path) -> Iterator[dict[Path, Stamp]]:
        """Collect the files that are loaded meanwhile."""
        made_of = {key: _stamp(key)}
        self._running.append(made_of)
        try:
            yield made_of
        finally:
            self._running.pop()


def _stamp(path: Path) -> Stamp:
    """Return the state of a file; one that is gone is of no time and size."""
    try:
        known = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return known.st_mtime_ns, known.st_size


@cache
def _shelf() -> _Shelf:
    """Return the one shelf of this process."""
    return _Shelf()
