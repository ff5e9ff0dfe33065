"""The list of schema files the hub trusts, each with the hash of its canonical form.

Canonical is XML's own C14N (with comments): line ends, the XML declaration, the order of
attributes and a DOCTYPE do not matter, so the same schema from another source has the same
hash. What is installed is the canonical form itself, so no byte is on disk that was not checked.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from hub.resources import resource
from hub.xml.canonical import canonical

__all__ = ["Trusted", "load_manifest", "render_manifest"]

_HEADING: Final = """\
# Schemas the hub trusts: SHA-256 of the canonical form (C14N with comments) of each file.
# Made by hub.schemas.manifest.render_manifest; the files themselves are not in the repository.
"""


class Trusted(Struct, frozen=True, order=True):
    """One schema file: its set (``ubl-2.1``), its place in it, and its hash."""

    set_name: str
    path: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name alone."""
        return self.path.rpartition("/")[2]


def load_manifest() -> tuple[Trusted, ...]:
    """Return every trusted file, sorted."""
    with resource("xsd", "manifest.toml").open("rb") as file:
        sets: dict[str, dict[str, str]] = tomllib.load(file)
    return tuple(
        sorted(
            Trusted(name, path, sha) for name, files in sets.items() for path, sha in files.items()
        )
    )


def render_manifest(files: Mapping[tuple[str, str], bytes]) -> str:
    """Return the text of a manifest.

    Args:
        files: the content of each file by set and path.
    """
    lines = [_HEADING]
    for (set_name, path), data in sorted(files.items()):
        heading = f'["{set_name}"]'
        if heading not in lines:
            lines.extend([heading] if len(lines) == 1 else ["", heading])
        lines.append(f'"{path}" = "{hashlib.sha256(canonical(data) or b"").hexdigest()}"')
    return "\n".join(lines) + "\n"
