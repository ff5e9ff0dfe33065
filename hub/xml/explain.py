"""From the validator's complaint to a finding a clerk understands.

The validator gives the kind of error and the element; order, types and code lists come from
``hub.xml.order``. Its own message is used only for names in it, never shown. Which findings
there are, and their sentences: ``hub.xml.sentences``.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from hub.model.finding import Finding, Place, Severity
from hub.model.sentence import Sentence
from hub.xml.order import Child, Kind, Structure, prefixed
from hub.xml.parse import Element
from hub.xml.sentences import HINT, LIST_NAMES, NAMESPACE_HINT, plain, say, shorten

__all__ = ["EXPLAINED", "Explainer", "nearest"]

EXPLAINED: Final = 200
"""How many findings of one document get suggestions; the search for them takes time."""

_ATTRIBUTE = re.compile(r"attribute '([^']+)'")
_REQUIRED_ATTRIBUTE = re.compile(r"The attribute '([^']+)' is required")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.+?) \)\.", re.DOTALL)
_FACETS: Final = frozenset({"SCHEMAV_CVC_PATTERN_VALID", "SCHEMAV_CVC_ENUMERATION_VALID"})
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
_FORMS: Final[dict[str, str]] = {
    "XSD-BOOLEAN": "true, false",
    "XSD-DATE": "2026-12-31",
    "XSD-NUMBER": "1234.50",
    "XSD-TIME": "13:45:00",
}


_NOTHING: Final = Sentence("", "", "")


class Explainer:
    """Makes findings for one document."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._made = 0

    def explain(self, error: Any, element: Element, place: Place) -> Finding:
        """Return the finding for an entry of the validator's log.

        Args:
            error: the entry.
            element: what it is about.
            place: where that stands.
        """
        self._made += 1
        kind: str = error.type_name.removeprefix("SCHEMAV_")
        message: str = error.message
        attribute = _ATTRIBUTE.search(message)
        if error.type_name in _FACETS:
            return self._code(element, attribute.group(1) if attribute else None, place)
        match kind:
            case "ELEMENT_CONTENT":
                return self._content(element, message, place)
            case "CVC_DATATYPE_VALID_1_2_1" | "CVC_COMPLEX_TYPE_2_2" | "CVC_TYPE_3_1_3":
                if "Element content is not allowed" in message or len(element):
                    return _finding("XSD-UNEXPECTED", place, name=plain(_tag(element)))
                return self._value(element, attribute.group(1) if attribute else None, place)
            case "CVC_COMPLEX_TYPE_2_3" | "CVC_COMPLEX_TYPE_2_1":
                return self.stray_text(element.text, place, element)
            case "CVC_COMPLEX_TYPE_4":
                required = _REQUIRED_ATTRIBUTE.search(message)
                name = required.group(1) if required else ""
                return _finding("XSD-ATTRIBUTE", place, name=plain(_tag(element)), attribute=name)
            case "CVC_COMPLEX_TYPE_3_2_1" | "CVC_COMPLEX_TYPE_3_2_2":
                name = attribute.group(1) if attribute else ""
                return self._foreign_attribute(element, name, place)
            case "CVC_ELT_1":
                return _finding(
                    "XSD-ROOT",
                    place,
                    value=_tag(element),
                    expected=prefixed(self._structure.roots[0]),
                    name=plain(_tag(element)),
                    other=plain(prefixed(self._structure.roots[0])),
                )
            case _:
                return _finding("XSD-OTHER", place, name=plain(_tag(element)))

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

    def _content(self, element: Element, message: str, place: Place) -> Finding:
        found = _EXPECTED.search(message)
        expected = [prefixed(name) for name in found.group(1).split(", ")] if found else []
        if "Missing child element" in message:
            wanted = self._required(element, expected) or expected
            rule = "XSD-MISSING" if len(element) else "XSD-EMPTY"
            if rule == "XSD-EMPTY":
                return _finding(rule, place, expected=_listed(wanted), name=plain(_tag(element)))
            return _finding(
                rule,
                place,
                expected=_listed(wanted),
                name=plain(wanted[0]),
                parent=plain(_tag(element)),
            )
        parent = element.getparent()
        if parent is None:
            return _finding("XSD-OTHER", place, name=plain(_tag(element)))
        children = self._children(parent)
        if not children:
            return _finding("XSD-UNEXPECTED", place, name=plain(_tag(element)))
        if element.tag not in {child.name for child in children}:
            return self._unknown(element, parent, place)
        wanted = self._required(parent, expected)
        present = {child.tag for child in parent.iterchildren(etree.Element)}
        late = [child for child in children if child.tag in wanted and child.name not in present]
        position = [child.name for child in children].index(element.tag)
        if late and [child.name for child in children].index(late[0].name) < position:
            name = late[0].tag
            return _finding(
                "XSD-MISSING", place, expected=name, name=plain(name), parent=plain(_tag(parent))
            )
        same = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        most = children[position].most
        if most is not None and same >= most:
            return _finding(
                "XSD-REPEATED", place, expected=str(most), name=plain(_tag(element)), most=str(most)
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
        tags = [child.tag for child in self._children(parent)]
        local = str(etree.QName(element).localname)
        same = [tag for tag in tags if tag.rpartition(":")[2] == local]
        near = same or self._nearest(_tag(element), tags)
        return _finding(
            "XSD-UNKNOWN",
            place,
            value=shorten(element.tag) if same else _tag(element),
            expected=_listed(near) or None,
            hint=NAMESPACE_HINT if same else _hint(near),
            name=plain(_tag(element)),
            parent=plain(_tag(parent)),
        )

    def _value(self, element: Element, attribute: str | None, place: Place) -> Finding:
        text = element.get(attribute) if attribute else element.text
        value = shorten((text or "").strip())
        name = plain(f"{_tag(element)}/@{attribute}" if attribute else _tag(element))
        if not value:
            return _finding("XSD-EMPTY", place, value="", name=name)
        type_name = self._attribute_type(element, attribute) if attribute else self._type(element)
        rule = _VALUE_RULES.get(self._structure.kind(type_name or ""), "XSD-VALUE")
        return _finding(rule, place, value=value, expected=_FORMS.get(rule), name=name)

    def _code(self, element: Element, attribute: str | None, place: Place) -> Finding:
        text = (element.get(attribute) if attribute else element.text) or ""
        type_name = self._attribute_type(element, attribute) if attribute else self._type(element)
        codes = self._structure.codes(type_name or "")
        near = self._nearest(text.strip(), codes)
        local = (type_name or "").rpartition("}")[2]
        listed = LIST_NAMES.get(local, LIST_NAMES[""])
        rule = "XSD-CODE" if codes else "XSD-VALUE"
        return _finding(
            rule,
            place,
            value=shorten(text),
            expected=_listed(near) or None,
            hint=_hint(near),
            list=listed,
            name=plain(f"{_tag(element)}/@{attribute}" if attribute else _tag(element)),
        )

    def _foreign_attribute(self, element: Element, name: str, place: Place) -> Finding:
        type_name = self._type(element) or ""
        names = [known.name for known in self._structure.attributes(type_name)]
        near = self._nearest(name, names)
        return _finding(
            "XSD-NO-ATTRIBUTE",
            place,
            value=name,
            expected=_listed(near) or None,
            hint=_hint(near),
            name=plain(_tag(element)),
            attribute=name,
        )

    def _type(self, element: Element) -> str | None:
        """Return an element's type: of its place in its parent, else of its name."""
        parent = element.getparent()
        if parent is not None:
            above = self._type(parent)
            for child in self._structure.children(above) if above else ():
                if child.name == element.tag:
                    return child.type
        return self._structure.type_of(element.tag)

    def _attribute_type(self, element: Element, attribute: str) -> str | None:
        for known in self._structure.attributes(self._type(element) or ""):
            if known.name == attribute:
                return known.type
        return None

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
    """Return the known words nearest to one, the nearest first; none when none is near."""
    spelled = {candidate.casefold(): candidate for candidate in reversed(list(known))}
    near = difflib.get_close_matches(word.casefold(), spelled, n=most, cutoff=0.5)
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


def _hint(near: list[str]) -> Sentence:
    """Return the question whether something else was meant, or nothing."""
    return HINT.fill(near=", ".join(near)) if near else _NOTHING
