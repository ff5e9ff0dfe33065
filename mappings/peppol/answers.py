"""Answers to orders and to documents in Peppol's words (T76, T116, T71, T111).

OIOUBL says Yes or No to a whole order in one kind of document (OrderResponseSimple) and gives
the order as the seller can fulfil it in another (OrderResponse); Peppol has one, with a code.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.delivery import Delivery
from hub.model.lineitem import LineItem, OrderLine
from hub.model.orderreference import OrderLineReference, Response
from hub.model.orderresponse import OrderResponse, OrderResponseSimple
from hub.model.party import CustomerParty, DocumentParty, PartyIdentification, SupplierParty
from hub.model.reference import DocumentReference
from hub.model.status import Status
from hub.model.values import Code, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "../en16931/charges")
heads = sibling(__file__, "../en16931/heads")
lines = sibling(__file__, "../en16931/lines")
parties = sibling(__file__, "../en16931/parties")

ACCEPTED, REJECTED, AMENDED = Code("AP"), Code("RE"), Code("CA")
STATUSES = MappingProxyType({"Added": "1", "Revised": "3", "Cancelled": "7"})
KNOWN = frozenset({"1", "3", "5", "7", "42"})
CHANGED = "3"
"""UNCL 1229: the line is as this document says."""

MESSAGE = MappingProxyType(
    {
        "TechnicalAccept": "AP",
        "ProfileAccept": "AP",
        "TechnicalReject": "RE",
        "ProfileReject": "RE",
        "AB": "AB",
    }
)
BUSINESS = MappingProxyType(
    {
        "BusinessAccept": "AP",
        "BusinessReject": "RE",
        "TechnicalAccept": "AB",
        **{code: code for code in ("AB", "AP", "RE")},
    }
)
"""OIOUBL's answers as UNCL 4343 says them: of the message, and of the invoice in it.

UBL names no list, and may use the codes themselves. Which of the two an AP or RE is meant for is
then said by the document it is about: a bill or a catalogue.
"""

BUSINESS_WORDS = MappingProxyType({word: code for word, code in BUSINESS.items() if word != code})
"""Those that can only be meant for what a document asks for."""

MESSAGE_LEVEL = ("mlr", "message_level_response")
"""What the processes of answers about the message alone are called, in any network."""

IN_PROCESS = MappingProxyType({code: code for code in ("IP", "UQ", "CA", "PD")})
"""What else may be said of a bill (T111-B03101), which OIOUBL has no words for."""

BILLS = MappingProxyType({"Invoice": "380", "CreditNote": "381", "380": "380", "381": "381"})
"""UNCL 1001 for the types of documents that an invoice response may be about."""

CATALOGUES = frozenset({"Catalogue", "9"})


def order_response(given: Any, said: Translation) -> OrderResponse:
    """Return the head of an answer to an order."""
    if isinstance(given, OrderResponseSimple):
        made = _of_simple(given, said)
    else:
        said.lost("order_reference", given.order_reference[1:])
        made = replace(
            given,
            order_response_code=_verdict(given, said),
            order_reference=given.order_reference[:1],
            copy_indicator=given.copy_indicator or None,
        )
    if made.order_reference and made.order_reference[0].id is None:
        said.impossible("PEP-53", "order_reference.id")
    buyer, seller = given.buyer_customer_party, given.seller_supplier_party
    contact = heads.contact_id(buyer)
    if made.customer_reference is None and contact is not None:
        made = replace(made, customer_reference=Text(contact.value))
    return replace(
        made,
        note=charges.joined(made.note, "note", said),
        delivery=_promised(made.delivery, said),
        seller_supplier_party=SupplierParty(
            party=party(seller.party if seller else None, "seller_supplier_party.party", said)
        ),
        buyer_customer_party=CustomerParty(
            party=party(buyer.party if buyer else None, "buyer_customer_party.party", said)
        ),
    )


def _verdict(given: OrderResponse, said: Translation) -> Code:
    """Return what becomes of the order: as these lines say, where no code says something else."""
    code = given.order_response_code
    if code is None:
        return AMENDED
    if code not in (ACCEPTED, REJECTED, AMENDED):
        said.impossible("PEP-60", "order_response_code", code, "AP, RE, CA")
    return code


def party(given: DocumentParty | None, field: str, said: Translation) -> DocumentParty | None:
    """Return a party with its company number, which has a place among its numbers only."""
    made: DocumentParty | None = parties.party(given, field, said, placed=False)
    if made is None or not made.party_legal_entity:
        return made
    company = made.party_legal_entity[0].company_id
    known = [one.id for one in made.party_identification]
    if company is None or company in known:
        return made
    return replace(made, party_identification=(PartyIdentification(company),))


def _of_simple(given: OrderResponseSimple, said: Translation) -> OrderResponse:
    """Return a Yes or No as an answer that may say more."""
    for name in ("accounting_supplier_party", "accounting_customer_party"):
        said.lost(name, getattr(given, name))
    for name in ("originator_customer_party", "signature", "additional_document_reference"):
        said.lost(name, getattr(given, name))
    for name in ("accounting_cost", "accounting_cost_code", "uuid"):
        said.lost(name, getattr(given, name))
    reference = given.order_reference
    return OrderResponse(
        id=given.id,
        issue_date=given.issue_date,
        issue_time=given.issue_time,
        order_response_code=ACCEPTED if given.accepted_indicator else REJECTED,
        note=(*given.note, *given.rejection_note),
        customer_reference=given.customer_reference,
        order_reference=() if reference is None else (reference,),
        order_change_document_reference=given.order_change_document_reference,
    )


def _promised(given: tuple[Delivery, ...], said: Translation) -> tuple[Delivery, ...]:
    """T76-B03301: a delivery in an answer says when it is promised."""
    kept = []
    for one in given:
        if one.promised_delivery_period is None or kept:
            said.lost("delivery", one)
        else:
            kept.append(one)
    return tuple(kept)


def order_line(given: OrderLine, said: Translation) -> OrderLine:
    """Return one line of an answer: which line of the order it is, and what becomes of it."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    references = given.order_line_reference[:1]
    if not references and item.id is not None:
        # In OIOUBL a line of an answer has the number of the order's line.
        said.derived("order_line_reference.line_id", item.id)
        references = (OrderLineReference(line_id=item.id),)
    quantity = item.quantity
    if quantity is not None:
        quantity = lines.crossed(quantity, "quantity", inner)
    price = item.price
    if price is not None:
        price = lines.priced(price, quantity, item.line_extension_amount, inner)
        if price is not None and price.base_quantity is not None and quantity is not None:
            price = replace(
                price, base_quantity=replace(price.base_quantity, unit_code=quantity.unit_code)
            )
    made = replace(
        item,
        note=charges.joined((*given.note, *item.note), "line_item.note", said),
        line_status_code=_status(item, inner),
        quantity=quantity,
        delivery=_promised(item.delivery, inner),
        price=price,
        item=lines.described(item.item, None, inner),
    )
    return replace(given, note=(), line_item=made, order_line_reference=references)


def _status(item: LineItem, said: Translation) -> Code:
    given = item.line_status_code
    if given is None or given.value == "NoStatus":
        said.derived("line_status_code", CHANGED)
        return Code(CHANGED)
    code = given.value if given.value in KNOWN else STATUSES.get(given.value)
    if code is None:
        said.impossible("PEP-57", "line_status_code", given, ", ".join(STATUSES))
    return Code(code or given.value)


def acknowledgement(given: ApplicationResponse, said: Translation) -> ApplicationResponse:
    """Return what a system says of a message it got (APERAK) as an answer about a message."""
    for one in given.document_response:
        reference = None if one.response is None else one.response.reference_id
        # The number of the message that it was sent in, which whoever wrote the document knows not.
        said.lost("document_response.response.reference_id", reference)
    return message_response(given, said, alone=True)


def message_response(
    given: ApplicationResponse, said: Translation, *, alone: bool = False
) -> ApplicationResponse:
    """Return an answer about a message (T71): who, which document, accepted or rejected.

    ``alone`` says that it can be about nothing else.
    """
    plain = alone or of_the_message(given)
    codes = {**MESSAGE, "AP": "AP", "RE": "RE"} if plain else MESSAGE
    made = _answered(given, said, codes)
    return replace(
        made,
        note=(),
        sender_party=_address(given.sender_party, "sender_party", said),
        receiver_party=_address(given.receiver_party, "receiver_party", said),
        document_response=tuple(
            replace(one, document_reference=_numbered(one.document_reference))
            for one in made.document_response
        ),
    )


def invoice_response(given: ApplicationResponse, said: Translation) -> ApplicationResponse:
    """Return an answer about an invoice or credit note (T111)."""
    codes = {**BUSINESS, **IN_PROCESS}
    made = _answered(given, said, BUSINESS_WORDS if of_the_message(given) else codes)
    return replace(
        made,
        note=charges.joined(given.note, "note", said),
        sender_party=party(given.sender_party, "sender_party", said),
        receiver_party=party(given.receiver_party, "receiver_party", said),
        document_response=tuple(
            replace(
                one,
                response=_clarified(one.response, said),
                document_reference=_billed(one.document_reference, said),
            )
            for one in made.document_response
        ),
    )


def catalogue_response(given: ApplicationResponse, said: Translation) -> ApplicationResponse:
    """Return an answer about a catalogue (T58), which has words of its own only as a whole."""
    made = _answered(given, said, BUSINESS_WORDS if of_the_message(given) else BUSINESS)
    told = [one.response.description for one in made.document_response if one.response]
    words = (*given.note, *(text for each in told for text in each))
    return replace(
        made,
        note=charges.joined(words, "note", said),
        sender_party=party(given.sender_party, "sender_party", said),
        receiver_party=party(given.receiver_party, "receiver_party", said),
        document_response=tuple(
            DocumentResponse(
                response=one.response and replace(one.response, description=()),
                document_reference=_listed(one.document_reference, said),
            )
            for one in made.document_response
        ),
    )


def of_the_message(given: ApplicationResponse) -> bool:
    """Whether an answer in codes is about the message, and says nothing of what it asks for."""
    process = "" if given.profile_id is None else given.profile_id.value
    return any(name in process for name in MESSAGE_LEVEL)


def _listed(
    references: tuple[DocumentReference, ...], said: Translation
) -> tuple[DocumentReference, ...]:
    for one in references[:1]:
        code = one.document_type_code
        if code is None or code.value not in CATALOGUES:
            field = "document_response.document_reference.document_type_code"
            said.impossible("PEP-61", field, code, ", ".join(sorted(CATALOGUES)))
    # The message is about a catalogue, which needs no saying.
    return _numbered(references)


def _answered(given: ApplicationResponse, said: Translation, codes: Mapping[str, str]) -> Any:
    """Return one answer with its code in UNCL 4343; several are several messages in Peppol."""
    if not given.document_response:
        said.impossible("PEP-79", "document_response")
        return given
    if len(given.document_response) > 1:
        said.impossible("PEP-59", "document_response", len(given.document_response))
        return given
    (one,) = given.document_response
    if not one.document_reference:
        said.impossible("PEP-79", "document_response.document_reference.id")
    code = one.response.response_code if one.response is not None else None
    if code is None or code.value not in codes:
        field = "document_response.response.response_code"
        said.impossible("PEP-60", field, code, ", ".join(codes))
        return given
    for line in one.line_response:
        said.lost("document_response.line_response", line)
    response = Response(
        response_code=Code(codes[code.value]),
        description=charges.joined(
            one.response.description if one.response is not None else (),
            "document_response.response.description",
            said,
        ),
    )
    if code.value.startswith("Profile"):
        said.narrowed("document_response.response.response_code", code)
    return replace(
        given,
        document_response=(
            DocumentResponse(response=response, document_reference=one.document_reference),
        ),
    )


def _address(given: Any, field: str, said: Translation) -> Any:
    """Return a party by its address alone; whoever reads the answer knows the rest."""
    if given is None:
        return None
    said.lost_but(field, given, "endpoint_id")
    return type(given)(endpoint_id=parties.number(given.endpoint_id) or given.endpoint_id)


def _numbered(references: tuple[DocumentReference, ...]) -> tuple[DocumentReference, ...]:
    return tuple(replace(one, document_type_code=None) for one in references[:1])


def _billed(
    references: tuple[DocumentReference, ...], said: Translation
) -> tuple[DocumentReference, ...]:
    made = []
    for one in references[:1]:
        code = one.document_type_code
        number = BILLS.get(code.value if code is not None else "")
        if number is None:
            field = "document_response.document_reference.document_type_code"
            said.impossible("PEP-61", field, code, ", ".join(BILLS))
        made.append(replace(one, document_type_code=Code(number or "")))
    return tuple(made)


def _clarified(response: Response | None, said: Translation) -> Response | None:
    """T111-R001: a rejection says why, as a code; what the sender wrote goes with it."""
    if response is None or response.response_code != REJECTED:
        return response
    words: tuple[Text, ...] = response.description
    reason = Code("OTH", list_id="OPStatusReason")
    said.derived("document_response.response.status.status_reason_code", reason)
    return replace(
        response, description=(), status=(Status(status_reason_code=reason, status_reason=words),)
    )
