"""The head of an invoice or credit note in core words, section by section."""

from typing import Any

from msgspec.structs import replace

from hub.model.invoice import Invoice
from hub.model.orderreference import BillingReference
from hub.model.period import Period
from hub.model.reference import DocumentReference
from hub.model.values import Code, Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "charges")
files = sibling(__file__, "files")
parties = sibling(__file__, "parties")
periods = sibling(__file__, "periods")
payment = sibling(__file__, "payment")
taxes = sibling(__file__, "taxes")

OBJECT = "130"


def head(given: Any, said: Translation, types: frozenset[str] = files.MIME) -> Any:
    """Return the head of a document in OIOUBL's or in UBL's own words as the core has it.

    ``types`` are those of the files that the target takes.
    """
    # That it is no copy goes without saying.
    given = replace(given, copy_indicator=given.copy_indicator or None)
    customer, supplier = given.accounting_customer_party, given.accounting_supplier_party
    seller = parties.party(
        supplier.party if supplier else None, "accounting_supplier_party.party", said
    )
    buyer = parties.party(
        customer.party if customer else None, "accounting_customer_party.party", said, names=1
    )
    put: dict[str, Any] = {
        "note": charges.joined(given.note, "note", said),
        "accounting_cost": charges.account(given, said),
        "accounting_cost_code": None,
        "buyer_reference": _buyer_reference(given, said),
        "order_reference": _order(given, said),
        "invoice_period": _periods(given, said),
        "billing_reference": _bills(given, said),
        "contract_document_reference": _single(given, "contract_document_reference", said),
        "originator_document_reference": _single(given, "originator_document_reference", said),
        "despatch_document_reference": _single(given, "despatch_document_reference", said),
        "receipt_document_reference": _single(given, "receipt_document_reference", said),
        "additional_document_reference": _documents(given, said, types),
        "accounting_supplier_party": supplier and replace(supplier, party=seller),
        "accounting_customer_party": customer and replace(customer, party=buyer),
        "payee_party": parties.payee(given.payee_party, seller, said),
        "tax_representative_party": parties.representative(given, said),
        "delivery": _delivery(given, said),
        "payment_means": payment.means(given, said, domestic=is_domestic(seller, buyer)),
        "payment_terms": payment.terms(given, said),
        "allowance_charge": charges.on_head(given, said),
        "tax_total": taxes.total(given, said),
        "legal_monetary_total": charges.sums(given, said),
    }
    if given.tax_currency_code == given.document_currency_code:
        put["tax_currency_code"] = None
    made = replace(given, **put)
    made = _typed(made, said)
    return _due(made, said)


def is_domestic(seller: Any, buyer: Any) -> bool:
    """Whether the means of payment are those of the one country whose slips OIOUBL knows."""
    return parties.country_of(seller) == parties.country_of(buyer) == parties.HOME


def _typed(made: Any, said: Translation) -> Any:
    """BR-04: a document says of what type it is; older ones may leave it out."""
    name = "invoice_type_code" if isinstance(made, Invoice) else "credit_note_type_code"
    if getattr(made, name) is not None:
        return made
    usual = "380" if isinstance(made, Invoice) else "381"
    said.derived(name, usual)
    return replace(made, **{name: Code(usual)})


def _due(made: Any, said: Translation) -> Any:
    """Say the date of payment once: an invoice has one, a credit note has it with its means."""
    if not isinstance(made, Invoice):
        return made
    dates = {one.payment_due_date for one in made.payment_means} - {None}
    means = tuple(replace(one, payment_due_date=None) for one in made.payment_means)
    if len(dates) > 1 and made.due_date is None:
        for one in sorted(date for date in dates if date is not None):
            said.lost("payment_means.payment_due_date", one)
        return replace(made, payment_means=means)
    for one in sorted(dates - {made.due_date}) if made.due_date is not None else ():
        said.lost("payment_means.payment_due_date", one)
    return replace(made, payment_means=means, due_date=made.due_date or next(iter(dates), None))


def _buyer_reference(given: Any, said: Translation) -> Text | None:
    """Return BT-10: what Danish documents give as the id of the buyer's contact (F-INV051)."""
    seller = contact_id(given.accounting_supplier_party)
    said.lost("accounting_supplier_party.party.contact.id", seller)
    found = contact_id(given.accounting_customer_party)
    if given.buyer_reference is not None:
        said.lost("accounting_customer_party.party.contact.id", found)
        return given.buyer_reference  # type: ignore[no-any-return]
    return None if found is None else Text(found.value)


def contact_id(side: Any) -> Identifier | None:
    """Return the id of the contact of one side."""
    party = None if side is None else side.party
    contact = None if party is None else party.contact
    return None if contact is None else contact.id


def _order(given: Any, said: Translation) -> Any:
    order = given.order_reference
    if order is None or (order.id is None and order.sales_order_id is None):
        said.lost("order_reference", order)
        return None
    return order


def _periods(given: Any, said: Translation) -> tuple[Period, ...]:
    said.lost("invoice_period", given.invoice_period[1:])
    billed = periods.timed(given.invoice_period[:1], given.tax_point_date, said)
    made = tuple(one for one in billed if one.start_date or one.end_date or one.description_code)
    if not made:
        rest = (replace(one, description_code=()) for one in given.invoice_period[:1])
        said.lost("invoice_period", tuple(rest))
    return made


def _bills(given: Any, said: Translation) -> tuple[BillingReference, ...]:
    """R-080 and BG-3: earlier invoices, by number and date; a credit note may be one too."""
    made = []
    for one in given.billing_reference:
        name = "invoice_document_reference"
        if one.invoice_document_reference is None:
            name = "credit_note_document_reference"
        earlier = getattr(one, name)
        if earlier is None:
            said.lost("billing_reference", one)
            continue
        kept = DocumentReference(id=earlier.id, issue_date=earlier.issue_date)
        said.lost_but("billing_reference", one, name)
        said.lost_but(f"billing_reference.{name}", earlier, "id", "issue_date")
        made.append(BillingReference(invoice_document_reference=kept))
    return tuple(made)


def _single(given: Any, name: str, said: Translation) -> tuple[DocumentReference, ...]:
    references = getattr(given, name)
    said.lost(name, references[1:])
    for one in references[:1]:
        said.lost_but(name, one, "id")
    return tuple(DocumentReference(id=one.id) for one in references[:1] if one.id is not None)


def _documents(
    given: Any, said: Translation, types: frozenset[str]
) -> tuple[DocumentReference, ...]:
    """Return BG-24: description and file; a file of a type the core refuses stays behind."""
    made = []
    for one in given.additional_document_reference:
        code = one.document_type_code
        if code is not None and code.value == OBJECT:
            said.lost_but("additional_document_reference", one, "id", "document_type_code")
            made.append(DocumentReference(id=one.id, document_type_code=code))
            continue
        rest = replace(one, id=None, document_description=(), attachment=None)
        description = one.document_description[:1]
        if description:
            rest = replace(rest, document_description=one.document_description[1:])
        elif one.document_type is not None:
            description = (one.document_type,)
            rest = replace(rest, document_type=None)
        said.lost("additional_document_reference", rest)
        made.append(
            DocumentReference(
                id=Identifier(one.id.value) if one.id is not None else None,
                document_description=description,
                attachment=files.attached(one, said, types),
            )
        )
    return tuple(made)


def _delivery(given: Any, said: Translation) -> Any:
    said.lost("delivery", given.delivery[1:])
    made = []
    where = "delivery.delivery_location"
    for one in given.delivery[:1]:
        place = one.delivery_location
        if place is not None:
            address = place.address
            if address is not None:
                address = parties.postal(address, f"{where}.address", said)
            known = parties.registered(place.id)
            if known is None:
                said.lost(f"{where}.id", place.id)
            place = replace(place, id=known, address=address)
        who = one.delivery_party
        if who is not None:
            said.lost_but("delivery.delivery_party", who, "party_name")
            who = type(who)(party_name=who.party_name[:1]) if who.party_name else None
        made.append(replace(one, delivery_location=place, delivery_party=who))
    return tuple(made)
