"""Finds out what a form of elements leaves to ask, and keeps the forms that were met."""

from collections.abc import Iterable
from typing import Any, Final

from hub.rules.elements.check import Check, Place
from hub.rules.elements.condition import OPPOSITES, Condition
from hub.rules.elements.forms import Asked, Form, Inquiry, Joined, Leaf, Nodes, Question, Turn
from hub.rules.elements.generated import Court
from hub.rules.elements.lawbook import Anywhere
from hub.rules.elements.paths import Path, Test
from hub.rules.elements.reckoning import Reckoning, Source, Sum, Watching
from hub.rules.elements.sight import Numbers
from hub.rules.elements.spot import Kids, Whole, kids_of, local_name
from hub.xml.parse import Element

__all__ = ["Forms"]

_FORMS: Final = 256
"""Forms kept; documents that are alike share one."""
_MET: Final = 4096
_REST: Final = 63
_FILLED: Final = "filled"
_TEXT: Final = "."
_MIXED: Final = "*"


class Forms:
    """The forms in which heads or lines were met.

    Args:
        place: what is judged at the head or line.
        anywhere: what is judged wherever it stands.
        alone: whether nothing of the document lies outside the elements, as with a head.
        rest: how many heads or lines a form is not asked about at most, after it was asked in
            vain; twice as many each time.
    """

    def __init__(
        self, place: Place, anywhere: Iterable[Anywhere], *, alone: bool, rest: int = _REST
    ) -> None:
        self._place = place
        self._anywhere = tuple(anywhere)
        self._alone = alone
        self._rest = rest
        self._forms: dict[tuple[Any, ...], Form] = {}
        self._good: dict[tuple[Any, ...], set[Any]] = {}
        self._met: set[int] = set()
        self.known: Numbers = {}
        """What was found by paths in elements of the form that was settled last."""

    def settle(self, nodes: Nodes, whole: Whole, court: Court) -> bool:
        """Return whether it is sure which rules are broken; then the court has heard of them."""
        key = (whole.name, *[node.tag for node in nodes])
        form = self._forms.get(key)
        if form is None:
            form = self._new(key, nodes, whole)
        if form is None:
            return False
        if form.resting:
            form.resting -= 1
            return False
        if form.settles(nodes, whole, court):
            self.known = form.known
            form.pause = 0
            return True
        form.pause = form.resting = min(2 * form.pause + 1, self._rest)
        return False

    def _new(self, key: tuple[Any, ...], nodes: Nodes, whole: Whole) -> Form | None:
        """Make a form when it is met for the second time: many are met only once."""
        short = hash(key)
        if short not in self._met:
            if len(self._met) >= _MET:
                self._met.clear()
            self._met.add(short)
            return None
        if len(self._forms) >= _FORMS:
            self._forms.clear()
            self._good.clear()
        made = _Forming(nodes, whole, alone=self._alone)
        made.walk(self._place, nodes[0])
        for one in self._anywhere:
            made.search(one)
        form = self._forms[key] = made.done(self._good)
        return form


class _Forming:
    """Walks past the rules once, with an example of a form."""

    def __init__(self, nodes: Nodes, whole: Whole, *, alone: bool) -> None:
        self._nodes = nodes
        self._whole = whole
        self._alone = alone
        self._numbers = {node: number for number, node in enumerate(nodes)}
        self._form = Form()
        self._form.counts = [(n, len(node)) for n, node in enumerate(nodes) if len(node)]
        self._leaves: dict[tuple[int, str], list[Asked]] = {}
        self._marks: dict[tuple[int, str], list[Any]] = {}

    def walk(self, place: Place, element: Element) -> None:
        """Take in what is judged at an element and below it."""
        kids = kids_of(element)
        for _, check in place.always:
            self._check(check, element, kids)
        for tag, group in kids.items():
            ahead = place.ahead.get(tag)
            if ahead is None:
                continue
            for _, check in ahead.checks:
                self._check(check, element, kids)
            if ahead.below is not None and not ahead.below.idle:
                for child in group:
                    self.walk(ahead.below, child)
        for check in place.gathering:
            number = self._numbers[element]
            self._form.gathering.append((check, number))
            self._keep(number, kids)

    def search(self, one: Anywhere) -> None:
        """Take in what is judged of an attribute wherever it stands."""
        for number, node in enumerate(self._nodes):
            if isinstance(node.tag, str) and local_name(node.tag).endswith(one.ending):
                question = Question(
                    one.codes.issuperset, wanted=False, numbers=(number,), attribute=one.attribute
                )
                self._leaf(number, Asked((question,)), id(one))

    def done(self, good: dict[tuple[Any, ...], set[Any]]) -> Form:
        """Return the form.

        Args:
            good: values known to be good, by what was asked; shared by all forms.
        """
        form = self._form
        for (number, about), asked in self._leaves.items():
            marks = tuple(self._marks[number, about])
            if marks == (_FILLED,):
                form.filled.append(number)
                continue
            known = good.setdefault((about, marks), set())
            single = about not in (_TEXT, _MIXED)
            leaf = Leaf(number, about if single else None, tuple(asked), known)
            {_TEXT: form.leaves, _MIXED: form.mixed}.get(about, form.marked).append(leaf)
        return form

    def _check(self, check: Check, element: Element, kids: Kids) -> None:
        number = self._numbers[element]
        questions: list[Inquiry] = []
        outside: list[tuple[Condition, bool]] = []
        rest: list[tuple[Condition, bool]] = []
        mark: list[Any] = []
        for condition, wanted in (*((one, True) for one in check.when), (check.must, False)):
            settled = self._settled(condition, element, kids)
            if settled is not None:
                if settled is not wanted:
                    return
                continue
            question = self._question(condition, element, kids, wanted=wanted)
            if question is not None:
                questions.append(question)
                mark.append((id(condition), wanted, _asked_of(question)))
            elif self._is_outside(condition, element):
                outside.append((condition, wanted))
            else:
                rest.append((condition, wanted))
        if not questions and not outside and not rest:
            self._form.broken.append((check, number))
            self._keep(number, kids)
            return
        about = {one for question in questions for one in question.numbers}
        if len(about) == 1 and not rest and not outside:
            asked = Asked(tuple(questions))
            filled = len(questions) == 1 and _needs_text(check.must, questions[0])
            self._leaf(min(about), asked, _FILLED if filled else tuple(mark))
            return
        self._keep(number, kids)
        turn = next((one for one in questions if self._can_turn(one)), None)
        others = tuple(one for one in questions if one is not turn)
        sums, tests = self._summed(rest, element, kids)
        asked = Asked(others, tuple(outside), tests, number, sums)
        if isinstance(turn, Question):
            (at,) = turn.numbers
            self._form.turns.setdefault(at, Turn(at)).ways.append((turn, asked))
        else:
            self._file(asked)

    def _file(self, asked: Asked) -> None:
        """Take in what is asked of several elements, by what it is about."""
        if asked.plain_sum is not None:
            self._add_up(asked.plain_sum)
        elif asked.about_head:
            self._form.of_head.append(asked)
        else:
            self._form.joint.append(asked)

    def _add_up(self, one: Sum) -> None:
        """Take in a sum; those of the same values are asked in one go."""
        for other in self._form.sums:
            if other.number == one.number and other.sources == one.sources:
                other.judged.extend(one.judged)
                other.watched.extend(one.watched)
                return
        self._form.sums.append(one)

    def _leaf(self, number: int, asked: Asked, mark: Any) -> None:
        key = (number, _about(asked))
        self._leaves.setdefault(key, []).append(asked)
        self._marks.setdefault(key, []).append(mark)

    def _keep(self, number: int, kids: Kids) -> None:
        self._form.kids[number] = [
            (tag, tuple(self._numbers[child] for child in group)) for tag, group in kids.items()
        ]

    @staticmethod
    def _can_turn(question: Inquiry) -> bool:
        """Return whether a question is about the text of one element."""
        return (
            isinstance(question, Question)
            and question.attribute is None
            and len(question.numbers) == 1
        )

    def _settled(self, condition: Condition, element: Element, kids: Kids) -> bool | None:
        """Return what a condition says in every document of this form; None where it varies."""
        if condition.parts:
            return self._joined(condition, element, kids)
        word = OPPOSITES.get(condition.word, condition.word)
        path = condition.path
        if path is None or word == "holds" or not self._within(path, element, kids):
            return None
        found = path.elements(element, kids, self._whole)
        plain = word == "count" or (word == "present" and path.attribute is None)
        if found and not plain and (word != "repeated" or self._again(path, element)):
            return None
        return condition.test(element, kids, self._whole)

    def _joined(self, condition: Condition, element: Element, kids: Kids) -> bool | None:
        said = [self._settled(part, element, kids) for part in condition.parts]
        decisive = condition.word == "any"
        if decisive in said:
            return decisive
        return None if None in said else not decisive

    def _question(
        self, condition: Condition, element: Element, kids: Kids, *, wanted: bool
    ) -> Inquiry | None:
        """Return a condition that is not settled as a question, where it can be one."""
        if condition.parts:
            open_ = [one for one in condition.parts if self._settled(one, element, kids) is None]
            parts = [self._question(one, element, kids, wanted=True) for one in open_]
            known = tuple(part for part in parts if part is not None)
            if len(known) < len(parts):
                return None
            return Joined(known, condition.word == "any", wanted)
        path = condition.path
        if path is None or condition.of_values is None or not self._within(path, element, kids):
            return None
        found = path.elements(element, kids, self._whole)
        if path.attribute is None and any(len(one) for one in found):
            return None
        numbers = tuple(self._numbers[one] for one in found)
        return Question(condition.of_values, wanted, numbers, path.attribute)

    def _summed(
        self, conditions: Iterable[tuple[Condition, bool]], element: Element, kids: Kids
    ) -> tuple[tuple[Sum, ...], tuple[tuple[Test, bool], ...]]:
        """Return conditions as sums, where they are such, and the others as they are."""
        sums: list[Sum] = []
        tests: list[tuple[Test, bool]] = []
        number = self._numbers[element]
        for condition, wanted in conditions:
            test = condition.test
            sources = self._sources(test, element, kids)
            if sources is None:
                tests.append((test, wanted))
                continue
            found = Sum(number, sources)
            if isinstance(test, Reckoning):
                found.judged.append((test.judge, wanted))
            else:
                found.watched.append((test, wanted))
            sums.append(found)
        return tuple(sums), tuple(tests)

    def _sources(self, test: Test, element: Element, kids: Kids) -> tuple[Source, ...] | None:
        """Return where a test finds its values; None where that varies, or nobody can say."""
        if isinstance(test, Watching):
            read = test.reads(element, kids, self._whole)
            known = all(one in self._numbers and not len(one) for one in read)
            return (Source(tuple(self._numbers[one] for one in read)),) if known else None
        if not isinstance(test, Reckoning):
            return None
        sources = [self._source(path, element, kids) for path in test.paths]
        found = tuple(source for source in sources if source is not None)
        return found if len(found) == len(sources) else None

    def _source(self, path: Path, element: Element, kids: Kids) -> Source | None:
        if self._within(path, element, kids):
            found = path.elements(element, kids, self._whole)
            if path.attribute is None and any(len(one) for one in found):
                return None
            return Source(tuple(self._numbers[one] for one in found), path.attribute)
        leaves = not self._alone and (path.from_root or not self._climbs_inside(path, element))
        return Source(beyond=path.text, path=path) if leaves else None

    def _within(self, path: Path, element: Element, kids: Kids) -> bool:
        """Return whether a path leads to the same elements in every document of this form."""
        if not self._alone and (path.from_root or not self._climbs_inside(path, element)):
            return False
        return not (path.chooses and path.candidates(element, kids, self._whole))

    def _is_outside(self, condition: Condition, element: Element) -> bool:
        """Return whether a condition at a line is about the head alone."""
        path = condition.path
        if path is None or (condition.of_values is None and condition.word != "present"):
            return False
        return path.from_root or not self._climbs_inside(path, element)

    def _climbs_inside(self, path: Path, element: Element) -> bool:
        for _ in range(path.ups):
            element = element.getparent()
            if element not in self._numbers:
                return False
        return True

    def _again(self, path: Path, element: Element) -> bool:
        """Return whether a later neighbour has something at a path as well."""
        return any(
            path.elements(one, kids_of(one), self._whole)
            for one in element.itersiblings()
            if isinstance(one.tag, str)
        )


def _about(asked: Asked) -> str:
    """Return the attribute that all questions to one element are about, or a sign."""
    about = {one.attribute or _TEXT for one in asked.questions if isinstance(one, Question)}
    joined = any(isinstance(one, Joined) for one in asked.questions)
    return about.pop() if len(about) == 1 and not joined else _MIXED


def _asked_of(question: Inquiry) -> Any:
    """Return what tells questions of one condition apart: the parts that are not settled."""
    if isinstance(question, Question):
        return id(question.of_values)
    return tuple(_asked_of(part) for part in question.parts)


def _needs_text(must: Condition, question: Inquiry) -> bool:
    """Return whether a question is only whether there is a text at all."""
    return (
        isinstance(question, Question)
        and question.of_values is must.of_values
        and question.attribute is None
        and must.word in ("filled", "given")
        and must.truth
        and not must.trim
    )
