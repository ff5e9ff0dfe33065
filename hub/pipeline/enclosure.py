"""What goes to a reader together with a document: words for a mail, and a PDF where asked for."""

from typing import Self

import msgspec
from msgspec import Struct

__all__ = ["ENCLOSURE", "Enclosure"]

ENCLOSURE = "application/vnd.procurement-hub.enclosure+json"
"""Media type of the stored form."""


class Enclosure(Struct, frozen=True, omit_defaults=True):
    """``number`` is that of the document; ``pdf`` is None where only words were asked for."""

    number: str
    subject: str
    text: str
    pdf: bytes | None = None

    def encode(self) -> bytes:
        """Return the stored form."""
        return msgspec.json.encode(self)

    @classmethod
    def decode(cls, content: bytes) -> Self:
        """Read the stored form."""
        return msgspec.json.decode(content, type=cls)
