"""The hub's answers in Peppol: message level responses, and invoice responses that refuse.

Whether an invoice is accepted is for its buyer to say, so one that was taken is confirmed as a
message. What did not go to everybody, or not whole, is acknowledged only (AB): accepted would say
too much, and rejected would have it sent again.
"""

from types import MappingProxyType

from hub.facts.schemes import peppol_spelling
from hub.formats.answering import Answered, Matter, Side
from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.identity import EndpointID
from hub.model.orderreference import Response
from hub.model.party import DocumentParty, PartyIdentification, PartyLegalEntity
from hub.model.reference import DocumentReference
from hub.model.status import Status
from hub.model.values import Code, Identifier, Text

BILLS = MappingProxyType({"invoice": "380", "credit-note": "381"})
"""UNCL 1001 for what an invoice response may be about."""
CODES = MappingProxyType({"taken": "AP", "partly": "AB", "unusable": "RE", "refused": "RE"})
"""UNCL 4343: accepted, acknowledged, rejected."""


def answer(matter: Matter) -> Answered | None:
    """Return the answer; None to somebody whom Peppol has no address for."""
    sides = address(matter.sender.address), address(matter.receiver.address)
    if sides[0] is None or sides[1] is None:
        return None
    said = "\n".join(matter.words)
    code = Code(CODES[matter.verdict])
    bill = BILLS.get(matter.kind)
    if matter.verdict == "refused" and bill is not None:
        reason = Status(
            status_reason_code=Code("OTH", list_id="OPStatusReason"),
            status_reason=(Text(said),) if said else (),
        )
        head = ApplicationResponse(
            id=Identifier(matter.id),
            issue_date=matter.day,
            sender_party=party(matter.sender, sides[0]),
            receiver_party=party(matter.receiver, sides[1]),
            document_response=(
                DocumentResponse(
                    response=Response(response_code=code, status=(reason,)),
                    document_reference=(
                        DocumentReference(
                            id=Identifier(matter.number),
                            issue_date=matter.issued,
                            document_type_code=Code(bill),
                        ),
                    ),
                ),
            ),
        )
        return Answered("invoice-response", "3", head)
    head = ApplicationResponse(
        id=Identifier(matter.id),
        issue_date=matter.day,
        sender_party=DocumentParty(endpoint_id=sides[0]),
        receiver_party=DocumentParty(endpoint_id=sides[1]),
        document_response=(
            DocumentResponse(
                response=Response(response_code=code, description=(Text(said),) if said else ()),
                document_reference=(DocumentReference(id=Identifier(matter.number)),),
            ),
        ),
    )
    return Answered("message-level-response", "3", head)


def party(side: Side, known: Identifier) -> DocumentParty:
    """Return a side by its address, its number in the register and its name."""
    company = next((EndpointID(*number) for number in side.card.numbers.items()), None)
    number = None if company is None else address(company)
    return DocumentParty(
        endpoint_id=known,
        party_identification=() if number is None else (PartyIdentification(number),),
        party_legal_entity=(PartyLegalEntity(registration_name=Text(side.card.name)),),
    )


def address(given: EndpointID) -> Identifier | None:
    """Return a number in Peppol's spelling."""
    spelled = peppol_spelling(given)
    return None if spelled is None else Identifier(spelled[1], scheme_id=spelled[0])
