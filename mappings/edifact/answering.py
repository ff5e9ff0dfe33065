"""The hub's answers in EDIFACT: an APERAK to each message, and one CONTRL to their interchange.

The CONTRL says what could be read; the APERAK what became of a document that could, or why it
could not, in words. What only came, but not whole or not to everybody, is acknowledged with words.
"""

from collections.abc import Sequence
from types import MappingProxyType

from hub.facts.schemes import peppol_spelling
from hub.formats.answering import Answered, Matter
from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.identity import EndpointID
from hub.model.orderreference import Response
from hub.model.party import DocumentParty
from hub.model.reference import DocumentReference
from hub.model.values import Code, Identifier, Text

CODES = MappingProxyType({"taken": "AP", "partly": "AB", "unusable": "RE", "refused": "RE"})
"""UNCL 4343: accepted, acknowledged, rejected."""

TYPES = MappingProxyType(
    {"order": "220", "order-response": "231", "invoice": "380", "credit-note": "381"}
)
"""UNCL 1001 for what comes in EDIFACT."""

DIRECTORY, SYNTAX = "d96a", "3"
MESSAGE, READ = 3, 5
"""Parts of the sender's envelope before its message (reference, sender, receiver), and with that
(reference, identifier): more are there of one that could not be read."""


def answer(matter: Matter) -> Answered | None:
    """Return the APERAK about one message."""
    about: tuple[DocumentReference, ...] = ()
    if matter.number and matter.kind in TYPES:
        kind = Code(TYPES[matter.kind])
        number = Identifier(matter.number)
        about = (DocumentReference(number, issue_date=matter.issued, document_type_code=kind),)
    response = Response(
        reference_id=_named(matter.envelope[MESSAGE]),
        response_code=Code(CODES[matter.verdict]),
        description=tuple(Text(words) for words in matter.words),
    )
    return Answered(
        "application-response",
        DIRECTORY,
        _head(matter, (DocumentResponse(response=response, document_reference=about),)),
    )


def receipt(matters: Sequence[Matter]) -> Answered | None:
    """Return the CONTRL about an interchange; None where its sender gave it no number."""
    first = matters[0]
    reference, sender, receiver = first.envelope[:MESSAGE]
    if not reference:
        return None
    messages = [one.envelope[MESSAGE:READ] for one in matters if len(one.envelope) > READ]
    whole = DocumentResponse(
        response=_response(reference, refused=False),
        issuer_party=DocumentParty(endpoint_id=Identifier(sender)),
        recipient_party=DocumentParty(endpoint_id=Identifier(receiver)),
    )
    others = (
        DocumentResponse(response=_response(number, kind, refused=True))
        for number, kind in messages
    )
    return Answered("message-level-response", SYNTAX, _head(first, (whole, *others)))


def _response(reference: str, kind: str = "", *, refused: bool) -> Response:
    return Response(
        reference_id=_named(reference),
        response_code=Code("RE" if refused else "AP"),
        description=(Text(kind),) if kind else (),
    )


def _named(reference: str) -> Identifier | None:
    return Identifier(reference) if reference else None


def _head(matter: Matter, responses: tuple[DocumentResponse, ...]) -> ApplicationResponse:
    return ApplicationResponse(
        id=Identifier(matter.id),
        issue_date=matter.day,
        sender_party=DocumentParty(endpoint_id=_identifier(matter.sender.address)),
        receiver_party=DocumentParty(endpoint_id=_identifier(matter.receiver.address)),
        document_response=responses,
    )


def _identifier(address: EndpointID) -> Identifier:
    spelled = peppol_spelling(address) or (address.scheme, address.value)
    return Identifier(spelled[1], scheme_id=spelled[0])
