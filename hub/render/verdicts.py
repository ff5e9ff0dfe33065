"""What a matrix comes to, in sentences."""

from collections.abc import Sequence

from hub.model.finding import NOWHERE, Layer, Who
from hub.render.matrix import Customer, Matrix, RuleGroup, Verdict
from hub.render.wording import Wording

__all__ = ["actor", "called", "concerned", "named", "remark", "summary"]

NAMED = 3
"""How many customers are named before the rest are counted."""


def summary(matrix: Matrix, words: Wording) -> str:
    """Return in one sentence who can take the document."""
    count = len(matrix.customers)
    whole = matrix.count(Verdict.WHOLE)
    if not count:
        return words.say(_for_nobody(matrix))
    if whole == count:
        return words.say("for-all", count=count)
    part = matrix.count(Verdict.PART)
    refused = matrix.count(Verdict.REFUSED, Verdict.HUB_FAULT, Verdict.HELD)
    return words.say("for-some", count=count, whole=whole, part=part, refused=refused)


def _for_nobody(matrix: Matrix) -> str:
    """Return what is said where no customer was asked, or none is reached."""
    refusing = {
        layer
        for layer in Layer
        if any(finding.severity.refuses for finding in matrix.report.findings(layer))
    }
    if not refusing:
        return "nothing-found"
    # The document is good: what stops it is who it is for, and that may be no mistake.
    return "for-nobody" if refusing == {Layer.RECEIVER} else "for-none"


def concerned(group: RuleGroup, matrix: Matrix, words: Wording) -> str:
    """Return whom a rule's findings concern."""
    names = group.customers
    every = {customer.name for customer in matrix.customers}
    if group.everybody or (len(every) > 1 and every == set(names)):
        return words.say("everybody")
    # What is said of the whole document and not of a place in it is each one's own verdict.
    if all(finding.place == NOWHERE for finding in group.examples):
        return ", ".join(names)
    return named(names, words)


def named(names: Sequence[str], words: Wording) -> str:
    """Return names, and how many more there are of many."""
    if len(names) <= NAMED:
        return ", ".join(names)
    first = ", ".join(names[:NAMED])
    return words.say("more-customers", first=first, count=len(names) - NAMED)


def called(customer: Customer, matrix: Matrix, words: Wording) -> str:
    """Return a customer's name, with the agreement where it answers for more than one."""
    if customer.agreement is None:
        return customer.name
    if sum(other.key == customer.key for other in matrix.customers) == 1:
        return customer.name
    return f"{customer.name}, {words.say('agreement', agreement=customer.agreement)}"


def remark(customer: Customer, words: Wording) -> str | None:
    """Return why a customer takes nothing, where that needs a word."""
    if customer.verdict is Verdict.HUB_FAULT:
        return words.say("why-fault")
    if customer.verdict is Verdict.REFUSED and customer.lines and customer.refused_lines:
        return words.say("why-refused", lines=customer.lines, refused=customer.refused_lines)
    return None


def actor(group: RuleGroup, words: Wording) -> str | None:
    """Return who has to act on a rule's findings, where it is not the supplier."""
    return None if group.who is Who.SUPPLIER else words.say(f"who-{group.who.value}")
