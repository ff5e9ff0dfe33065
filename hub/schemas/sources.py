"""Schema files out of a wheel, a zip archive or a folder; only ``.xsd``, only read."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hub.errors import SchemasMissing
from hub.formats.zipbox import DAMAGED_ZIP

__all__ = ["schema_files"]

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 20_000_000


def schema_files(source: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name (without folders) and content of each ``.xsd`` file of a source.

    Folders inside the source play no part: where a file is installed is the manifest's word,
    so a name with ``..`` in it can lead nowhere.

    Raises:
        SchemasMissing: there is no such source, or it cannot be read.
    """
    if source.is_dir():
        yield from _from_folder(source)
    elif source.is_file() and zipfile.is_zipfile(source):
        yield from _from_archive(source)
    else:
        raise SchemasMissing([f"{source}: not a wheel, zip file or folder"])


def _from_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for count, path in enumerate(sorted(folder.rglob("*.xsd"))):
        if count < MOST_FILES and path.is_file() and path.stat().st_size <= MOST_BYTES:
            yield path.name, path.read_bytes()


def _from_archive(archive: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if member.filename.endswith(".xsd")]
            for member in members[:MOST_FILES]:
                with opened.open(member) as file:
                    # The size that an archive claims is only a claim.
                    data = file.read(MOST_BYTES + 1)
                if len(data) <= MOST_BYTES:
                    yield member.filename.rpartition("/")[2], data
    except (*DAMAGED_ZIP, RuntimeError) as error:
        raise SchemasMissing([f"{archive}: the archive is damaged ({error})"]) from error
