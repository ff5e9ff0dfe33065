"""The body of an upload, piece by piece: small in memory, larger in a file, never too large."""

import base64
import binascii
import hashlib
import os
import re
import zlib
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from hub.formats.payload import Payload

__all__ = ["IN_MEMORY", "Upload", "UploadRefused", "clear_workshop", "digest_of"]

IN_MEMORY = 256 * 1024
"""Bytes up to which a body is kept in memory."""

RATIO = 100
"""How many bytes one compressed byte may become."""

SLACK = 1 << 20
"""Bytes that may come out before the ratio counts: a short text compresses absurdly well."""

STEP = 1 << 18
ENDING = ".upload"
_GZIP = 31
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):\s*(?:,|$)")


class UploadRefused(Exception):
    """A body cannot be taken: ``status`` and ``code`` for programs, a sentence for people."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        super().__init__(f"{status} {code}")


class Upload:
    """One body on its way in. Every method may block on the disk.

    Args:
        folder: where a larger body is collected; ``discard`` removes it from there.
        most: bytes that it may have, unpacked.
        packed: whether it comes gzipped.
    """

    def __init__(self, folder: Path, most: int, *, packed: bool = False) -> None:
        self._path = folder / f"{uuid4()}{ENDING}"
        self._most = most
        self._digest = hashlib.sha256()
        self._came = 0
        self._size = 0
        self._memory = bytearray()
        self._file: BinaryIO | None = None
        self._packed = packed
        self._unpacker = zlib.decompressobj(_GZIP) if packed else None

    def feed(self, piece: bytes) -> None:
        """Take a piece; raises ``UploadRefused`` or ``OSError``."""
        self._came += len(piece)
        if self._packed:
            self._unpack(piece)
        else:
            self._keep(piece)

    def payload(self, name: str, media_type: str | None, sha256: str | None = None) -> Payload:
        """End the body and describe it; ``sha256`` is what its sender says it should be."""
        if self._unpacker is not None and not self._unpacker.eof:
            raise UploadRefused(400, "gzip-broken", "The gzipped body ends too early.")
        if self._file is not None:
            self._file.close()
        if self._size == 0:
            raise UploadRefused(400, "empty", "The body is empty; send the document as the body.")
        found = self._digest.hexdigest()
        if sha256 is not None and sha256 != found:
            detail = "The body is not what Content-Digest says. Send it again."
            raise UploadRefused(400, "digest-differs", detail)
        path = None if self._file is None else self._path
        content = bytes(self._memory) if path is None else None
        return Payload(name, self._size, found, path, content, media_type)

    def discard(self) -> None:
        """Remove what was collected; the payload is not to be read afterwards."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _unpack(self, piece: bytes) -> None:
        more = True
        while more:
            if self._unpacker is None:
                if not piece.strip(b"\0"):
                    return  # padding, as some writers leave it
                self._unpacker = zlib.decompressobj(_GZIP)
            try:
                out = self._unpacker.decompress(piece, STEP)
            except zlib.error as error:
                detail = "The body is announced as gzip and is none."
                raise UploadRefused(400, "gzip-broken", detail) from error
            self._keep(out)
            if self._size > RATIO * self._came + SLACK:
                detail = f"The body unpacks to more than {RATIO} times its size. Send it unpacked."
                raise UploadRefused(413, "gzip-ratio", detail)
            if self._unpacker.eof:
                piece = self._unpacker.unused_data
                more = bool(piece)
                if more:
                    self._unpacker = None  # another member follows
            else:
                piece = self._unpacker.unconsumed_tail
                more = bool(piece) or len(out) == STEP

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._most:
            raise UploadRefused(
                413, "too-large", f"The document is larger than {self._most >> 20} MiB."
            )
        self._digest.update(piece)
        if self._file is None:
            self._memory += piece
            if len(self._memory) <= IN_MEMORY:
                return
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._file = os.fdopen(os.open(self._path, flags, 0o600), "wb")
            self._file.write(self._memory)
            self._memory.clear()
        else:
            self._file.write(piece)


def digest_of(header: str | None) -> str | None:
    """Return the SHA-256 in hex that a ``Content-Digest`` header names, if any (RFC 9530)."""
    found = _DIGEST.search(header or "")
    if found is None:
        return None
    try:
        return base64.b64decode(found[1], validate=True).hex()
    except binascii.Error as error:
        detail = "Content-Digest is not understood; write sha-256=:BASE64: or leave it out."
        raise UploadRefused(400, "digest-unreadable", detail) from error


def clear_workshop(folder: Path) -> None:
    """Make the folder of uploads, empty of what a crash left: its senders were never answered."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"*{ENDING}"):
        left.unlink(missing_ok=True)
