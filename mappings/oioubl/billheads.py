"""The head of an invoice or credit note of another format in OIOUBL's words."""

from typing import Any

from msgspec.structs import replace

from hub.model.delivery import Delivery
from hub.model.invoice import Invoice
from hub.model.orderreference import BillingReference
from hub.model.reference import DocumentReference
from hub.model.values import Code, Identifier, Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
files = sibling(__file__, "../en16931/files")
parties = sibling(__file__, "billparties")
payment = sibling(__file__, "billpayment")
taxes = sibling(__file__, "billtaxes")

INVOICES = frozenset({"380", "393"})
SORTS = frozenset({"82", "395", "575", "623", "780"})
"""Sorts of invoices that the national conversion makes plain ones of; a correction is none."""

USUAL = Code("380")
SHEETS = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
SHEET = "application/vnd.ms-excel"
TYPES = files.MIME | {SHEET, "image/gif", "image/tiff", "text/xml"}
"""The types of files that OIOUBL takes (F-LIB098): those of EN 16931 and more."""
REFERENCES = (
    "despatch_document_reference",
    "receipt_document_reference",
    "originator_document_reference",
    "contract_document_reference",
)
EARLIER = (
    "invoice_document_reference",
    "self_billed_invoice_document_reference",
    "credit_note_document_reference",
    "self_billed_credit_note_document_reference",
    "reminder_document_reference",
)
"""References to earlier bills, each called after the type of the bill."""

UNKNOWN = ("debit_note_document_reference", "additional_document_reference")

CREDIT_NOTE = "381"
OBJECT = "130"
UNNAMED = Text("Attachment")


def head(given: Any, said: Translation, lists: Any) -> Any:
    """Return a head in core words as OIOUBL has it."""
    supplier, customer = given.accounting_supplier_party, given.accounting_customer_party
    seller = parties.party(
        supplier.party if supplier else None, "accounting_supplier_party.party", said, lists
    )
    where = "accounting_customer_party.party"
    buyer = parties.party(customer.party if customer else None, where, said, lists)
    buyer = parties.with_id(buyer, given.buyer_reference, where, said)
    where = "accounting_supplier_party.party.party_legal_entity"
    seller = parties.registered(seller, where, said)
    if seller is not None and not seller.party_legal_entity:
        said.impossible("OIO-13", "accounting_supplier_party.party.party_legal_entity.company_id")
    code = given.tax_currency_code
    if all(one.tax_subtotal for one in given.tax_total):
        # F-INV018: where no tax is stated in a currency of its own, there is none.
        said.lost("tax_currency_code", code)
        code = None
    put: dict[str, Any] = {
        "buyer_reference": None,
        "tax_currency_code": code,
        "order_reference": charges.order(given.order_reference, said),
        "invoice_period": _periods(given, said),
        "billing_reference": _earlier(given, said),
        **{name: _plain(given, name, said) for name in REFERENCES},
        "additional_document_reference": _documents(given, said),
        "accounting_supplier_party": supplier and replace(supplier, party=seller),
        "accounting_customer_party": customer and replace(customer, party=buyer),
        "payee_party": parties.known_party(given.payee_party, "payee_party", said, lists),
        "tax_representative_party": parties.representative(given, said),
        "delivery": _deliveries(given, said, lists),
        "payment_means": payment.means(given, said),
        "payment_terms": payment.terms(given, said),
        "allowance_charge": charges.on_head(given, said),
        "tax_total": taxes.total(given, said),
        "legal_monetary_total": charges.sums(given, said),
    }
    if isinstance(given, Invoice):
        put["due_date"] = None
        put["prepaid_payment"] = charges.prepaid(given, said)
    return _typed(replace(given, **put), said)


def _typed(made: Any, said: Translation) -> Any:
    if isinstance(made, Invoice):
        code = made.invoice_type_code
        if code is not None and code.value in SORTS:
            said.narrowed("invoice_type_code", code)
            return replace(made, invoice_type_code=USUAL)
        if code is not None and code.value not in INVOICES:
            said.impossible("OIO-15", "invoice_type_code", code, ", ".join(sorted(INVOICES)))
        return made
    code = made.credit_note_type_code
    if code is not None and code.value != CREDIT_NOTE:
        said.impossible("OIO-15", "credit_note_type_code", code, CREDIT_NOTE)
    # An OIOUBL credit note is of one type only, which goes without saying.
    return replace(made, credit_note_type_code=None)


def _periods(given: Any, said: Translation) -> Any:
    for one in given.invoice_period:
        said.lost("invoice_period.description_code", one.description_code)
    return tuple(
        replace(one, description_code=())
        for one in given.invoice_period[:1]
        if one.start_date or one.end_date
    )


def _plain(given: Any, name: str, said: Translation) -> Any:
    """F-LIB170, F-LIB172: a reference of a known kind says no other."""
    references = getattr(given, name)
    for one in references:
        said.lost(f"{name}.document_type", one.document_type)
        said.lost(f"{name}.document_type_code", one.document_type_code)
    return tuple(replace(one, document_type=None, document_type_code=None) for one in references)


def _earlier(given: Any, said: Translation) -> tuple[BillingReference, ...]:
    """F-LIB170, F-LIB172: an earlier bill is of the type whose name the reference has.

    Debit notes, other documents and single lines are not referred to (F-CRN023, 024, 162).
    """
    made = []
    for one in given.billing_reference:
        put: dict[str, Any] = {"billing_reference_line": ()}
        said.lost("billing_reference.billing_reference_line", one.billing_reference_line)
        for name in UNKNOWN:
            said.lost(f"billing_reference.{name}", getattr(one, name))
            put[name] = None
        for name in EARLIER:
            bill = getattr(one, name)
            if bill is not None:
                for kind in ("document_type", "document_type_code"):
                    said.lost(f"billing_reference.{name}.{kind}", getattr(bill, kind))
                put[name] = replace(bill, document_type=None, document_type_code=None)
        kept = replace(one, **put)
        if kept != BillingReference():
            made.append(kept)
    return tuple(made)


def _documents(given: Any, said: Translation) -> tuple[DocumentReference, ...]:
    """F-LIB092: a document says of what type it is; its description does, where it has one."""
    made = []
    for given_one in given.additional_document_reference:
        held = replace(given_one, attachment=files.attached(given_one, said, TYPES))
        one = _typed_file(with_one_file(held, said), said)
        code = one.document_type_code
        if code is not None and code.value == OBJECT:
            rest = DocumentReference(document_description=one.document_description)
            said.lost("additional_document_reference", rest)
            made.append(replace(one, document_type_code=Code(OBJECT), document_description=()))
            continue
        rest = DocumentReference(
            document_type_code=code, document_description=one.document_description[1:]
        )
        said.lost("additional_document_reference", rest)
        kind = next(iter(one.document_description), None)
        if kind is None:
            said.derived("additional_document_reference.document_type", UNNAMED)
            kind = UNNAMED
        made.append(
            replace(one, document_type=kind, document_type_code=None, document_description=())
        )
        if one.id is not None and one.id.scheme_id is not None:
            said.lost("additional_document_reference.id.scheme_id", one.id.scheme_id)
            made[-1] = replace(made[-1], id=Identifier(one.id.value))
    return tuple(made)


def with_one_file(one: DocumentReference, said: Translation) -> DocumentReference:
    """F-LIB095: a document comes along or lies somewhere, not both; what came along stays."""
    held = one.attachment
    if held is None or held.embedded_document_binary_object is None:
        return one
    if held.external_reference is None:
        return one
    field = "additional_document_reference.attachment.external_reference"
    said.lost(field, held.external_reference)
    return replace(one, attachment=replace(held, external_reference=None))


def _typed_file(one: DocumentReference, said: Translation) -> DocumentReference:
    """F-LIB091: UBL 2.0 knows one type of sheets; what sort it is goes beside it."""
    held = None if one.attachment is None else one.attachment.embedded_document_binary_object
    if one.attachment is None or held is None or held.mime_code not in SHEETS:
        return one
    field = "additional_document_reference.attachment.embedded_document_binary_object.mime_code"
    said.narrowed(field, held.mime_code)
    sheet = replace(held, mime_code=SHEET, format=held.mime_code)
    return replace(one, attachment=replace(one.attachment, embedded_document_binary_object=sheet))


def _deliveries(given: Any, said: Translation, lists: Any) -> tuple[Delivery, ...]:
    made = []
    for one in given.delivery:
        place = one.delivery_location
        if place is not None:
            where = "delivery.delivery_location"
            number = parties.number(place.id, lists("party-scheme")) if place.id else None
            if number is None:
                said.lost(f"{where}.id", place.id)
            address = parties.postal(place.address, f"{where}.address", said)
            place = replace(place, id=number, address=address)
            if number is None and address is None:
                place = None
        who = parties.known_party(one.delivery_party, "delivery.delivery_party", said, lists)
        made.append(replace(one, delivery_location=place, delivery_party=who))
    return tuple(made)
