"""Rules ID-GLN, ID-CVR, ...: the numbers of the parties in a header are right numbers.

Fatal on an endpoint, because nothing could be delivered there; error elsewhere.
"""

from collections.abc import Iterable, Iterator

from hub.facts.identifiers import check, is_checked
from hub.model.catalogue import Catalogue
from hub.model.finding import Severity
from hub.model.party import DocumentParty
from hub.model.values import Identifier
from hub.rules.rule import Hit, Rule, RuleContext, Scope

__all__ = ["IDENTIFIER_RULES", "party_numbers"]

_FAMILY = (
    *("ID-CVR", "ID-OIN", "ID-KVK", "ID-RSIN", "ID-P", "ID-CPR", "ID-DUNS", "ID-VAT"),
    *("ID-BSN", "ID-GTIN"),
)


def parties(header: Catalogue) -> Iterator[tuple[str, DocumentParty]]:
    """Yield path and party of everybody a catalogue names."""
    seller, customer = header.seller_supplier_party, header.contractor_customer_party
    named = (
        ("provider_party", header.provider_party),
        ("receiver_party", header.receiver_party),
        ("seller_supplier_party.party", seller.party if seller else None),
        ("contractor_customer_party.party", customer.party if customer else None),
    )
    for path, party in named:
        if party is not None:
            yield path, party


def numbers(path: str, party: DocumentParty) -> Iterator[tuple[str, Identifier | None]]:
    """Yield path and number of every identifier of a party, the endpoint first."""
    yield f"{path}.endpoint_id", party.endpoint_id
    for index, one in enumerate(party.party_identification):
        yield f"{path}.party_identification[{index}].id", one.id
    for index, scheme in enumerate(party.party_tax_scheme):
        yield f"{path}.party_tax_scheme[{index}].company_id", scheme.company_id
    for index, entity in enumerate(party.party_legal_entity):
        yield f"{path}.party_legal_entity[{index}].company_id", entity.company_id


def party_numbers(header: Catalogue, _: RuleContext) -> Iterable[Hit]:
    """ID-*: length, characters and check digit of every number of a known scheme."""
    return [
        hit
        for path, party in parties(header)
        for place, number in numbers(path, party)
        if number is not None and (hit := _judged(place, number)) is not None
    ]


def _judged(place: str, number: Identifier) -> Hit | None:
    scheme = number.scheme_id
    if not scheme or not is_checked(scheme):
        return None
    verdict = check(scheme, number.value)
    if verdict.valid:
        return None
    endpoint = place.endswith(".endpoint_id")
    return Hit(
        place,
        verdict.given,
        verdict.suggestion,
        message=verdict.message,
        severity=Severity.FATAL if endpoint else Severity.ERROR,
        rule=verdict.rule,
    )


IDENTIFIER_RULES = (
    Rule(
        "ID-GLN",
        Severity.FATAL,
        Scope.HEADER,
        party_numbers,
        documents=frozenset({"catalogue", "pricebook"}),
        also=_FAMILY,
    ),
)
