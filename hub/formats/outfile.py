"""An output file in the making: unfinished under another name, hashed as it is written."""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from hub.formats.document import Part

__all__ = ["SMALL", "OutFile", "file_name"]

SMALL = 64 * 1024
"""Bytes of an output that may be held in memory instead of a file."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_LENGTH = 60


def file_name(kind: str, number: str | None, ending: str) -> str:
    """Return a name such as ``catalogue-K1.xml``, whatever the document's number holds."""
    plain = _UNSAFE.sub("_", number or "").strip("._")[:_NAME_LENGTH]
    return f"{kind}-{plain}{ending}" if plain else f"{kind}{ending}"


class OutFile:
    """Writes one part; the file gets its name when it is complete.

    With ``spare`` there is no file as long as the output is small.
    """

    def __init__(self, folder: Path, name: str, media_type: str, *, spare: bool = False) -> None:
        self._folder = folder
        self._name = name
        self._media_type = media_type
        self._digest = hashlib.sha256()
        self._size = 0
        self._held: list[bytes] = []
        self._stream: BinaryIO | None = None if spare else self._opened()

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._digest.update(data)
        self._size += len(data)
        if self._stream is None:
            self._held.append(data)
            if self._size <= SMALL:
                return
            self._stream = self._opened()
            data = b"".join(self._held)
            self._held.clear()
        self._stream.write(data)

    def finish(self) -> Part:
        """Close the file under its name and describe it."""
        path, content = self._folder / self._name, None
        if self._stream is None:
            content = b"".join(self._held)
        else:
            self._stream.close()
            self._unfinished.replace(path)
        digest = self._digest.hexdigest()
        return Part(self._name, self._media_type, path, self._size, digest, content)

    def discard(self) -> None:
        """Remove the file, finished or not; may be called again."""
        self._held.clear()
        if self._stream is not None:
            self._stream.close()
            self._unfinished.unlink(missing_ok=True)
            (self._folder / self._name).unlink(missing_ok=True)

    @property
    def _unfinished(self) -> Path:
        return self._folder / f"{self._name}.part"

    def _opened(self) -> BinaryIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._unfinished.open("wb")
