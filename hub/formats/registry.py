"""The formats the hub knows, loaded once from mapping folders and then frozen."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.errors import MappingError
from hub.formats.document import Part
from hub.formats.folder import Folder, Mistakes
from hub.formats.format import Format
from hub.formats.formatfile import FormatFile, load_format_file
from hub.formats.identify import Recognise, Recogniser
from hub.formats.nearmiss import near_miss
from hub.formats.payload import Payload
from hub.formats.stock import Stock
from hub.formats.unjudged import NO_SCHEMA
from hub.formats.xmldocument import open_checked
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.resources import resource
from hub.xml.schemas import SchemaStore

__all__ = ["Formats", "load_formats", "mapping_folders"]

ENTRY_POINTS = "hub.mappings"


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
        if found is not None:
            return self._formats[found]
        near = near_miss(payload, self._formats.values())
        if near is not None:
            report.add(Layer.SYNTAX, near)
        return None

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
        payload = part.payload()
        schema = target.schema
        if schema is not None:
            open_checked(payload, schema, report, target.published)
            return
        report.skip(Layer.SCHEMA, NO_SCHEMA)
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
