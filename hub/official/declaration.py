"""What a mapping folder says of its publisher's release archive: ``official.toml``.

::

    [stylesheets]   name = "..._{root}_..."    release = regular expression with one group
    [chunks]        lines = 100    kinds = [...]
    [archives]      release = sha256, of archives that are known
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.errors import MappingError

__all__ = ["Declaration", "load_declarations"]

FILE = "official.toml"
_TABLES: Mapping[str, frozenset[str]] = {
    "stylesheets": frozenset({"name", "release"}),
    "chunks": frozenset({"lines", "kinds"}),
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """How a publisher's archive looks, and which kinds of document are judged in pieces.

    ``authority`` is the mapping folder's name. ``file`` matches the names of stylesheets and
    has a group ``root``; ``release`` finds in a stylesheet which release it is of.
    """

    authority: str
    file: re.Pattern[str]
    release: re.Pattern[str]
    lines: int = 0
    kinds: frozenset[str] = frozenset()
    archives: Mapping[str, str] = field(default_factory=dict)


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
        f"{label}: {key}: unknown key" for key in sorted(set(data) - {*_TABLES, "archives"})
    )
    for table, known in _TABLES.items():
        mistakes.extend(
            f"{label}: {table}: {key}: unknown key"
            for key in sorted(set(data.get(table, {})) - known)
        )
    named, release = _patterns(data.get("stylesheets", {}), label, mistakes)
    chunks = data.get("chunks", {})
    lines = chunks.get("lines", 0)
    if not isinstance(lines, int) or lines < 0:
        mistakes.append(f"{label}: chunks: lines: is not a number of lines")
    if named is None or release is None or len(mistakes) > before:
        return None
    kinds = frozenset(chunks.get("kinds", ()))
    return Declaration(path.parent.name, named, release, lines, kinds, data.get("archives", {}))


def _patterns(
    table: Mapping[str, Any], label: str, mistakes: list[str]
) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    name, release = table.get("name"), table.get("release")
    if not isinstance(name, str) or name.count("{root}") != 1:
        mistakes.append(f"{label}: stylesheets: name: needs {{root}} once")
        return None, None
    before, after = (re.escape(part) for part in name.split("{root}"))
    try:
        said = re.compile(str(release))
    except re.error as error:
        mistakes.append(f"{label}: stylesheets: release: is no regular expression: {error}")
        return None, None
    if said.groups != 1:
        mistakes.append(f"{label}: stylesheets: release: needs one group")
        return None, None
    return re.compile(rf"{before}(?P<root>[A-Za-z]+){after}\.xslt?"), said
