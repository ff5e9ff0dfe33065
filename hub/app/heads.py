"""What the heads of earlier documents say, read from their stored originals when asked for."""

import datetime as dt

from hub.app.items import reread
from hub.formats.registry import Formats
from hub.matching.identification import party_numbers
from hub.model.catalogue import Catalogue
from hub.model.identity import EndpointID
from hub.model.quotation import RequestForQuotation
from hub.pipeline.protocols import Archive

__all__ = ["Heads"]


class Heads:
    """Reads heads again: rules ask rarely, and a head is quickly read."""

    def __init__(self, archive: Archive, formats: Formats) -> None:
        self._archive = archive
        self._formats = formats

    def names(self, interchange: str, position: int) -> frozenset[EndpointID]:
        """Return the numbers of the seller that a catalogue gives."""
        for document in reread(self._archive, self._formats, interchange, position):
            head = document.header
            if isinstance(head, Catalogue):
                seller = party_numbers(head.seller_supplier_party)
                return seller | party_numbers(head.provider_party)
        return frozenset()

    def closing(self, interchange: str, position: int) -> dt.date | None:
        """Return the last day for answers that a request for quotation names."""
        for document in reread(self._archive, self._formats, interchange, position):
            head = document.header
            if isinstance(head, RequestForQuotation):
                return head.submission_due_date
        return None
