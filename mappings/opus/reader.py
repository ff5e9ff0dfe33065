"""Reads packages: the catalogue inside, by the reader of the XML."""

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.zipbox import ZIP_START, open_zip
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossKind
from hub.model.report import Report

MEDIA_TYPE = "application/zip"
CATALOGUE, LINKS, IMAGES = "catalogue.xml", "images.csv", "images/"
NAMES_END = 1 << 16
LIMITS = RowLimits(size=2_000_000_000, members=200_000, unpacked=4_000_000_000)
"""A package may hold an image for each item."""


def recognise(payload: Payload) -> str | None:
    """Return ``catalogue-package:1`` for an archive with a catalogue and a list of images."""
    if not payload.head(len(ZIP_START)).startswith(ZIP_START):
        return None
    with payload.open() as stream:
        stream.seek(max(0, payload.size - NAMES_END))
        end = stream.read()
        if CATALOGUE.encode() in payload.head(1 << 12):
            # The catalogue comes first; its place among the names may be far from the end.
            end += CATALOGUE.encode()
    there = CATALOGUE.encode() in end
    listed = LINKS.encode() in end or IMAGES.encode() in end
    return "catalogue-package:1" if there and listed else None


def reader(form: Any) -> "_PackageReader":
    """Return the reader of packages."""
    return _PackageReader(form)


class _Members(Collection[str]):
    """The names that a package may hold: two files, and any in the folder of images."""

    def __contains__(self, name: object) -> bool:
        """Return whether a member may have this name."""
        if name in (CATALOGUE, LINKS):
            return True
        inside = str(name).removeprefix(IMAGES)
        return str(name) != inside and "/" not in inside and "\\" not in inside

    def __iter__(self) -> Iterator[str]:
        """Yield the names as findings show them."""
        return iter((CATALOGUE, LINKS, f"{IMAGES}*"))

    def __len__(self) -> int:
        """Return how many there are to show."""
        return 3


class _PackageReader:
    """From a package to the one catalogue in it."""

    def __init__(self, form: Any) -> None:
        self._id = form.id
        self._form = form.beside("catalogue")

    def read(self, payload: Payload, report: Report) -> Iterator["_Packed"]:
        """Yield the catalogue; nothing when the archive is refused."""
        report.begin(Layer.SYNTAX)
        trouble = RowTrouble(report)
        box = open_zip(payload, _Members(), LIMITS, trouble)
        if box is None:
            return
        if CATALOGUE not in box.members:
            trouble.tell(RowFault.UNREADABLE, value=payload.name, expected=CATALOGUE)
            return
        for name in sorted(box.members):
            if name.startswith(IMAGES):
                report.losses.add("images", LossKind.NO_HOME, name)
        with TemporaryDirectory() as folder:
            path = Path(folder) / CATALOGUE
            with box.open(CATALOGUE) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
            for document in self._form.reader.read(Payload.of_file(path), report):
                yield _Packed(document, self._id, Original.whole(payload))


class _Packed:
    """A catalogue out of a package: the original is the package."""

    def __init__(self, document: Any, form: FormatId, original: Original) -> None:
        self.original = original
        self._document = document
        self.format = form
        self.header = document.header
        self.summary = document.summary
        self.locate = document.locate

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the lines."""
        yield from self._document.lines(report)
