"""Reads the hub's own format."""

from hub.formats.canonical import CanonicalReader, recognise_canonical
from hub.formats.format import Format
from hub.formats.payload import Payload

MEDIA_TYPE = "application/x-ndjson"


def recognise(payload: Payload) -> str | None:
    """Return the kind of a canonical document, or None."""
    return recognise_canonical(payload)


def reader(target: Format) -> CanonicalReader:
    """Return the reader of a format of this folder."""
    return CanonicalReader(target.id)
