"""Answers to orders and to documents of other formats in OIOUBL's words.

Peppol answers an order by one document with a code; here a Yes or No is an OrderResponseSimple,
and what the seller can deliver instead an OrderResponse.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import pad_decimals
from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.lineitem import OrderLine
from hub.model.orderreference import Response
from hub.model.orderresponse import OrderResponse, OrderResponseSimple
from hub.model.values import Code, Identifier, Quantity, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

files = sibling(__file__, "../en16931/files")
lines = sibling(__file__, "billlines")
orders = sibling(__file__, "orders")
orderlines = sibling(__file__, "orderlines")
sides = sibling(__file__, "orderparties")
parties = sibling(__file__, "billparties")
replies = sibling(__file__, "answering")

YES, NO, AMENDED = "AP", "RE", "CA"
STATUSES = MappingProxyType({"1": "Added", "3": "Revised", "5": "NoStatus", "7": "Cancelled"})
"""UNCL 1229 for a line of an answer; that it came already has no counterpart."""

RECEIVED = "AB"
OWN = (
    *("TechnicalAccept", "TechnicalReject", "ProfileReject"),
    *("BusinessAccept", "BusinessReject"),
)
"""OIOUBL's own words, which UBL, that has no list, may use as well (F-APR018)."""

BUSINESS = MappingProxyType(
    {
        **{name: name for name in OWN},
        RECEIVED: "TechnicalAccept",
        "AP": "BusinessAccept",
        "RE": "BusinessReject",
    }
)
MESSAGE = MappingProxyType(
    {
        **{name: name for name in OWN},
        RECEIVED: "TechnicalAccept",
        "AP": "TechnicalAccept",
        "RE": "TechnicalReject",
    }
)
"""UNCL 4343. That an invoice can be read, and no more, is a technical receipt here (F-APR057)."""

TYPES = MappingProxyType(
    {
        "380": "Invoice",
        "381": "CreditNote",
        "220": "Order",
        "105": "Order",
        "231": "OrderResponse",
        "230": "OrderChange",
        "9": "Catalogue",
        **{name: name for name in replies.TYPES.values()},
    }
)
"""UNCL 1001 for the types of documents that OIOUBL's answers know."""

MESSAGE_LEVEL = ("mlr", "message_level_response")
"""What the processes of answers about the message alone are called, in any network."""

SAID = frozenset(
    {
        *("ubl_version_id", "customization_id", "profile_id", "profile_execution_id"),
        *("id", "issue_date", "issue_time", "note", "order_response_code", "copy_indicator"),
        *("order_reference", "additional_document_reference", "customer_reference"),
        *("buyer_customer_party", "seller_supplier_party", "originator_customer_party"),
    }
)
"""What of an answer a Yes or No says as well, or somebody else has told of; the rest is lost."""

ACCEPTING = Identifier("Procurement-TecRes-1.0")
REFUSING = Identifier("NONE")
WITH_ANSWER = Identifier("Procurement-BilSimR-1.0")
LISTED = Identifier("Catalogue-CatSimR-1.0")
CATALOGUE = Code("9")
ANSWERED = Identifier("Procurement-OrdSimR-BilSim-1.0")
AMENDING = Identifier("Procurement-OrdAdvR-BilSim-1.0")
UUID_LENGTH = 36


def simple(given: Any, said: Translation, lists: Any) -> Any:
    """Return a Yes or No to a whole order."""
    if not isinstance(given, OrderResponse):
        return given
    code = given.order_response_code
    accepted = code is not None and code.value == YES
    if code is None or code.value not in (YES, NO):
        said.impossible("OIO-43", "order_response_code", code, f"{YES}, {NO}")
    if not accepted and not given.note:
        # F-ORS007
        said.impossible("OIO-44", "note")
    for name in given.__struct_fields__:
        if name not in SAID:
            said.lost(name, getattr(given, name))
    reference = given.order_reference[0] if given.order_reference else None
    # F-ORS002: by whom it is to be read stands with the buyer.
    reader = given.customer_reference
    made = sides.sides(given, said, lists, owing=sides.SELLER)
    return OrderResponseSimple(
        profile_id=ANSWERED,
        id=given.id,
        issue_date=given.issue_date,
        issue_time=given.issue_time,
        note=given.note if accepted else (),
        accepted_indicator=accepted,
        rejection_note=() if accepted else _one(given.note, "note", said),
        order_reference=reference,
        additional_document_reference=_papers(given, said),
        **(made if reader is None else sides.with_contact(made, reader, said)),
    )


def full(given: OrderResponse, said: Translation, lists: Any) -> Any:
    """Return the head of an order as the seller can deliver it."""
    code = given.order_response_code
    if code is None or code.value != AMENDED:
        said.impossible("OIO-43", "order_response_code", code, AMENDED)
    said.lost("sales_order_id", given.sales_order_id)
    # F-ORE050: when it comes is said line by line here, and lost where it was not.
    said.lost("delivery", given.delivery)
    made = sides.sides(given, said, lists, owing=sides.SELLER)
    return replace(
        given,
        profile_id=AMENDING,
        sales_order_id=None,
        order_response_code=None,
        customer_reference=None,
        delivery=(),
        additional_document_reference=_papers(given, said),
        **sides.with_contact(made, given.customer_reference, said),
    )


def _papers(given: OrderResponse, said: Translation) -> Any:
    """Return what came along with an answer, as with an order (F-LIB092, F-LIB095, F-LIB098)."""
    held = tuple(
        replace(one, attachment=files.attached(one, said, orders.heads.TYPES))
        for one in given.additional_document_reference
    )
    return orders.documents(replace(given, additional_document_reference=held), said)


def order_line(given: OrderLine, said: Translation) -> OrderLine:
    """Return one line of an answer."""
    item = given.line_item
    if item is None:
        return given
    inner = said.inside("line_item")
    quantity = item.quantity
    if quantity is not None:
        quantity = orderlines.counted(item, inner)
    backorder = item.maximum_backorder_quantity
    if backorder is not None:
        backorder = lines.crossed(
            Quantity(backorder.value, backorder.unit_code or (quantity and quantity.unit_code)),
            "maximum_backorder_quantity",
            inner,
        )
    status = item.line_status_code
    if status is not None:
        status = orderlines.stated(status, STATUSES, inner)
    made = replace(
        item,
        line_status_code=status,
        quantity=quantity,
        maximum_backorder_quantity=backorder
        and replace(backorder, value=pad_decimals(backorder.value, 2)),
        price=orderlines.priced(item.price, item, quantity, inner),
        item=orderlines.described(item, inner),
    )
    if given.seller_substituted_line_item:
        # F-ORE077: here a seller may propose something else, not send it.
        said.impossible("OIO-47", "seller_substituted_line_item.id", _number(given))
    return replace(given, line_item=made)


def _number(given: OrderLine) -> Identifier | None:
    return next((one.id for one in given.seller_substituted_line_item), None)


def acknowledgement(given: ApplicationResponse, said: Translation, lists: Any) -> Any:
    """Return what a system says of a message it got (APERAK), which approves nothing."""
    for one in given.document_response:
        reference = None if one.response is None else one.response.reference_id
        # The number of the message that it was sent in, which whoever wrote the document knows not.
        said.lost("document_response.response.reference_id", reference)
    return application_response(given, said, lists, alone=True)


def application_response(
    given: ApplicationResponse, said: Translation, lists: Any, *, alone: bool = False
) -> Any:
    """Return an answer about a message, an invoice or a catalogue.

    ``alone`` says that it is about the message, which an answer that names no process cannot.
    """
    if len(given.document_response) > 1:
        # F-APR054
        said.impossible("OIO-49", "document_response", len(given.document_response))
    process = "" if given.profile_id is None else given.profile_id.value
    business = not (alone or any(name in process for name in MESSAGE_LEVEL))
    listed = "catalogue" in process
    codes = BUSINESS if business else MESSAGE
    made = tuple(
        _response(_of_catalogue(one, said) if listed else one, number, codes, said)
        for number, one in enumerate(given.document_response, start=1)
    )
    answers = [one.response for one in made if one.response is not None]
    found = [one.response_code.value for one in answers if one.response_code is not None]
    profile = LISTED if listed else WITH_ANSWER if business else REFUSING
    if "TechnicalAccept" in found:
        # F-APR057, F-APR058: a receipt has a profile of its own.
        profile = ACCEPTING
    elif any(name in found for name in ("TechnicalReject", "ProfileReject")):
        # F-APR004
        profile = REFUSING
    return replace(
        given,
        profile_id=profile,
        sender_party=_party(given.sender_party, "sender_party", said, lists),
        receiver_party=_party(given.receiver_party, "receiver_party", said, lists),
        document_response=made,
    )


def _party(given: Any, field: str, said: Translation, lists: Any) -> Any:
    made = parties.party(given, field, said, lists)
    made = sides.owed(made, field, said) if field == "sender_party" else sides.numbered(made)
    return sides.asked(made)


def _of_catalogue(one: DocumentResponse, said: Translation) -> DocumentResponse:
    """Return an answer that says that it is about a catalogue, as a catalogue response is."""
    made = []
    for reference in one.document_reference:
        if reference.document_type_code is None:
            said.derived("document_response.document_reference.document_type_code", "Catalogue")
        made.append(
            replace(reference, document_type_code=reference.document_type_code or CATALOGUE)
        )
    return replace(one, document_reference=tuple(made))


def _response(
    one: DocumentResponse, number: int, codes: Mapping[str, str], said: Translation
) -> DocumentResponse:
    """Return what is said of one document, numbered (F-APR016), in words where it was codes."""
    response = one.response or Response()
    code = response.response_code
    name = codes.get(code.value) if code is not None else None
    if name is None:
        field = "document_response.response.response_code"
        said.impossible("OIO-45", field, code, ", ".join(sorted(codes)))
        return one
    if code is not None and code.value == RECEIVED and codes is MESSAGE:
        # That it came, and that it can be used, are one word here.
        said.narrowed("document_response.response.response_code", code)
    words = [*response.description]
    for status in response.status:
        said.lost("document_response.response.status.status_reason_code", status.status_reason_code)
        words += status.status_reason
        for condition in status.condition:
            words += condition.description
            said.lost(
                "document_response.response.status.condition.attribute_id", condition.attribute_id
            )
    for line in one.line_response:
        said.lost("document_response.line_response.line_reference", line.line_reference)
        words += [text for answer in line.response for text in answer.description]
    made = Response(
        reference_id=Identifier(str(number)),
        response_code=Code(name),
        description=_one(tuple(words), "document_response.response.description", said),
    )
    said.lost("document_response.response.effective_date", response.effective_date)
    for side in ("issuer_party", "recipient_party"):
        said.lost(f"document_response.{side}", getattr(one, side))
    return DocumentResponse(response=made, document_reference=_documents(one, said))


def _documents(one: DocumentResponse, said: Translation) -> Any:
    made = []
    if not one.document_reference:
        # The schema of UBL 2.0 asks for one.
        said.impossible("OIO-53", "document_response.document_reference.id")
    for reference in one.document_reference:
        code = reference.document_type_code
        name = TYPES.get(code.value if code is not None else "")
        if name is None:
            field = "document_response.document_reference.document_type_code"
            said.impossible("OIO-46", field, code, ", ".join(sorted(TYPES)))
        uuid = reference.uuid
        if uuid is not None and len(uuid.value) != UUID_LENGTH:
            said.lost("document_response.document_reference.uuid", uuid)
            uuid = None
        made.append(
            replace(reference, document_type_code=Code(name or ""), uuid=uuid, version_id=None)
        )
        said.lost("document_response.document_reference.version_id", reference.version_id)
    return tuple(made)


def _one(given: tuple[Text, ...], field: str, said: Translation) -> tuple[Text, ...]:
    """Return several texts as one, where OIOUBL takes one only."""
    if len(given) < 2:  # noqa: PLR2004 - one text or none
        return given
    said.derived(field, len(given))
    return (Text("\n".join(text.value for text in given)),)
