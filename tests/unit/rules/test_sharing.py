"""What is alike for several receivers is judged once."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import PartyCard, RouteContext
from hub.model.finding import Place, Severity
from hub.model.line import Line
from hub.model.sentence import Sentence
from hub.model.values import Identifier
from hub.rules.checker import Checker
from hub.rules.rule import Hit, Locate, Rule, RuleContext, Scope
from hub.rules.ruleset import RuleSet
from hub.rules.sharing import Pool
from hub.rules.speech import Speech

WORDS = Sentence("{value}", "{value}", "{value}")
SPEECH = Speech(dict.fromkeys(("ALIKE", "OWN", "SEEN"), WORDS))


def line(number: int, name: str) -> Line:
    """Return a line with a number."""
    return Line(number, CatalogueLine(id=Identifier(name)), lambda field: Place(path=field))


class Counted:
    """A shared check that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        """Find every line wrong whose number is bad."""
        self.asked += 1
        assert ctx.route.receiver is None
        assert ctx.header is None
        return [Hit("id", body.id)] if body.id == Identifier("bad") else ()


class Seen:
    """A stream with a last word."""

    def __init__(self, _ctx: RuleContext) -> None:
        self.lines = 0

    def line(self, _number: int, _body: Any, _locate: Locate) -> Iterable[Hit]:
        """Count."""
        self.lines += 1
        return ()

    def end(self) -> Iterable[Hit]:
        """Say how many there were."""
        return [Hit("id", self.lines)]


def own(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """One receiver repairs the bad lines."""
    if ctx.route.receiver.key != "b" or body.id != Identifier("bad"):
        return ()
    return [Hit("id", body.id, repaired=replace(body, id=Identifier("good")))]


def checkers(alike: Counted, pool: Pool, *receivers: str) -> list[Checker]:
    """Return checkers of one pool, their headers judged."""
    rules = RuleSet(
        "made",
        (
            Rule("ALIKE", Severity.ERROR, Scope.LINE, alike, shared=True),
            Rule("OWN", Severity.FIX, Scope.LINE, own, repairs=True),
            Rule("SEEN", Severity.WARN, Scope.STREAM, Seen, shared=True),
        ),
        SPEECH,
    )
    made = []
    for key in receivers:
        context = RouteContext(
            now=dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC), receiver=PartyCard(key, key, "DK")
        )
        checker = rules.checker(context, "catalogue", pool=pool)
        checker.header(Catalogue(), lambda field: Place(path=field))
        made.append(checker)
    return made


def test_a_line_is_judged_once_for_all() -> None:
    """Each receiver gets the finding under its own name."""
    alike = Counted()
    made = checkers(alike, Pool(), "a", "c", "d")
    bad = line(1, "bad")
    results = [checker.line(bad) for checker in made]
    assert alike.asked == 1
    assert [body for body, _ in results] == [None, None, None]
    assert [found[0].receiver for _, found in results] == ["a", "c", "d"]


def test_a_receivers_own_repair_is_judged_again_for_it_alone() -> None:
    """What it repaired is no longer wrong there, and still is elsewhere."""
    alike = Counted()
    made = checkers(alike, Pool(), "a", "b")
    bad = line(1, "bad")
    (first, _), (second, found) = (checker.line(bad) for checker in made)
    assert first is None
    assert second.id == Identifier("good")
    assert [finding.rule for finding in found] == ["OWN"]
    assert [checker.touched for checker in made] == [True, True]


def test_streams_are_shared_and_speak_to_everybody() -> None:
    """One memory for all; each line is counted once."""
    made = checkers(Counted(), Pool(), "a", "c")
    for one in (line(1, "x"), line(2, "y")):
        for checker in made:
            checker.line(one)
    assert [[f.value for f in checker.end()] for checker in made] == [["2"], ["2"]]


def test_without_a_pool_nothing_is_shared() -> None:
    """A checker by itself judges by itself."""
    alike = Counted()
    one = line(1, "x")
    for checker in (*checkers(alike, Pool(), "a"), *checkers(alike, Pool(), "c")):
        checker.line(one)
    assert alike.asked == 2


def test_receivers_with_another_day_are_judged_apart() -> None:
    """Prices depend on the day, which may have begun in one country and not in another."""
    days: list[dt.date] = []

    def dated(_: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        days.append(ctx.route.today)
        return ()

    rules = RuleSet("made", (Rule("D", Severity.ERROR, Scope.LINE, dated, shared=True),), SPEECH)
    pool, one = Pool(), line(1, "x")
    for day in (3, 3, 4):
        now = dt.datetime(2025, 3, 3, 22, 30, tzinfo=dt.UTC)
        context = RouteContext(now=now, day=dt.date(2025, 3, day))
        checker = rules.checker(context, "catalogue", pool=pool)
        checker.header(Catalogue(), lambda field: Place(path=field))
        checker.line(one)
    assert days == [dt.date(2025, 3, 3), dt.date(2025, 3, 4)]
