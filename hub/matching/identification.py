"""By what numbers parties, items and documents are recognised in another document."""

from typing import Any

from hub.facts.schemes import endpoint
from hub.model.identity import EndpointID
from hub.model.item import Item, ItemIdentification
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.values import Code, Identifier, Text

__all__ = ["ItemName", "agree", "names_of", "number_of", "party_numbers", "same_party", "text_of"]

ItemName = tuple[str, str, str]
"""Whose number it is, the number, and the variant (empty without one)."""

_NOT_GIVEN = frozenset({"", "na", "n/a", "-"})
"""What stands where a number has to be given and there is none (Peppol's words for it too)."""

_NUMBERS_OF_FIRMS = frozenset({"DK:CVR", "NL:OIN", "NL:KVK", "NL:VAT", "NL:RSIN"})


def text_of(value: Identifier | Code | Text | None) -> str | None:
    """Return what an identifier, code or text says, without blanks around it."""
    return None if value is None else value.value.strip() or None


def number_of(value: Identifier | None) -> str | None:
    """Return a document number; a sign that there is none is none."""
    text = text_of(value)
    return None if text is None or text.casefold() in _NOT_GIVEN else text


def names_of(item: Item | None) -> frozenset[ItemName]:
    """Return the numbers that an item goes by."""
    if item is None:
        return frozenset()
    numbered: tuple[tuple[str, ItemIdentification | None], ...] = (
        ("seller", item.sellers_item_identification),
        ("standard", item.standard_item_identification),
        ("buyer", item.buyers_item_identification),
    )
    return frozenset(
        (whose, number, text_of(one.extended_id) or "")
        for whose, one in numbered
        if one is not None and (number := text_of(one.id)) is not None
    )


def party_numbers(
    side: SupplierParty | CustomerParty | DocumentParty | None,
) -> frozenset[EndpointID]:
    """Return every number by which a document names one side."""
    party = side if isinstance(side, DocumentParty | None) else side.party
    if party is None:
        return frozenset()
    given: list[Any] = [party.endpoint_id]
    given.extend(one.id for one in party.party_identification)
    given.extend(one.company_id for one in party.party_legal_entity)
    given.extend(one.company_id for one in party.party_tax_scheme)
    return frozenset(
        endpoint(one.scheme_id or "", one.value)
        for one in given
        if one is not None and one.value.strip()
    )


def same_party(one: frozenset[EndpointID], other: frozenset[EndpointID]) -> bool:
    """Whether two documents mean one party (MAT-02).

    The number of a firm decides where both give one of the same register; an address that
    several firms may share counts only where they do not.
    """
    schemes = {number.scheme for number in one} & {number.scheme for number in other}
    deciding = schemes & _NUMBERS_OF_FIRMS or schemes
    return any(number in other for number in one if number.scheme in deciding)


def agree(one: frozenset[ItemName], other: frozenset[ItemName]) -> bool | None:
    """Whether two lines are about one item; None when they give no number of the same kind.

    A variant that only one of them gives tells nothing apart.
    """
    shared = [(mine, theirs) for mine in one for theirs in other if mine[0] == theirs[0]]
    if not shared:
        return None
    return any(
        mine[1] == theirs[1] and (mine[2] == theirs[2] or not (mine[2] and theirs[2]))
        for mine, theirs in shared
    )
