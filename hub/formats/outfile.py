"""An output file in the making: unfinished under another name, hashed as it is written."""

import hashlib
import re
from pathlib import Path

from hub.formats.document import Part

__all__ = ["OutFile", "file_name"]

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_LENGTH = 60


def file_name(kind: str, number: str | None, ending: str) -> str:
    """Return a name such as ``catalogue-K1.xml``, whatever the document's number holds."""
    plain = _UNSAFE.sub("_", number or "").strip("._")[:_NAME_LENGTH]
    return f"{kind}-{plain}{ending}" if plain else f"{kind}{ending}"


class OutFile:
    """Writes one part; the file gets its name when it is complete."""

    def __init__(self, folder: Path, name: str, media_type: str) -> None:
        self._path = folder / name
        self._unfinished = folder / f"{name}.part"
        self._media_type = media_type
        self._digest = hashlib.sha256()
        self._size = 0
        self._stream = self._unfinished.open("wb")

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._digest.update(data)
        self._size += len(data)
        self._stream.write(data)

    def finish(self) -> Part:
        """Close the file under its name and describe it."""
        self._stream.close()
        self._unfinished.replace(self._path)
        name = self._path.name
        return Part(name, self._media_type, self._path, self._size, self._digest.hexdigest())

    def discard(self) -> None:
        """Remove the file, finished or not; may be called again."""
        self._stream.close()
        self._unfinished.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)
