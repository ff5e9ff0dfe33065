"""Where an element stands: paths as the sender sees them, and exact lines.

The parser keeps an element's line in 16 bits. Below 65,535 that is exact. Beyond, the bytes
of the one line of the document (``cac:CatalogueLine``) that is in hand are parsed once more
by themselves, and the count starts from where those bytes begin.
"""

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from hub.model.finding import Place
from hub.xml.order import prefixed
from hub.xml.parse import PARSER_OPTIONS, Element

__all__ = ["EXACT", "Passage", "descend", "path_of", "place_of"]

EXACT: Final = 65_535
"""The physical line from which on the parser does not know an element's line any more."""
_BESIDE = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_STEP = re.compile(r"([^\[]+)(?:\[(\d+)\])?")


class Passage:
    """The bytes of one line of a document and the number of the physical line they start on."""

    def __init__(self, element: Element, data: bytes, first: int, encoding: str) -> None:
        self._element = element
        self._data = data
        self._first = first
        self._encoding = encoding
        self._again: Element | None = None
        self._tried = False

    def line_of(self, element: Element) -> int | None:
        """Return the exact physical line of an element inside, or None if it cannot be told."""
        if element is self._element and (own := self._own_line()) is not None:
            return own
        if not self._tried:
            self._tried = True
            self._again = self._parse_again()
        if self._again is None:
            return None
        steps = []
        while element is not self._element:
            parent = element.getparent()
            if parent is None:
                return None
            steps.append(parent.index(element))
            element = parent
        twin = self._again
        for step in reversed(steps):
            twin = twin[step]
        line: int = twin.sourceline
        return self._first + line - 1 if line < EXACT else None

    def _own_line(self) -> int | None:
        """Return where the line's own start tag ends; asked for every line, so without parsing."""
        at = 0
        while found := _BESIDE.match(self._data, at):
            at = found.end()
        tag = self._data.find(b">", at)
        if tag < 0 or not self._data.startswith(b"<", at):
            return None
        return self._first + self._data.count(b"\n", 0, tag)

    def _parse_again(self) -> Element | None:
        names = "".join(
            f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}"
            for prefix, uri in self._element.nsmap.items()
            if prefix != "xml"
        )
        opening = f"<again{names}>".encode(self._encoding, "xmlcharrefreplace")
        parser = etree.XMLParser(encoding=self._encoding, **PARSER_OPTIONS)
        try:
            root = etree.fromstring(opening + self._data + b"</again>", parser)
        except etree.XMLSyntaxError:
            return None
        twin = next(root.iterchildren(self._element.tag), None)
        return twin if twin is not None and _canonical(twin) == _canonical(self._element) else None


def place_of(element: Element, number: int | None = None, passage: Passage | None = None) -> Place:
    """Return path and line of an element.

    Args:
        element: from a header, or from the line of the document in hand.
        number: which line of the document it stands in, counted from 1.
        passage: that line's bytes, needed beyond physical line 65,534.
    """
    line: int | None = element.sourceline
    if line is not None and line >= EXACT:
        line = passage.line_of(element) if passage is not None else None
    return Place(path=path_of(element, number), line=line)


def path_of(element: Element, number: int | None = None) -> str:
    """Return a path such as ``/Catalogue/cac:CatalogueLine[7]/cbc:ID``.

    A step has an index where several of its kind stand side by side, and always at a line.
    """
    steps: list[str] = []
    while (parent := element.getparent()) is not None:
        step = prefixed(element.tag)
        top = parent.getparent() is None
        if number is not None and top:
            step = f"{step}[{number}]"
        else:
            before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
            if before or next(element.itersiblings(element.tag), None) is not None:
                step = f"{step}[{before + 1}]"
        steps.append(step)
        element = parent
    steps.append(prefixed(element.tag))
    return "/" + "/".join(reversed(steps))


def descend(element: Element, path: str) -> Element:
    """Follow a path of the validator (``/*/cac:Item[2]/*[1]``) down from its first step.

    An attribute at its end leads to the element that carries it.
    """
    for step in path.split("/")[2:]:
        found = _STEP.fullmatch(step)
        if found is None or step.startswith("@"):
            break
        name, index = found.group(1), int(found.group(2) or 1)
        inner = [
            child
            for child in element.iterchildren(etree.Element)
            if name == "*" or _written(child) == name
        ]
        if index > len(inner):
            break
        element = inner[index - 1]
    return element


def _written(element: Element) -> str:
    # Not by QName: a prefix that nobody declared stays in the tag, and QName would raise.
    local = element.tag.rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else str(local)


def _canonical(element: Element) -> bytes:
    return bytes(etree.tostring(element, method="c14n", exclusive=True, with_tail=False))
