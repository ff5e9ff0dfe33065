"""Names of formats, kinds of document and addresses of parties."""

import re
from typing import Self

from msgspec import Struct

__all__ = ["EndpointID", "FormatId"]

_FORMAT_ID = re.compile(r"[a-z0-9][a-z0-9.-]*:[a-z0-9][a-z0-9-]*:[a-z0-9][a-z0-9.-]*")


class FormatId(Struct, frozen=True, order=True):
    """``authority:document:version``, for example ``oioubl:catalogue:2.02``."""

    authority: str
    document: str
    version: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the written form; raises ``ValueError`` when it is none."""
        if not _FORMAT_ID.fullmatch(text):
            message = f"{text!r} is not a format id; write authority:document:version"
            raise ValueError(message)
        return cls(*text.split(":"))

    def __str__(self) -> str:
        """Return the written form."""
        return f"{self.authority}:{self.document}:{self.version}"


class EndpointID(Struct, frozen=True, order=True):
    """Where a party can be reached: scheme and value, for example ``GLN 5790000000005``.

    The scheme is the hub's own spelling (``GLN``, ``DK:CVR``, ``DK:SE``, ``DK:P``,
    ``NL:OIN``, ``NL:KVK``, ``NL:VAT``); the value is compact, without blanks or country
    prefix. Formats translate their own schemes to it.
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        """Return ``scheme:value`` as shown to people."""
        return f"{self.scheme} {self.value}"
