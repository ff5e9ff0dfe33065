"""The items of the catalogue that is active, read from its stored original when asked for."""

from collections.abc import Iterator
from itertools import islice

from hub.app.memory import Items
from hub.formats.registry import Formats
from hub.model.catalogue import CatalogueLine
from hub.model.report import Report
from hub.pipeline.protocols import Store
from hub.rules.known import ItemKey

__all__ = ["CatalogueItems"]

CATALOGUE = "catalogue"


class CatalogueItems:
    """Finds the last accepted catalogue of a seller and reads item numbers from it.

    Nothing is kept twice: rules ask rarely, and a catalogue streams by quickly.
    """

    def __init__(self, store: Store, formats: Formats) -> None:
        self._store = store
        self._formats = formats

    def of(self, tenant: str) -> Items:
        """Return the items known to one tenant."""

        def items(
            seller: str, buyer: str | None, agreement: str | None
        ) -> Iterator[ItemKey] | None:
            recollection = self._store.work.recollection(tenant)
            found = recollection.last_document(seller, CATALOGUE, buyer, agreement)
            return None if found is None else self._read(*found)

        return items

    def _read(self, interchange: str, position: int) -> Iterator[ItemKey]:
        payload = self._store.archive.content(interchange)
        if payload is None:
            return
        report = Report(payload.name)
        source = self._formats.identify(payload, report)
        if source is None:
            return
        for document in islice(source.reader.read(payload, report), position - 1, position):
            for line in document.lines():
                key = _key(line.body)
                if key is not None:
                    yield key


def _key(body: object) -> ItemKey | None:
    if not isinstance(body, CatalogueLine) or body.item is None:
        return None
    named = body.item.sellers_item_identification
    if named is None or named.id is None:
        return None
    return named.id.value, None if named.extended_id is None else named.extended_id.value
