"""How documents are read and validated: header first, then line by line.

Every UBL document type with lines ends with them, any number of one element
(``cac:CatalogueLine``). So the header and the first line are validated as one document, and
each line by itself when it is complete; that gives the verdict of validating the whole. A
line is cleared when the next one is asked for, so a catalogue of any size costs the memory
of its header and one line. A small document is first tried as a whole (``hub.xml.whole``).

::

    document = open_document(stream, schema, report.add_finding)
    if document is None: ...                  unusable; the finding has been handed over
    document.header                           the root without its lines
    for number, line in document: ...         lines in order; each only during its turn
    document.valid                            the verdict, final after the last line

To read a document twice, open it twice.
"""

import copy
import io
from collections.abc import Callable, Iterator
from typing import Protocol

from lxml import etree

from hub.model.finding import Finding, Place
from hub.xml.encoding import ByteStream
from hub.xml.explain import Explainer
from hub.xml.lines import LineReader
from hub.xml.parse import LIMITS, PARSER_OPTIONS, Element, Limits
from hub.xml.places import Passage, descend, place_of
from hub.xml.schemas import DocumentSchema
from hub.xml.syntax import Unusable
from hub.xml.whole import Watch, open_whole

__all__ = ["OpenDocument", "open_document"]


def open_document(
    stream: ByteStream,
    schema: DocumentSchema | None,
    found: Callable[[Finding], None],
    *,
    line: str | None = None,
    limits: Limits = LIMITS,
) -> "OpenDocument | None":
    """Read a document up to its first line.

    Args:
        stream: the file from its start.
        schema: what the document must fit, or None to read without validating.
        found: is called with each syntax and schema finding, when it is met.
        line: ``{namespace}name`` of the repeated last element, for documents without schema;
            with a schema the schema knows.
        limits: how much is read.

    Returns:
        The document, or None when not even its header can be read.
    """
    name = schema.line.name if schema is not None and schema.line is not None else line
    if schema is not None:
        start = _beginning(stream, limits.tree + 1)
        if len(start) <= min(limits.tree, limits.unit, limits.document, limits.marks):
            whole = open_whole(start, schema, name)
            if whole is not None:
                return whole
        stream = _Resumed(start, stream)
    document = _StreamedDocument(schema, found, name)
    return document if document._begin(stream, limits) else None  # noqa: SLF001 - its own maker


def _beginning(stream: ByteStream, size: int) -> bytes:
    """Return so many bytes of a file, or all there are."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class _Resumed:
    """A stream whose beginning has been read already."""

    def __init__(self, start: bytes, rest: ByteStream) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes."""
        return self._start.read(size) or self._rest.read(size)


class OpenDocument(Protocol):
    """A document being read; made by ``open_document``.

    ``header`` is the root with everything before the first line. ``valid`` is False as soon
    as a syntax or schema finding was handed over. ``line_tag`` names the lines. ``watch``,
    once set, sees every line and its number, also those that the schema refuses.
    """

    header: Element
    valid: bool
    line_tag: str | None
    watch: Watch | None

    def __iter__(self) -> Iterator[tuple[int, Element]]:
        """Yield each valid line with its number, counted from 1 over all lines.

        A line that the schema refuses is not handed out; its findings are. The line handed
        out before is gone when the next one is asked for.
        """

    def place(self, element: Element) -> Place:
        """Return the exact path and line of an element of the header or of the line in hand."""


class _StreamedDocument:
    """A document of any size, of which the header and one line are in memory."""

    header: Element
    watch: Watch | None = None

    def __init__(
        self, schema: DocumentSchema | None, found: Callable[[Finding], None], line: str | None
    ) -> None:
        self.valid = True
        self._schema = schema
        self._found = found
        self.line_tag = line
        self._number = 0
        self._root: Element | None = None
        self._current: Element | None = None
        self._passage: Passage | None = None
        self._explainer = Explainer(schema.structure) if schema is not None else None

    def __iter__(self) -> Iterator[tuple[int, Element]]:
        """Yield each valid line with its number."""
        if self._current is None:
            return
        while True:
            # Whoever looks at the line next finds its elements made and named already.
            nodes = [] if self.watch is None else list(self._current.iter())
            if self.watch is not None:
                self.watch(self._number, nodes)
            if self._judge_line():
                yield self._number, self._current
            nodes.clear()
            if not self._advance(self._root, self._current):
                return

    def place(self, element: Element) -> Place:
        """Return the exact path and line of an element of the header or of the line in hand."""
        top = element
        while (parent := top.getparent()) is not None:
            top = parent
        if top is self._root and self._current is not None:
            if self._passage is None:
                self._passage = self._reader.passage(self._current)
            return place_of(element, self._number, self._passage)
        return place_of(element)

    # Reading.

    def _begin(self, stream: ByteStream, limits: Limits) -> bool:
        try:
            self._reader = LineReader(stream, limits, self.line_tag)
            first = self._reader.next_line()
        except Unusable as unusable:
            self._refuse(unusable.finding)
            return False
        self._root = self._reader.root
        if first is None:
            self.header = self._root
            self._judge_header(None)
            return True
        self._take(first)
        whole = copy.deepcopy(self._root)
        at = self._root.index(first)
        del whole[at + 1 :]
        self._judge_header(whole[at])
        whole.remove(whole[at])
        self.header = whole
        del self._root[:at]
        return True

    def _advance(self, root: Element, done: Element) -> bool:
        """Let go of the line in hand and take the next; return whether there is one."""
        done.clear(keep_tail=True)
        self._current = None
        try:
            following = self._reader.next_line()
        except Unusable as unusable:
            self._refuse(unusable.finding)
            return False
        self._check_gap(done, following)
        if following is None:
            return False
        del root[: root.index(following)]
        self._take(following)
        return True

    def _take(self, line: Element) -> None:
        self._current = line
        self._number += 1
        self._passage = None

    # Judging.

    def _refuse(self, finding: Finding) -> None:
        self.valid = False
        self._found(finding)

    def _judge_header(self, line: Element | None) -> None:
        """Validate the header, with the first line where there is one."""
        if self._schema is None or self._explainer is None:
            return
        whole = self.header if line is None else line.getparent()
        for error in self._schema.validate(whole):
            element = descend(whole, error.path or "")
            inside = line is not None and line in element.iterancestors()
            if not inside:
                number = 1 if element is line else None
                self._report(self._explainer.explain(error, element, place_of(element, number)))

    def _judge_line(self) -> bool:
        """Validate the line in hand; return whether it may be handed out."""
        schema, line = self._schema, self._current
        if schema is None or schema.line is None or self._explainer is None:
            return True
        if self._reader.steers:
            # xsi:type needs the prefixes of the elements around; written out, it has them.
            written = etree.tostring(line, with_tail=False)
            errors = schema.validate(etree.fromstring(written, etree.XMLParser(**PARSER_OPTIONS)))
        else:
            errors = schema.validate_bare(line)
        for error in errors:
            element = descend(line, error.path or "")
            self._report(self._explainer.explain(error, element, self.place(element)))
        return not errors

    def _check_gap(self, done: Element, following: Element | None) -> None:
        """Refuse what stands after one line and is not the next: nothing may."""
        if self._explainer is None:
            return
        for node in (done, *done.itersiblings()):
            if node is following:
                break
            if node is not done and isinstance(node.tag, str):
                self._report(self._explainer.after_lines(node, place_of(node)))
            if (node.tail or "").strip():
                self._report(self._explainer.stray_text(node.tail, place_of(self._root)))

    def _report(self, finding: Finding) -> None:
        self._refuse(finding)
