"""The parties of an order or of an answer in Peppol's words."""

from hub.model.party import DocumentParty
from hub.rules.module import sibling
from hub.rules.translation import Translation

bills = sibling(__file__, "bills")
numbers = sibling(__file__, "numbers")
parties = sibling(__file__, "../en16931/parties")


def party(
    given: DocumentParty | None, field: str, said: Translation, *, names: int | None = None
) -> DocumentParty | None:
    """Return a party that can be reached through Peppol, by numbers that Peppol takes."""
    made: DocumentParty | None = parties.party(given, field, said, names=names)
    bills.reachable(made, field, said)
    numbers.judge(made, field, said)
    return made


def named(given: DocumentParty, field: str, said: Translation) -> DocumentParty:
    """Return a party that is only named, by numbers that Peppol takes."""
    made: DocumentParty = parties.plain_party(given, field, said)
    numbers.judge(made, field, said)
    return made
