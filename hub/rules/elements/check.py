"""A published rule at one place: when it is asked, and what must hold then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from hub.model.finding import Severity
from hub.rules.elements.condition import Condition
from hub.rules.elements.generated import Source, Walk
from hub.rules.elements.paths import Test
from hub.rules.elements.sight import Sight
from hub.rules.elements.spot import Kids, Whole
from hub.xml.parse import Element

__all__ = ["Ahead", "Check", "Gather", "Gatherer", "Part", "Place"]


class Gatherer(Protocol):
    """Judges an element of the head by all lines of the document."""

    def line(self, line: Sight) -> None:
        """Take one line into account; it is gone afterwards."""

    def holds(self) -> bool:
        """Say the verdict, after the last line."""

    def wanted(self) -> str | None:
        """Return what would have been right, for people; None where it is no one figure."""


Gather = Callable[[Element, Whole], Gatherer]
"""Begins to gather for one element of the head."""


@dataclass(frozen=True, eq=False)
class Check:
    """One rule at one place.

    Broken where every condition of ``when`` is true and ``must`` is not. ``gather`` makes the
    verdict wait for the lines. ``saying`` names the sentence of a function.
    """

    id: str
    severity: Severity
    must: Condition
    when: tuple[Condition, ...] = ()
    gather: Gather | None = None
    saying: str | None = None
    document: str = ""
    """The kind of document, for lists of rules."""

    @property
    def shape(self) -> str:
        """The word that says what the rule demands, for people."""
        return self.saying or self.must.word

    @property
    def child(self) -> str | None:
        """A child without which the rule cannot be broken."""
        known = [one.when_true for one in self.when] + [self.must.when_false]
        return next((tag for tag in known if tag is not None), None)

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition it is made of, also those inside others."""
        return _flat((self.must, *self.when))

    @cached_property
    def broken(self) -> Test:
        """The test for a broken rule, one function for all its conditions."""
        fails = self.must.fails
        whens = [one.test for one in self.when]
        if not whens:
            return fails
        if len(whens) == 1:
            (when,) = whens
            return lambda element, kids, whole: (
                when(element, kids, whole) and fails(element, kids, whole)
            )

        def test(element: Element, kids: Kids, whole: Whole) -> bool:
            for when in whens:
                if not when(element, kids, whole):
                    return False
            return fails(element, kids, whole)

        return test


@dataclass(eq=False)
class Part:
    """Checks that hold at one element and, below it, at others; used at many places."""

    checks: list[Check] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    below: dict[str, "Part"] = field(default_factory=dict)

    def all_checks(self) -> Iterator[Check]:
        """Yield its own checks and those of the parts it is made of."""
        yield from self.checks
        for part in self.parts:
            yield from part.all_checks()

    def all_below(self) -> dict[str, list["Part"]]:
        """Return what holds further down, by tag."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            for tag, parts in part.all_below().items():
                found.setdefault(tag, []).extend(parts)
        for tag, one in self.below.items():
            found.setdefault(tag, []).append(one)
        return found


class Place:
    """What is judged at an element: compiled from the parts that meet there.

    ``always`` is judged at every such element. ``ahead`` says for a child's tag what is
    judged only where that child stands, so that a rule about what is not there costs nothing.
    ``gathering`` waits for the lines. At a line, ``across`` compares it with the other lines,
    which are not in memory with it. ``leaf`` says that nobody asks for the element's children.
    Sub-places are made with it; ``line`` is the tag of the lines, for the root.
    """

    def __init__(
        self, parts: list[Part], *, line: str | None = None, is_line: bool = False
    ) -> None:
        self.always: list[tuple[Test, Check]] = []
        self.ahead: dict[str, Ahead] = {}
        self.gathering: list[Check] = []
        self.across: list[Check] = []
        alone = True
        for part in parts:
            for check in part.all_checks():
                self._sort(check, is_line=is_line)
                alone = alone and _alone(check)
            for tag, more in part.all_below().items():
                self._ahead(tag).parts.extend(more)
        for tag, ahead in self.ahead.items():
            if ahead.parts:
                ahead.below = Place(ahead.parts, is_line=tag == line)
        self.leaf = alone and not self.ahead

    @property
    def idle(self) -> bool:
        """Whether there is nothing to judge here."""
        return not (self.always or self.ahead or self.gathering)

    @cached_property
    def walk(self) -> Walk:
        """The function that judges an element here, compiled when it is first needed."""
        return Source(self).walk

    def _sort(self, check: Check, *, is_line: bool) -> None:
        if check.gather is not None:
            self.gathering.append(check)
        elif is_line and check.must.word == "repeated":
            self.across.append(check)
        elif check.child is None:
            self.always.append((check.broken, check))
        else:
            self._ahead(check.child).checks.append((check.broken, check))

    def _ahead(self, tag: str) -> "Ahead":
        return self.ahead.setdefault(tag, Ahead(tag))


class Ahead:
    """What a child's tag brings with it: checks of the element, and a place at the child."""

    __slots__ = ("below", "checks", "parts", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.checks: list[tuple[Test, Check]] = []
        self.parts: list[Part] = []
        self.below: Place | None = None


def _alone(check: Check) -> bool:
    """Return whether a check looks at the element's own text and attributes only."""
    return all(
        one.word not in ("holds", "gathers") and (one.path is None or one.path.child is None)
        for one in check.conditions()
    )


def _flat(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for one in conditions:
        yield one
        yield from _flat(one.parts)
