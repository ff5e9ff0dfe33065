"""A long document in pieces that a stylesheet can bear: its head with some lines each."""

import copy
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from lxml import etree

from hub.formats.payload import Payload
from hub.xml.parse import Element
from hub.xml.stream import open_document

__all__ = ["MOST_BYTES", "pieces"]

MOST_BYTES: Final = 32_000_000
"""The longest document that is judged as a whole."""


def pieces(payload: Payload, line: str | None, lines: int) -> Iterator[bytes]:
    """Yield a document in pieces of so many lines; as it is where it is not to be cut.

    Args:
        payload: a document that its schema has accepted.
        line: the tag of its lines.
        lines: how many belong to a piece; 0 for never cutting.
    """
    if line is None or not lines:
        with closing(payload.open()) as stream:
            yield stream.read()
        return
    with closing(payload.open()) as stream:
        document = open_document(stream, None, lambda _: None, line=line)
        if document is None:
            return
        kept: list[Element] = []
        cut = 0
        for _, element in document:
            kept.append(copy.deepcopy(element))
            if len(kept) == lines:
                yield _piece(document.header, kept)
                cut, kept = cut + 1, []
        if kept or not cut:
            yield _piece(document.header, kept)


def _piece(head: Element, lines: list[Element]) -> bytes:
    whole = copy.deepcopy(head)
    whole.extend(lines)
    written: bytes = etree.tostring(whole, encoding="UTF-8", xml_declaration=True)
    return written
