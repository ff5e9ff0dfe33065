"""What customers with Opus ask of invoices besides matching: more than a person's name (OPU-21)."""

from collections.abc import Iterable
from typing import Any

from hub.matching.identification import number_of
from hub.model.finding import Severity
from hub.rules.rule import Hit, Locate, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank

CUSTOMERS = ("accounting_customer_party", "buyer_customer_party")
CONTACTS = ("accounting_contact", "buyer_contact")


class NumberGiven:
    """OPU-21: a person's name does not take the place of the order number."""

    def __init__(self, ctx: RuleContext) -> None:
        order = ctx.header.order_reference
        self._numbered = order is not None and number_of(order.id) is not None
        self._person = names_a_person(ctx.header)

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Take the order number of a line."""
        self._numbered = self._numbered or any(
            one.order_reference is not None and number_of(one.order_reference.id) is not None
            for one in body.order_line_reference
        )
        return ()

    def end(self) -> Iterable[Hit]:
        """Warn where only a person is named; that no number is given at all is MAT-01."""
        # The name stays out of reports: the sender knows whom it wrote to.
        if self._numbered or not self._person:
            return ()
        return [Hit("order_reference.id", expected="1")]


def names_a_person(head: Any) -> bool:
    """Return whether an invoice says who at the customer's ordered."""
    for name in CUSTOMERS:
        side = getattr(head, name)
        if side is None:
            continue
        contacts = [getattr(side, one) for one in CONTACTS]
        contacts.append(side.party.contact if side.party is not None else None)
        if any(
            one is not None and not (is_blank(one.id) and is_blank(one.name)) for one in contacts
        ):
            return True
    return False


RULES = [
    Rule(
        "OPU-21",
        Severity.WARN,
        Scope.STREAM,
        NumberGiven,
        documents=frozenset({"invoice"}),
    ),
]
