"""Reads Rakat archives: the supplier format's tables under other names, the head in a manifest."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.spill import Spill
from hub.formats.zipbox import DAMAGED_ZIP, ZIP_START, ZipBox, open_zip
from hub.model.finding import Layer, Place, Severity
from hub.model.report import Report
from hub.rules.module import sibling

biz = sibling(__file__, "../bizisland/reader")
words = sibling(__file__, "words")

MEDIA_TYPE = "application/zip"
PREFIX, MANIFEST = "rakat_", "rakat.json"
BIZISLAND = Path(__file__).parent.parent / "bizisland"
END = 1 << 16
LONGEST = 1 << 20
CHUNK = 1 << 20


def recognise(payload: Payload) -> str | None:
    """Return ``catalogue:1`` for an archive with the two files of these names."""
    if not payload.head(len(ZIP_START)).startswith(ZIP_START):
        return None
    with payload.open() as stream:
        stream.seek(max(0, payload.size - END))
        end = stream.read().lower()
    return "catalogue:1" if f"{PREFIX}stamdata.csv".encode() in end else None


def reader(form: Any) -> "RakatReader":
    """Return the reader."""
    return RakatReader(form)


class RakatReader:
    """From an archive to its one catalogue."""

    def __init__(self, form: Any) -> None:
        self._form = form
        self._limits = biz.container.read_limits(BIZISLAND)
        self._container = biz.container.Container(
            form.table, BIZISLAND, self._limits, PREFIX, MANIFEST
        )

    def read(self, payload: Payload, report: Report) -> Iterator[Any]:
        """Yield the catalogue; nothing when the archive or its manifest is refused."""
        report.begin(Layer.SYNTAX)
        trouble = biz.document.trouble_for(report)
        tables = self._container.open(payload, trouble)
        box = None if tables is None else open_zip(
            payload, self._container.files, self._limits, RowTrouble(None)
        )  # fmt: skip
        if tables is None or box is None:
            return
        if MANIFEST in box.members and not self._take_manifest(box, tables, trouble):
            return
        spill = Spill()
        try:
            pointing = biz.indexing.index_tables(tables, spill, self._limits.rows, trouble)
            if trouble.fatal:
                return
            made = biz.document.BizDocument(
                self._form.id,
                self._form.table,
                tables,
                spill,
                trouble,
                original=Original.whole(payload),
                pointing=pointing,
            )
            if not trouble.fatal:
                yield made
        finally:
            spill.close()

    def _take_manifest(self, box: ZipBox, tables: Any, trouble: RowTrouble) -> bool:
        """Take the head from the manifest, and see that the files are those it names."""
        place = Place(sheet=MANIFEST)
        tables.head_title = MANIFEST
        try:
            with box.open(MANIFEST) as stream:
                said = json.loads(stream.read(LONGEST))
            head, files = dict(said["head"]), list(said["files"])
            named = [(str(one["name"]), str(one["sha256"])) for one in files]
        except (*DAMAGED_ZIP, KeyError, TypeError, RecursionError):
            trouble.tell(RowFault.UNREADABLE, place, MANIFEST, "JSON")
            return False
        for key, value in head.items():
            if key in self._container.head_keys and isinstance(value, str):
                tables.head[key] = (value, None)
        for name, expected in named:
            if name not in box.members:
                trouble.file("RAK-20", Severity.FATAL, words.NO_FILE.fill(value=name), place, name)
            elif (found := _hash(box, name)) != expected:
                sentence = words.OTHER_FILE.fill(value=name)
                trouble.file("RAK-20", Severity.FATAL, sentence, place, found, expected)
        return not trouble.fatal


def _hash(box: ZipBox, name: str) -> str:
    digest = hashlib.sha256()
    with box.open(name) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
