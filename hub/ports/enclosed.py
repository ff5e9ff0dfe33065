"""What goes to a reader together with a document, where the port asked for it."""

from hub.pipeline.enclosure import ENCLOSURE, Enclosure
from hub.pipeline.protocols import Consignment

__all__ = ["enclosed_with"]


def enclosed_with(consignment: Consignment) -> Enclosure | None:
    """Return the enclosure of a consignment; an answer's text is none."""
    companion = consignment.companion
    if companion is None or companion.media_type != ENCLOSURE:
        return None
    with companion.open() as stream:
        return Enclosure.decode(stream.read())
