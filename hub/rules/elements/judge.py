"""Judges one document by published rules, while it streams by: head, lines, end."""

from collections.abc import Callable, Sequence

from lxml import etree
from msgspec.structs import replace

from hub.model.finding import Finding
from hub.model.finding import Place as Where
from hub.rules.elements.check import Check, Gatherer, Place
from hub.rules.elements.forming import Forms
from hub.rules.elements.lawbook import Anywhere, Lawbook
from hub.rules.elements.reckoning import Figured, Reckoning
from hub.rules.elements.sight import Finder, Numbers, Sight
from hub.rules.elements.spot import NO_KIDS, Kids, Whole, kids_of, local_name
from hub.rules.elements.wording import say
from hub.rules.uniqueness import Uniqueness
from hub.xml.parse import Element

__all__ = ["ElementJudge", "ElementRules"]


class ElementRules:
    """The published rules of one kind of document, ready to judge.

    What is compiled for the first document serves all that follow.
    """

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self._roots: dict[str | None, Place] = {}
        self._forms: dict[tuple[str | None, bool], Forms] = {}
        self.anywhere = [
            (one, etree.XPath(f"descendant-or-self::*/@{one.attribute}", smart_strings=False))
            for one in book.anywhere
        ]

    def root(self, line: str | None) -> Place:
        """Return what is judged at the root of a document with such lines, compiled once."""
        if line not in self._roots:
            self._roots[line] = Place([self.book.root], line=line)
        return self._roots[line]

    def forms(self, line: str | None, place: Place, *, head: bool) -> Forms:
        """Return the forms in which the heads, or the lines, of such documents were met."""
        key = (line, head)
        if key not in self._forms:
            self._forms[key] = Forms(place, self.book.anywhere, alone=head)
        return self._forms[key]

    def judge(
        self, line: str | None, place: Callable[[Element], Where], found: Callable[[Finding], None]
    ) -> "ElementJudge":
        """Return a judge for one document.

        Args:
            line: the tag of the lines that come one by one, or None.
            place: where an element stands in the sender's file.
            found: is called with each finding.
        """
        return ElementJudge(self, line, place, found)


class ElementJudge:
    """One document on its way past the rules.

    ::

        judge.head(root without lines)
        for line in lines: judge.line(number, list(line.iter()))
        judge.end()
    """

    def __init__(
        self,
        rules: ElementRules,
        line: str | None,
        place: Callable[[Element], Where],
        found: Callable[[Finding], None],
    ) -> None:
        self._rules = rules
        self._line_tag = line
        self._line: Place | None = None
        self._forms: Forms | None = None
        # Whoever reads the head next finds its elements made and named already.
        self._nodes: list[Element] = []
        self._place = place
        self._found = found
        self._whole: Whole | None = None
        self._gathering: list[tuple[Check, Gatherer, Element]] = []
        self._seen: dict[Check, tuple[Uniqueness, Finder | None]] = {}

    def head(self, root: Element) -> None:
        """Judge the head; ``root`` must stay as it is until the end."""
        rules = self._rules
        whole = self._whole = Whole(root)
        place = rules.root(self._line_tag)
        ahead = None if self._line_tag is None else place.ahead.get(self._line_tag)
        self._line = None if ahead is None else ahead.below
        nodes = self._nodes = list(root.iter())
        if not rules.forms(self._line_tag, place, head=True).settle(nodes, whole, self):
            place.walk(root, whole, self)
            self._judge_anywhere(root)
        if self._line is not None:
            self._forms = rules.forms(self._line_tag, self._line, head=False)

    def line(self, number: int, nodes: Sequence[Element]) -> None:
        """Judge one line: the element and everything in it."""
        whole, line = self._whole, nodes[0]
        self._nodes.clear()
        if whole is None:
            return
        place = self._line
        known: Numbers = {}
        if place is None or self._forms is None:
            self._judge_anywhere(line)
        elif self._forms.settle(nodes, whole, self):
            known = self._forms.known
        else:
            place.walk(line, whole, self)
            self._judge_anywhere(line)
        sight = Sight(nodes, known)
        if place is not None and self._forms is not None:
            for check in place.across:
                self._compare(check, number, sight, whole)
        for _, gatherer, _ in self._gathering:
            gatherer.line(sight)

    def end(self) -> None:
        """Judge what only the whole document shows."""
        if self._whole is None:
            return
        for check, gatherer, element in self._gathering:
            if not gatherer.holds():
                wanted = gatherer.wanted()
                self._report(check, element, kids_of(element), self._whole, wanted=wanted)
        for seen, _ in self._seen.values():
            seen.close()
        self._whole.forget()

    def broken(self, check: Check, element: Element, kids: Kids, whole: Whole) -> None:
        """Report a broken rule."""
        test, wanted = check.must.test, None
        if isinstance(test, Reckoning | Figured):
            wanted = test.wanted(element, kids, whole)
        self._report(check, element, kids, whole, wanted=wanted)

    def gather(self, check: Check, element: Element, kids: Kids, whole: Whole) -> None:
        """Begin to gather for a rule whose verdict waits for the lines."""
        if check.gather is not None and all(one.test(element, kids, whole) for one in check.when):
            self._gathering.append((check, check.gather(element, whole), element))

    def _compare(self, check: Check, number: int, sight: Sight, whole: Whole) -> None:
        path, line = check.must.path, sight.nodes[0]
        if path is None:
            return
        known = self._seen.get(check)
        if known is None:
            plain = path.child is not None and path.attribute is None and not path.chooses
            known = self._seen[check] = Uniqueness(), Finder.of(path) if plain else None
        seen, finder = known
        # Asked at every line; in lines of one form the elements need not be looked for again.
        values = path.values(line, kids_of(line), whole) if finder is None else sight.texts(finder)
        for value in values if len(values) == 1 else dict.fromkeys(values):
            before = seen.first(value, number)
            if before is not None:
                self._report(check, line, kids_of(line), whole, str(before))

    def _judge_anywhere(self, element: Element) -> None:
        for one, values in self._rules.anywhere:
            if not one.codes.issuperset(values(element)):
                self._search(one, element)

    def _search(self, one: Anywhere, element: Element) -> None:
        for inner in element.iter(etree.Element):
            value = inner.get(one.attribute)
            if value is None or value in one.codes or self._whole is None:
                continue
            if local_name(inner.tag).endswith(one.ending):
                self._report(one.check, inner, NO_KIDS, self._whole)

    def _report(
        self,
        check: Check,
        element: Element,
        kids: Kids,
        whole: Whole,
        before: str | None = None,
        wanted: str | None = None,
    ) -> None:
        path = check.must.path
        if path is None:
            place, value = self._place(element), None
        else:
            stands = path.elements(element, kids, whole)
            values = path.values(element, kids, whole)
            place = self._place(stands[0] if stands else element)
            place = replace(place, path=f"{place.path}{path.after(found=bool(stands))}")
            value = values[0] if values else None
            if check.must.word == "count":
                value = str(len(stands))
        self._found(say(check, self._rules.book.speech, element, place, value, before, wanted))
