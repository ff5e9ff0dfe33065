"""Child order and element types, read from the schemas themselves.

UBL says in which order the children of an element come; whoever writes a document, or
explains why one is invalid, asks here instead of keeping a copy. Nothing is validated here:
that is ``hub.xml.schemas``.

::

    Structure            one document type: its file and everything that file imports
      Module             one .xsd file, read once and shared (see ``ModuleShelf``)
        Child            one place in a type's sequence
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec import Struct

from hub.xml.parse import Element

__all__ = [
    "PREFIXES",
    "Attribute",
    "Child",
    "Kind",
    "ModuleShelf",
    "Structure",
    "prefixed",
]

XSD: Final = "http://www.w3.org/2001/XMLSchema"
_X: Final = f"{{{XSD}}}"

_OPEN: Final = (f"{_X}any", f"{_X}choice", f"{_X}group")

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES: Final[dict[str, str]] = {
    f"{_UBL}CommonAggregateComponents-2": "cac",
    f"{_UBL}CommonBasicComponents-2": "cbc",
    f"{_UBL}CommonExtensionComponents-2": "ext",
    f"{_UBL}SignatureAggregateComponents-2": "sac",
    f"{_UBL}SignatureBasicComponents-2": "sbc",
    f"{_UBL}CommonSignatureComponents-2": "sig",
    "http://www.w3.org/2000/09/xmldsig#": "ds",
}
"""The prefix by which a namespace goes in paths; a namespace not named here has none."""


def prefixed(name: str) -> str:
    """Return ``cbc:ID`` for ``{...BasicComponents-2}ID``; names of other namespaces lose theirs."""
    namespace, _, local = name.rpartition("}")
    prefix = PREFIXES.get(namespace[1:])
    return f"{prefix}:{local}" if prefix else local


class Kind(StrEnum):
    """What an element holds."""

    AGGREGATE = "aggregate"
    """Other elements."""
    AMOUNT = "amount"
    BINARY = "binary"
    CODE = "code"
    DATE = "date"
    DATE_TIME = "date-time"
    IDENTIFIER = "identifier"
    INDICATOR = "indicator"
    MEASURE = "measure"
    NAME = "name"
    NUMERIC = "numeric"
    PERCENT = "percent"
    QUANTITY = "quantity"
    RATE = "rate"
    TEXT = "text"
    TIME = "time"


_KINDS: Final[dict[str, Kind]] = {
    "AmountType": Kind.AMOUNT,
    "BinaryObjectType": Kind.BINARY,
    "GraphicType": Kind.BINARY,
    "PictureType": Kind.BINARY,
    "SoundType": Kind.BINARY,
    "VideoType": Kind.BINARY,
    "CodeType": Kind.CODE,
    "DateTimeType": Kind.DATE_TIME,
    "DateType": Kind.DATE,
    "TimeType": Kind.TIME,
    "IdentifierType": Kind.IDENTIFIER,
    "IndicatorType": Kind.INDICATOR,
    "MeasureType": Kind.MEASURE,
    "NumericType": Kind.NUMERIC,
    "ValueType": Kind.NUMERIC,
    "PercentType": Kind.PERCENT,
    "RateType": Kind.RATE,
    "QuantityType": Kind.QUANTITY,
    "TextType": Kind.TEXT,
    "NameType": Kind.NAME,
}
_DATA_TYPES: Final = (
    "urn:un:unece:uncefact:data:specification:UnqualifiedDataTypesSchemaModule:2",
    f"{_UBL}UnqualifiedDataTypes-2",
)
_BUILT_IN: Final[dict[str, Kind]] = {
    "base64Binary": Kind.BINARY,
    "boolean": Kind.INDICATOR,
    "date": Kind.DATE,
    "dateTime": Kind.DATE_TIME,
    "decimal": Kind.NUMERIC,
    "double": Kind.NUMERIC,
    "float": Kind.NUMERIC,
    "int": Kind.NUMERIC,
    "integer": Kind.NUMERIC,
    "long": Kind.NUMERIC,
    "nonNegativeInteger": Kind.NUMERIC,
    "positiveInteger": Kind.NUMERIC,
    "short": Kind.NUMERIC,
    "time": Kind.TIME,
}


class Child(Struct, frozen=True):
    """One place in the sequence of a type.

    ``name`` and ``type`` are written ``{namespace}name``; ``most`` is None where any number
    may stand; ``shared`` says that the element is declared globally, so that it can be
    validated by itself.
    """

    name: str
    least: int
    most: int | None
    type: str
    kind: Kind
    shared: bool

    @property
    def tag(self) -> str:
        """The name with its usual prefix, for example ``cbc:ID``."""
        return prefixed(self.name)

    @property
    def repeats(self) -> bool:
        """Whether more than one may stand here."""
        return self.most is None or self.most > 1


class Attribute(Struct, frozen=True):
    """One attribute of an element that holds a value; ``type`` names its simple type."""

    name: str
    type: str
    required: bool


class _Slot(Struct, frozen=True):
    """A place as its file has it, the element's type not looked up yet."""

    name: str
    least: int
    most: int | None
    type: str | None


class _Type(Struct):
    """One complex or simple type as its file has it."""

    base: str | None
    slots: tuple[_Slot, ...]
    attributes: tuple[Attribute, ...]
    complex_content: bool
    open_ended: bool
    codes: tuple[str, ...]


class Module:
    """One .xsd file: its global elements, its types, and the files it imports."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(path, _parser()).getroot()
        self.namespace: str = root.get("targetNamespace", "")
        self.elements: dict[str, str] = {}
        self.types: dict[str, _Type] = {}
        self.imports: list[Path] = []
        self._qualified = root.get("elementFormDefault") == "qualified"
        for node in root:
            self._read(node, path)

    def _read(self, node: Element, path: Path) -> None:
        match node.tag.removeprefix(_X):
            case "import" | "include":
                if location := node.get("schemaLocation"):
                    self.imports.append((path.parent / location).resolve())
            case "element":
                name = f"{{{self.namespace}}}{node.get('name')}"
                self.elements[name] = self._type_of(node, name)
            case "complexType" | "simpleType":
                name = f"{{{self.namespace}}}{node.get('name')}"
                self.types[name] = self._read_type(node, name)
            case _:
                pass

    def _type_of(self, node: Element, owner: str) -> str:
        """Return the name of an element's type; one declared in place is named after its owner."""
        if written := node.get("type"):
            return _resolve(node, written)
        for inner in node.iterchildren(_X + "complexType", _X + "simpleType"):
            name = f"{owner}#type"
            self.types[name] = self._read_type(inner, name)
            return name
        return f"{_X}anyType"

    def _read_type(self, node: Element, name: str) -> _Type:
        content = node
        complex_content = False
        base = None
        for inner in node.iterchildren(_X + "simpleContent", _X + "complexContent"):
            complex_content = inner.tag == _X + "complexContent"
            content = inner
        for inner in content.iterchildren(_X + "extension", _X + "restriction"):
            content = inner
            base = _resolve(inner, inner.get("base", "")) if inner.get("base") else None
        return _Type(
            base=base,
            slots=tuple(self._slots(content, name, 1, 1)),
            attributes=tuple(_attributes(content)),
            complex_content=complex_content,
            open_ended=next(content.iter(*_OPEN), None) is not None,
            codes=tuple(e.get("value", "") for e in content.iterchildren(_X + "enumeration")),
        )

    def _slots(self, node: Element, owner: str, least: int, most: int | None) -> Iterator[_Slot]:
        for group in node.iterchildren(_X + "sequence", _X + "choice", _X + "all"):
            low, high = _occurs(group)
            low = 0 if group.tag == _X + "choice" else low * least
            high = None if high is None or most is None else high * most
            for particle in group:
                if particle.tag == _X + "element":
                    yield self._slot(particle, owner, low, high)
            yield from self._slots(group, owner, low, high)

    def _slot(self, node: Element, owner: str, least: int, most: int | None) -> _Slot:
        low, high = _occurs(node)
        low, high = low * least, None if high is None or most is None else high * most
        if written := node.get("ref"):
            return _Slot(_resolve(node, written), low, high, None)
        local = node.get("name", "")
        name = f"{{{self.namespace}}}{local}" if self._qualified and self.namespace else local
        return _Slot(name, low, high, self._type_of(node, f"{owner}/{local}"))


class ModuleShelf:
    """Keeps the modules that were read, so that document types share them."""

    def __init__(self) -> None:
        self._modules: dict[Path, Module] = {}

    def get(self, path: Path) -> Module:
        """Return a file's module, reading it the first time."""
        path = path.resolve()
        if path not in self._modules:
            self._modules[path] = Module(path)
        return self._modules[path]


class Structure:
    """Elements and types of one document type: order, numbers, kinds.

    Args:
        path: the document type's .xsd file.
        shelf: where files read before are found.
    """

    def __init__(self, path: Path, shelf: ModuleShelf | None = None) -> None:
        shelf = shelf or ModuleShelf()
        self._elements: dict[str, str] = {}
        self._types: dict[str, _Type] = {}
        self._children: dict[str, tuple[Child, ...]] = {}
        entry = shelf.get(path)
        waiting, seen = [path.resolve()], set[Path]()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            module = shelf.get(current)
            self._elements.update(module.elements)
            self._types.update(module.types)
            waiting.extend(module.imports)
        self.roots: tuple[str, ...] = tuple(entry.elements)
        """The global elements of the file itself: for UBL the one document type."""

    def type_of(self, element: str) -> str | None:
        """Return the type of a global element, or None when there is no such element."""
        return self._elements.get(element)

    def children(self, name: str) -> tuple[Child, ...]:
        """Return the children of an element or type in their order.

        Args:
            name: ``{namespace}name`` of a type or of a global element (a root, ``cac:Item``).

        Raises:
            KeyError: the schema declares neither.
        """
        if name not in self._children:
            type_name = self._type_named(name)
            if type_name not in self._types and not type_name.startswith(_X):
                raise KeyError(name)
            self._children[name] = tuple(self._own_children(type_name))
        return self._children[name]

    def _type_named(self, name: str) -> str:
        """Return a type, or the type of an element; UBL's cac:ContractingPartyType is both."""
        return name if name in self._types else self._elements.get(name, name)

    def attributes(self, name: str) -> tuple[Attribute, ...]:
        """Return the attributes of an element or type, its base's included."""
        found: dict[str, Attribute] = {}
        for link in self._chain(self._type_named(name)):
            for attribute in link.attributes:
                found.setdefault(attribute.name, attribute)
        return tuple(found.values())

    def codes(self, type_name: str) -> tuple[str, ...]:
        """Return the values that a type's list allows; empty when it has no list."""
        return next((link.codes for link in self._chain(type_name) if link.codes), ())

    def kind(self, name: str) -> Kind:
        """Return what an element or a type holds."""
        type_name: str | None = self._type_named(name)
        while type_name is not None:
            namespace, _, local = type_name.rpartition("}")
            if namespace[1:] == XSD:
                return _BUILT_IN.get(local, Kind.TEXT)
            if namespace[1:] in _DATA_TYPES and local in _KINDS:
                return _KINDS[local]
            found = self._types.get(type_name)
            if found is None:
                return Kind.TEXT
            if found.slots or found.complex_content or (found.base is None and found.open_ended):
                return Kind.AGGREGATE
            type_name = found.base
        return Kind.AGGREGATE

    def is_open(self, name: str) -> bool:
        """Return whether a type's content is more than one plain sequence (choices, wildcards)."""
        return any(link.open_ended for link in self._chain(self._type_named(name)))

    def _own_children(self, type_name: str) -> Iterator[Child]:
        found = self._types.get(type_name)
        if found is None:
            return
        if found.complex_content and found.base in self._types:
            yield from self._own_children(found.base)
        for slot in found.slots:
            slot_type = slot.type or self._elements.get(slot.name, f"{_X}anyType")
            shared = slot.type is None
            kind = self.kind(slot_type)
            yield Child(slot.name, slot.least, slot.most, slot_type, kind, shared)

    def _chain(self, type_name: str | None) -> Iterator[_Type]:
        while type_name is not None and (found := self._types.get(type_name)) is not None:
            yield found
            type_name = found.base


def _parser() -> etree.XMLParser:
    # Schema files are installed and checked, not received; some of them have a DOCTYPE.
    return etree.XMLParser(
        no_network=True, load_dtd=False, resolve_entities="internal", remove_comments=True
    )


def _resolve(node: Element, written: str) -> str:
    """Return ``{namespace}name`` for a prefixed name as written at a node."""
    prefix, _, local = written.rpartition(":")
    return f"{{{node.nsmap.get(prefix or None, '')}}}{local}"


def _occurs(node: Element) -> tuple[int, int | None]:
    most = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), None if most == "unbounded" else int(most)


def _attributes(content: Element) -> Iterator[Attribute]:
    for node in content.iterchildren(_X + "attribute"):
        if name := node.get("name"):
            written = node.get("type")
            type_name = _resolve(node, written) if written else f"{_X}string"
            yield Attribute(name, type_name, node.get("use") == "required")
