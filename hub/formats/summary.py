"""Who, what and when of a document, from its head in the model or in XML."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hub.facts.schemes import endpoint, peppol_spelling, scheme_of
from hub.formats.references import references_of
from hub.formats.replies import MOST_REPLIES, replies_of
from hub.formats.xmlread import Tags
from hub.formats.xmltext import text_of
from hub.formats.xmlvalues import parse_plain
from hub.model.catalogue import Catalogue
from hub.model.identity import EndpointID
from hub.model.kinds import KINDS
from hub.model.party import DocumentParty
from hub.model.summary import Summary
from hub.model.values import Identifier
from hub.xml.parse import Element

__all__ = ["sender_fields", "summary_of", "summary_of_element"]


def summary_of(header: Any, kind: str, ports: Sequence[str] = ()) -> Summary:
    """Return the summary of a head in the model; sides are read as the kind says."""
    known = KINDS.get(kind)
    if known is None or not isinstance(header, known.head):
        return Summary(kind, ports=tuple(ports))
    agreement = version = None
    sender = _party(getattr(header, known.sender))
    if isinstance(header, Catalogue):
        sender = sender or _party(header.seller_supplier_party)
        contract = next(iter(header.referenced_contract), None)
        agreement = _value(contract.id) if contract else None
        version = _value(header.version_id)
    head: Any = header
    replies = replies_of(header)
    return Summary(
        kind,
        id=_value(head.id),
        version=version,
        issue_date=head.issue_date,
        sender=_known(_spoken(sender)),
        receiver=_known(_spoken(_party(getattr(header, known.receiver)))),
        agreement=agreement,
        ports=tuple(ports),
        references=references_of(header),
        replies=replies[:MOST_REPLIES],
        unnoted=len(replies[MOST_REPLIES:]),
    )


def sender_fields(header: Any, kind: str) -> dict[EndpointID, str]:
    """Return the field of a head in the model that each address of the sender stands in.

    Of an address that stands there twice, the first; a head that is not of the kind has none.
    """
    known = KINDS.get(kind)
    if known is None or not isinstance(header, known.head):
        return {}
    side = known.sender
    if isinstance(header, Catalogue) and _party(getattr(header, side)) is None:
        side = "seller_supplier_party"
    role = getattr(header, side)
    party = _party(role)
    if party is None:
        return {}
    path = side if party is role else f"{side}.party"
    given = [(f"{path}.endpoint_id", party.endpoint_id)]
    given += [
        (f"{path}.party_identification[{at}].id", one.id)
        for at, one in enumerate(party.party_identification)
    ]
    given += [
        (f"{path}.party_legal_entity[{at}].company_id", one.company_id)
        for at, one in enumerate(party.party_legal_entity)
    ]
    found: dict[EndpointID, str] = {}
    for field, one in given:
        if one is None or not one.value.strip():
            continue
        scheme = one.scheme_id or scheme_of(one.scheme_agency_name or "")
        found.setdefault(endpoint(scheme, one.value), field)
    return found


def _party(side: Any) -> DocumentParty | None:
    """Return the party of a side, whether it stands in a role or by itself."""
    party: DocumentParty | None = getattr(side, "party", side)
    return party


def _value(identifier: Identifier | None) -> str | None:
    return None if identifier is None else identifier.value.strip() or None


def _spoken(party: DocumentParty | None) -> Iterable[tuple[str, str]]:
    if party is None:
        return ()
    identifiers = [party.endpoint_id]
    identifiers.extend(each.id for each in party.party_identification)
    identifiers.extend(each.company_id for each in party.party_legal_entity)
    given = [one for one in identifiers if one is not None]
    spoken = [(one.scheme_id or "", one.value) for one in given]
    # UBL-OHNL names the register as the agency of a number, and has no other word for it.
    return spoken if _known(spoken) else _by_register(given)


def _by_register(given: Iterable[Identifier]) -> list[tuple[str, str]]:
    """Return numbers by the register that issued them; one of a tax is nobody's address."""
    named = [(scheme_of(one.scheme_agency_name or ""), one) for one in given if not one.scheme_id]
    return [(scheme, one.value) for scheme, one in named if not scheme.endswith(":VAT")]


def _known(spoken: Iterable[tuple[str, str]]) -> tuple[EndpointID, ...]:
    """Return addresses, each once; numbers of schemes nobody is addressed by are left out."""
    found: dict[EndpointID, None] = {}
    for scheme, value in spoken:
        if not value.strip():
            continue
        address = endpoint(scheme, value)
        if peppol_spelling(address) is not None:
            found[address] = None
    return tuple(found)


def summary_of_element(
    head: Element,
    kind: str,
    paths: Mapping[str, str],
    addresses: Sequence[str],
    tags: Tags,
) -> Summary:
    """Return the summary of a head in XML.

    ``paths`` may name ``id version issue_date sender receiver agreement``; sender and
    receiver are parties, and ``addresses`` the paths inside a party.
    """
    texts = {
        name: next((text_of(e).strip() for e in _find(head, path, tags)), "")
        for name, path in paths.items()
        if name not in ("sender", "receiver")
    }
    parties = {
        side: _known(_of_party(head, paths.get(side, ""), addresses, tags))
        for side in ("sender", "receiver")
    }
    return Summary(
        kind,
        id=texts.get("id") or None,
        version=texts.get("version") or None,
        issue_date=parse_plain(dt.date, texts.get("issue_date", "")),
        sender=parties["sender"],
        receiver=parties["receiver"],
        agreement=texts.get("agreement") or None,
    )


def _of_party(
    head: Any, path: str, addresses: Sequence[str], tags: Tags
) -> Iterator[tuple[str, str]]:
    if not path:
        return
    for party in _find(head, path, tags):
        for address in addresses:
            for element in _find(party, address, tags):
                yield element.get("schemeID", ""), text_of(element)


def _find(top: Any, path: str, tags: Tags) -> list[Any]:
    found = [top]
    for tag in tags.split(path):
        found = [child for element in found for child in element.iterchildren(tag)]
    return found
