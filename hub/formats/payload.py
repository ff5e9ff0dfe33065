"""The bytes of a document as they came, on disk or in memory."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from hub.errors import Defect

__all__ = ["Payload"]

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Payload:
    """An untouched original: its name, size, hash and bytes.

    ``name`` is the sender's own file name and only a hint; so is ``media_type``. ``open``
    may be called as often as wanted and always starts at the first byte.
    """

    name: str
    size: int
    sha256: str
    path: Path | None = None
    content: bytes | None = None
    media_type: str | None = None

    @classmethod
    def of_file(cls, path: Path, name: str | None = None, media_type: str | None = None) -> Self:
        """Describe a file; raises ``OSError`` when it cannot be read."""
        digest = hashlib.sha256()
        size = 0
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return cls(
            name or path.name,
            size,
            digest.hexdigest(),
            path=path,
            media_type=media_type,
        )

    @classmethod
    def of_bytes(cls, content: bytes, name: str, media_type: str | None = None) -> Self:
        """Describe bytes in memory."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(name, len(content), digest, content=content, media_type=media_type)

    def open(self) -> BinaryIO:
        """Open a new seekable stream over the bytes."""
        if self.content is not None:
            return io.BytesIO(self.content)
        if self.path is None:
            raise Defect(f"payload {self.name!r} has neither bytes nor a file")
        return self.path.open("rb")

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(size)
