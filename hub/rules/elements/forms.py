"""Heads and lines of one form: what is left to ask of them, once their elements are known.

Lines of a catalogue, and the heads of one sender's invoices, consist of the same elements in the
same order. Which rules such a form of elements can break at all is found out once. What is left
are questions to texts and attributes, and most of their answers are known as well: units, codes
and amounts repeat. So a document in which nothing is wrong with them is through quickly. Where
something may be, nothing is said here: then every rule is asked at its place, as if there were no
forms, and says what it has to say.

::

    elements in order --> Form --+-- filled     texts that may not be empty
                                 +-- leaves     texts known to be good, or judged
                                 +-- marked     the same for attributes, or for both together
                                 +-- turns      a text, and what is asked where it says so
                                 +-- sums       what is calculated from several of them
                                 +-- joint      other rules about several elements
                                 +-- broken     rules that every such document breaks
                                 +-- gathering  rules that wait for the lines
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hub.rules.elements.generated import Court
from hub.rules.elements.paths import Test
from hub.rules.elements.reckoning import Sum
from hub.rules.elements.sight import Numbers
from hub.rules.elements.spot import NO_KIDS, Kids, Whole
from hub.xml.parse import Element

if TYPE_CHECKING:
    from hub.rules.elements.check import Check
    from hub.rules.elements.condition import Condition

__all__ = ["Asked", "Consequence", "Form", "Inquiry", "Joined", "Leaf", "Nodes", "Question", "Turn"]

_KEPT: Final = 1000
"""Values kept for one leaf."""
_SHORT: Final = 80
"""Longer texts do not repeat."""

Nodes: TypeAlias = Sequence[Element]
"""An element and everything in it, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A condition put to texts or attributes of elements that are known by their numbers.

    Attributes:
        of_values: what the condition says of the values.
        wanted: what it says of them where a rule may be broken.
        numbers: of the elements; where texts are asked for, they have no children.
        attribute: whose values are asked for, or None for texts.
    """

    of_values: Callable[[list[str]], bool]
    wanted: bool
    numbers: tuple[int, ...]
    attribute: str | None = None

    def arises(self, nodes: Nodes) -> bool:
        """Return whether the condition is as wanted."""
        attribute = self.attribute
        if attribute is None:
            values = [nodes[number].text or "" for number in self.numbers]
        else:
            found = [nodes[number].get(attribute) for number in self.numbers]
            values = [value for value in found if value is not None]
        return self.of_values(values) is self.wanted


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Questions of which one, or all, shall arise."""

    parts: tuple["Inquiry", ...]
    one_is_enough: bool
    wanted: bool

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all elements that are asked."""
        return tuple(number for part in self.parts for number in part.numbers)

    @property
    def attribute(self) -> str | None:
        """An attribute that is asked for, where there is one."""
        return next((part.attribute for part in self.parts if part.attribute is not None), None)

    def arises(self, nodes: Nodes) -> bool:
        """Return whether the condition is as wanted."""
        decisive = self.one_is_enough
        for part in self.parts:
            if part.arises(nodes) is decisive:
                return decisive is self.wanted
        return decisive is not self.wanted


Inquiry: TypeAlias = Question | Joined


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is left of one check: broken where all of these are so.

    Attributes:
        questions: to elements of the form.
        sums: what is calculated from elements of the form; each is to break its rule.
        outside: conditions about the head of the document, asked at one of its lines.
        tests: whatever else; each is to be as it says.
        number: of the element at which it is asked.
    """

    questions: tuple[Inquiry, ...]
    outside: tuple[tuple["Condition", bool], ...] = ()
    tests: tuple[tuple[Test, bool], ...] = ()
    number: int = 0
    sums: tuple[Sum, ...] = ()

    @property
    def plain_sum(self) -> Sum | None:
        """The sum that is all there is to ask."""
        alone = len(self.sums) == 1 and not (self.questions or self.outside or self.tests)
        return self.sums[0] if alone else None

    @property
    def about_head(self) -> bool:
        """Whether it asks about the head of the document only, alike at every line."""
        return bool(self.outside) and not (self.questions or self.sums or self.tests)

    @property
    def text_of(self) -> int | None:
        """The number of the one element about whose text all is that is asked."""
        if self.outside or self.sums or self.tests:
            return None
        plain = all(isinstance(one, Question) and one.attribute is None for one in self.questions)
        numbers = {number for one in self.questions for number in one.numbers}
        return numbers.pop() if plain and len(numbers) == 1 else None

    def arises(self, nodes: Nodes, whole: Whole) -> bool:
        """Return whether all is so but for the tests."""
        for condition, wanted in self.outside:
            said = whole.said.get(condition)
            if said is None:
                said = condition.test(nodes[self.number], NO_KIDS, whole)
                whole.said[condition] = said
            if said is not wanted:
                return False
        for question in self.questions:
            if not question.arises(nodes):
                return False
        for one in self.sums:  # noqa: SIM110 - a loop is quicker, and there are many
            if not one.breaks(nodes, whole):
                return False
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An element, what is asked of it, and values of which that is known to be in order.

    ``attribute`` is what all questions are about; None for its text, or for both.
    """

    number: int
    attribute: str | None
    asked: tuple[Asked, ...]
    good: set[Any]

    def passes(self, key: Any, text: str | None, nodes: Nodes) -> bool:
        """Return whether nothing is broken here; then the value is known from now on."""
        for asked in self.asked:
            for question in asked.questions:
                if not question.arises(nodes):
                    break
            else:
                return False
        if text is None or len(text) <= _SHORT:
            if len(self.good) >= _KEPT:
                self.good.clear()
            self.good.add(key)
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Consequence:
    """What is asked where a text is as it is: of single texts, of several values, and the rest."""

    leaves: tuple[Leaf, ...] = ()
    sums: tuple[Sum, ...] = ()
    joint: tuple[Asked, ...] = ()

    @classmethod
    def of(cls, asked: Iterable[Asked]) -> "Consequence":
        """Return questions by what they are about."""
        texts: dict[int, list[Asked]] = {}
        sums: list[Sum] = []
        joint: list[Asked] = []
        for one in asked:
            number = one.text_of
            if number is not None:
                texts.setdefault(number, []).append(one)
            elif one.plain_sum is not None:
                sums.append(one.plain_sum)
            else:
                joint.append(one)
        leaves = [Leaf(number, None, tuple(about), set()) for number, about in texts.items()]
        return cls(tuple(leaves), tuple(sums), tuple(joint)) if texts or sums or joint else _NONE


_NONE: Final = Consequence()


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """An element whose text decides what else is asked, and that for texts that were met."""

    number: int
    ways: list[tuple[Question, Asked]] = field(default_factory=list)
    known: dict[str | None, Consequence] = field(default_factory=dict)

    def taken(self, nodes: Nodes) -> Consequence:
        """Return what is to be asked."""
        text = nodes[self.number].text
        found = self.known.get(text)
        if found is None:
            found = Consequence.of(asked for question, asked in self.ways if question.arises(nodes))
            if text is None or len(text) <= _SHORT:
                if len(self.known) >= _KEPT:
                    self.known.clear()
                self.known[text] = found
        return found


@dataclass(slots=True, eq=False)
class Form:
    """What is asked of elements of one form.

    Attributes:
        counts: how many children those elements have that have any. All others have none,
            because the elements are as many as there were.
        filled: elements without children that may not be empty.
        leaves: elements whose texts are judged.
        marked: elements of which an attribute is judged.
        mixed: elements of which rules judge texts and attributes together.
        turns: elements whose texts decide what else is asked.
        sums: what is calculated from several elements.
        of_head: checks at a line that ask about the head only.
        joint: other checks that look at more than one element.
        broken: checks that are broken whatever the values are, and at which element.
        gathering: rules whose verdict waits for the lines, and at which element.
        kids: the children of elements that checks look at, by tag.
        known: what was found by paths in elements of the form.
        pause: about how many heads or lines it was not asked when it rested last.
        resting: about how many more it will not be asked.
    """

    known: Numbers = field(default_factory=dict)
    pause: int = 0
    resting: int = 0
    counts: list[tuple[int, int]] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    marked: list[Leaf] = field(default_factory=list)
    mixed: list[Leaf] = field(default_factory=list)
    turns: dict[int, Turn] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    of_head: list[Asked] = field(default_factory=list)
    joint: list[Asked] = field(default_factory=list)
    broken: list[tuple["Check", int]] = field(default_factory=list)
    gathering: list[tuple["Check", int]] = field(default_factory=list)
    kids: dict[int, list[tuple[Any, tuple[int, ...]]]] = field(default_factory=dict)

    def settles(self, nodes: Nodes, whole: Whole, court: Court) -> bool:
        """Return whether it is sure which rules are broken; then the court has heard of them."""
        return self._keeps(nodes) and self._fits(nodes) and self._together(nodes, whole, court)

    def _keeps(self, nodes: Nodes) -> bool:
        """Return whether nothing is wrong with single texts and attributes."""
        for number, count in self.counts:
            if len(nodes[number]) != count:
                return False
        for number in self.filled:
            if not nodes[number].text:
                return False
        for leaf in self.leaves:
            text = nodes[leaf.number].text
            if text not in leaf.good and not leaf.passes(text, text, nodes):
                return False
        for leaf in self.marked:
            mark = nodes[leaf.number].get(leaf.attribute)
            if mark not in leaf.good and not leaf.passes(mark, mark, nodes):
                return False
        return True

    def _fits(self, nodes: Nodes) -> bool:
        """Return whether nothing is wrong with the texts and attributes of single elements."""
        for leaf in self.mixed:
            node = nodes[leaf.number]
            text = node.text
            key = (text, *node.items())
            if key not in leaf.good and not leaf.passes(key, text, nodes):
                return False
        return True

    def _together(self, nodes: Nodes, whole: Whole, court: Court) -> bool:
        """Judge what is about several elements; say what is broken, and begin to gather."""
        made: dict[int, Kids] = {}
        for one in self.sums:
            if one.breaks(nodes, whole):
                return False
        if self.of_head and self._head_breaks(nodes, whole):
            return False
        if self.joint and self._one_broken(self.joint, nodes, whole, made):
            return False
        for turn in self.turns.values():
            after = turn.taken(nodes)
            if after is not _NONE and not self._follows(after, nodes, whole, made):
                return False
        for check, number in self.broken:
            court.broken(check, nodes[number], self._kids(number, nodes, made), whole)
        for check, number in self.gathering:
            kids = self._kids(number, nodes, made) if check.when else NO_KIDS
            court.gather(check, nodes[number], kids, whole)
        return True

    def _head_breaks(self, nodes: Nodes, whole: Whole) -> bool:
        """Return whether the head breaks a rule of such lines; found once for all of them."""
        said = whole.said.get(self)
        if said is None:
            said = whole.said[self] = any(one.arises(nodes, whole) for one in self.of_head)
        return said

    def _follows(
        self, after: Consequence, nodes: Nodes, whole: Whole, made: dict[int, Kids]
    ) -> bool:
        """Return whether nothing is wrong with what is asked because of a text."""
        for leaf in after.leaves:
            text = nodes[leaf.number].text
            if text not in leaf.good and not leaf.passes(text, text, nodes):
                return False
        for one in after.sums:
            if one.breaks(nodes, whole):
                return False
        return not (after.joint and self._one_broken(after.joint, nodes, whole, made))

    def _one_broken(
        self, asked: Sequence[Asked], nodes: Nodes, whole: Whole, made: dict[int, Kids]
    ) -> bool:
        for one in asked:
            if (one.questions or one.outside or one.sums) and not one.arises(nodes, whole):
                continue
            if not one.tests:
                return True
            element, kids = nodes[one.number], self._kids(one.number, nodes, made)
            for test, wanted in one.tests:
                if test(element, kids, whole) is not wanted:
                    break
            else:
                return True
        return False

    def _kids(self, number: int, nodes: Nodes, made: dict[int, Kids]) -> Kids:
        kids = made.get(number)
        if kids is None:
            kids = made[number] = {
                tag: [nodes[inner] for inner in group] for tag, group in self.kids[number]
            }
        return kids
