"""Verdicts that depend on nothing but what stands at some paths: sums, rates, products.

A function of a mapping folder may look at an element as it likes; one that names its paths can be
asked more cheaply. Where the elements of a document are known (``hub.rules.elements.forms``), the
paths need not be followed again, and values that were met have been judged already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from hub.rules.elements.paths import Path, Test
from hub.rules.elements.spot import NO_KIDS, Kids, Whole, kids_of
from hub.xml.parse import Element

__all__ = ["Figured", "Given", "Reckoning", "Source", "Sum", "Watching"]

_KEPT: Final = 1000
"""Sets of values kept for one sum."""
_SHORT: Final = 80
"""Longer texts do not repeat."""

Given: TypeAlias = tuple[tuple[str, ...], ...]
"""The values at each of several paths, in order."""


class Reckoning:
    """A test that is a function of the values at its paths, with one argument for each.

    ``figure`` says of the same values what would have been right; None where nobody knows.
    """

    def __init__(
        self,
        judge: Callable[..., bool],
        *paths: Path,
        figure: Callable[..., str | None] | None = None,
    ) -> None:
        self.judge = judge
        self.paths = paths
        self._figure = figure
        self._key = tuple(path.text for path in paths)

    def __call__(self, element: Element, kids: Kids, whole: Whole) -> bool:
        """Return whether it holds for an element; rules of the same paths read them once."""
        return self.judge(*self._given(element, kids, whole))

    def wanted(self, element: Element, kids: Kids, whole: Whole) -> str | None:
        """Return what would be right for an element, for people; None where it is not known."""
        return None if self._figure is None else self._figure(*self._given(element, kids, whole))

    def _given(self, element: Element, kids: Kids, whole: Whole) -> Given:
        given: Given = whole.noted(
            self._key,
            element,
            lambda: tuple(tuple(path.values(element, kids, whole)) for path in self.paths),
        )
        return given


@dataclass(frozen=True, slots=True, eq=False)
class Figured:
    """A test of more than values at paths, and what would be right for an element."""

    test: Test
    wanted: Callable[[Element, Kids, Whole], str | None]

    def __call__(self, element: Element, kids: Kids, whole: Whole) -> bool:
        """Return whether it holds for an element."""
        return self.test(element, kids, whole)


@dataclass(frozen=True, slots=True, eq=False)
class Watching:
    """A test that compares groups of elements, and what it reads of them.

    Among the same elements in the same order ``reads`` finds the same ones, and the verdict
    depends on nothing but their texts.
    """

    test: Test
    reads: Callable[[Element, Kids, Whole], list[Element]]

    def __call__(self, element: Element, kids: Kids, whole: Whole) -> bool:
        """Return whether it holds for an element."""
        return self.test(element, kids, whole)


@dataclass(frozen=True, slots=True)
class Source:
    """Where values stand in elements of one form.

    Attributes:
        numbers: of the elements.
        attribute: whose values are asked for, or None for texts.
        beyond: the path's text, where they are in the head of the document that a line is of.
        path: that path.
    """

    numbers: tuple[int, ...] = ()
    attribute: str | None = None
    beyond: str = ""
    path: Path | None = field(default=None, compare=False)

    def read(self, nodes: Sequence[Element], number: int, whole: Whole) -> tuple[str, ...]:
        """Return the values, for the element of a number."""
        attribute = self.attribute
        if self.path is not None:
            known = whole.outside.get(self.beyond)
            if known is None:
                found = self.path.values(nodes[number], NO_KIDS, whole)
                known = whole.outside[self.beyond] = tuple(found)
            return known
        if attribute is None:
            return tuple([nodes[one].text or "" for one in self.numbers])
        return tuple([x for one in self.numbers if (x := nodes[one].get(attribute)) is not None])


class Sum:
    """Reckonings about the same values at one element, and values that break none of them.

    ``judged`` holds each judge with what it says where its rule is broken; ``watched`` the tests
    that look at more than the values. ``number`` is that of the element, ``sources`` say where
    the values stand.
    """

    def __init__(self, number: int, sources: tuple[Source, ...]) -> None:
        self.number = number
        self.sources = sources
        self.judged: list[tuple[Callable[..., bool], bool]] = []
        self.watched: list[tuple[Test, bool]] = []
        inside = [one for one in sources if one.path is None]
        self._texts = [n for one in inside if one.attribute is None for n in one.numbers]
        self._marks = [(n, one.attribute) for one in inside if one.attribute for n in one.numbers]
        self._beyond = [one for one in sources if one.path is not None]
        self._good: set[tuple[Any, ...]] = set()

    def breaks(self, nodes: Sequence[Element], whole: Whole) -> bool:
        """Return whether one of the rules is broken."""
        # What stands there tells the values, and is read quicker than they are sorted by path.
        stands: list[Any] = [nodes[number].text for number in self._texts]
        stands += [nodes[number].get(attribute) for number, attribute in self._marks]
        stands += [source.read(nodes, self.number, whole) for source in self._beyond]
        key = tuple(stands)
        return key not in self._good and self._judge(key, nodes, whole)

    def _judge(self, key: tuple[Any, ...], nodes: Sequence[Element], whole: Whole) -> bool:
        """Return whether a rule is broken by values that are not known to be good."""
        number = self.number
        given = tuple([source.read(nodes, number, whole) for source in self.sources])
        for judge, wanted in self.judged:
            if judge(*given) is wanted:
                return True
        for test, wanted in self.watched:
            if test(nodes[number], kids_of(nodes[number]), whole) is wanted:
                return True
        if all(len(text) <= _SHORT for found in given for text in found):
            if len(self._good) >= _KEPT:
                self._good.clear()
            self._good.add(key)
        return False
