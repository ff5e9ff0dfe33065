"""From the validator's complaint to a finding a clerk understands.

The validator gives the kind of error and the element; order, types and code lists come from
``hub.xml.order``. Its own message is used only for names in it, never shown. Which findings
there are, and their sentences: ``hub.xml.sentences``.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from lxml import etree
from msgspec import Struct

from hub.model.finding import Finding, Place, Severity
from hub.model.sentence import Sentence
from hub.xml.order import Child, Kind, Structure, prefixed
from hub.xml.parse import Element
from hub.xml.sentences import HINT, LIST_NAMES, NAMESPACE_HINT, plain, say, shorten
from hub.xml.words import EVERYDAY_UNITS

__all__ = ["EXPLAINED", "Explainer", "nearest"]

EXPLAINED: Final = 200
"""How many findings of one document get suggestions; the search for them takes time."""

_ATTRIBUTE = re.compile(r"attribute '([^']+)'")
_REQUIRED_ATTRIBUTE = re.compile(r"The attribute '([^']+)' is required")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.+?) \)\.", re.DOTALL)
_VALUE_RULES: Final[dict[Kind, str]] = {
    Kind.AMOUNT: "XSD-NUMBER",
    Kind.BINARY: "XSD-BINARY",
    Kind.DATE: "XSD-DATE",
    Kind.DATE_TIME: "XSD-DATE",
    Kind.INDICATOR: "XSD-BOOLEAN",
    Kind.MEASURE: "XSD-NUMBER",
    Kind.NUMERIC: "XSD-NUMBER",
    Kind.PERCENT: "XSD-NUMBER",
    Kind.QUANTITY: "XSD-NUMBER",
    Kind.RATE: "XSD-NUMBER",
    Kind.TIME: "XSD-TIME",
}
_NOTHING: Final = Sentence("", "", "")


class _Subject(Struct, frozen=True):
    """What a complaint is about."""

    element: Any
    attribute: str | None
    message: str
    place: Place

    @property
    def text(self) -> str:
        """The value complained about."""
        found = self.element.get(self.attribute) if self.attribute else self.element.text
        return found or ""

    @property
    def name(self) -> Sentence:
        """The element, or its attribute, in plain words."""
        tag = _tag(self.element)
        return plain(f"{tag}/@{self.attribute}" if self.attribute else tag)


class Explainer:
    """Makes findings for one document."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._made = 0
        self._judges: dict[str, Callable[[_Subject], Finding]] = {
            "SCHEMAV_ELEMENT_CONTENT": self._content,
            "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": self._value,
            "SCHEMAV_CVC_TYPE_3_1_2": self._value,
            "SCHEMAV_CVC_TYPE_3_1_3": self._value,
            "SCHEMAV_CVC_COMPLEX_TYPE_2_2": self._value,
            "SCHEMAV_CVC_PATTERN_VALID": self._code,
            "SCHEMAV_CVC_ENUMERATION_VALID": self._code,
            "SCHEMAV_CVC_COMPLEX_TYPE_2_1": self._text,
            "SCHEMAV_CVC_COMPLEX_TYPE_2_3": self._text,
            "SCHEMAV_CVC_COMPLEX_TYPE_4": self._no_attribute,
            "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": self._foreign_attribute,
            "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": self._foreign_attribute,
            "SCHEMAV_CVC_ELT_1": self._root,
        }

    def explain(self, error: Any, element: Element, place: Place) -> Finding:
        """Return the finding for an entry of the validator's log.

        Args:
            error: the entry.
            element: what it is about.
            place: where that stands.
        """
        self._made += 1
        found = _ATTRIBUTE.search(error.message)
        subject = _Subject(element, found.group(1) if found else None, error.message, place)
        return self._judges.get(error.type_name, self._other)(subject)

    def after_lines(self, element: Element, place: Place) -> Finding:
        """Return the finding for an element that stands after the first line of a document."""
        parent = element.getparent()
        if element.tag in {child.name for child in self._children(parent)}:
            last = self._children(parent)[-1].tag
            return _finding("XSD-ORDER", place, name=plain(_tag(element)), other=plain(last))
        return self._unknown(element, parent, place)

    def stray_text(self, text: str | None, place: Place, element: Element | None = None) -> Finding:
        """Return the finding for text between elements, where none may stand."""
        name = _tag(element) if element is not None else (place.path or "").rpartition("/")[2]
        value = shorten(" ".join((text or "").split()))
        return _finding("XSD-TEXT", place, value=value or None, name=plain(name))

    def _content(self, subject: "_Subject") -> Finding:
        """Something is missing, or something stands where it may not."""
        element, place = subject.element, subject.place
        found = _EXPECTED.search(subject.message)
        expected = [prefixed(name) for name in found.group(1).split(", ")] if found else []
        if "Missing child element" in subject.message:
            wanted = self._required(element, expected) or expected
            if not len(element):
                return _finding("XSD-EMPTY", place, expected=_listed(wanted), name=subject.name)
            return _missing(wanted, element, place)
        parent = element.getparent()
        children = self._children(parent) if parent is not None else ()
        names = [child.name for child in children]
        if not names:
            return _finding("XSD-UNEXPECTED", place, name=subject.name)
        if element.tag not in names:
            return self._unknown(element, parent, place)
        return self._misplaced(subject, children, self._required(parent, expected))

    def _misplaced(
        self, subject: "_Subject", children: tuple[Child, ...], wanted: list[str]
    ) -> Finding:
        """An element that its parent knows stands too early, too late or too often."""
        element, place = subject.element, subject.place
        parent = element.getparent()
        names = [child.name for child in children]
        position = names.index(element.tag)
        absent = [
            child.tag
            for child in children[:position]
            if child.tag in wanted and parent.find(child.name) is None
        ]
        if absent:
            return _missing(absent, parent, place)
        most = children[position].most
        before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        if most is not None and before >= most:
            return _finding(
                "XSD-REPEATED", place, expected=str(most), name=subject.name, most=str(most)
            )
        return self._out_of_order(element, children, position, place)

    def _out_of_order(
        self, element: Element, children: tuple[Child, ...], position: int, place: Place
    ) -> Finding:
        """Return which of two elements had to come first."""
        rank = {child.name: index for index, child in enumerate(children)}
        before = element.getprevious()
        while before is not None:
            if rank.get(before.tag, -1) > position:
                name, other = plain(_tag(element)), plain(_tag(before))
                return _finding("XSD-ORDER", place, name=name, other=other)
            before = before.getprevious()
        for after in element.itersiblings(etree.Element):
            if rank.get(after.tag, len(rank)) < position:
                name, other = plain(_tag(after)), plain(_tag(element))
                return _finding("XSD-ORDER", place, name=name, other=other)
        return _finding("XSD-UNEXPECTED", place, name=plain(_tag(element)))

    def _unknown(self, element: Element, parent: Element, place: Place) -> Finding:
        tags = {child.tag.rpartition(":")[2]: child.tag for child in self._children(parent)}
        local = str(element.tag).rpartition("}")[2]
        same = local in tags
        near = [tags[name] for name in ([local] if same else self._nearest(local, tags))]
        return _finding(
            "XSD-UNKNOWN",
            place,
            value=shorten(element.tag) if same else _tag(element),
            expected=_listed(near) or None,
            hint=NAMESPACE_HINT if same else _hint(near),
            name=plain(_tag(element)),
            parent=plain(_tag(parent)),
        )

    def _value(self, subject: "_Subject") -> Finding:
        """A value of the wrong form, or elements where a value should be."""
        if "Element content is not allowed" in subject.message:
            return _finding("XSD-UNEXPECTED", subject.place, name=subject.name)
        value = shorten(subject.text.strip())
        if not value:
            return _finding("XSD-EMPTY", subject.place, value="", name=subject.name)
        rule = _VALUE_RULES.get(self._structure.kind(self._type_of(subject) or ""), "XSD-VALUE")
        # A pattern is no proposal: the sentence shows it, and what is meant nobody here knows.
        expected = "true, false" if rule == "XSD-BOOLEAN" else None
        return _finding(rule, subject.place, value=value, expected=expected, name=subject.name)

    def _code(self, subject: "_Subject") -> Finding:
        type_name = self._type_of(subject) or ""
        codes = self._structure.codes(type_name)
        value = subject.text.strip()
        if codes and not value:
            return _finding("XSD-EMPTY", subject.place, value="", name=subject.name)
        near = self._nearest(value, codes)
        return _finding(
            "XSD-CODE" if codes else "XSD-VALUE",
            subject.place,
            value=shorten(value),
            expected=_listed(near) or None,
            hint=_hint(near),
            list=LIST_NAMES.get(type_name.rpartition("}")[2], LIST_NAMES[""]),
            name=subject.name,
        )

    def _text(self, subject: "_Subject") -> Finding:
        element = subject.element
        texts = (element.text, *(child.tail for child in element))
        stray = next((text for text in texts if (text or "").strip()), None)
        return self.stray_text(stray, subject.place, element)

    def _no_attribute(self, subject: "_Subject") -> Finding:
        required = _REQUIRED_ATTRIBUTE.search(subject.message)
        name = required.group(1) if required else ""
        return _finding(
            "XSD-ATTRIBUTE",
            subject.place,
            expected=name,
            name=plain(_tag(subject.element)),
            attribute=name,
        )

    def _foreign_attribute(self, subject: "_Subject") -> Finding:
        type_name = self._type(subject.element) or ""
        names = [known.name for known in self._structure.attributes(type_name)]
        name = subject.attribute or ""
        near = self._nearest(name, names)
        return _finding(
            "XSD-NO-ATTRIBUTE",
            subject.place,
            value=name,
            expected=_listed(near) or None,
            hint=_hint(near),
            name=plain(_tag(subject.element)),
            attribute=shorten(name),
        )

    def _root(self, subject: "_Subject") -> Finding:
        expected = prefixed(self._structure.roots[0])
        return _finding(
            "XSD-ROOT",
            subject.place,
            value=shorten(subject.element.tag),
            expected=expected,
            name=subject.name,
            other=plain(expected),
            hint=NAMESPACE_HINT if _tag(subject.element) == expected else _NOTHING,
        )

    def _other(self, subject: "_Subject") -> Finding:
        return _finding("XSD-OTHER", subject.place, name=subject.name)

    def _type_of(self, subject: "_Subject") -> str | None:
        if subject.attribute is None:
            return self._type(subject.element)
        for known in self._structure.attributes(self._type(subject.element) or ""):
            if known.name == subject.attribute:
                return known.type
        return None

    def _type(self, element: Element) -> str | None:
        """Return an element's type: of its place in its parent, else of its name."""
        parent = element.getparent()
        if parent is not None:
            above = self._type(parent)
            for child in self._structure.children(above) if above else ():
                if child.name == element.tag:
                    return child.type
        return self._structure.type_of(element.tag)

    def _children(self, element: Element) -> tuple[Child, ...]:
        type_name = self._type(element)
        return self._structure.children(type_name) if type_name else ()

    def _required(self, element: Element, expected: list[str]) -> list[str]:
        """Return those of the expected children that must be there."""
        least = {child.tag for child in self._children(element) if child.least}
        return [tag for tag in expected if tag in least]

    def _nearest(self, word: str, known: Iterable[str]) -> list[str]:
        return nearest(word, known) if self._made <= EXPLAINED else []


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words nearest to one, the nearest first; none when none is near.

    Words that people write in place of a unit's code lead to that code.
    """
    known = tuple(known)
    meant = [code for code in EVERYDAY_UNITS.get(word.casefold(), ()) if code in known]
    if meant:
        return meant
    spelled = {candidate.casefold(): candidate for candidate in reversed(known)}
    near = difflib.get_close_matches(word.casefold(), spelled, n=most, cutoff=0.6)
    return [spelled[candidate] for candidate in near]


def _tag(element: Element) -> str:
    return prefixed(element.tag)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5])


def _finding(
    rule: str,
    place: Place,
    *,
    value: str | None = None,
    expected: str | None = None,
    **fills: str | Sentence,
) -> Finding:
    """Return a finding; ``value`` fills its sentence too."""
    message = say(rule, value=value or "…", **fills)
    return Finding(rule, Severity.FATAL, message, place, value, expected)


def _missing(wanted: list[str], parent: Element, place: Place) -> Finding:
    """Return the finding for a required child that is not there."""
    name = wanted[0] if wanted else ""
    return _finding(
        "XSD-MISSING",
        place,
        expected=_listed(wanted) or None,
        name=plain(name),
        parent=plain(_tag(parent)),
    )


def _hint(near: list[str]) -> Sentence:
    """Return the question whether something else was meant, or nothing."""
    return HINT.fill(near=", ".join(near)) if near else _NOTHING
