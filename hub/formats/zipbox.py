"""ZIP archives as a few named files, within limits of number, name, size and ratio.

Sizes in an archive are claims: what is really unpacked is counted as it is read, and a member
that goes on behind its claim is cut off by the zip reader and fails its checksum.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Collection
from typing import IO, BinaryIO, cast

from hub.formats.payload import Payload
from hub.formats.rowsentences import IN_FOLDER
from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowFault, RowTrouble, shortened
from hub.model.finding import Place

__all__ = ["DAMAGED_ZIP", "ZIP_START", "ZipBox", "member_names", "open_zip"]

ZIP_START = b"PK\x03\x04"
ENCRYPTED = 0x1
DAMAGED_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OSError, ValueError),
)
"""What the zip reader raises on damaged archives; places that cannot be are a ValueError."""
_LIST_END, _LONG_LIST = b"PK\x05\x06", b"PK\x06\x07"
_TAIL = 1 << 16
SIDE_FILES = ("__macosx/", ".ds_store", "thumbs.db")


class ZipBox:
    """An archive whose members were all found acceptable; names are lower case."""

    def __init__(self, payload: Payload, members: dict[str, str]) -> None:
        self._payload = payload
        self.members = members

    def open(self, name: str) -> BinaryIO:
        """Open a member at its first byte."""
        whole = self._payload.open()
        archive = zipfile.ZipFile(whole)
        return _Member(whole, archive, archive.open(self.members[name]))


class _Member(io.BufferedReader):
    """An open member, buffered, that closes its archive with it."""

    def __init__(self, whole: BinaryIO, archive: zipfile.ZipFile, stream: IO[bytes]) -> None:
        self._whole = whole
        self._archive = archive
        super().__init__(cast("io.RawIOBase", stream), 1 << 16)

    def close(self) -> None:
        super().close()
        self._archive.close()
        self._whole.close()


def open_zip(
    payload: Payload, wanted: Collection[str], limits: RowLimits, trouble: RowTrouble
) -> ZipBox | None:
    """Judge an archive; None, with findings, when it may not be unpacked.

    Args:
        payload: the archive.
        wanted: names of members that are taken, in lower case; no folders, nothing else.
        limits: of number and size.
        trouble: takes what is wrong.
    """
    expected = ", ".join(sorted(wanted))
    try:
        with payload.open() as whole, zipfile.ZipFile(whole) as archive:
            infos = archive.infolist()
            sound = _judge(infos, wanted, expected, limits, trouble)
            if sound and (broken := archive.testzip()) is not None:
                trouble.tell(RowFault.UNREADABLE, Place(sheet=broken), broken, expected)
                return None
    except DAMAGED_ZIP:
        trouble.tell(RowFault.UNREADABLE, value="ZIP", expected=expected)
        return None
    if not sound:
        return None
    return ZipBox(payload, {_plain(i.filename): i.filename for i in infos if _counts(i)})


def _judge(
    infos: list[zipfile.ZipInfo],
    wanted: Collection[str],
    expected: str,
    limits: RowLimits,
    trouble: RowTrouble,
) -> bool:
    if len(infos) > limits.members:
        trouble.tell(RowFault.ARCHIVE_FULL, value=str(len(infos)), expected=str(limits.members))
        return False
    seen: set[str] = set()
    total = 0
    for info in infos:
        if not _counts(info):
            continue
        place, name = Place(sheet=shortened(info.filename)), _plain(info.filename)
        total += info.file_size
        if info.flag_bits & ENCRYPTED:
            trouble.tell(RowFault.PASSWORD, place, info.filename)
        elif name not in wanted:
            # Also every path: ../x, /x, C:\x and archives inside the archive end here.
            # A folder that was packed whole is the usual reason.
            inside = IN_FOLDER if name.rpartition("/")[2] in wanted else ""
            trouble.tell(RowFault.ARCHIVE_MEMBER, place, info.filename, expected, inside=inside)
        elif name in seen:
            trouble.tell(RowFault.ARCHIVE_TWICE, place, info.filename)
        elif info.file_size > limits.ratio * max(info.compress_size, 1):
            ratio = f"{limits.ratio} : 1"
            trouble.tell(RowFault.ARCHIVE_BOMB, place, info.filename, ratio)
        elif total > limits.unpacked:
            size = f"{limits.unpacked} byte"
            trouble.tell(RowFault.ARCHIVE_BOMB, place, info.filename, size)
        seen.add(name)
    return not trouble.fatal


def member_names(payload: Payload) -> list[str] | None:
    """Return the names in an archive, those that an operating system adds left out.

    None where it cannot be opened, or its list is longer than anybody's who packs a few files:
    that is not read into memory only to say what the file is.
    """
    with payload.open() as stream:
        stream.seek(max(0, payload.size - _TAIL))
        end = stream.read()
    at = end.rfind(_LIST_END)
    long = int.from_bytes(end[at + 12 : at + 16], "little") > _TAIL
    if at < 0 or long or _LONG_LIST in end[max(0, at - 20) : at]:
        return None
    try:
        with payload.open() as stream, zipfile.ZipFile(stream) as archive:
            return [i.filename for i in archive.infolist() if _counts(i) and not i.is_dir()]
    except DAMAGED_ZIP:
        return None


def _counts(info: zipfile.ZipInfo) -> bool:
    """Whether a member is content, not what an operating system leaves behind."""
    name = info.filename.lower()
    return not (name.startswith(SIDE_FILES[0]) or name.endswith(SIDE_FILES[1:]))


def _plain(name: str) -> str:
    return name.lower()
