"""Files that survive a crash, and file names that do no harm."""

import os
import unicodedata
from pathlib import Path
from typing import BinaryIO

__all__ = ["LONGEST_NAME", "pour", "safe_name", "sync_folder", "write_durably", "write_whole"]

LONGEST_NAME = 200
"""Bytes of a safe name; file systems allow 255, and the hub adds endings of its own."""

LONGEST_ENDING = 16
CHUNK = 1 << 20


def pour(source: BinaryIO, target: BinaryIO) -> int:
    """Copy a stream in pieces and return its size."""
    size = 0
    while chunk := source.read(CHUNK):
        target.write(chunk)
        size += len(chunk)
    return size


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; a rename is only safe after this."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, source: BinaryIO, temporary: Path | None = None) -> None:
    """Put a stream at ``path``: all of it or nothing, whatever stops in between.

    The bytes are on the disk when this returns; their name is after ``sync_folder``.
    ``temporary`` must lie on the same file system; it is overwritten, so a repeat after a
    crash leaves nothing behind.
    """
    beside = temporary or path.with_name(f".{path.name[:100]}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(beside, flags, 0o644), "wb") as target:
        pour(source, target)
        target.flush()
        os.fsync(target.fileno())
    beside.replace(path)


def write_durably(path: Path, source: BinaryIO) -> None:
    """Put a stream at ``path`` and return when bytes and name are on the disk."""
    write_whole(path, source)
    sync_folder(path.parent)


def safe_name(name: str, limit: int = LONGEST_NAME) -> str:
    """Return a name that stays in its folder, shows on every terminal and fits the disk.

    Folders, control and format characters, bytes that are no text and leading dots become
    underscores; what is too long loses the end of its stem and keeps its ending.
    """
    text = name.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text)
    kept = "".join(
        "_" if mark in '/\\:*?"<>|' or unicodedata.category(mark)[0] == "C" else mark
        for mark in text
    ).strip()
    if kept.startswith("."):
        kept = "_" + kept[1:]
    if not kept:
        return "document"
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending.encode()) > LONGEST_ENDING:
        stem, dot, ending = kept, "", ""
    room = limit - len((dot + ending).encode())
    short = stem.encode()[:room].decode("utf-8", "ignore")
    return f"{short}{dot}{ending}"
