"""What a name on the command line may stand for, other than a good file with a good name."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.attacks.xmlkinds import GOOD

__all__ = ["NAMES", "PLACES", "STEERING_NAME", "write_names"]

STEERING_NAME = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202egpj.[bold]x[red].xml"

NAMES = (
    os.fsencode(STEERING_NAME),
    b"\xff\xfe\x9b2J.xml",
    b"-o",
    b"a" * 251 + b".xml",
    "e\u0301.xml".encode(),
    b"CON",
    b"%s%n{0}.xml",
)
"""Escapes and markup, bytes that are no text, a leading dash, the longest name there is."""


def a_folder(place: Path) -> None:
    """A folder where a file should be."""
    place.mkdir()


def nothing(place: Path) -> None:
    """A name without a file, as when it vanished."""
    place.unlink(missing_ok=True)


def a_pipe(place: Path) -> None:
    """A pipe that nobody writes to."""
    os.mkfifo(place)


def a_device(place: Path) -> None:
    """A link to a device without end."""
    place.symlink_to("/dev/zero")


def a_loop(place: Path) -> None:
    """A link to itself."""
    place.symlink_to(place)


PLACES: Mapping[str, Callable[[Path], None]] = MappingProxyType(
    {
        "folder": a_folder,
        "nothing": nothing,
        "pipe": a_pipe,
        "device": a_device,
        "loop": a_loop,
        "empty": Path.touch,
    }
)


def write_names(folder: Path) -> list[str]:
    """Write a good document under every name; return the paths."""
    folder.mkdir()
    places = [os.fsdecode(os.fsencode(folder) + b"/" + name) for name in NAMES]
    for place in places:
        Path(place).write_bytes(GOOD)
    return places
