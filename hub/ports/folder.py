"""A folder that a receiver's system fetches from."""

import hashlib
from io import BytesIO
from pathlib import Path

from hub.disk import CHUNK, safe_name, sync_folder, write_whole
from hub.errors import PortUnavailable
from hub.pipeline.protocols import Checkpoint, Consignment, Receipt
from hub.ports.enclosed import enclosed_with

__all__ = ["FolderPort"]


class FolderPort:
    """Writes each output as one file: hidden while it grows, then renamed, never half.

    The store gives every output a name of its own on this port, so a repeat after a crash
    overwrites the same file. A file that somebody else put there is left alone: the output
    then goes beside it, under its name and the first figures of its id.
    """

    def __init__(self, folder: Path, checkpoint: Checkpoint | None = None) -> None:
        self._folder = folder
        self._checkpoint = checkpoint

    def send(self, consignment: Consignment) -> Receipt:
        """Write the file; raises ``PortUnavailable`` when the folder cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._place(consignment)
            # Named by the id alone: a repeat replaces what a crash left of it.
            temporary = self._folder / f".{consignment.id}.part"
            try:
                self._show(consignment, path, temporary)
                with consignment.payload.open() as source:
                    write_whole(path, source, temporary)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise PortUnavailable(f"{self._folder}: {reason}") from error
        if self._checkpoint is not None:
            self._checkpoint("port.file-written")
        return Receipt(str(path))

    def flush(self) -> None:
        """Make the names of the files durable, once for many."""
        try:
            sync_folder(self._folder)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise PortUnavailable(f"{self._folder}: {reason}") from error

    def _show(self, consignment: Consignment, path: Path, temporary: Path) -> None:
        """Put the readable side beside the document, first: who sees the one has the other."""
        enclosed = enclosed_with(consignment)
        if enclosed is None or enclosed.pdf is None:
            return
        page = path.with_name(safe_name(f"{path.name}.pdf"))
        if page.exists() and page.read_bytes() != enclosed.pdf:
            page = self._beside(page.name, consignment.id)
        write_whole(page, BytesIO(enclosed.pdf), temporary)

    def _place(self, consignment: Consignment) -> Path:
        name = safe_name(consignment.name)
        path = self._folder / name
        if not path.is_symlink() and not path.exists():
            own = self._beside(name, consignment.id)
            return own if consignment.attempt > 1 and own.is_file() else path
        if consignment.attempt > 1 and _is(path, consignment):
            return path
        return self._beside(name, consignment.id)

    def _beside(self, name: str, identity: str) -> Path:
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, f".{ending}") if dot else (name, "")
        return self._folder / f"{stem}+{identity[:8]}{ending}"


def _is(path: Path, consignment: Consignment) -> bool:
    """Whether a file is what an earlier attempt of this consignment wrote."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.stat().st_size != consignment.payload.size:
        return False
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == consignment.payload.sha256
