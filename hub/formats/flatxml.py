"""XML that is a table at heart: a root with a few facts, then lines of plain elements.

A field table of notation ``rows`` whose document has a root describes it. Columns are places::

    @catalogueId          an attribute of the root (head) or of the line
    CatalogueName         a child element
    MaterialGroup/@list   an attribute of a child element

An element that repeats is one cell whose values are parted by ``SEPARATOR``; the order in
which elements are written comes from the schema.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.formats.document import Part
from hub.formats.formatfile import Declared
from hub.formats.outfile import OutFile, file_name
from hub.formats.rowread import RowReader
from hub.formats.rowwrite import RowWriter
from hub.formats.table import Field, Group, Table
from hub.formats.xmldocument import Plan
from hub.formats.xmllosses import Lost
from hub.formats.xmlread import Tags
from hub.formats.xmltext import attribute_text, content_text, is_group, text_of
from hub.model.context import RouteContext
from hub.model.finding import Place
from hub.model.loss import LossReport
from hub.xml.order import Structure
from hub.xml.parse import Element

__all__ = ["SEPARATOR", "FlatPlan", "FlatXmlWriter"]

SEPARATOR = "\x1f"
"""Parts the values of a repeated element in its one cell; no document can hold it."""

MEDIA_TYPE = "application/xml"
_COUNT = re.compile(r"\[([0-9]+)\]$")
"""Which of the values of a repeated element is meant, counted from 0."""


class FlatPlan(Plan):
    """How a flat document is read; what ``XmlReader`` needs of a plan."""

    def __init__(self, table: Table, tags: Tags, namespace: str, root: str) -> None:
        super().__init__(None, tags, f"{{{namespace}}}{root}")
        assert table.line is not None  # noqa: S101 - a flat document has lines
        self.table = table
        self.ignored = frozenset(f"{self.path}/{path}" for path in table.ignore)
        self.header = FlatNode(table.header, namespace)  # type: ignore[assignment]
        self.line = FlatNode(table.line, namespace)  # type: ignore[assignment]
        self.line_tag = f"{{{namespace}}}{table.lines}"
        self.line_path = f"{self.path}/{table.lines}"
        self.locator = FlatLocator(namespace)  # type: ignore[assignment]


class FlatNode:
    """Reads the head or a line; its required fields are the schema's to judge."""

    required: Sequence[Field] = ()

    def __init__(self, group: Group, namespace: str) -> None:
        self._namespace = namespace
        columns = list(dict.fromkeys(f.path for f in group.fields))
        self._at = {name: index for index, name in enumerate(columns)}
        self._rows = RowReader(group, self._at)

    def read(self, element: Element, lost: Lost) -> Any:
        """Return the struct of an element; what no column takes goes to ``lost``."""
        cells = [""] * len(self._at)
        for name, value in element.items():
            self._put(cells, f"@{name}", value.strip(), lost, element, name)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            namespace, _, local = child.tag.rpartition("}")
            if namespace[1:] != self._namespace or local not in self._at or is_group(child):
                lost.element(child)
                continue
            text = text_of(child).strip()
            before = cells[self._at[local]]
            cells[self._at[local]] = f"{before}{SEPARATOR}{text}" if before else text
            for name, value in child.items():
                self._put(cells, f"{local}/@{name}", value.strip(), lost, child, name)

        def tell(field: Field, _text: str, _why: object, _more: str) -> None:
            found = element.find(f"{{{self._namespace}}}{field.path}")
            lost.element(element if found is None else found)

        return self._rows.read(cells, tell)

    def _put(
        self, cells: list[str], column: str, text: str, lost: Lost, element: Element, name: str
    ) -> None:  # fmt: skip
        if column in self._at:
            cells[self._at[column]] = text
        else:
            lost.attribute(element, name)


class FlatLocator:
    """Tells where fields stand: the element of the field's column."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def place(self, top: Element, group: Group, dotted: str, place_of: Any) -> Place:
        """Return the place of a field below ``top``; a missing one has the path it would have."""
        plain = "".join(part.partition("[")[0] for part in _with_dots(dotted))
        while plain:
            for field in group.fields:
                if field.name == plain or field.name.startswith(f"{plain}."):
                    index = _COUNT.search(dotted) if field.each else None
                    return self._of(top, field.path, int(index[1]) if index else 0, place_of)
            plain = plain.rpartition(".")[0]
        place: Place = place_of(top)
        return place

    def _of(self, top: Element, column: str, index: int, place_of: Any) -> Place:
        step = column.partition("/")[0]
        there = [] if step.startswith("@") else top.findall(f"{{{self._namespace}}}{step}")
        found = there[index] if index < len(there) else None
        place: Place = place_of(top if found is None else found)
        if found is not None:
            return place
        return Place(path=f"{place.path or ''}/{column}", line=place.line)


def _with_dots(dotted: str) -> list[str]:
    """Split a path at its points, keeping the points."""
    parts = dotted.split(".")
    return [parts[0], *(f".{part}" for part in parts[1:])]


class FlatXmlWriter:
    """The writer of one flat format."""

    def __init__(self, declared: Declared, table: Table, structure: Structure) -> None:
        assert table.line is not None  # noqa: S101 - a flat document has lines
        self.declared = declared
        self.table = table
        self._head = _Shape(table.header, structure, declared.namespace, declared.root)
        self._line = _Shape(table.line, structure, declared.namespace, table.lines)

    def start(
        self, header: Any, _context: RouteContext, losses: LossReport, folder: Path
    ) -> "FlatXmlWriting":
        """Begin a file."""
        number = getattr(header.id, "value", None)
        file = OutFile(folder, file_name(self.declared.id.document, number, ".xml"), MEDIA_TYPE)
        return FlatXmlWriting(self, file, header, losses, self._head, self._line)


class FlatXmlWriting:
    """One flat document in the making."""

    def __init__(
        self,
        made_by: FlatXmlWriter,
        file: OutFile,
        header: Any,
        losses: LossReport,
        head: "_Shape",
        line: "_Shape",
    ) -> None:
        self._file = file
        self._line = line
        self._name = made_by.table.lines
        self._root = made_by.declared.root
        ignored = made_by.table.ignore
        self._rows = RowWriter(line.group, line.columns, losses, ignored, guarded=False)
        rows = RowWriter(head.group, head.columns, losses, guarded=False)
        cells = dict(zip(head.columns, rows.row(header), strict=True))
        attributes, inside = head.spell(cells)
        self._file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{self._root}'
            f' xmlns="{made_by.declared.namespace}"{attributes}>{inside}\n'.encode()
        )

    def take(self, body: Any) -> None:
        """Write one line."""
        self.put(self.line(body, None))

    def line(self, body: Any, losses: LossReport | None) -> bytes:
        """Return a line as it goes into the file; its losses go to ``losses``, if given."""
        cells = dict(zip(self._line.columns, self._rows.row(body, losses), strict=True))
        attributes, inside = self._line.spell(cells)
        return f"<{self._name}{attributes}>{inside}</{self._name}>\n".encode()

    def put(self, line: bytes) -> None:
        """Write a line that ``line`` has made, for this file or for another of the format."""
        self._file.write(line)

    def finish(self) -> list[Part]:
        """Close the file."""
        self._file.write(f"</{self._root}>\n".encode())
        return [self._file.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._file.discard()


class _Shape:
    """The columns of a head or line, and how they become elements in the schema's order."""

    def __init__(
        self, group: Group, structure: Structure, namespace: str | None, name: str | None
    ) -> None:
        self.group = group
        self.columns = list(dict.fromkeys(f.path for f in group.fields))
        self._consts = {f.path: f.const for f in group.fields if f.const is not None}
        order = [c.name.rpartition("}")[2] for c in structure.children(f"{{{namespace}}}{name}")]
        self._attributes = [c for c in self.columns if c.startswith("@")]
        self._elements = [name for name in order if name in self.columns]
        self._inner = {
            name: [c for c in self.columns if c.startswith(f"{name}/@")] for name in self._elements
        }

    def spell(self, cells: Mapping[str, str]) -> tuple[str, str]:
        """Return attributes and elements as text."""
        cells = {**cells, **self._consts}
        attributes = "".join(
            f' {name[1:]}="{attribute_text(cells[name])}"'
            for name in self._attributes
            if cells[name]
        )
        pieces: list[str] = []
        for name in self._elements:
            inner = "".join(
                f' {column.partition("@")[2]}="{attribute_text(cells[column])}"'
                for column in self._inner[name]
                if cells[column]
            )
            pieces.extend(
                f"<{name}{inner}>{content_text(text)}</{name}>"
                for text in cells[name].split(SEPARATOR)
                if text
            )
        return attributes, "".join(pieces)
