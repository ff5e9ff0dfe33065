"""The formats the hub knows, loaded once from mapping folders and then frozen."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.errors import MappingError
from hub.formats.document import Part, Reader, Writer
from hub.formats.flatxml import FlatPlan, FlatXmlWriter
from hub.formats.folder import Folder, Mistakes
from hub.formats.formatfile import Declared, FormatFile, load_format_file
from hub.formats.identify import Recognise, Recogniser
from hub.formats.payload import Payload
from hub.formats.stock import Stock
from hub.formats.table import Table
from hub.formats.xmldocument import Plan, SummaryPaths, XmlReader, open_checked
from hub.formats.xmlread import Tags
from hub.formats.xmlwriter import XmlWriter
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.kinds import KINDS
from hub.model.report import Report
from hub.resources import resource
from hub.rules.elements.judge import ElementRules
from hub.rules.ruleset import RuleSet
from hub.xml.schemas import DocumentSchema, SchemaStore

__all__ = ["Format", "Formats", "load_formats", "mapping_folders"]

ENTRY_POINTS = "hub.mappings"
OWN_SCHEMA = ".xsd"
"""Ends the name of a schema file; other names are those of installed schema sets."""


class Format:
    """One format: how it is recognised, read, written and checked.

    Readers and writers are compiled when first asked for. ``reader`` of a format without a
    table reads no lines into the model; ``writer`` is None for what cannot be written.
    """

    def __init__(
        self,
        declared: Declared,
        file: FormatFile,
        stock: Stock,
        schemas: SchemaStore,
    ) -> None:
        self.declared = declared
        self._file = file
        self._stock = stock
        self._schemas = schemas

    @cached_property
    def table(self) -> Table | None:
        """The field table; None where there is none. Raises ``MappingError``."""
        return self._stock.table(self.declared)

    @cached_property
    def rules(self) -> RuleSet | None:
        """The rules the format has of its own, whoever the receiver is; None without any.

        Raises ``MappingError``.
        """
        return self._stock.rules(self.folder)

    @property
    def id(self) -> FormatId:
        """The format's name."""
        return self.declared.id

    @property
    def kind(self) -> str:
        """The kind of document: the middle part of the id."""
        return self.declared.id.document

    @property
    def model(self) -> str:
        """The kind of document in the model; a price book, say, is a catalogue there."""
        return self.kind if self.table is None else self.table.document

    @property
    def title(self) -> str:
        """What people call it."""
        return self.declared.title

    @property
    def folder(self) -> Folder:
        """The mapping folder it comes from."""
        return self.declared.folder

    @property
    def schema_set(self) -> str | None:
        """The installed set that the schema is of; None for a schema of our own, or none."""
        name = self.declared.schema
        return None if name is None or name.endswith(OWN_SCHEMA) else name

    @property
    def schema(self) -> DocumentSchema | None:
        """The compiled schema, or None where there is none.

        Raises:
            SchemasMissing: the schema set is not installed.
        """
        name, root = self.declared.schema, self.declared.root
        if name is None or root is None:
            return None
        if name.endswith(OWN_SCHEMA):
            return self._schemas.schema_file(self._schema_file(name))
        return self._schemas.schema(name, root)

    @property
    def media_type(self) -> str:
        """The media type of its files."""
        if self.declared.root is not None:
            return "application/xml"
        return str(getattr(self._module("reader"), "MEDIA_TYPE", "application/octet-stream"))

    @property
    def has_own_reader(self) -> bool:
        """Whether XML of the format is read by its folder's reader.py, not by a table."""
        return self.table is None and self._has_own("reader")

    @property
    def brings_reader(self) -> bool:
        """Whether its very folder has a reader.py."""
        return (self.folder.path / "reader.py").is_file()

    @property
    def readable(self) -> bool:
        """Whether documents of the format can come in; some are only ever written."""
        if not self.declared.read:
            return False
        return self.declared.root is not None or hasattr(self._module("reader"), "reader")

    @cached_property
    def reader(self) -> Reader:
        """The reader: for XML that of the field table, else the folder's own."""
        if self.declared.root is None or self.has_own_reader:
            return self._made("reader")  # type: ignore[no-any-return]
        tags = Tags(self._file.namespaces)
        root = f"{{{self.declared.namespace}}}{self.declared.root}"
        summary = SummaryPaths(self._file.summaries.get(self.kind, {}), self._file.addresses)
        plan = Plan(None if self._is_flat else self.table, tags, root)
        if self.table is not None and self._is_flat:
            plan = FlatPlan(self.table, tags, self.declared.namespace or "", self.declared.root)
        return XmlReader(self.id, plan, lambda: self.schema, summary, lambda: self.published)

    @cached_property
    def published(self) -> ElementRules | None:
        """The published rules that its documents are judged by, element by element.

        They are loaded when first asked for: most runs see few kinds of documents.

        Raises:
            MappingError: with every mistake in the files of the rules.
        """
        holder = self.folder.holder(f"rules/{self.kind}.toml")
        return None if holder is None else holder.published(self.kind, self._file.namespaces)

    @cached_property
    def own_rules(self) -> RuleSet | None:
        """The rules of its own, less those judged element by element already."""
        if self.rules is None or self.published is None:
            return self.rules
        return self.rules.without(self.published.book.ids)

    @cached_property
    def writer(self) -> Writer | None:
        """The writer, or None when the format cannot be written.

        Raises:
            SchemasMissing: the order of elements is not known without the schema set.
        """
        if not self.declared.write:
            return None
        if self.declared.root is None or self._has_own("writer"):
            return self._made("writer")  # type: ignore[no-any-return]
        if self.table is None:
            return None
        if self._is_flat and self.schema is not None:
            return FlatXmlWriter(self.declared, self.table, self.schema.structure)
        name, root = self.declared.schema, self.declared.root
        structure = None if name is None else self._schemas.structure(name, root)
        if structure is None:
            raise MappingError([f"{self.id}: needs a schema to be written by"])
        return XmlWriter(self.declared, self.table, Tags(self._file.namespaces), structure)

    def takes(self, source: FormatId, header: Any) -> bool:
        """Whether a document of another format can be written in this one.

        A conversion exists where a folder says so: values that nobody translates would
        arrive as something else. Who writes to whom stays: a self-billed invoice is no invoice.
        """
        if self.table is not None and not isinstance(header, self.table.header.struct):
            return False
        kind = KINDS.get(self.kind)
        if self.table is None and kind is not None and not isinstance(header, kind.head):
            return False
        theirs = KINDS.get(source.document)
        if kind is not None and theirs is not None and kind.sender != theirs.sender:
            return False
        declared = self.declared
        takes = declared.takes is None or source.authority in declared.takes
        return takes and self.writer is not None

    def recognise(self) -> Recognise | None:
        """Return the folder's own function that looks at bytes, if it has one.

        A folder whose children bring nothing but tables has ``recogniser``, which is told the
        format to look for.
        """
        module = self._module("reader")
        make = getattr(module, "recogniser", None)
        return getattr(module, "recognise", None) if make is None else make(self)

    def beside(self, kind: str) -> "Format":
        """Return another document of the same folder and table: what an archive holds, say.

        Raises:
            MappingError: the folder declares no such document.
        """
        for declared in self._file.documents:
            if declared.id.document == kind and declared.table == self.declared.table:
                return Format(declared, self._file, self._stock, self._schemas)
        raise MappingError([f"{self.folder.label('format.toml')}: there is no document {kind!r}"])

    @property
    def _is_flat(self) -> bool:
        """Whether the format is XML that a table of rows describes."""
        rows = self.table is not None and self.table.notation == "rows"
        return rows and self.declared.root is not None

    def _has_own(self, name: str) -> bool:
        """Whether the format's very folder has a reader.py or writer.py that makes one."""
        return hasattr(self.folder.module(name), name)

    def _schema_file(self, name: str) -> Path:
        """Return a schema that is no part of an installed set: the folder's, or one of ours."""
        beside = self.folder.path / name
        return beside if beside.is_file() else resource("xsd", name)

    def _module(self, name: str) -> Any:
        return next((m for f in self.folder.chain() if (m := f.module(name))), None)

    def _made(self, name: str) -> Any:
        make = getattr(self._module(name), name, None)
        if make is None:
            raise MappingError([f"{self.folder.label(f'{name}.py')}: needs a function {name}"])
        return make(self)


class Formats:
    """All formats, frozen."""

    def __init__(self, formats: Mapping[FormatId, Format]) -> None:
        self._formats = MappingProxyType(dict(formats))
        # A folder that brings only a table knows its files by all the columns it needs; that
        # is asked before folders which know a file by less.
        ordered = sorted(self._formats.values(), key=lambda one: one.brings_reader)
        others = {
            one.folder.name: (one.id.authority, _looking(one))
            for one in ordered
            if one.declared.root is None
        }
        declared = [one.declared for one in self._formats.values()]
        self._recogniser = Recogniser(declared, tuple(others.values()))

    def identify(self, payload: Payload, report: Report) -> Format | None:
        """Return the format of a payload by its content; findings say why there is none."""
        found = self._recogniser.identify(payload, report)
        return None if found is None else self._formats[found]

    def get(self, identity: FormatId) -> Format:
        """Return a format by its id; raises ``KeyError``."""
        return self._formats[identity]

    def all(self) -> tuple[Format, ...]:
        """Return every format, sorted by id."""
        return tuple(self._formats[key] for key in sorted(self._formats))

    def validate_part(self, part: Part, target: Format, report: Report) -> None:
        """Check an output by its format's schema and published rules, streaming.

        Without a schema it is read to its end by the format's own reader, if it has one.
        """
        payload = Payload(part.name, part.size, part.sha256, path=part.path)
        schema = target.schema
        if schema is not None:
            open_checked(payload, schema, report, target.published)
            return
        report.skip(Layer.SCHEMA, "this format has no schema")
        if target.readable:
            for document in target.reader.read(payload, report):
                for _ in document.lines(report):
                    pass

    def __iter__(self) -> Iterator[Format]:
        """Yield every format, sorted by id."""
        return iter(self.all())


def mapping_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Return the mapping folders: the project's own, then ``HUB_MAPPINGS``, then plugins.

    A mapping folder holds a format, a profile or both.

    ``HUB_MAPPINGS`` holds folders of mapping folders, separated as paths are; an entry point
    of the group ``hub.mappings`` names a package that is such a folder.
    """
    homes = [resource("mappings")]
    homes += [Path(p) for p in environment.get("HUB_MAPPINGS", "").split(os.pathsep) if p]
    for point in entry_points(group=ENTRY_POINTS):
        homes += [Path(p) for p in point.load().__path__]
    missing = [home for home in homes if not home.is_dir()]
    if missing:
        raise MappingError([f"{home}: there is no such folder" for home in missing])
    return tuple(
        folder
        for home in homes
        for folder in sorted(home.iterdir())
        if any((folder / name).is_file() for name in ("format.toml", "profile.toml"))
    )


def load_formats(
    folders: Sequence[Path], schemas: SchemaStore, proven: Collection[Path] = ()
) -> Formats:
    """Load the formats of mapping folders; a folder with a profile only has none.

    Args:
        folders: the mapping folders.
        schemas: the installed schema sets.
        proven: those of the folders that tests have loaded before: their tables and rules are
            loaded when a document needs them.

    Raises:
        MappingError: with every mistake in every folder.
    """
    mistakes = Mistakes()
    formats: dict[FormatId, Format] = {}
    stock = Stock()
    for file in _load_files(folders, mistakes):
        for declared in file.documents:
            if file.folder.path not in proven:
                stock.table(declared, mistakes)
                stock.rules(declared.folder, mistakes)
            if declared.id in formats:
                other = formats[declared.id].folder.path
                sentence = f"{declared.id} is declared already, in {other}"
                mistakes.add(file.folder.label("format.toml"), "", sentence)
            formats[declared.id] = Format(declared, file, stock, schemas)
    if mistakes:
        raise MappingError(list(dict.fromkeys(mistakes.sentences)))
    return Formats(formats)


def _looking(one: Format) -> Recognise:
    """Return what asks a format's folder to look at bytes, once there are some to look at."""

    def look(*given: Any) -> Any:
        recognise = one.recognise()
        return None if recognise is None else recognise(*given)

    return look


def _load_files(folders: Sequence[Path], mistakes: Mistakes) -> Iterator[FormatFile]:
    """Load ``format.toml`` of every folder, parents before children."""
    paths = {path.name: path for path in folders}
    loaded: dict[str, FormatFile | None] = {}

    def load(name: str, asked: tuple[str, ...]) -> FormatFile | None:
        if name in loaded:
            return loaded[name]
        path = paths.get(name)
        if path is None or name in asked:
            why = "is its own ancestor" if path else "is no mapping folder"
            mistakes.add(f"{asked[-1]}/format.toml", "parent", f"{name!r} {why}")
            return None
        data = Folder(path).toml("format.toml", Mistakes()) or {}
        parent = data.get("parent")
        above = load(parent, (*asked, name)) if isinstance(parent, str) else None
        folder = Folder(path, above.folder if above else None)
        loaded[name] = load_format_file(folder, above, mistakes)
        return loaded[name]

    for path in folders:
        if (path / "profile.toml").is_file() and not (path / "format.toml").is_file():
            continue
        if paths[path.name] != path:
            mistakes.add(f"{path.name}/format.toml", "", f"{paths[path.name]} has the same name")
            continue
        file = load(path.name, ())
        if file is not None:
            yield file
