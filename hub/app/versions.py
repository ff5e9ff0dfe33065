"""What decided about a document: the version of everything that takes part, as hashes of files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import hub
from hub import __version__
from hub.app.toolbox import Toolbox

__all__ = ["versions_of"]

_PROGRAM = Path(hub.__file__).parent
_LENGTH = 16
_RULES = ("rules.toml", "rules.py", "profile.toml", "limits.toml")


def versions_of(tools: Toolbox) -> dict[str, str]:
    """Return the versions of program, facts, mappings, rules, schemas, codes and configuration.

    The same files always have the same version, on every machine. ``rules`` and ``facts`` are
    part of ``mappings`` and ``program`` and named apart, so that one sees what changed. Raises
    ``ConfigurationError`` when the parties cannot be read.
    """
    return {**versions_at_a_desk(tools), "configuration": tools.register.version}


def versions_at_a_desk(tools: Toolbox) -> dict[str, str]:
    """Return the same without the parties: for a conversion that nobody sends or receives."""
    codes = tools.settings.unspsc
    return {
        "hub": __version__,
        "program": _hash(_PROGRAM, _PROGRAM.rglob("*.py")),
        "facts": _hash(_PROGRAM, (_PROGRAM / "facts").rglob("*")),
        "mappings": tools.mappings_version,
        "rules": _rules(tools.folders),
        "schemas": tools.schemas_version,
        "codes": "none" if codes is None else _hash(codes.parent, [codes]),
    }


def _rules(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        published = (folder / "rules").rglob("*")
        files = [*published, *(folder / name for name in _RULES)]
        digest.update(f"{folder.name}\0{_hash(folder, files)}\0".encode())
    return digest.hexdigest()[:_LENGTH]


def _hash(home: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(one for one in files if one.is_file() and "__pycache__" not in one.parts):
        digest.update(f"{path.relative_to(home)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_LENGTH]
