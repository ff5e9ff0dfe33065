"""Small documents, read as one tree and validated as one: the cheapest way there is.

Only what is plain and fits its schema is taken. Anything else (a DOCTYPE, an unusual encoding,
a broken file, a fault against the schema) is left to ``hub.xml.stream``, which reads the same
bytes again and says exactly what is wrong and where. So this is a quicker way to the same
verdict, not another one, and a document that is refused costs more than one that is not.
"""

from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from hub.model.finding import Place
from hub.xml.encoding import detect
from hub.xml.order import prefixed
from hub.xml.parse import PARSER_OPTIONS, Element
from hub.xml.places import EXACT, path_of, place_of
from hub.xml.schemas import DocumentSchema
from hub.xml.syntax import Unusable

__all__ = ["Watch", "WholeDocument", "open_whole"]

Watch = Callable[[int, Sequence[Element]], None]
"""Sees the number of a line, counted from 1, and its elements in order, the line first."""

_HINT = b"chemaLocation"


class WholeDocument:
    """A valid document in memory; ``header`` is the root without the lines."""

    valid = True
    watch: Watch | None = None

    def __init__(self, root: Element, lines: list[Element], line_tag: str | None) -> None:
        self.header = root
        self.line_tag = line_tag
        self._lines = lines

    def __iter__(self) -> Iterator[tuple[int, Element]]:
        """Yield each line with its number, counted from 1."""
        for number, line in enumerate(self._lines, start=1):
            # Whoever looks at the line next finds its elements made and named already.
            nodes = [] if self.watch is None else list(line.iter())
            if self.watch is not None:
                self.watch(number, nodes)
            yield number, line

    def place(self, element: Element) -> Place:
        """Return the exact path and line of an element of the header or of any line."""
        top = element
        while (parent := top.getparent()) is not None:
            top = parent
        if top is self.header:
            return place_of(element)
        number = self._lines.index(top) + 1
        first, inner, below = path_of(element)[1:].partition("/")
        path = f"/{prefixed(self.header.tag)}/{first}[{number}]{inner}{below}"
        return Place(path=path, line=element.sourceline)


def open_whole(data: bytes, schema: DocumentSchema, line: str | None) -> WholeDocument | None:
    """Return a document that is plain and valid, or None when it has to be looked at closely.

    ``line`` is the element that it ends with any number of times, or None.
    """
    root = _plain_tree(data)
    if root is None:
        return None
    if schema.validate(root) if _HINT in data else schema.validate_bare(root):
        return None
    lines = [] if line is None else list(root.iterchildren(line))
    if lines:
        # Whatever stands behind the first line in a valid document is a line or says nothing.
        del root[root.index(lines[0]) :]
    return WholeDocument(root, lines, line)


def _plain_tree(data: bytes) -> Element | None:
    if b"<!DOCTYPE" in data or data.count(b"\n") >= EXACT:
        return None
    try:
        encoding, mark = detect(data)
        if mark or encoding.lower().startswith("utf-16"):
            return None
        return etree.fromstring(data, etree.XMLParser(**PARSER_OPTIONS))
    except (Unusable, etree.XMLSyntaxError):
        return None
