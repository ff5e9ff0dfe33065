"""A mapping folder: its files, its parents, its functions and code lists.

A folder inherits from its parent: whatever file or function it does not have itself is
looked for in the parent, then in the parent's parent.
"""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from hub.rules.elements.judge import ElementRules
from hub.rules.elements.lawbook import load_lawbook
from hub.rules.module import load_module

__all__ = ["Call", "CodeList", "Folder", "Mistakes"]


class Mistakes:
    """Collects what is wrong with mapping folders, so that all of it is told at once."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def add(self, file: str, key: str, sentence: str) -> None:
        """Note one mistake: file, key in the file, and what to do about it."""
        place = f"{file}: {key}" if key else file
        self.sentences.append(f"{place}: {sentence}")

    def __bool__(self) -> bool:
        """Return whether anything was wrong."""
        return bool(self.sentences)


@dataclass(frozen=True, slots=True)
class Call:
    """A pair of functions of a folder's ``functions.py``; one of them may be missing.

    ``read`` gets what the source says and returns what the model holds, ``write`` goes the
    other way. Both raise ``ValueError`` with a sentence when they cannot.
    """

    name: str
    read: Callable[..., Any] | None
    write: Callable[..., Any] | None


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes of ours and theirs, from ``codes/<name>.csv`` with columns ``ours,theirs``."""

    name: str
    to_ours: Mapping[str, str]
    to_theirs: Mapping[str, str]


@dataclass
class Folder:
    """One mapping folder and its parent."""

    path: Path
    parent: "Folder | None" = None
    _modules: dict[str, ModuleType | None] = field(default_factory=dict, repr=False)
    _codes: dict[str, CodeList | None] = field(default_factory=dict, repr=False)
    _files: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    fields: dict[tuple[type, str, bool], tuple[Any, Any]] = field(default_factory=dict, repr=False)
    """Fields that were loaded and found sound, with their words, by class and name."""
    _published: dict[str, ElementRules | None] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.path.name

    def chain(self) -> Iterator["Folder"]:
        """Yield this folder, its parent, its parent's parent."""
        folder: Folder | None = self
        while folder is not None:
            yield folder
            folder = folder.parent

    def label(self, file: str) -> str:
        """Return the name of a file as mistakes show it."""
        return f"{self.name}/{file}"

    def toml(self, file: str, mistakes: Mistakes) -> dict[str, Any] | None:
        """Read a TOML file of this very folder, once; None when it is missing or unreadable.

        What comes is shared by all who ask, so it must not be changed.
        """
        if file in self._files:
            return self._files[file]
        path = self.path / file
        try:
            self._files[file] = tomllib.loads(path.read_text(encoding="utf-8"))
            return self._files[file]
        except FileNotFoundError:
            mistakes.add(self.label(file), "", "there is no such file")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            mistakes.add(self.label(file), "", f"is not readable as TOML: {error}")
        return None

    def holder(self, file: str) -> "Folder | None":
        """Return the nearest folder of the chain that has a file."""
        return next((f for f in self.chain() if (f.path / file).is_file()), None)

    def module(self, name: str) -> ModuleType | None:
        """Load ``<name>.py`` of this very folder, once; None when there is none."""
        if name not in self._modules:
            self._modules[name] = load_module(self.path / f"{name}.py")
        return self._modules[name]

    def published(self, kind: str, prefixes: Mapping[str, str]) -> ElementRules | None:
        """Load ``rules/<kind>.toml`` of this very folder, once; None when there is none.

        Raises ``MappingError`` with every mistake in the files of the rules.
        """
        if kind not in self._published:
            book = load_lawbook(self.path / "rules", kind, prefixes)
            self._published[kind] = None if book is None else ElementRules(book)
        return self._published[kind]

    def call(self, name: str) -> Call | None:
        """Find ``read_<name>`` and ``write_<name>``; None when neither exists."""
        read = self._function(f"read_{name}")
        write = self._function(f"write_{name}")
        return None if read is None and write is None else Call(name, read, write)

    def _function(self, name: str) -> Callable[..., Any] | None:
        for folder in self.chain():
            found = getattr(folder.module("functions"), name, None)
            if callable(found):
                return found  # type: ignore[no-any-return]
        return None

    def codes(self, name: str, mistakes: Mistakes) -> CodeList | None:
        """Read ``codes/<name>.csv`` of the chain, once; None when it is missing or wrong."""
        file = f"codes/{name}.csv"
        holder = self.holder(file)
        if holder is None:
            mistakes.add(self.label(file), "", "there is no such code list")
            return None
        return holder.own_codes(name, file, mistakes)

    def own_codes(self, name: str, file: str, mistakes: Mistakes) -> CodeList | None:
        """Read a code list of this very folder, once."""
        if name not in self._codes:
            self._codes[name] = self._read_codes(name, file, mistakes)
        return self._codes[name]

    def _read_codes(self, name: str, file: str, mistakes: Mistakes) -> CodeList | None:
        to_ours: dict[str, str] = {}
        to_theirs: dict[str, str] = {}
        with (self.path / file).open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            if not {"ours", "theirs"} <= set(rows.fieldnames or ()):
                mistakes.add(self.label(file), "", "needs the columns ours and theirs")
                return None
            for row in rows:
                ours, theirs = row["ours"], row["theirs"]
                if to_ours.setdefault(theirs, ours) != ours:
                    mistakes.add(
                        self.label(file),
                        f"line {rows.line_num}",
                        f"{theirs!r} already means {to_ours[theirs]!r}",
                    )
                # The first row of several with the same "ours" is the one that is written.
                to_theirs.setdefault(ours, theirs)
        return CodeList(name, to_ours, to_theirs)
