"""The engine judges header, lines and stream in one pass."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace as changed

from hub.errors import ContentGone, Defect
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import PartyCard, RouteContext
from hub.model.finding import Place, Severity
from hub.model.item import Item
from hub.model.line import Line
from hub.model.loss import LossKind
from hub.model.sentence import Sentence
from hub.model.values import Identifier, Text
from hub.rules.rule import NEEDS_STATE, Hit, Locate, Rule, RuleContext, Scope
from hub.rules.ruleset import RuleSet
from hub.rules.speech import Speech

CONTEXT = RouteContext(
    now=dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC),
    receiver=PartyCard("exampletown", "Exampletown", "DK"),
)
SPEECH = Speech(
    {
        key: Sentence(f"{key}: {{field}} {{value}}", "{field} {value}", "{field} {value}")
        for key in ("CUT", "LONG", "TWICE", "HEAD")
    },
    {"item.name": Sentence("item name", "varenavn", "artikelnaam")},
)


def line(number: int = 1, name: str = "Pencil") -> Line:
    """Return a line whose fields stand in the row of its number."""
    body = CatalogueLine(id=Identifier(str(number)), item=Item(name=Text(name)))
    return Line(number, body, lambda field: Place(row=number + 1, column=field))


def too_long(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """Refuse names over six letters."""
    name = body.item.name.value if body.item and body.item.name else ""
    return [Hit("item.name", name, "<= 6")] if len(name) > 6 else ()


def cut(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """Cut names at ten letters."""
    name = body.item.name.value if body.item and body.item.name else ""
    if len(name) <= 10:
        return ()
    item = changed(body.item, name=Text(name[:6]))
    return [Hit("item.name", name, repaired=changed(body, item=item), loss=LossKind.CUT)]


class Twice:
    """Reports a name that came before."""

    def __init__(self, ctx: RuleContext) -> None:
        self.seen: set[str] = set()
        self.header = ctx.header

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Compare with earlier lines."""
        name = body.item.name.value if body.item and body.item.name else ""
        if name in self.seen:
            return [Hit("item.name", name)]
        self.seen.add(name)
        return ()

    def end(self) -> Iterable[Hit]:
        """Say how many there were."""
        return [Hit("id", len(self.seen), severity=Severity.WARN)] if len(self.seen) > 2 else ()


CUT = Rule("CUT", Severity.FIX, Scope.LINE, cut, repairs=True)
LONG = Rule("LONG", Severity.ERROR, Scope.LINE, too_long)
TWICE = Rule("TWICE", Severity.ERROR, Scope.STREAM, Twice)


def checker(*rules: Rule, **options: Any) -> Any:
    """Return a checker whose header has been judged."""
    made = RuleSet("made", rules, SPEECH).checker(CONTEXT, "catalogue", **options)
    made.header(Catalogue(), lambda field: Place(path=field))
    return made


def test_a_line_without_findings_goes_through_unchanged() -> None:
    """What is right is handed on as the very same object."""
    one = line()
    assert checker(LONG).line(one) == (one.body, [])


def test_an_error_refuses_the_line_with_place_value_and_receiver() -> None:
    """A refused line is None, and its finding says everything the sender needs."""
    body, [finding] = checker(LONG).line(line(name="Ballpoint"))
    assert body is None
    assert finding.place == Place(row=2, column="item.name")
    assert (finding.value, finding.expected) == ("Ballpoint", "<= 6")
    assert finding.receiver == "exampletown"
    assert finding.message.da == "Varenavn Ballpoint"


def test_repairs_come_before_judgement_whatever_the_order() -> None:
    """A name the hub cuts is not refused for its length, and the cut is counted."""
    judged = checker(LONG, CUT)
    body, [finding] = judged.line(line(name="Ballpoint pen"))
    assert body.item.name.value == "Ballpo"
    assert finding.severity is Severity.FIX
    assert judged.touched
    assert [(loss.field, loss.kind) for loss in judged.losses] == [("item.name", LossKind.CUT)]


def test_a_raised_severity_refuses_instead_of_repairing() -> None:
    """A receiver that wants no repairs gets none."""
    body, [finding] = checker(CUT, raised={"CUT": Severity.ERROR}).line(line(name="Ballpoint pen"))
    assert body is None
    assert finding.severity is Severity.ERROR


def test_a_raise_never_lowers() -> None:
    """Raising to something milder changes nothing."""
    _, [finding] = checker(LONG, raised={"LONG": Severity.WARN}).line(line(name="Ballpoint"))
    assert finding.severity is Severity.ERROR


def test_a_stream_rule_sees_all_lines_and_the_end() -> None:
    """It compares lines, and may speak once all are read."""
    judged = checker(TWICE)
    judged.line(line(1, "A"))
    _, [again] = judged.line(line(2, "A"))
    judged.line(line(3, "B"))
    judged.line(line(4, "C"))
    [summary] = judged.end()
    assert (again.place.row, summary.value, summary.place.path) == (3, "3", "id")


def test_a_rule_that_needs_the_hubs_memory_is_skipped_without_it() -> None:
    """It is named as skipped, never passed."""
    judged = checker(replace(LONG, needs_known=True))
    assert judged.skipped == ("LONG",)
    assert judged.line(line(name="Ballpoint"))[1] == []


def test_a_check_may_find_only_while_judging_that_it_needs_memory() -> None:
    """The rule is then named as skipped as well."""
    judged = checker(replace(LONG, check=lambda _body, _ctx: NEEDS_STATE))
    assert judged.line(line())[1] == []
    assert judged.skipped == ("LONG",)


class Forgetful:
    """Asks for what the hub lost, at each line or at the end."""

    def __init__(self, *, at_end: bool) -> None:
        self._at_end = at_end

    def line(self, _number: int, _body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Ask."""
        return () if self._at_end else self._ask()

    def end(self) -> Iterable[Hit]:
        """Ask."""
        return self._ask() if self._at_end else ()

    def _ask(self) -> Iterable[Hit]:
        raise ContentGone("lost")


@pytest.mark.parametrize("at_end", [False, True])
def test_a_rule_that_asks_for_what_is_lost_is_skipped(*, at_end: bool) -> None:
    """What the hub lost is held against nobody, and the other rules go on."""
    lost = Rule("LONG", Severity.ERROR, Scope.STREAM, lambda _: Forgetful(at_end=at_end))
    judged = checker(lost, TWICE)
    assert judged.line(line(1, "A"))[1] == []
    assert [one.rule for one in judged.line(line(2, "A"))[1]] == ["TWICE"]
    judged.end()
    assert judged.skipped == ("LONG",)


def test_a_header_rule_that_asks_for_what_is_lost_is_skipped() -> None:
    """It is skipped as a rule of lines is."""

    def ask(_head: Catalogue, _context: RuleContext) -> Iterable[Hit]:
        raise ContentGone("lost")

    rule = Rule("HEAD", Severity.ERROR, Scope.HEADER, ask)
    made = RuleSet("made", (rule,), SPEECH).checker(CONTEXT, "catalogue")
    assert made.header(Catalogue(), lambda field: Place(path=field))[1] == []
    assert made.skipped == ("HEAD",)


def test_a_header_repair_is_seen_by_later_rules_and_by_lines() -> None:
    """The corrected header is handed back and is the one in the context."""
    right = Catalogue(id=Identifier("C-1"))
    mend = Rule("HEAD", Severity.FIX, Scope.HEADER, lambda _h, _c: [Hit("id", repaired=right)])
    made = RuleSet("made", (mend, TWICE), SPEECH).checker(CONTEXT, "catalogue")
    header, [finding] = made.header(Catalogue(), lambda field: Place(path=field))
    assert header is right
    assert made.context.header is right
    assert finding.place == Place(path="id")


def test_a_rule_that_repairs_unannounced_is_a_defect() -> None:
    """Otherwise the order of rules would decide who is blamed."""
    with pytest.raises(Defect, match="LONG"):
        checker(
            replace(LONG, check=lambda body, _: [Hit("id", repaired=body)], severity=Severity.FIX)
        ).line(line())


def test_rules_hold_only_for_their_kinds_of_document() -> None:
    """A price book's rule says nothing about a catalogue."""
    judged = checker(replace(LONG, documents=frozenset({"pricebook"})))
    assert judged.line(line(name="Ballpoint"))[1] == []


def test_long_values_are_shortened_in_finding_and_sentence() -> None:
    """A finding shows 80 characters, its sentence 40."""
    _, [finding] = checker(LONG).line(line(name="x" * 500))
    assert len(finding.value) == 80
    assert finding.message.nl == "Artikelnaam " + "x" * 39 + "…"


def test_numbers_are_shown_as_written() -> None:
    """No exponents, no lost zeros."""
    rule = replace(LONG, check=lambda _b, _c: [Hit("item.name", Decimal("0.000000100"))])
    _, [finding] = checker(rule).line(line())
    assert finding.value == "0.000000100"


def test_a_line_refused_before_is_not_judged() -> None:
    """It has no body, and whoever refused it has said why."""
    assert checker(CUT, LONG, TWICE).line(changed(line(), body=None)) == (None, [])
