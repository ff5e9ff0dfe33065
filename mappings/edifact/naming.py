"""What a message is called: in findings about it, and where nothing more of it can be read."""

from typing import Any

from msgspec.structs import replace

from hub.formats.summary import summary_of
from hub.model.kinds import KINDS
from hub.model.party import CustomerParty, SupplierParty
from hub.model.summary import Summary
from hub.model.values import Identifier
from hub.rules.module import sibling

ordering = sibling(__file__, "ordering")
parties = ordering.parties
# What they raise has to be of one class.
values = ordering.values

LONGEST = 35
"""Characters of a number (an..35); what is longer is shown cut."""

BILLS = frozenset({"invoice", "credit-note"})
UNREAD = "unread"
"""Follows the envelope of a message that could not be read."""

BEGIN = "BGM"
ISSUED = "137"


def called(message: Any) -> str:
    """Return its place in the interchange, and the numbers that its sender knows it by."""
    known = (("UNH", message.reference), (BEGIN, _number(message)))
    said = ", ".join(f"{tag} {number[:LONGEST]}" for tag, number in known if number)
    return f"{message.place} ({said})" if said else str(message.place)


def summary(message: Any, kind: str) -> Summary:
    """Return number, day and sides of a message that cannot be read, as far as they can be."""
    known = KINDS[kind]
    head: dict[str, Any] = {"id": Identifier(_number(message)), "issue_date": _day(message)}
    roles = parties.ROLES if kind in BILLS else ordering.ROLES
    for segment in message.segments:
        name = roles.get(segment.get(0)) if segment.tag == "NAD" else None
        if name in (known.sender, known.receiver) and name not in head:
            party = parties.Side(segment, ordering.invoic.Cursor(())).party()
            role = SupplierParty if "supplier" in name else CustomerParty
            head[name] = role(party=party)
    made = enveloped(summary_of(known.head(**head), kind), message)
    return replace(made, envelope=(*made.envelope, UNREAD))


def enveloped(given: Summary, message: Any) -> Summary:
    """Return a summary with what answers to the sender name again of its envelope."""
    named = (*message.envelope, message.reference, message.identifier)
    return replace(given, envelope=named)


def _number(message: Any) -> str:
    begin = next((one for one in message.segments if one.tag == BEGIN), None)
    return "" if begin is None else begin.get(1)


def _day(message: Any) -> Any:
    for one in message.segments:
        if one.tag == "DTM" and one.get(0) == ISSUED:
            try:
                return values.moment(one)[0]
            except values.Trouble:
                return None
    return None
