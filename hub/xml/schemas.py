"""Compiled schemas, from the installed files, with the network off.

Only the document type asked for is compiled (about 0.1 s and 10 MB), then kept. Two things
happen to the text of a schema on its way to the compiler, neither of which changes a verdict:
annotations are left out, and long lists of allowed codes become one pattern, which the
validator decides much faster than a list of values (``hub.xml.codepattern``).
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from lxml import etree

from hub.errors import SchemasMissing
from hub.xml.codepattern import pattern_of
from hub.xml.order import XSD, Child, Kind, ModuleShelf, Structure
from hub.xml.parse import Element

__all__ = ["UBL_SETS", "DocumentSchema", "SchemaStore", "default_home"]

UBL_SETS: Final = ("ubl-2.0", "ubl-2.1", "ubl-2.2")
"""The schema sets that ``hub schemas install`` installs."""

_X: Final = f"{{{XSD}}}"
_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_SCHEME: Final = "hub:"
_LONG_LIST: Final = 20
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION: Final = (f"{{{_XSI}}}schemaLocation", f"{{{_XSI}}}noNamespaceSchemaLocation")
_HINTED: Final = etree.XPath(
    "descendant-or-self::*[@xsi:schemaLocation or @xsi:noNamespaceSchemaLocation]",
    namespaces={"xsi": _XSI},
)


def default_home(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where schemas are installed: ``HUB_SCHEMAS``, else the user's data folder."""
    if named := environment.get("HUB_SCHEMAS"):
        return Path(named)
    data = environment.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "hub" / "schemas"


class DocumentSchema:
    """The schema of one document type.

    ``root`` is the name of the document's root (``{namespace}Invoice``), ``structure`` its
    order and types, ``line`` the element that ends it any number of times, or None.
    """

    def __init__(self, path: Path, base: Path, shelf: ModuleShelf) -> None:
        self.path = path
        self.structure = Structure(path, shelf)
        self.root = self.structure.roots[0]
        self.line = _line_of(self.structure, self.root)
        self._compiled = _compile(path, base)

    def validate(self, element: Element) -> list[Any]:
        """Return the validator's complaints about a document or a globally declared element.

        Hints where to find further schemas (``xsi:schemaLocation``) are removed from the
        element first: the validator would follow them.
        """
        remove_locations(element)
        return self.validate_bare(element)

    def validate_bare(self, element: Element) -> list[Any]:
        """As ``validate``, for an element known to be without such hints.

        Raises ``MemoryError`` when the validator ran out of memory: it then says anything.
        """
        try:
            if self._compiled.validate(element):
                return []
        except etree.XMLSchemaValidateError as error:
            raise MemoryError from error
        if _without_memory(self._compiled.error_log):
            raise MemoryError
        return list(self._compiled.error_log)


class SchemaStore:
    """Finds, compiles and keeps the schemas installed under ``home``.

    Not shared between threads: a worker has its own.

    Args:
        home: the folder of installed schemas; None for the usual place.
        keep: how many compiled schemas are kept (about 10 MB each), those used last.
    """

    def __init__(self, home: Path | None = None, keep: int = 4) -> None:
        self.home = home or default_home()
        self._keep = keep
        self._shelf = ModuleShelf()
        self._documents: dict[str, dict[str, Path]] = {}
        self._compiled: dict[Path, DocumentSchema] = {}

    def documents(self, set_name: str) -> tuple[str, ...]:
        """Return the document types of a set, by local name (``Invoice``).

        Raises:
            SchemasMissing: the set is not installed.
        """
        return tuple(self._files(set_name))

    def schema(self, set_name: str, document: str) -> DocumentSchema | None:
        """Return the compiled schema of a document type, or None where the set has no such type.

        Args:
            set_name: for example ``ubl-2.1``.
            document: ``{namespace}Invoice`` as the root says it, or just ``Invoice``.

        Raises:
            SchemasMissing: the set is not installed or not whole.
        """
        path = self._files(set_name).get(document.rpartition("}")[2])
        if path is None:
            return None
        found = self._compile(path, self.home / set_name)
        return found if "}" not in document or found.root == document else None

    def schema_file(self, path: Path) -> DocumentSchema:
        """Return the compiled schema in a file of the project's own ``xsd/`` folder."""
        if not path.is_file():
            raise SchemasMissing([f"{path}: no such schema file; install the hub again"])
        return self._compile(path, path.parent)

    def structure(self, set_name: str, document: str) -> Structure | None:
        """Return order and types of a document type without compiling its schema."""
        path = self._files(set_name).get(document.rpartition("}")[2])
        if path is None:
            return None
        found = Structure(path, self._shelf)
        return found if "}" not in document or document in found.roots else None

    def code_list(self, set_name: str, name: str) -> dict[str, str]:
        """Return a code list that came with a set, each code with its English name.

        Args:
            set_name: only ``ubl-2.0`` has lists.
            name: ``UnitCode``, ``CurrencyCode``, ``LanguageCode`` or ``MIMEMediaTypeCode``.
        """
        self._files(set_name)
        for path in sorted((self.home / set_name / "common").glob(f"CodeList_{name}_*.xsd")):
            return {
                node.get("value"): (node.findtext(".//{*}CodeName") or "").strip()
                for node in _tree(path).iter(_X + "enumeration")
            }
        raise SchemasMissing([f"{self.home / set_name}: it has no code list {name}"])

    def _files(self, set_name: str) -> dict[str, Path]:
        if set_name not in self._documents:
            folder = self.home / set_name / "maindoc"
            if not folder.is_dir():
                mistake = f"{self.home}: {set_name} is not there; type: hub schemas install"
                raise SchemasMissing([mistake])
            named = re.compile(rf"UBL-(\w+)-{re.escape(set_name.removeprefix('ubl-'))}\.xsd")
            self._documents[set_name] = {
                found.group(1): path
                for path in sorted(folder.iterdir())
                if (found := named.fullmatch(path.name))
            }
        return self._documents[set_name]

    def _compile(self, path: Path, base: Path) -> DocumentSchema:
        found = self._compiled.pop(path, None)
        if found is None:
            try:
                found = DocumentSchema(path, base, self._shelf)
            except (etree.LxmlError, OSError) as error:
                if isinstance(error, etree.LxmlError) and _without_memory(error.error_log):
                    raise MemoryError from error
                raise SchemasMissing(
                    [f"{path}: the schema cannot be used; type: hub schemas install ({error})"]
                ) from error
        # Dictionaries keep the order of insertion: the first is the one used longest ago.
        self._compiled[path] = found
        if len(self._compiled) > self._keep:
            del self._compiled[next(iter(self._compiled))]
        return found


def _without_memory(log: Any) -> bool:
    return any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in log)


def remove_locations(element: Element) -> None:
    """Remove every hint where a schema may be found, at the element and inside."""
    for node in _HINTED(element):
        for name in _LOCATION:
            node.attrib.pop(name, None)


def _line_of(structure: Structure, root: str) -> Child | None:
    """Return the element of which a document type has any number at its end.

    UBL calls such elements ``...Line``; other repeated last elements of UBL (a reference, a
    party) belong to the header. A line must be declared globally, or it could not be
    validated by itself.
    """
    children = structure.children(root)
    if not children or structure.is_open(root):
        return None
    last = children[-1]
    if last.most is not None or last.kind is not Kind.AGGREGATE or not last.shared:
        return None
    if any(child.name == last.name for child in children[:-1]):
        return None
    namespace, _, local = last.name.rpartition("}")
    return last if local.endswith("Line") or not namespace[1:].startswith(_UBL) else None


class _Files(etree.Resolver):  # type: ignore[misc]  # lxml ships no types
    """Answers every import from files below one folder, and remembers what it could not find.

    lxml says nothing when an import cannot be loaded, and the schema then accepts too much.
    """

    def __init__(self, base: Path) -> None:
        self.base = base.resolve()
        self.missing: list[str] = []

    def resolve(self, system_url: str | None, _public_id: str | None, context: Any) -> Any:
        """Return the prepared text of an imported file."""
        url = system_url or ""
        path = Path(unquote(url.removeprefix(_SCHEME))).resolve()
        if not url.startswith(_SCHEME) or not path.is_relative_to(self.base) or not path.is_file():
            self.missing.append(url)
            return self.resolve_empty(context)
        return self.resolve_string(_prepared(path), context, base_url=url)


def _compile(path: Path, base: Path) -> etree.XMLSchema:
    files = _Files(base)
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(files)
    url = _SCHEME + quote(str(path.resolve()))
    compiled = etree.XMLSchema(etree.fromstring(_prepared(path), parser, base_url=url))
    if files.missing:
        raise SchemasMissing(
            [f"{path}: cannot find {url}; type: hub schemas install" for url in files.missing]
        )
    return compiled


def _tree(path: Path) -> Element:
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities="internal")
    return etree.parse(path, parser).getroot()


def _prepared(path: Path) -> bytes:
    """Return a schema file as the compiler gets it."""
    root = _tree(path)
    for node in list(root.iter(_X + "annotation", etree.Comment)):
        if node.getparent() is not None:
            node.getparent().remove(node)
    for node in root.iter(_X + "restriction"):
        values = node.findall(_X + "enumeration")
        if len(values) < _LONG_LIST or node.find(_X + "pattern") is not None:
            continue
        for value in values:
            node.remove(value)
        node.insert(
            0, node.makeelement(_X + "pattern", value=pattern_of([v.get("value") for v in values]))
        )
    return bytes(etree.tostring(root))
