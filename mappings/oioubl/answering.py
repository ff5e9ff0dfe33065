"""The hub's answers in OIOUBL: application responses, with the profile that goes with the code.

F-APR004, F-APR057 and F-APR058 bind codes to profiles: a document that cannot be used is refused
outside of any profile, one that was taken is confirmed in that of technical receipts. A receipt
accepts nothing on a customer's behalf; where not everything went to everybody, its words say so.
"""

from types import MappingProxyType

from hub.facts.schemes import national_spelling
from hub.formats.answering import Answered, Matter, Side
from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.identity import EndpointID
from hub.model.orderreference import Response
from hub.model.party import DocumentParty, PartyIdentification, PartyLegalEntity, PartyName
from hub.model.reference import DocumentReference
from hub.model.values import Code, Identifier, Text

WORDS = MappingProxyType(
    {
        "taken": ("TechnicalAccept", "Procurement-TecRes-1.0"),
        "partly": ("TechnicalAccept", "Procurement-TecRes-1.0"),
        "unusable": ("TechnicalReject", "NONE"),
        "refused": ("BusinessReject", "Procurement-BilSimR-1.0"),
    }
)
TYPES = MappingProxyType(
    {
        "catalogue": "Catalogue",
        "catalogue-deletion": "CatalogueDeletion",
        "catalogue-item-specification-update": "CatalogueItemSpecificationUpdate",
        "catalogue-pricing-update": "CataloguePricingUpdate",
        "catalogue-request": "CatalogueRequest",
        "credit-note": "CreditNote",
        "invoice": "Invoice",
        "order": "Order",
        "order-cancellation": "OrderCancellation",
        "order-change": "OrderChange",
        "order-response": "OrderResponse",
        "order-response-simple": "OrderResponseSimple",
        "reminder": "Reminder",
        "statement": "Statement",
    }
)
"""The types of documents that an answer can name (F-APR028)."""


def answer(matter: Matter) -> Answered | None:
    """Return the answer, or None about a type of document that cannot be named."""
    about = TYPES.get(matter.kind)
    if about is None:
        return None
    code, profile = WORDS[matter.verdict]
    said = "\n".join(matter.words)
    head = ApplicationResponse(
        profile_id=Identifier(profile),
        id=Identifier(matter.id),
        uuid=Identifier(matter.uuid),
        issue_date=matter.day,
        sender_party=party(matter.sender),
        receiver_party=party(matter.receiver),
        document_response=(
            DocumentResponse(
                response=Response(
                    reference_id=Identifier("1"),
                    response_code=Code(code),
                    description=(Text(said),) if said else (),
                ),
                document_reference=(
                    DocumentReference(
                        id=Identifier(matter.number),
                        issue_date=matter.issued,
                        document_type_code=Code(about),
                    ),
                ),
            ),
        ),
    )
    return Answered("application-response", matter.version, head)


def party(side: Side) -> DocumentParty:
    """Return a side by its address, its name and its number in the register."""
    company = next((EndpointID(*number) for number in side.card.numbers.items()), side.address)
    name = Text(side.card.name)
    return DocumentParty(
        endpoint_id=identifier(side.address),
        party_identification=(PartyIdentification(identifier(company)),),
        party_name=(PartyName(name),),
        party_legal_entity=(
            PartyLegalEntity(registration_name=name, company_id=identifier(company)),
        ),
    )


def identifier(address: EndpointID) -> Identifier:
    """Return a number in the national spelling."""
    scheme, value = national_spelling(address)
    agency = "9" if address.scheme == "GLN" else None
    return Identifier(value, scheme_id=scheme, scheme_agency_id=agency)
