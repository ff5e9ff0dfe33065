"""What Prisme Indkøb asks of order responses and bills: the numbers of the catalogue (PRI-10)."""

from collections.abc import Iterable, Iterator
from typing import Any

from hub.facts.schemes import endpoint
from hub.model.finding import Severity
from hub.model.identity import EndpointID
from hub.model.values import Identifier
from hub.rules.rule import NEEDS_STATE, Hit, Rule, RuleContext, Scope

LATER = frozenset({"invoice", "credit-note", "order-response", "order-response-simple"})
SELLERS = ("accounting_supplier_party", "seller_supplier_party")


def same_numbers(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-10: endpoint and company number are those of the catalogue.

    Where the catalogue gave none of a register, the configured ones count: the hub wrote those.
    """
    sender, receiver = ctx.route.sender, ctx.route.receiver
    if ctx.known is None or sender is None or receiver is None:
        return NEEDS_STATE
    named = ctx.known.catalogue_names(sender.key, receiver.key)
    if named is None:
        return ()
    own = [*sender.endpoints[:1], *(EndpointID(*pair) for pair in sender.numbers.items())]
    hits = []
    for field, number in numbers_of_seller(head):
        given = endpoint(number.scheme_id or "", number.value)
        there = [str(one) for one in sorted(named, key=str) if one.scheme == given.scheme]
        expected = there or [str(one) for one in own if one.scheme == given.scheme]
        if expected and str(given) not in expected:
            hits.append(Hit(field, str(given), ", ".join(expected)))
    return hits


def numbers_of_seller(head: Any) -> Iterator[tuple[str, Identifier]]:
    """Yield the endpoint and the company number of the seller, and where they stand."""
    for name in SELLERS:
        side = getattr(head, name, None)
        party = side.party if side is not None else None
        if party is None:
            continue
        if party.endpoint_id is not None and party.endpoint_id.scheme_id:
            yield f"{name}.party.endpoint_id", party.endpoint_id
        for index, entity in enumerate(party.party_legal_entity):
            if entity.company_id is not None and entity.company_id.scheme_id:
                yield f"{name}.party.party_legal_entity[{index}].company_id", entity.company_id


RULES = [
    Rule("PRI-10", Severity.FATAL, Scope.HEADER, same_numbers, needs_known=True, documents=LATER),
]
