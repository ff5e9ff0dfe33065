"""Answers to documents: received, accepted, refused."""

import datetime as dt

from msgspec import Struct

from hub.model.dochead import DocumentHead
from hub.model.orderreference import LineReference, Response
from hub.model.party import DocumentParty
from hub.model.reference import DocumentReference, Signature
from hub.model.values import Identifier, Text

__all__ = ["ApplicationResponse", "DocumentResponse", "LineResponse"]


class LineResponse(Struct, frozen=True, omit_defaults=True):
    """What is said of one line of another document."""

    line_reference: LineReference | None = None
    response: tuple[Response, ...] = ()


class DocumentResponse(Struct, frozen=True, omit_defaults=True):
    """What is said of another document."""

    response: Response | None = None
    document_reference: tuple[DocumentReference, ...] = ()
    issuer_party: DocumentParty | None = None
    recipient_party: DocumentParty | None = None
    line_response: tuple[LineResponse, ...] = ()


class ApplicationResponse(DocumentHead, frozen=True, omit_defaults=True):
    """An answer to documents; its lines, if any, stand in what it says of each."""

    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    response_date: dt.date | None = None
    response_time: dt.time | None = None
    note: tuple[Text, ...] = ()
    version_id: Identifier | None = None
    signature: tuple[Signature, ...] = ()
    sender_party: DocumentParty | None = None
    receiver_party: DocumentParty | None = None
    document_response: tuple[DocumentResponse, ...] = ()
