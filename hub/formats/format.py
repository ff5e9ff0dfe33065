"""A format: how its documents are recognised, read, written and checked."""

from functools import cached_property
from pathlib import Path
from typing import Any

from hub.errors import MappingError
from hub.formats.document import Reader, Writer
from hub.formats.flatxml import FlatPlan, FlatXmlWriter
from hub.formats.folder import Folder
from hub.formats.formatfile import Declared, FormatFile
from hub.formats.identify import Recognise
from hub.formats.stock import Stock
from hub.formats.table import Table
from hub.formats.xmldocument import Plan, SummaryPaths, XmlReader
from hub.formats.xmlread import Tags
from hub.formats.xmlwriter import XmlWriter
from hub.model.identity import FormatId
from hub.model.kinds import KINDS
from hub.resources import resource
from hub.rules.elements.judge import ElementRules
from hub.rules.ruleset import RuleSet
from hub.xml.schemas import DocumentSchema, SchemaStore

__all__ = ["Format"]

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
        if not self.models(header):
            return False
        kind = KINDS.get(self.kind)
        theirs = KINDS.get(source.document)
        if kind is not None and theirs is not None and kind.sender != theirs.sender:
            return False
        declared = self.declared
        takes = declared.takes is None or source.authority in declared.takes
        return takes and self.writer is not None

    def models(self, header: Any) -> bool:
        """Whether a head is of the model that this format's rules and writer look at."""
        if self.table is not None:
            return isinstance(header, self.table.header.struct)
        kind = KINDS.get(self.kind)
        return kind is None or isinstance(header, kind.head)

    def judges(self, source: FormatId, header: Any) -> bool:
        """Whether rules for this format can look at a head that came in another.

        Of another kind they know only answers to a whole, which they may put into this kind's
        words: those have no lines, or need none, and the same party writes both.
        """
        if self.models(header):
            return True
        kind, theirs = KINDS.get(self.kind), KINDS.get(source.document)
        if kind is None or theirs is None:
            return False
        return kind.bare and theirs.bare and kind.sender == theirs.sender

    def writing_rules(self, source: FormatId, header: Any) -> RuleSet | None:
        """Return the rules for a document of another format, where no receiver's profile holds.

        Those of the format, and those of a system's own format that its writer cannot do
        without (``Rule.to_write``). None where there are none, where the document came in this
        format and was judged by them, and where it is of another kind. Raises ``MappingError``.
        """
        if self.id.authority == source.authority or not self.judges(source, header):
            return None
        return self._stock.writing_rules(self.folder)

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
