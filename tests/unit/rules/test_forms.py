"""Forms find what the rules find, and leave to them what is not sure."""

import copy
import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from lxml import etree

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Finding, Place
from hub.rules.elements.check import Place as Where
from hub.rules.elements.forming import Forms
from hub.rules.elements.judge import ElementRules
from hub.rules.elements.spot import local_name
from hub.xml.parse import Element
from hub.xml.schemas import SchemaStore

EXAMPLES = Path(__file__).parents[3] / "mappings" / "oioubl" / "examples"
COMMON = "{urn:oasis:names:specification:ubl:schema:xsd:Common%sComponents-2}"
CAC, CBC = COMMON % "Aggregate", COMMON % "Basic"
TEXTS = ("", "-1", "0", "63", "§", "Moms", "StandardRated", "2026-13-01")


class Restless(ElementRules):
    """Rules whose forms are asked each time."""

    def forms(self, line: str | None, place: Where, *, head: bool) -> Forms:
        """Return forms that do not rest after they were asked in vain."""
        key = (line, head)
        if key not in self._forms:
            self._forms[key] = Forms(place, self.book.anywhere, alone=head, rest=0)
        return self._forms[key]


class Formless(ElementRules):
    """Rules that are asked each at its place."""

    def forms(self, *_: object, **__: object) -> Forms:
        """Return forms that never answer."""
        return _Never.__new__(_Never)


class _Never(Forms):
    def settle(self, *_: object) -> bool:
        """Leave everything to the rules."""
        return False


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


@pytest.mark.parametrize("name", ["invoice", "credit-note", "order", "small"])
def test_forms_find_what_rules_find(formats: Formats, name: str) -> None:
    """Whatever is changed in a document, the same is found with known forms as without."""
    root = etree.parse(EXAMPLES / name / "input.xml").getroot()
    wanted = local_name(root.tag)
    book = next(
        one.published.book
        for one in formats
        if one.id.authority == "oioubl" and one.declared.root == wanted and one.published
    )
    quick, plain = Restless(book), Formless(book)
    for _ in range(2):
        judged(quick, root)
    changed = 0
    for document, times in changes(root):
        found = judged(plain, document)
        for _ in range(times):
            assert judged(quick, document) == found, etree.tostring(document)
        changed += bool(found)
    assert changed, "no change broke a rule"


def test_lines_are_judged_by_their_own_head(formats: Formats) -> None:
    """An amount that was right under one head is judged anew where the head has another rate."""
    root = etree.parse(EXAMPLES / "invoice" / "input.xml").getroot()
    book = next(
        one.published.book
        for one in formats
        if one.id.authority == "oioubl" and one.kind == "invoice" and one.published
    )
    quick, plain = Restless(book), Formless(book)
    foreign = copy.deepcopy(root)
    rate = etree.SubElement(foreign, f"{CAC}PricingExchangeRate")
    etree.SubElement(rate, f"{CBC}CalculationRate").text = "7.5"
    etree.SubElement(rate, f"{CBC}MathematicOperatorCode").text = "multiply"
    foreign.find(f"{CAC}TaxTotal").addprevious(rate)
    wrong = copy.deepcopy(foreign)
    wrong.find(f".//{CBC}CalculationRate").text = "1.0"
    for document in (root, root, foreign, foreign, wrong, root, foreign):
        assert judged(quick, document) == judged(plain, document)
    rules = {rule for rule, _, _ in judged(quick, foreign)}
    assert rules & {"F-INV341", "F-INV344"}
    assert not rules & {rule for rule, _, _ in judged(quick, wrong)} & {"F-INV341", "F-INV344"}


def changes(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield copies with one thing changed, and how often to judge them.

    A text or an attribute is another, or an element is gone or doubled. What makes a new form
    is judged until that form is known.
    """
    texts = cycle(TEXTS)
    ways = cycle(("text", "attribute", "gone", "text", "twice", "attributes"))
    for number, element in enumerate(root.iter()):
        if number == 0 or not isinstance(element.tag, str):
            continue
        for way in (next(ways), next(ways)):
            document = copy.deepcopy(root)
            one = list(document.iter())[number]
            if way == "gone":
                one.getparent().remove(one)
            elif way == "twice":
                one.addnext(copy.deepcopy(one))
            elif way == "attributes":
                one.attrib.clear()
            elif way == "attribute" and one.attrib:
                one.set(one.keys()[-1], next(texts))
            elif not len(one):
                one.text = next(texts)
            yield document, 3 if way in ("gone", "twice") else 1


def judged(rules: ElementRules, root: Element) -> list[tuple[str, str | None, str | None]]:
    """Return what rules find in a document whose lines are handed over one by one."""
    document = copy.deepcopy(root)
    tags = {child.tag for child in document if str(child.tag).endswith("Line")}
    tag = next(iter(tags), None)
    lines = [] if tag is None else list(document.iterchildren(tag))
    for line in lines:
        document.remove(line)
    found: list[Finding] = []

    def place(element: Element) -> Place:
        return Place(path=element.getroottree().getpath(element))

    judge = rules.judge(tag, place, found.append)
    judge.head(document)
    for number, line in enumerate(lines, start=1):
        judge.line(number, list(line.iter()))
    judge.end()
    return [(one.rule, one.place.path, one.value) for one in found]
