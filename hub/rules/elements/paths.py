"""Paths of rules: from an element to the elements and attributes a rule speaks of.

::

    cbc:ID                              children
    cac:Country/cbc:IdentificationCode  further down
    .                                   the element itself
    ../cac:TaxTotal                     beside it; above a line stands the root
    /cac:PaymentMeans/cbc:ID            from the root, of any document
    /Invoice/cbc:ProfileID              from the root, when it is this document
    cbc:ID/@schemeID                    an attribute, always last
    cac:AllowanceCharge[cbc:ChargeIndicator=false]   only those with this child or attribute

Lines are not in memory together, so no path leads from the head into a line.
"""

import re
from collections.abc import Callable, Mapping

from hub.rules.elements.spot import Kids, Whole, text_of
from hub.xml.parse import Element

__all__ = ["Find", "OfText", "Path", "Test", "Values"]

Find = Callable[[Element, Kids, Whole], list[Element]]
Values = Callable[[Element, Kids, Whole], list[str]]
Test = Callable[[Element, Kids, Whole], bool]
OfText = Callable[[str], bool]

_STEP = re.compile(r"([A-Za-z]\w*:[A-Za-z]\w*|\.\.|\.)(?:\[(@?[\w:]+)=([^\]]*)\])?")


class Path:
    """A compiled path.

    ``elements`` finds the elements it leads to (for an attribute: those that carry it),
    ``values`` their texts or the attribute's. ``child`` is the tag of the child without
    which there can be nothing to find, or None where that cannot be said. ``from_root`` says
    where it begins, ``ups`` how far it goes up first, ``chooses`` whether it looks at values
    on its way; ``candidates`` finds what it chooses from.

    Raises ``ValueError`` for what is no path.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text = text
        self.prefixes = prefixes
        whole = text.strip()
        self.attribute: str | None = None
        before, at, name = whole.rpartition("@")
        if at and "]" not in name:
            self.attribute = name
            whole = before.removesuffix("/") or "."
        self._document: str | None = None
        self.from_root = whole.startswith("/")
        parts = whole.removeprefix("/").split("/") if whole != "/" else []
        if self.from_root and parts and ":" not in parts[0] and parts[0] != ".":
            self._document = parts.pop(0)
        self.ups = 0
        while parts and parts[0] in (".", ".."):
            self.ups += parts.pop(0) == ".."
        self._steps = [self._step(part) for part in parts]
        self.chooses = any(key is not None for _, key, _ in self._steps)
        plain = not self.from_root and not self.ups and bool(self._steps)
        self.child = self._steps[0][0] if plain else None
        self.elements = self._finder(self._steps)
        self.candidates = self._finder([(tag, None, "") for tag, _, _ in self._steps])
        self.values = self._reader()

    @property
    def is_self(self) -> bool:
        """Whether it leads to the element itself, or to an attribute of it."""
        return not (self.from_root or self.ups or self._steps)

    @property
    def only_child(self) -> str | None:
        """The tag of the children it leads to, when it is a single plain step."""
        steps = self._steps
        return self.child if len(steps) == 1 and steps[0][1] is None else None

    def any_test(self, one: OfText, *, found: bool = True) -> Test:
        """Return the test that says ``found`` when one of the values is so, else the contrary.

        Nearly all rules look at the element itself or its children, so these are spelled out.
        """
        attribute, tag = self.attribute, self.only_child
        if self.is_self:
            return _self_test(attribute, one, found=found)
        if tag is not None and attribute is None:
            return _child_test(tag, one, found=found)
        if tag is not None and attribute is not None:
            return _attribute_test(tag, attribute, one, found=found)
        values = self.values
        return lambda element, kids, whole: any(map(one, values(element, kids, whole))) is found

    def first_test(self, one: OfText) -> Test:
        """Return the test whether the first value is so, or an empty one where there is none."""
        values = self.values
        if self.is_self and self.attribute is None:
            return self.any_test(one)
        return lambda element, kids, whole: one((*values(element, kids, whole), "")[0])

    def below(self, element: Element) -> list[Element]:
        """Return what it leads to from an element, for a path that only leads down."""
        return _descend([element], self._steps)

    def after(self, *, found: bool) -> str:
        """Return what to put after the place of the nearest element, to point where it leads.

        What is missing is named below the element that lacks it.
        """
        attribute = "" if self.attribute is None else f"/@{self.attribute}"
        if found:
            return attribute
        missing = self.text.partition("/@")[0] if self.child is not None else ""
        return (f"/{missing}" if missing else "") + attribute

    def _step(self, part: str) -> tuple[str, str | None, str]:
        found = _STEP.fullmatch(part)
        if found is None or found[1] in (".", ".."):
            raise ValueError(f"{self.text!r} is no path")
        return self._tag(found[1]), self._filter(found[2]), found[3] or ""

    def _tag(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self.prefixes:
            raise ValueError(f"{self.text!r}: unknown prefix {prefix!r}")
        return f"{{{self.prefixes[prefix]}}}{local}"

    def _filter(self, name: str | None) -> str | None:
        return name if name is None or name.startswith("@") else self._tag(name)

    def _finder(self, steps: list[tuple[str, str | None, str]]) -> Find:
        ups = self.ups
        if self.from_root:
            return _from_root(steps, self._document)
        if ups:
            return lambda element, _kids, whole: _descend([_above(element, ups, whole)], steps)
        if not steps:
            return lambda element, _kids, _whole: [element]
        first, rest = steps[0], steps[1:]
        tag = first[0]
        if first[1] is None and not rest:
            return lambda _element, kids, _whole: kids.get(tag, [])
        kept = [(tag, *first[1:])]
        if first[1] is None:
            return lambda _element, kids, _whole: _descend(kids.get(tag, []), rest)
        return lambda element, _kids, _whole: _descend(_descend([element], kept), rest)

    def _reader(self) -> Values:
        find, attribute = self.elements, self.attribute
        if attribute is None:
            return lambda element, kids, whole: [
                text_of(found) for found in find(element, kids, whole)
            ]
        return lambda element, kids, whole: [
            value
            for found in find(element, kids, whole)
            if (value := found.get(attribute)) is not None
        ]


def _self_test(attribute: str | None, one: OfText, *, found: bool) -> Test:
    def text_test(element: Element, _kids: Kids, _whole: Whole) -> bool:
        text = text_of(element) if len(element) else element.text or ""
        return found if one(text) else not found

    def attribute_test(element: Element, _kids: Kids, _whole: Whole) -> bool:
        value = element.get(attribute)
        return found if value is not None and one(value) else not found

    return text_test if attribute is None else attribute_test


def _child_test(tag: str, one: OfText, *, found: bool) -> Test:
    contrary = not found

    def test(_element: Element, kids: Kids, _whole: Whole) -> bool:
        for child in kids.get(tag, ()):
            if one(text_of(child) if len(child) else child.text or ""):
                return found
        return contrary

    return test


def _attribute_test(tag: str, attribute: str, one: OfText, *, found: bool) -> Test:
    contrary = not found

    def test(_element: Element, kids: Kids, _whole: Whole) -> bool:
        for child in kids.get(tag, ()):
            value = child.get(attribute)
            if value is not None and one(value):
                return found
        return contrary

    return test


def _above(element: Element, ups: int, whole: Whole) -> Element:
    """Return an ancestor; above a line stands the root of the head.

    A line may stand alone, or under a root of its own that holds nothing else.
    """
    for _ in range(ups):
        parent = element.getparent()
        if parent is None or parent.tag == whole.root.tag:
            return whole.root
        element = parent
    return element


def _from_root(steps: list[tuple[str, str | None, str]], document: str | None) -> Find:
    def find(_element: Element, _kids: Kids, whole: Whole) -> list[Element]:
        if document is not None and whole.name != document:
            return []
        return _descend([whole.root], steps)

    return find


def _descend(level: list[Element], steps: list[tuple[str, str | None, str]]) -> list[Element]:
    for tag, key, wanted in steps:
        level = [child for one in level for child in one.iterchildren(tag)]
        if key is not None:
            level = [child for child in level if _says(child, key, wanted)]
    return level


def _says(element: Element, key: str, wanted: str) -> bool:
    if key.startswith("@"):
        return bool(element.get(key[1:]) == wanted)
    return any(text_of(child) == wanted for child in element.iterchildren(key))
