"""What a mapping folder says of its publisher's release: ``official.toml``.

::

    [stylesheets]   name = "..._{root}_..."    release = regular expression with one group
    [documents]     "authority:kind" = names of the files that judge it, without their endings
    [chunks]        lines = 100    kinds = [...]
    [archives]      release = sha256, of archives that are known

A publisher has one file for each kind of document, named after its root (``name``), or files
that are named one by one (``documents``), some of which judge several kinds, or one together.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hub.errors import MappingError

__all__ = ["Declaration", "load_declarations"]

FILE = "official.toml"
_TABLES: Mapping[str, frozenset[str]] = {
    "stylesheets": frozenset({"name", "release"}),
    "chunks": frozenset({"lines", "kinds"}),
}
_ENDINGS: Final = r"\.(?P<ending>xslt|xsl|sch)"


@dataclass(frozen=True, slots=True)
class Declaration:
    """How a publisher's release looks, and which kinds of document are judged in pieces.

    ``authority`` is the mapping folder's name. ``file`` matches the names of stylesheets and
    has the groups ``sheet``, what the hub calls one, and ``ending``. ``release`` finds in a
    stylesheet which release it is of; None where none says it. ``documents`` is empty where
    each root has a file of its own.
    """

    authority: str
    file: re.Pattern[str]
    release: re.Pattern[str] | None = None
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: int = 0
    kinds: frozenset[str] = frozenset()
    archives: Mapping[str, str] = field(default_factory=dict)

    def sheets(self, authority: str, kind: str, root: str) -> tuple[str, ...]:
        """Return the sheets that judge documents of a format; none when they are others' work."""
        if self.documents:
            return self.documents.get(f"{authority}:{kind}", ())
        return (root,) if authority == self.authority and root else ()

    @property
    def named(self) -> frozenset[str]:
        """Every sheet that is named here."""
        return frozenset(sheet for sheets in self.documents.values() for sheet in sheets)


def load_declarations(folders: Iterable[Path]) -> tuple[Declaration, ...]:
    """Load the declarations of mapping folders; raises ``MappingError`` with every mistake."""
    found: list[Declaration] = []
    mistakes: list[str] = []
    for folder in folders:
        path = folder / FILE
        if path.is_file():
            one = _load(path, f"{folder.name}/{FILE}", mistakes)
            if one is not None:
                found.append(one)
    if mistakes:
        raise MappingError(mistakes)
    return tuple(found)


def _load(path: Path, label: str, mistakes: list[str]) -> Declaration | None:
    before = len(mistakes)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.append(f"{label}: is not readable as TOML: {error}")
        return None
    mistakes.extend(
        f"{label}: {key}: unknown key"
        for key in sorted(set(data) - {*_TABLES, "archives", "documents"})
    )
    for table, known in _TABLES.items():
        mistakes.extend(
            f"{label}: {table}: {key}: unknown key"
            for key in sorted(set(data.get(table, {})) - known)
        )
    documents = _documents(data.get("documents", {}), label, mistakes)
    table = data.get("stylesheets", {})
    file = _listed(documents) if documents else _by_root(table.get("name"), label, mistakes)
    if documents and "name" in table:
        mistakes.append(f"{label}: stylesheets: name: is not for files that are named one by one")
    release = _release(table, label, mistakes)
    chunks = data.get("chunks", {})
    lines = chunks.get("lines", 0)
    if not isinstance(lines, int) or lines < 0:
        mistakes.append(f"{label}: chunks: lines: is not a number of lines")
    if file is None or len(mistakes) > before:
        return None
    kinds = frozenset(chunks.get("kinds", ()))
    archives = data.get("archives", {})
    return Declaration(path.parent.name, file, release, documents, lines, kinds, archives)


def _documents(
    table: Mapping[str, Any], label: str, mistakes: list[str]
) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for document, sheets in table.items():
        if document.count(":") != 1 or not all(document.split(":")):
            mistakes.append(f"{label}: documents: {document}: is not authority:kind")
        elif not isinstance(sheets, list) or not sheets:
            mistakes.append(f"{label}: documents: {document}: needs names of files")
        else:
            found[document] = tuple(map(str, sheets))
    return found


def _listed(documents: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    names = sorted({re.escape(sheet) for sheets in documents.values() for sheet in sheets})
    return re.compile(rf"(?P<sheet>{'|'.join(names)}){_ENDINGS}")


def _by_root(name: object, label: str, mistakes: list[str]) -> re.Pattern[str] | None:
    if not isinstance(name, str) or name.count("{root}") != 1:
        mistakes.append(f"{label}: stylesheets: name: needs {{root}} once")
        return None
    before, after = (re.escape(part) for part in name.split("{root}"))
    return re.compile(rf"{before}(?P<sheet>[A-Za-z]+){after}\.(?P<ending>xslt?)")


def _release(table: Mapping[str, Any], label: str, mistakes: list[str]) -> re.Pattern[str] | None:
    if "release" not in table:
        return None
    try:
        said = re.compile(str(table["release"]))
    except re.error as error:
        mistakes.append(f"{label}: stylesheets: release: is no regular expression: {error}")
        return None
    if said.groups != 1:
        mistakes.append(f"{label}: stylesheets: release: needs one group")
        return None
    return said
