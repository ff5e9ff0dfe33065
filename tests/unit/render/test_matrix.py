"""The matrix: customers by what they accept, refuse, repair and lose; findings by rule."""

from hub.model.finding import Finding, Layer, Place, Severity, Who
from hub.model.loss import LossKind
from hub.model.report import FINDINGS_PER_RULE, Report
from hub.model.sentence import LANGUAGES, Sentence
from hub.render.matrix import Customer, Matrix, Verdict, by_rule
from hub.render.verdicts import actor, called, concerned, remark, summary
from hub.render.wording import Wording

SAID = Sentence("Shorten it.", "Forkort det.", "Maak het korter.")


def finding(rule: str, row: int, severity: Severity = Severity.ERROR) -> Finding:
    """Return something found in a row."""
    return Finding(rule, severity, SAID, Place(sheet="STAMDATA", row=row, column="ITEM_NAME"))


def report(*found: Finding) -> Report:
    """Return a customer's report of these findings."""
    made = Report("x")
    for one in found:
        made.add(Layer.RECEIVER, one)
    return made


def customer(
    name: str, *found: Finding, verdict: Verdict = Verdict.REFUSED, agreement: str | None = None
) -> Customer:
    """Return a customer's answer."""
    return Customer(name, name.title(), "a:b:1", verdict, 5, 2, report(*found), agreement)


def matrix(*customers: Customer, everybody: Report | None = None) -> Matrix:
    """Return a matrix of customers."""
    return Matrix("k.xlsx", "a:b:1", everybody or Report("k.xlsx"), customers)


def test_counts_are_of_everything_found() -> None:
    """Numbers count all findings, also those that a report does not keep."""
    many = [finding("A-1", row, Severity.WARN) for row in range(1000)]
    one = customer("town", *many, finding("A-2", 1, Severity.FIX))
    assert (one.warnings, one.fixes) == (1000, 1)
    assert len(one.report.findings()) == FINDINGS_PER_RULE + 1


def test_a_rule_of_two_severities_is_counted_apart() -> None:
    """What was repaired and what has to be corrected of one rule do not add up."""
    mixed = [finding("A-1", row, Severity.FIX) for row in range(30)] + [finding("A-1", 99)]
    groups = by_rule(matrix(customer("town", *mixed)))
    assert [(group.severity, group.count) for group in groups] == [
        (Severity.ERROR, 1),
        (Severity.FIX, 30),
    ]


def test_a_place_told_to_many_customers_is_shown_once() -> None:
    """The same place is one example and one count, with all its customers named."""
    [group] = by_rule(
        matrix(
            customer("town", finding("A-1", 4), finding("A-1", 7)),
            customer("village", finding("A-1", 4)),
        )
    )
    assert (group.count, len(group.examples)) == (2, 2)
    assert group.customers == ["Town", "Village"]


def test_the_gravest_comes_first() -> None:
    """What stops a document stands before what does not; then what is found most often."""
    groups = by_rule(
        matrix(
            customer(
                "town",
                *(finding("C-1", 1, Severity.WARN), finding("B-1", 2)),
                *(finding("A-1", 3), finding("A-1", 4), finding("D-1", 5, Severity.FATAL)),
            )
        )
    )
    assert [group.rule for group in groups] == ["D-1", "A-1", "B-1", "C-1"]


def test_what_the_hub_puts_in_is_no_loss() -> None:
    """A derived value is not among the fields a customer loses."""
    one = customer("town")
    one.report.losses.add("item.keyword", LossKind.NO_HOME, "pen", 312)
    one.report.losses.add("issue_date", LossKind.DERIVED, "2026-01-05")
    assert one.losses == 1


def test_the_summary_says_who_can_take_it() -> None:
    """One sentence in each language, for all, some and none."""
    whole = customer("town", verdict=Verdict.WHOLE)
    some = matrix(whole, customer("village"), customer("isle", verdict=Verdict.PART))
    for language in LANGUAGES:
        words = Wording(language)
        assert "3" in summary(some, words)
        assert summary(matrix(whole), words) != summary(matrix(), words)
    bad = report(finding("A-1", 1))
    assert summary(matrix(everybody=bad), Wording("da")) == (
        "Det går ikke til nogen kunde; grunden står nedenfor."
    )


def test_customers_are_named_until_they_are_many() -> None:
    """Three are named, more are counted, and all of them are every customer."""
    rows = [customer(name, finding("A-1", 1)) for name in ("a", "b", "c", "d")]
    [group] = by_rule(matrix(*rows))
    words = Wording("en")
    assert concerned(group, matrix(*rows), words) == "every customer"
    assert concerned(group, matrix(*rows, customer("e")), words) == "A, B, C and 1 more"


def test_a_customer_of_two_agreements_is_told_apart() -> None:
    """The agreement stands with the name only where the name alone is not enough."""
    two = matrix(customer("town", agreement="A1"), customer("town", agreement="A2"))
    assert called(two.customers[0], two, Wording("nl")) == "Town, overeenkomst A1"
    assert called(two.customers[0], matrix(two.customers[0]), Wording("nl")) == "Town"


def test_a_refusal_of_good_lines_is_explained() -> None:
    """Where good lines stay behind with bad ones, the clerk is told why."""
    said = remark(customer("town"), Wording("en"))
    assert said is not None
    assert "5 lines are right, 2 have to be corrected" in said
    assert remark(customer("town", verdict=Verdict.WHOLE), Wording("en")) is None


def test_who_acts_is_said_when_it_is_not_the_supplier() -> None:
    """A supplier is not asked to do what the hub's operator has to."""
    found = Finding("A-1", Severity.ERROR, SAID, who=Who.HUB)
    [theirs] = by_rule(matrix(customer("town", found)))
    [own] = by_rule(matrix(customer("town", finding("A-1", 1))))
    assert actor(theirs, Wording("en")) == "The hub's operator sees to this."
    assert actor(own, Wording("en")) is None


def test_places_are_said_in_the_reader_s_language() -> None:
    """Sheet, row and column in words; nowhere is the whole file."""
    assert Wording("da").place(finding("A", 4).place) == "ark STAMDATA, række 4, kolonne ITEM_NAME"
    assert Wording("nl").place(Place()) == "het hele bestand"
    assert Wording("en").field("item.brand_name") == "item › brand name"
    assert Wording("da").field("item.keyword[2].value") == "vare › søgeord › værdi"
    assert Wording("nl").field("ITEM_TOLL") == "ITEM_TOLL"
