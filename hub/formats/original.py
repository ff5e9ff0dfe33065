"""What of a sender's bytes is one document's own."""

from dataclasses import dataclass
from typing import Self

from hub.formats.payload import Payload

__all__ = ["Original"]


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of one document, and of no other that came in the same interchange.

    ``payload`` is a file that holds nothing else and may be passed on as it is; None where the
    reader cannot cut one out. ``sha256`` is what the document is recognised by when it comes
    again: where several came together it is of the document's own bytes, without what the
    interchange says around them, which is new each time.
    """

    payload: Payload | None
    sha256: str

    @classmethod
    def whole(cls, payload: Payload) -> Self:
        """Return the original of a document that is all its file holds."""
        return cls(payload, payload.sha256)
