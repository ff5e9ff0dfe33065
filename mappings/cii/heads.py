"""The head of a CII document in core words (CEN/TS 16931-3-3)."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.address import Location
from hub.model.creditnote import CreditNote
from hub.model.delivery import Delivery
from hub.model.invoice import Invoice
from hub.model.loss import LossKind
from hub.model.orderreference import BillingReference, OrderReference, ProjectReference
from hub.model.party import CustomerParty, PartyIdentification, SupplierParty
from hub.model.payment import Branch, CardAccount, FinancialAccount, PaymentMandate, PaymentMeans
from hub.model.reference import Attachment, DocumentReference, ExternalReference
from hub.model.terms import PaymentTerms
from hub.model.total import MonetaryTotal, TaxSubtotal, TaxTotal
from hub.model.values import BinaryObject, Code, Identifier, Text
from hub.rules.module import sibling

lines = sibling(__file__, "lines")
notes = sibling(__file__, "../en16931/notes")
parties = sibling(__file__, "parties")

CREDIT = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
TENDER, OBJECT = "50", "130"
NETWORK = "mapped-from-cii"
SUMS = "SpecifiedTradeSettlementHeaderMonetarySummation"
TRADE = "SupplyChainTradeTransaction"


AGREED, SETTLED = "ApplicableHeaderTradeAgreement", "ApplicableHeaderTradeSettlement"
NEEDED = (
    "ExchangedDocument/ID",
    "ExchangedDocument/TypeCode",
    "ExchangedDocument/IssueDateTime",
    f"{TRADE}/{AGREED}/SellerTradeParty/Name",
    f"{TRADE}/{AGREED}/SellerTradeParty/PostalTradeAddress/CountryID",
    f"{TRADE}/{AGREED}/BuyerTradeParty/Name",
    f"{TRADE}/{AGREED}/BuyerTradeParty/PostalTradeAddress/CountryID",
    f"{TRADE}/{SETTLED}/InvoiceCurrencyCode",
    f"{TRADE}/{SETTLED}/{SUMS}/LineTotalAmount",
    f"{TRADE}/{SETTLED}/{SUMS}/TaxBasisTotalAmount",
    f"{TRADE}/{SETTLED}/{SUMS}/GrandTotalAmount",
    f"{TRADE}/{SETTLED}/{SUMS}/DuePayableAmount",
)
"""What a document says once (BR-02 to BR-15)."""

POINTS = MappingProxyType({"5": "3", "29": "35", "72": "432"})
"""Which day VAT counts from: that of the invoice, of the delivery, of the payment."""

PART = ("CalculatedAmount", "TypeCode", "BasisAmount", "CategoryCode")
"""What each part of the VAT says once (BR-45 to BR-47)."""


def is_credit(root: Any) -> bool:
    """Whether a document is a credit note, by its type."""
    return root.said("ExchangedDocument/TypeCode") in CREDIT


def head(root: Any) -> Any:
    """Return the head of an invoice or credit note."""
    for path in NEEDED:
        root.need(path)
    if not any(map(lines.is_billed, root.all(f"{TRADE}/IncludedSupplyChainTradeLineItem"))):
        root.lacks("IncludedSupplyChainTradeLineItem")
    credit, kind = is_credit(root), root.code("ExchangedDocument/TypeCode")
    context = "ExchangedDocumentContext"
    put: dict[str, Any] = {
        "customization_id": root.id(f"{context}/GuidelineSpecifiedDocumentContextParameter/ID"),
        "profile_id": root.id(f"{context}/BusinessProcessSpecifiedDocumentContextParameter/ID"),
        "id": root.id("ExchangedDocument/ID"),
        "issue_date": root.date("ExchangedDocument/IssueDateTime"),
        "note": tuple(_notes(root)),
        "credit_note_type_code" if credit else "invoice_type_code": kind,
    }
    settlement = root.one(f"{TRADE}/ApplicableHeaderTradeSettlement")
    if settlement is not None:
        root.book.currency = settlement.said("InvoiceCurrencyCode")
        put |= _settled(settlement, credit=credit)
    agreement = root.one(f"{TRADE}/ApplicableHeaderTradeAgreement")
    if agreement is not None:
        put |= _agreed(agreement)
    delivery = root.one(f"{TRADE}/ApplicableHeaderTradeDelivery")
    if delivery is not None:
        put |= _delivered(delivery)
    creditor = None if settlement is None else settlement.said("CreditorReferenceID")
    if creditor is not None:
        put["accounting_supplier_party"] = _collecting(put["accounting_supplier_party"], creditor)
    if credit:
        # A credit note has no project in UBL 2.1, and its due day with the means of payment.
        put.pop("project_reference", None)
        return CreditNote(**put)
    return Invoice(**put)


def _notes(root: Any) -> Iterator[Text]:
    """Yield the notes, each with its subject; one that the core does not know stays unread."""
    for one in root.all("ExchangedDocument/IncludedNote"):
        words, subject = one.said("Content"), one.glance("SubjectCode") or None
        if words is None:
            continue
        about = notes.about(subject, words)
        if about is not None:
            one.said("SubjectCode")
        yield about or Text(words)


def _collecting(seller: SupplierParty, creditor: str) -> SupplierParty:
    """BT-90: who collects direct debits is one more number of the seller."""
    if seller.party is None:
        return seller
    number = PartyIdentification(Identifier(creditor, scheme_id="SEPA"))
    known = (*seller.party.party_identification, number)
    return replace(seller, party=replace(seller.party, party_identification=known))


def _agreed(given: Any) -> dict[str, Any]:
    order = given.id("BuyerOrderReferencedDocument/IssuerAssignedID")
    sales = given.id("SellerOrderReferencedDocument/IssuerAssignedID")
    contract = given.id("ContractReferencedDocument/IssuerAssignedID")
    project = given.id("SpecifiedProcuringProject/ID")
    given.said("SpecifiedProcuringProject/Name")
    documents, tenders = [], []
    for one in given.all("AdditionalReferencedDocument"):
        kind, number = one.said("TypeCode"), one.said("IssuerAssignedID")
        identity = None if number is None else Identifier(number)
        if kind == TENDER:
            tenders += () if identity is None else (DocumentReference(id=identity),)
        elif kind == OBJECT:
            scheme = one.said("ReferenceTypeCode")
            made = Identifier(number or "", scheme_id=scheme)
            documents.append(DocumentReference(id=made, document_type_code=Code(OBJECT)))
        else:
            name = one.text("Name")
            documents.append(
                DocumentReference(
                    id=identity,
                    document_description=() if name is None else (name,),
                    attachment=_file(one),
                )
            )
    return {
        "buyer_reference": given.text("BuyerReference"),
        "order_reference": None
        if order is None and sales is None
        else OrderReference(id=order, sales_order_id=sales),
        "contract_document_reference": ()
        if contract is None
        else (DocumentReference(id=contract),),
        "project_reference": () if project is None else (ProjectReference(id=project),),
        "additional_document_reference": tuple(documents),
        "originator_document_reference": tuple(tenders),
        "accounting_supplier_party": SupplierParty(
            party=parties.party(given.one("SellerTradeParty"))
        ),
        "accounting_customer_party": CustomerParty(
            party=parties.party(given.one("BuyerTradeParty"))
        ),
        "tax_representative_party": parties.named(given.one("SellerTaxRepresentativeTradeParty")),
    }


def _file(given: Any) -> Attachment | None:
    said, node = given.said("AttachmentBinaryObject"), given.one("AttachmentBinaryObject")
    link = given.id("URIID")
    if said is None and link is None:
        return None
    held = None
    if said is not None and node is not None:
        mime, name = node.element.get("mimeCode"), node.element.get("filename")
        held = BinaryObject(said, mime_code=mime, filename=name)
    return Attachment(held, None if link is None else ExternalReference(uri=link))


def _delivered(given: Any) -> dict[str, Any]:
    day = given.date("ActualDeliverySupplyChainEvent/OccurrenceDateTime")
    despatch = given.id("DespatchAdviceReferencedDocument/IssuerAssignedID")
    receipt = given.id("ReceivingAdviceReferencedDocument/IssuerAssignedID")
    there = given.one("ShipToTradeParty")
    deliveries: tuple[Delivery, ...] = ()
    if day is not None or there is not None:
        place, who = None, None
        if there is not None:
            found = parties.named(there)
            number = next((one.id for one in found.party_identification), None)
            place = Location(id=number, address=found.postal_address)
            if number is None and found.postal_address is None:
                place = None
            who = type(found)(party_name=found.party_name) if found.party_name else None
        deliveries = (
            Delivery(actual_delivery_date=day, delivery_location=place, delivery_party=who),
        )
    return {
        "delivery": deliveries,
        "despatch_document_reference": ()
        if despatch is None
        else (DocumentReference(id=despatch),),
        "receipt_document_reference": () if receipt is None else (DocumentReference(id=receipt),),
    }


def _settled(given: Any, *, credit: bool) -> dict[str, Any]:
    terms = given.one("SpecifiedTradePaymentTerms")
    due = None if terms is None else terms.date("DueDateDateTime")
    words = None if terms is None else terms.text("Description")
    other = given.code("TaxCurrencyCode")
    made: dict[str, Any] = {
        "document_currency_code": given.code("InvoiceCurrencyCode"),
        "tax_currency_code": other,
        "tax_point_date": given.date("ApplicableTradeTax/TaxPointDate"),
        "accounting_cost": given.text("ReceivableSpecifiedTradeAccountingAccount/ID"),
        "invoice_period": lines.period(given, _point(given)),
        "billing_reference": tuple(
            BillingReference(
                invoice_document_reference=DocumentReference(
                    id=one.id("IssuerAssignedID"), issue_date=one.date("FormattedIssueDateTime")
                )
            )
            for one in given.all("InvoiceReferencedDocument")
        ),
        "payee_party": parties.named(given.one("PayeeTradeParty")),
        "payment_means": _means(given, terms, due if credit else None),
        "payment_terms": () if words is None else (PaymentTerms(note=(words,)),),
        "allowance_charge": lines.charges(given),
        "tax_total": _taxes(given),
        "legal_monetary_total": _sums(given),
    }
    if not credit:
        made["due_date"] = due
    return made


def _point(given: Any) -> Code | None:
    """Return which day VAT counts from (BT-8), by the list of UBL's binding (UNTDID 2005).

    CII has it beside each part of the VAT, by another list (UNTDID 2475); all parts say the
    same, or it is left unread, and so told as lost: what one part says is not said of the others.
    """
    found = {one.glance("DueDateTypeCode") for one in given.all("ApplicableTradeTax")}
    if len(found) != 1 or not found <= POINTS.keys():
        return None
    for one in given.all("ApplicableTradeTax/DueDateTypeCode"):
        one.words()
    return Code(POINTS[found.pop()])


def _means(given: Any, terms: Any, due: Any) -> tuple[PaymentMeans, ...]:
    mandate = None if terms is None else terms.id("DirectDebitMandateID")
    reference = given.id("PaymentReference")
    made = []
    for one in given.all("SpecifiedTradeSettlementPaymentMeans"):
        code, words = one.said("TypeCode"), one.said("Information")
        payer = one.id("PayerPartyDebtorFinancialAccount/IBANID")
        card = one.id("ApplicableTradeSettlementFinancialCard/ID")
        holder = one.text("ApplicableTradeSettlementFinancialCard/CardholderName")
        debit = payer is not None or mandate is not None
        made.append(
            PaymentMeans(
                payment_means_code=None if code is None else Code(code, name=words),
                payment_due_date=due,
                payment_id=() if reference is None else (reference,),
                card_account=None
                if card is None
                else CardAccount(card, network_id=_network(given), holder_name=holder),
                payee_financial_account=_account(one),
                payment_mandate=PaymentMandate(
                    id=mandate,
                    payer_financial_account=None if payer is None else FinancialAccount(id=payer),
                )
                if debit
                else None,
            )
        )
    return tuple(made)


def _network(given: Any) -> Identifier:
    """UBL wants the network of a card, which CII does not say; EN 16931's binding names this."""
    given.book.lose("payment_means.card_account.network_id", LossKind.DERIVED, NETWORK)
    return Identifier(NETWORK)


def _account(given: Any) -> FinancialAccount | None:
    account = "PayeePartyCreditorFinancialAccount"
    number = given.id(f"{account}/IBANID") or given.id(f"{account}/ProprietaryID")
    name = given.text(f"{account}/AccountName")
    bank = given.id("PayeeSpecifiedCreditorFinancialInstitution/BICID")
    if number is None:
        return None
    branch = None if bank is None else Branch(id=bank)
    return FinancialAccount(id=number, name=name, financial_institution_branch=branch)


def _taxes(given: Any) -> tuple[TaxTotal, ...]:
    for one in given.all("ApplicableTradeTax"):
        for name in PART:
            one.need(name)
    parts = tuple(
        TaxSubtotal(
            taxable_amount=one.amount("BasisAmount"),
            tax_amount=one.amount("CalculatedAmount"),
            tax_category=lines.category(one),
        )
        for one in given.all("ApplicableTradeTax")
    )
    totals = []
    for one in given.all(f"{SUMS}/TaxTotalAmount"):
        amount = one.amount(".")
        main = amount is not None and amount.currency_id == given.book.currency
        totals.append(TaxTotal(tax_amount=amount, tax_subtotal=parts if main else ()))
    if not any(one.tax_subtotal for one in totals) and parts:
        totals.insert(0, TaxTotal(tax_subtotal=parts))
    return tuple(sorted(totals, key=lambda one: not one.tax_subtotal))


def _sums(given: Any) -> MonetaryTotal | None:
    node = given.one(SUMS)
    if node is None:
        return None
    return MonetaryTotal(
        line_extension_amount=node.amount("LineTotalAmount"),
        tax_exclusive_amount=node.amount("TaxBasisTotalAmount"),
        tax_inclusive_amount=node.amount("GrandTotalAmount"),
        allowance_total_amount=node.amount("AllowanceTotalAmount"),
        charge_total_amount=node.amount("ChargeTotalAmount"),
        prepaid_amount=node.amount("TotalPrepaidAmount"),
        payable_rounding_amount=node.amount("RoundingAmount"),
        payable_amount=node.amount("DuePayableAmount"),
    )
