"""Who sent a document: the account it came through, checked against what it says."""

from hub.model.finding import Finding
from hub.model.summary import Summary
from hub.pipeline.judgement import NOT_AUTHORISED, judge
from hub.pipeline.party import Account, Directory, Party

__all__ = ["find_sender"]


def find_sender(
    summary: Summary, account: Account, directory: Directory
) -> tuple[Party | None, list[Finding]]:
    """Return the party that a document is from.

    Every address the document gives for its sender must belong to one party that the
    account acts for; any other is ``sender-not-authorised``. A document that names no
    sender (a bare sheet) is from the account's owner.
    """
    named: dict[str, Party] = {}
    for address in summary.sender:
        party = directory.party_at(address)
        if party is None or party.key not in account.acts_for:
            return None, [judge(NOT_AUTHORISED, value=str(address), account=account.key)]
        named[party.key] = party
    if len(named) > 1:
        both = " / ".join(named)
        return None, [judge(NOT_AUTHORISED, value=both, account=account.key)]
    if named:
        return next(iter(named.values())), []
    owner = directory.party(account.party)
    if owner is None:
        return None, [judge(NOT_AUTHORISED, value=account.party, account=account.key)]
    return owner, []
