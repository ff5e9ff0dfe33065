"""Places of published rules as Python source: one walk over the children, no closures between.

A place becomes a function ``walk`` that sorts the children of an element by tag, and for each
tag that brings something with it a function ``child_N``. Conditions of the common shapes are
spelled out; every other stays the compiled condition it is, called as ``k7(element, kids,
whole)``. The text is made of data of the mapping folders only as ``repr`` of strings and as
constants, and can be read for debugging: ``Source(place).text``.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from hub.rules.elements.condition import OPPOSITES, Condition
from hub.rules.elements.spot import NO_KIDS, Kids, Whole, text_of
from hub.xml.parse import Element

if TYPE_CHECKING:
    from hub.rules.elements.check import Ahead, Check, Place

__all__ = ["Court", "Source", "Walk"]


class Court(Protocol):
    """Hears what a walk comes upon."""

    def broken(self, check: "Check", element: Element, kids: Kids, whole: Whole) -> None:
        """Hear of a broken rule."""

    def gather(self, check: "Check", element: Element, kids: Kids, whole: Whole) -> None:
        """Hear of a rule whose verdict waits for the lines."""


Walk: TypeAlias = Callable[[Element, Whole, Court], None]

_TEXT = '(one.text or "") if not len(one) else text_of(one)'
_OF_FIRST = frozenset({"length", "decimals", "begins"})
_PLAIN = frozenset({"filled", "empty", "given", "among", "other"}) | _OF_FIRST
_OF_ITSELF: Mapping[str, str] = MappingProxyType(
    {
        "filled": "bool(text)",
        "empty": "not text",
        "negative": 'text[:1] == "-"',
        "among": "text in {codes}",
        "other": "text not in {codes}",
    }
)
_OF_ATTRIBUTE: Mapping[str, str] = MappingProxyType(
    {
        "present": "{got} is not None",
        "filled": "bool({got})",
        "given": "bool({got})",
        "empty": '{got} == ""',
        "among": "{got} in {codes}",
        "other": "((x := {got}) is not None and x not in {codes})",
    }
)


class Source:
    """The source of one place; ``walk`` is its compiled function."""

    def __init__(self, place: "Place") -> None:
        self._known: dict[str, Any] = {"text_of": text_of, "NO_KIDS": NO_KIDS}
        self._names: dict[int, str] = {}
        parts = [self._child(number, place.ahead[tag]) for number, tag in _numbered(place)]
        # The table of children is a constant of the walk, filled once its functions are there.
        self._known["children"] = children = {}
        self.text = "\n\n".join([*parts, self._walk(place)]) + "\n"
        exec(compile(self.text, "<published rules>", "exec"), self._known)  # noqa: S102 - own text
        children.update({tag: self._known[f"child_{number}"] for number, tag in _numbered(place)})
        self.walk: Walk = self._known["walk"]

    def _walk(self, place: "Place") -> str:
        lines = [
            "def walk(element, whole, court):",
            "    kids = {}",
            "    for child in element:",
            "        tag = child.tag",
            "        if tag in kids:",
            "            kids[tag].append(child)",
            "        else:",
            "            kids[tag] = [child]",
        ]
        if place.leaf:
            lines = [lines[0], "    kids = NO_KIDS"]
        if any(_of_self(check) for _, check in place.always):
            lines.append("    text = " + _TEXT.replace("one", "element"))
        for _, check in place.always:
            lines += self._check(check, "    ")
        if place.ahead:
            lines += [
                "    for tag, group in kids.items():",
                "        if tag in children:",
                "            children[tag](element, kids, group, whole, court)",
            ]
        for check in place.gathering:
            lines.append(f"    court.gather({self._name(check)}, element, kids, whole)")
        return "\n".join(lines)

    def _child(self, number: int, ahead: "Ahead") -> str:
        tag = ahead.tag
        lines = [f"def child_{number}(element, kids, group, whole, court):  # {tag!r}"]
        if any(_of_texts(check, tag) for _, check in ahead.checks):
            lines.append(f"    texts = [{_TEXT} for one in group]")
        for _, check in ahead.checks:
            lines += self._check(check, "    ", tag)
        below = ahead.below
        if below is not None and not below.idle:
            lines.append("    for child in group:")
            if below.leaf:
                lines += self._leaf(below)
            else:
                lines.append(f"        {self._name(below)}.walk(child, whole, court)")
        return "\n".join([*lines, "    return"])

    def _leaf(self, place: "Place") -> list[str]:
        lines = []
        if any(_of_self(check) for _, check in place.always):
            lines.append("        text = " + _TEXT.replace("one", "child"))
        for _, check in place.always:
            lines += self._check(check, "        ", element="child", kids="NO_KIDS")
        return lines

    def _check(
        self,
        check: "Check",
        indent: str,
        tag: str | None = None,
        *,
        element: str = "element",
        kids: str = "kids",
    ) -> list[str]:
        """Return the lines that judge one check.

        Args:
            check: the rule.
            indent: in front of each line.
            tag: the children whose texts are at hand as ``texts``.
            element: the name of the element at hand.
            kids: the name of its children.
        """
        asked = [self._condition(one, tag, element, kids, wanted=True) for one in check.when]
        asked.append(self._condition(check.must, tag, element, kids, wanted=False))
        name = self._name(check)
        return [
            f"{indent}if {' and '.join(asked)}:",
            f"{indent}    court.broken({name}, {element}, {kids}, whole)",
        ]

    def _condition(
        self, condition: Condition, tag: str | None, element: str, kids: str, *, wanted: bool
    ) -> str:
        """Return the expression that is true where a condition is as ``wanted``."""
        if condition.parts:
            word = "or" if condition.word == "any" else "and"
            inner = f" {word} ".join(
                self._condition(one, tag, element, kids, wanted=True) for one in condition.parts
            )
            return f"({inner})" if wanted else f"not ({inner})"
        said = self._shape(condition, tag, element)
        if said is None:
            test = condition.test if wanted else condition.fails
            return f"{self._name(test)}({element}, {kids}, whole)"
        return said if condition.truth is wanted else f"not ({said})"

    def _shape(self, condition: Condition, tag: str | None, element: str) -> str | None:
        """Return the expression of a condition of a common shape, as if its truth were true."""
        path = condition.path
        word = OPPOSITES.get(condition.word, condition.word)
        if path is None or condition.trim:
            return None
        if path.is_self:
            return self._of_one(word, condition, path.attribute, element)
        child = path.only_child
        if child is None:
            return None
        mine = child == tag
        if path.attribute is None and word in ("present", "count"):
            return _of_group(word, condition.value, child, mine=mine)
        return self._of_children(word, condition, child, mine=mine)

    def _of_children(
        self, word: str, condition: Condition, child: str, *, mine: bool
    ) -> str | None:
        """Return the expression of what a word says of the texts or attributes of children."""
        if word not in _PLAIN:
            return None
        attribute = None if condition.path is None else condition.path.attribute
        group = "group" if mine else f"kids.get({child!r}, ())"
        if attribute is not None:
            values = f"[x for one in {group} if (x := one.get({attribute!r})) is not None]"
        elif word == "filled" and not mine:
            # The first text is nearly always there, and then nothing else is looked at.
            rest = f"any([{_TEXT} for one in g])"
            return f"((g := kids.get({child!r})) is not None and bool(g[0].text or {rest}))"
        elif mine:
            values = "texts"
        else:
            values = f"[{_TEXT} for one in {group}]"
        said = self._of_many(word, condition, values)
        if word != "among" or mine or condition.codes is None:
            return said
        # The first is nearly always right, and then no list of values is made.
        codes = self._name(condition.codes)
        first = "not len(g[0]) and g[0].text" if attribute is None else f"g[0].get({attribute!r})"
        return f"((g := kids.get({child!r})) is not None and (({first} in {codes}) or {said}))"

    def _of_many(self, word: str, condition: Condition, values: str) -> str:
        """Return the expression of what a word says of several values."""
        if word == "filled":
            return f"any({values})"
        if word == "empty":
            return f'"" in {values}'
        if word == "given":
            return f"(bool(found := {values}) and all(found))"
        if word in ("among", "other"):
            relation = "isdisjoint" if word == "among" else "issuperset"
            return f"not {self._name(condition.codes)}.{relation}({values})"
        return _of_text(word, condition.value, f'(*{values}, "")[0]')

    def _of_one(
        self, word: str, condition: Condition, attribute: str | None, element: str
    ) -> str | None:
        """Return the expression of what a word says of the element's text or attribute."""
        shape = (_OF_ITSELF if attribute is None else _OF_ATTRIBUTE).get(word)
        if shape is not None:
            codes = "" if condition.codes is None else self._name(condition.codes)
            return shape.format(got=f"{element}.get({attribute!r})", codes=codes)
        if attribute is None and word == "zero":
            # Only what is made of noughts, points and signs can be zero.
            test = self._name(condition.test if condition.truth else condition.fails)
            return f'(not text.strip().strip("-.0") and {test}({element}, NO_KIDS, whole))'
        if attribute is None and word in _OF_FIRST:
            return _of_text(word, condition.value, "text")
        return None

    def _name(self, value: Any) -> str:
        """Return the name under which the source knows a value."""
        name = self._names.get(id(value))
        if name is None:
            name = self._names[id(value)] = f"k{len(self._names)}"
            self._known[name] = value
        return name


def _numbered(place: "Place") -> Iterable[tuple[int, str]]:
    return enumerate(place.ahead)


def _of_group(word: str, value: Any, child: str, *, mine: bool) -> str:
    """Return the expression of what a word says of how many children there are."""
    if word == "present":
        return "True" if mine else f"{child!r} in kids"
    return _between("len(group)" if mine else f"len(kids.get({child!r}, ()))", value)


def _between(value: str, bounds: Any) -> str:
    low, high = bounds
    return f"{low} <= {value}" if high < 0 else f"{low} <= {value} <= {high}"


def _of_text(word: str, value: Any, text: str) -> str:
    """Return the expression of what a word says of a first text."""
    if word == "begins":
        return f"{text}.startswith({value!r})"
    if word == "decimals":
        return _between(f'len({text}.partition(".")[2])', value)
    return _between(f"len({text})", value)


def _of_self(check: "Check") -> bool:
    """Return whether the source of a check speaks of the element's own text."""
    return any(
        one.path is not None and one.path.is_self and one.path.attribute is None
        for one in check.conditions()
    )


def _of_texts(check: "Check", tag: str) -> bool:
    """Return whether the source of a check speaks of the texts of the children at hand."""
    return any(
        one.path is not None
        and one.path.only_child == tag
        and one.path.attribute is None
        and OPPOSITES.get(one.word, one.word) in _PLAIN
        for one in check.conditions()
    )
