"""The items of catalogues that went out, read from their stored originals when asked for."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from hub.errors import ContentGone
from hub.formats.document import Document
from hub.formats.registry import Formats
from hub.model.catalogue import CatalogueLine
from hub.model.report import Report
from hub.pipeline.protocols import Archive
from hub.rules.known import ItemKey
from hub.rules.uniqueness import Ledger
from hub.telemetry.logs import log_of

__all__ = ["DELETE", "CatalogueItems", "ItemSet", "ReadItems", "Sent", "reread"]

Sent = tuple[str, int, str | None]
"""Interchange, position in it and catalogue number."""

ReadItems = Callable[[str, int], Iterator[tuple[ItemKey, str]]]
"""Reads items and action codes (empty when there is none) of a document."""

DELETE = "Delete"
CHANGES = frozenset({DELETE, "Update"})
"""Actions of a version that builds on the one before; any other line makes it a whole one."""


class CatalogueItems:
    """Reads item numbers from stored catalogues.

    Nothing is kept twice: rules ask rarely, and a catalogue streams by quickly.
    """

    def __init__(self, archive: Archive, formats: Formats) -> None:
        self._archive = archive
        self._formats = formats

    def read(self, interchange: str, position: int) -> Iterator[tuple[ItemKey, str]]:
        """Yield item and action code of every line that names an item.

        Raises ``ContentGone`` for a document whose original is lost, or cannot be read any more:
        nobody knows what it had, and that is not the same as nothing.
        """
        for document in reread(self._archive, self._formats, interchange, position):
            for line in document.lines():
                body = line.body
                key = _key(body)
                if key is not None and isinstance(body, CatalogueLine):
                    yield key, "" if body.action_code is None else body.action_code.value.strip()


def reread(
    archive: Archive, formats: Formats, interchange: str, position: int
) -> Iterator[Document]:
    """Yield the document at a position; raises ``ContentGone`` when it cannot be read any more."""
    try:
        payload = archive.content(interchange)
    except ContentGone as error:
        log_of("memory").error("original-gone", interchange=interchange, error=str(error))
        raise
    report = Report("" if payload is None else payload.name)
    source = None if payload is None else formats.identify(payload, report)
    if payload is None or source is None:
        log_of("memory").error("original-gone", interchange=interchange)
        raise ContentGone(f"the original of interchange {interchange} is not readable any more")
    yield from islice(source.reader.read(payload, report), position - 1, position)


class ItemSet:
    """What there is after all these catalogues: the newest that names an item decides.

    Of each catalogue number the latest whole version counts, with the changes that were sent
    after it. Read at the first question; a hundred thousand items go on in a temporary file.
    Where one of them is gone, every question raises ``ContentGone``.

    Args:
        documents: the newest first.
        read: reads one of them.
    """

    def __init__(self, documents: Sequence[Sent], read: ReadItems) -> None:
        self._documents = documents
        self._read = read
        self._there: Ledger | None = None
        self._lost = ""

    def __call__(self, number: str, variant: str | None) -> bool:
        """Return whether there is this item."""
        if self._lost:
            raise ContentGone(self._lost)
        if self._there is None:
            try:
                self._there = self._gather()
            except ContentGone as error:
                self._lost = str(error)
                raise
        return _text((number, variant)) in self._there

    def _gather(self) -> Ledger:
        there, gone = Ledger(), Ledger()
        whole: set[str | None] = set()
        for interchange, position, catalogue in self._documents:
            if catalogue in whole:
                continue
            for key, action in self._read(interchange, position):
                text = _text(key)
                if action not in CHANGES:
                    whole.add(catalogue)
                if text not in there and text not in gone:
                    (gone if action == DELETE else there).first(text, "")
        gone.close()
        return there


def _text(key: ItemKey) -> str:
    return f"{key[0]}\x1f{key[1] or ''}"


def _key(body: object) -> ItemKey | None:
    if not isinstance(body, CatalogueLine) or body.item is None:
        return None
    named = body.item.sellers_item_identification
    if named is None or named.id is None:
        return None
    return named.id.value, None if named.extended_id is None else named.extended_id.value
