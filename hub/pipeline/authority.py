"""Who sent a document: the account it came through, checked against what it says."""

from collections.abc import Callable

from hub.formats.document import Document
from hub.formats.summary import sender_fields
from hub.model.finding import NOWHERE, Finding, Place
from hub.model.identity import EndpointID
from hub.model.summary import Summary
from hub.pipeline.judgement import NOT_AUTHORISED, judge
from hub.pipeline.party import Account, Directory, Party

__all__ = ["find_sender", "sender_places"]


def find_sender(
    summary: Summary,
    account: Account,
    directory: Directory,
    place_of: Callable[[EndpointID], Place] = lambda _: NOWHERE,
) -> tuple[Party | None, list[Finding]]:
    """Return the party that a document is from.

    Every address the document gives for its sender must belong to one party that the
    account acts for; every other is ``sender-not-authorised``, at the place where it stands,
    so that all of them are put right at once. A document that names no
    sender (a bare sheet) is from the account's owner.
    """
    named: dict[str, Party] = {}
    foreign: list[Finding] = []
    for address in summary.sender:
        party = directory.party_at(address)
        if party is None or party.key not in account.acts_for:
            foreign.append(
                judge(
                    NOT_AUTHORISED,
                    place=place_of(address),
                    value=str(address),
                    account=account.key,
                )
            )
        else:
            named[party.key] = party
    if foreign:
        return None, foreign
    if len(named) > 1:
        both = " / ".join(named)
        return None, [judge(NOT_AUTHORISED, value=both, account=account.key)]
    if named:
        return next(iter(named.values())), []
    owner = directory.party(account.party)
    if owner is None:
        return None, [judge(NOT_AUTHORISED, value=account.party, account=account.key)]
    return owner, []


def sender_places(document: Document) -> Callable[[EndpointID], Place]:
    """Return what tells the place of a sender's address; nowhere if it is not in the model."""

    def place_of(address: EndpointID) -> Place:
        field = sender_fields(document.header, document.summary.kind).get(address)
        return NOWHERE if field is None else document.locate(field)

    return place_of
