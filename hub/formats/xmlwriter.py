"""Writes documents as XML files, line by line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.errors import MappingError
from hub.formats.document import Part
from hub.formats.extensions import with_fitting_extensions
from hub.formats.formatfile import Declared
from hub.formats.leaves import leaves_of
from hub.formats.onceover import Once
from hub.formats.outfile import OutFile, file_name
from hub.formats.structs import slots_of
from hub.formats.table import Table
from hub.formats.xmlleaf import Output
from hub.formats.xmlread import Tags
from hub.formats.xmlunwritten import file_losses
from hub.formats.xmlwrite import Template, TemplateCompiler
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossKind, LossReport
from hub.model.values import Identifier
from hub.xml.order import Structure

__all__ = ["XmlWriter", "XmlWriting"]

MEDIA_TYPE = "application/xml"
FLUSH = 1000
"""How many pieces of text are collected before they go to the file."""
LARGE = 100_000
"""Characters of a piece (an embedded file) that is not joined with others, to save a copy."""


class XmlWriter:
    """The writer of one XML format."""

    def __init__(self, declared: Declared, table: Table, tags: Tags, structure: Structure) -> None:
        root = f"{{{declared.namespace}}}{declared.root}"
        compiler = TemplateCompiler(table, tags, structure)
        self._declared = declared
        self._structure = structure
        self._header = compiler.template(table.header, root)
        self._line: Template | None = None
        self._once = Once()
        self._line_name = table.lines or ""
        if table.line is not None and table.lines is not None:
            last = structure.children(root)[-1]
            if last.name != tags.tag(table.lines):
                raise MappingError(
                    [f"{table.folder.label(table.file)}: lines: {table.lines} does not end {root}"]
                )
            self._line = compiler.template(table.line, last.type)
        spaces = "".join(
            f' xmlns:{prefix}="{tags.namespaces[prefix]}"' for prefix in _prefixes(table)
        )
        self._opening = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<{declared.root} xmlns="{declared.namespace}"{spaces}>'
        )
        self._closing = f"</{declared.root}>\n"

    def start(
        self, header: Any, context: RouteContext, losses: LossReport, folder: Path
    ) -> "XmlWriting":
        """Begin a file in ``folder``."""
        named = named_as(header, self._declared, context)
        head = with_fitting_extensions(named, self._structure, losses)
        number = getattr(head.id, "value", None)
        name = file_name(self._declared.id.document, number, ".xml")
        file = OutFile(folder, name, MEDIA_TYPE, spare=True)
        output = Output()
        output.add(self._opening)
        self._header.write(head, output)
        output.add("\n")
        file_losses(self._header, head, output, losses)
        lines = None if self._line is None else LineWriter(self._line, self._line_name, self._once)
        return XmlWriting(file, output, lines, self._closing, losses)


class LineWriter:
    """Writes lines as XML, one that several receivers get only once."""

    def __init__(self, template: Template, name: str, once: Once) -> None:
        self.once = once
        self._template = template
        self._before, self._after = f"<{name}>", f"</{name}>\n"

    def output(self, body: Any, losses: LossReport) -> Output:
        """Return a line as it is written."""

        def make(noted: LossReport) -> Output:
            output = Output()
            output.add(self._before)
            self._template.write(body, output)
            output.add(self._after)
            if output.odd or output.homeless or output.derived or output.failed:
                file_losses(self._template, body, output, noted)
            return output

        return self.once.made(body, None, make, losses)


class XmlWriting:
    """One XML file in the making."""

    def __init__(
        self,
        file: OutFile,
        output: Output,
        lines: LineWriter | None,
        closing: str,
        losses: LossReport,
    ) -> None:
        self._file = file
        self._texts = output.texts
        self._bulky = output.bulky
        self._lines = lines
        self._closing = closing
        self._losses = losses

    def take(self, body: Any) -> None:
        """Write one line; a document that has none has no place for anything it says."""
        if self._lines is None:
            for path, text in leaves_of(body, ""):
                self._losses.add(path.removeprefix("."), LossKind.NO_HOME, text)
            return
        output = self._lines.output(body, self._losses)
        self._texts.extend(output.texts)
        self._bulky = self._bulky or output.bulky
        if len(self._texts) > FLUSH:
            self._flush()

    def finish(self) -> list[Part]:
        """Close the file."""
        self._texts.append(self._closing)
        self._flush()
        self._forget()
        return [self._file.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._file.discard()
        self._forget()

    def _forget(self) -> None:
        if self._lines is not None:
            self._lines.once.forget()

    def _flush(self) -> None:
        # Lone surrogates cannot come out of a template, so the encoding cannot fail.
        texts = self._texts
        begun = 0
        if self._bulky:
            for number, text in enumerate(texts):
                if len(text) > LARGE:
                    self._file.write("".join(texts[begun:number]).encode())
                    self._file.write(text.encode())
                    begun = number + 1
        self._file.write("".join(texts[begun:]).encode())
        self._bulky = False
        texts.clear()


def _prefixes(table: Table) -> list[str]:
    """Return the prefixes of all elements that a table can write."""
    groups = [table.header, *table.groups.values()]
    if table.line is not None:
        groups.append(table.line)
    paths = [table.lines or "", *(field.path for group in groups for field in group.fields)]
    steps = [step for path in paths for step in path.split("/")]
    return sorted({step.partition(":")[0] for step in steps if ":" in step})


def named_as(header: Any, declared: Declared, context: RouteContext) -> Any:
    """Return the head with the target's own version, customization and profile.

    A document that stays in its format keeps what it says; one that stays with the same
    authority, and of the same kind, keeps its profile, which is the parties' business process,
    not the format's. Another kind of document may belong to another process.
    """
    source = context.source
    if source == declared.id:
        return header
    names: Mapping[str, str] = declared.protocol
    known = slots_of(header.__class__)
    put: dict[str, Any] = {}
    for name in ("ubl_version_id", "customization_id", "profile_id"):
        if name not in known or name in declared.keeps:
            continue
        if name == "profile_id" and _is_version(source, declared.id):
            continue
        put[name] = Identifier(names[name]) if name in names else None
    return replace(header, **put) if put else header


def _is_version(source: FormatId | None, target: FormatId) -> bool:
    """Whether two formats are of one authority and for one kind of document."""
    if source is None:
        return False
    return (source.authority, source.document) == (target.authority, target.document)
