"""The report of a check as a page: the customers, what to do, and customer by customer."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath

from hub.model.finding import Finding
from hub.model.report import Report
from hub.render.matrix import Customer, Matrix, RuleGroup, by_rule, lost, rules_of
from hub.render.opinions import opinion_said
from hub.render.page import Markup, element, page, table
from hub.render.verdicts import actor, called, concerned, remark, summary
from hub.render.wording import Wording

__all__ = ["EXAMPLES", "Advice", "report_page"]

EXAMPLES = 20
"""How many places of a rule the page shows; the rest are counted."""

OWN_EXAMPLES = 5
"""The same under a customer, where each rule is told once more."""

OPEN = 3
"""So many rules that have to be corrected are unfolded from the beginning."""

NUMBERS = frozenset(range(2, 7))
ADVICE_HEADS = ("where", "now", "instead", "because", "how-sure", "rule")


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be written in places of the file: rows under heads, and how many more."""

    rows: Sequence[Sequence[str]]
    more: Sequence[str] = ()


def report_page(
    matrices: Sequence[Matrix], day: dt.date, words: Wording, advice: Advice | None = None
) -> Iterator[str]:
    """Yield the page of all documents of one file."""
    title = words.say("title", file=PurePath(matrices[0].file).name)
    content = chain(_documents(matrices, day, words), _advice(advice, words))
    return page(words.language, title, content)


def _advice(advice: Advice | None, words: Wording) -> Iterator[str]:
    if advice is None or not advice.rows:
        return
    yield element("h2", words.say("suggestions"))
    yield element("p", words.say("suggestions-lead"))
    heads = [words.say(key) for key in ADVICE_HEADS]
    yield table(words.say("suggestions"), heads, advice.rows)
    for said in advice.more:
        yield element("p", said, class_="soft")


def _documents(matrices: Sequence[Matrix], day: dt.date, words: Wording) -> Iterator[str]:
    for number, matrix in enumerate(matrices, start=1):
        if len(matrices) > 1:
            heading = words.say("document", number=number, count=len(matrices))
            yield element("h2", heading)
        yield from _document(matrix, day, words, f"d{number}")


def _document(matrix: Matrix, day: dt.date, words: Wording, prefix: str) -> Iterator[str]:
    yield element("p", summary(matrix, words), class_="lead")
    named = matrix.format or words.say("unknown-format")
    yield element("p", words.say("checked", format=named, day=day.isoformat()), class_="soft")
    yield from _opinion(matrix.report, words)
    groups = by_rule(matrix)
    if any(group.severity.refuses for group in groups):
        yield element("p", words.say("how-to"))
    if matrix.customers:
        yield element("h2", words.say("customers"))
        yield _customers(matrix, words, prefix)
    if groups:
        yield element("h2", words.say("to-do"))
    for number, group in enumerate(groups):
        unfolded = number < OPEN and group.severity.refuses
        yield _group(group, matrix, words, unfolded=unfolded)
    if matrix.customers:
        yield element("h2", words.say("per-customer"))
    for number, customer in enumerate(matrix.customers, start=1):
        yield _customer(customer, matrix, words, f"{prefix}c{number}")


def _opinion(report: Report, words: Wording) -> Iterator[str]:
    """Yield what a publisher's stylesheets say, where they were asked."""
    if report.opinion is not None:
        yield element("p", " ".join(opinion_said(report.opinion, words)), class_="soft")


def _customers(matrix: Matrix, words: Wording, prefix: str) -> Markup:
    keys = ("customer", "verdict", "lines", "refused-lines", "warnings", "fixes", "losses")
    rows = (
        (
            element("a", called(customer, matrix, words), href=f"#{prefix}c{number}"),
            _badge(words.say(f"verdict-{customer.verdict.value}"), customer.verdict.value),
            *map(str, (customer.lines, customer.refused_lines, customer.warnings)),
            *map(str, (customer.fixes, customer.losses)),
        )
        for number, customer in enumerate(matrix.customers, start=1)
    )
    heads = [words.say(key) for key in keys]
    return table(words.say("customers"), heads, rows, numbers=NUMBERS, named=True)


def _group(group: RuleGroup, matrix: Matrix, words: Wording, *, unfolded: bool) -> Markup:
    content = [_summary(group, words), element("p", *_concerns(group, matrix, words))]
    who = actor(group, words)
    if who is not None:
        content.append(element("p", who))
    content.append(_examples(group.examples[:EXAMPLES], words))
    more = group.more(EXAMPLES)
    if more > 0:
        content.append(element("p", words.say("more", count=more), class_="soft"))
    return element("details", *content, **({"open": "open"} if unfolded else {}))


def _concerns(group: RuleGroup, matrix: Matrix, words: Wording) -> tuple[str, ...]:
    return (element("b", words.say("concerns"), ": "), concerned(group, matrix, words))


def _summary(group: RuleGroup, words: Wording) -> Markup:
    """Return what stands on a folded rule: what to do, how often, the first sentence."""
    badge = _badge(words.say(f"severity-{group.severity.value}"), group.severity.value)
    said = words.speak(group.examples[0].message) if group.examples else group.rule
    return element(
        "summary",
        badge,
        element("span", f"{group.count} ×", class_="count"),
        " ",
        said,
        element("span", group.rule, class_="rule"),
    )


def _examples(findings: Sequence[Finding], words: Wording) -> Markup:
    """Return where it was found; the sentence only where it says more than the heading does."""
    cells = {
        "where": [words.place(finding.place) for finding in findings],
        "found": [finding.value or "" for finding in findings],
        "expected": [finding.expected or "" for finding in findings],
        "what": [words.speak(finding.message) for finding in findings],
    }
    if len(set(cells["what"])) == 1:
        del cells["what"]
    shown = {key: column for key, column in cells.items() if any(column)}
    heads = [words.say(key) for key in shown]
    return table(words.say("examples"), heads, zip(*shown.values(), strict=True))


def _customer(customer: Customer, matrix: Matrix, words: Wording, anchor: str) -> Markup:
    badge = _badge(words.say(f"verdict-{customer.verdict.value}"), customer.verdict.value)
    name = element("h3", called(customer, matrix, words))
    content: list[str] = [element("summary", name, " ", badge)]
    said = remark(customer, words)
    if said is not None:
        content.append(element("p", said))
    content.append(element("p", words.say("gets"), ": ", element("code", customer.format)))
    if not matrix.report.valid:
        content.append(element("p", words.say("and-for-all")))
    groups = rules_of(customer.report)
    if not groups:
        content.append(element("p", words.say("own-nothing")))
    for group in groups:
        inner = [_summary(group, words), _examples(group.examples[:OWN_EXAMPLES], words)]
        more = group.more(OWN_EXAMPLES)
        if more > 0:
            inner.append(element("p", words.say("more", count=more), class_="soft"))
        content.append(element("details", *inner))
    if customer.losses:
        content.append(_losses(customer, called(customer, matrix, words), words))
    content.extend(_opinion(customer.report, words))
    return element("details", *content, id=anchor)


def _losses(customer: Customer, name: str, words: Wording) -> Markup:
    losses = lost(customer.report)
    heads = [words.say(key) for key in ("part", "field", "how", "times", "examples")]
    rows = (
        (
            words.say(f"part-{loss.part.value}"),
            words.field(loss.field),
            words.say(f"kind-{loss.kind.value}"),
            str(loss.count),
            "; ".join(loss.examples),
        )
        for loss in losses
    )
    caption = words.say("lost", name=name, count=len(losses))
    shown = table(caption, heads, rows, numbers=frozenset({3}))
    return element("details", element("summary", caption), shown)


def _badge(text: str, kind: str) -> Markup:
    return element("span", text, class_=f"badge {kind}")
