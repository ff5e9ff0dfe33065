"""The smallest document in which a published rule is kept, or broken, made from the rule itself.

A rule is data: a path, a word and a value say what must stand where. So an example of either
kind can be built by doing what the words say, and the rule be seen to tell them apart.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from hub.rules.elements.check import Check
from hub.rules.elements.condition import OPPOSITES, Condition
from hub.rules.elements.paths import Path
from hub.rules.elements.spot import Whole, kids_of
from hub.xml.parse import Element

__all__ = ["Smallest", "is_broken", "is_for", "made_by_words"]

ODD = "§"
"""A code of no list."""
TEXT = "Some text"
TRUE_TEXTS = {"negative": "-1", "zero": "0", "number": "1", "digits": "12", "worded": TEXT}
FALSE_TEXTS = {"negative": "1", "zero": "1", "number": "x", "digits": "1x", "worded": " "}
FUNCTIONS = frozenset({"holds", "gathers"})


def made_by_words(check: Check) -> bool:
    """Return whether every condition of a rule is one the vocabulary has a word for."""
    return not any(one.word in FUNCTIONS for one in _flat((check.must, *check.when)))


def is_for(check: Check, document: str) -> bool:
    """Return whether a rule looks at no root but that of a document."""
    roots = {path.text.split("/")[1] for path in _paths(check) if path.text.startswith("/")}
    return all(":" in root or root == document for root in roots)


def _flat(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for one in conditions:
        yield one
        yield from _flat(one.parts)


def is_broken(check: Check, smallest: "Smallest") -> bool:
    """Ask a rule about the element of an example."""
    element = smallest.element
    return check.broken(element, kids_of(element), Whole(smallest.root))


class Smallest:
    """An example: ``root`` with the path of a place down to ``element``."""

    def __init__(self, document: str, place: str, lists: Any) -> None:
        self._lists = lists
        self._prefixes: dict[str, str] = {}
        self.root = etree.Element(f"{{urn:example:{document}}}{document}")
        self._place = "." if place.startswith("//") else place
        self.element = self.root

    def standing(self, check: Check) -> "Smallest":
        """Go down to the place of a rule."""
        self._prefixes = dict(_paths(check)[0].prefixes) if _paths(check) else {}
        for step in self._place.split("/") if self._place != "." else ():
            self.element = etree.SubElement(self.element, self._tag(step))
        return self

    def keeps(self, check: Check) -> "Smallest":
        """Make it a document that the rule is asked about, and that keeps it."""
        return self._as(check, right=True)

    def breaks(self, check: Check) -> "Smallest":
        """Make it a document that breaks the rule."""
        return self._as(check, right=False)

    def _as(self, check: Check, *, right: bool) -> "Smallest":
        self.standing(check)
        for when in check.when:
            self._make(when, truth=True)
        self._make(check.must, truth=right)
        return self

    def _make(self, condition: Condition, *, truth: bool) -> None:
        if condition.parts:
            every = (condition.word == "all") is truth
            for part in condition.parts if every else condition.parts[:1]:
                self._make(part, truth=truth)
            return
        word = OPPOSITES.get(condition.word, condition.word)
        wanted = truth is condition.truth
        if word == "document":
            names = condition.value
            name = names[0] if wanted else "Other"
            self.root.tag = f"{{urn:example:{name}}}{name}"
            return
        path, value = condition.path, condition.value
        assert path is not None
        if word == "present":
            self._set(path, [TEXT] if wanted else [])
        elif word == "count":
            low, high = value
            self._set(path, [TEXT] * (low if wanted else high + 1 if high >= 0 else low - 1))
        elif word == "same_as":
            self._set(path, ["A"])
            self._set(Path(value, path.prefixes), ["A" if wanted else "B"])
        elif word == "repeated":
            self._repeat(path, again=wanted)
        else:
            self._set(path, [self._text(word, value, wanted=wanted)])

    def _text(self, word: str, value: Any, *, wanted: bool) -> str:
        """Return a text that a word is true of, or is not."""
        if word in ("filled", "given", "empty"):
            return TEXT if (word == "empty") is not wanted else ""
        if word in ("among", "other"):
            codes = self._lists[value] if isinstance(value, str) else value
            return min(codes) if (word == "among") is wanted else ODD
        if word in ("length", "decimals"):
            low, high = value
            many = low if wanted else high + 1 if high >= 0 else low - 1
            figures = "1" * many
            return figures if word == "length" else f"1.{figures}" if many else "1"
        if word in ("begins", "contains"):
            return f"{value}x" if wanted else "x"
        if word in ("above", "below"):
            return str(value + (1 if (word == "above") is wanted else -1))
        return (TRUE_TEXTS if wanted else FALSE_TEXTS)[word]

    def _set(self, path: Path, texts: list[str]) -> None:
        """Make exactly these values stand at a path."""
        if path.is_self and path.attribute is None:
            self.element.text = texts[0]
            return
        holder, last = self._holder(path)
        if path.attribute is not None:
            target = holder if last is None else self._child(holder, last)
            target.attrib.pop(path.attribute, None)
            for text in texts:
                target.set(path.attribute, text)
            return
        assert last is not None
        standing = list(holder.iterchildren(last))
        kept = standing[: len(texts)]
        for extra in standing[len(texts) :]:
            holder.remove(extra)
        kept += [etree.SubElement(holder, last) for _ in texts[len(kept) :]]
        for child, text in zip(kept, texts, strict=True):
            self._filter(child, path.text.rpartition("/")[2])
            if not len(child):
                child.text = text

    def _holder(self, path: Path) -> tuple[Element, str | None]:
        """Return the element a path's last step stands in, and that step's tag."""
        text = path.text.partition("/@")[0] if path.attribute else path.text
        text = "." if text.startswith("@") else text
        start = self.element
        if text.startswith("/"):
            start, text = self.root, text[1:]
        steps = [step for step in text.split("/") if step != "."]
        if steps and ":" not in steps[0] and steps[0] != "..":
            steps = steps[1:]
        while steps and steps[0] == "..":
            start, steps = start.getparent(), steps[1:]
        tags = [self._tag(step.partition("[")[0]) for step in steps]
        for step, tag in zip(steps[:-1], tags[:-1], strict=True):
            start = self._child(start, tag)
            self._filter(start, step)
        return start, tags[-1] if tags else None

    def _filter(self, element: Element, step: str) -> None:
        """Give an element what the filter of a step asks for."""
        _, bracket, inside = step.partition("[")
        if bracket:
            name, _, wanted = inside.removesuffix("]").partition("=")
            if name.startswith("@"):
                element.set(name[1:], wanted)
            else:
                self._child(element, self._tag(name)).text = wanted

    def _child(self, element: Element, tag: str) -> Element:
        found = next(element.iterchildren(tag), None)
        return etree.SubElement(element, tag) if found is None else found

    def _repeat(self, path: Path, *, again: bool) -> None:
        mine = self.element
        values = path.values(mine, kids_of(mine), Whole(self.root)) or ["A"]
        self._set(path, values)
        parent = mine.getparent()
        assert parent is not None
        self.element = etree.SubElement(parent, mine.tag)
        self._set(path, values if again else ["B"])
        self.element = mine

    def _tag(self, step: str) -> str:
        prefix, _, local = step.partition(":")
        return f"{{{self._prefixes[prefix]}}}{local}"


def _paths(check: Check) -> list[Path]:
    return [one.path for one in _flat((check.must, *check.when)) if one.path is not None]
