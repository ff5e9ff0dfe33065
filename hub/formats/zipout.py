"""ZIP outputs: the same bytes for the same members, whenever they are packed."""

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj

from hub.formats.document import Part

__all__ = ["pack"]

MEDIA_TYPE = "application/zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The one date of all members: an archive cannot say an earlier one."""

READABLE = 0o644 << 16
CHUNK = 1 << 20


def pack(folder: Path, name: str, members: Iterable[tuple[str, Path]]) -> Part:
    """Pack files, in order, into one archive, and remove them.

    Args:
        folder: where the archive is put.
        name: of the archive.
        members: name inside the archive and the file of each.
    """
    path, unfinished = folder / name, folder / f"{name}.part"
    packed = list(members)
    with zipfile.ZipFile(unfinished, "w") as archive:
        for inside, file in packed:
            info = zipfile.ZipInfo(inside, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = READABLE
            info.create_system = 3  # the same on every machine
            with file.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                copyfileobj(source, target, CHUNK)
    for _, file in packed:
        file.unlink()
    unfinished.replace(path)
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return Part(name, MEDIA_TYPE, path, path.stat().st_size, digest.hexdigest())
