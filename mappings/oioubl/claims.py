"""Reminders and statements of account of other formats in OIOUBL's words.

Amounts are carried. As in bills, OIOUBL's TaxExclusiveAmount is the tax (F-REM079) and its
TaxInclusiveAmount holds the rounding (F-REM080); sums that do not follow refuse (F-REM085).
"""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import pad_decimals
from hub.model.orderreference import BillingReference
from hub.model.party import CustomerParty, SupplierParty
from hub.model.payment import Payment
from hub.model.reminder import Reminder, ReminderLine
from hub.model.statement import Statement, StatementLine
from hub.model.total import MonetaryTotal, TaxSubtotal, TaxTotal
from hub.model.values import Amount, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "billcharges")
factors = sibling(__file__, "../en16931/charges")
orders = sibling(__file__, "orders")
parties = sibling(__file__, "billparties")
payment = sibling(__file__, "billpayment")
plainsums = sibling(__file__, "plainsums")
sides = sibling(__file__, "orderparties")
taxes = sibling(__file__, "billtaxes")

SELLER, BUYER = "accounting_supplier_party", "accounting_customer_party"
OTHERS = ("buyer_customer_party", "seller_supplier_party", "originator_customer_party")
REMINDERS = frozenset({"Reminder", "Advis"})
FEES = frozenset({"PenaltyFee", "PenaltyRate"})
CURRENCIES = ("tax", "pricing", "payment", "payment_alternative")
REMINDING, STATING = Identifier("Procurement-BilSim-1.0"), Identifier("Procurement-PayBas-1.0")
ZERO = Decimal(0)


def reminder(given: Reminder, said: Translation, lists: Any) -> Reminder:
    """Return the head of a reminder (F-REM002 to F-REM086)."""
    code = given.reminder_type_code
    if code is None:
        said.impossible("OIO-50", "reminder_type_code")
    elif code.value not in REMINDERS:
        # F-REM061
        said.impossible("OIO-52", "reminder_type_code", code, ", ".join(sorted(REMINDERS)))
    if given.reminder_sequence_numeric is None:
        said.impossible("OIO-50", "reminder_sequence_numeric")
    if given.document_currency_code is None:
        said.impossible("OIO-50", "document_currency_code")
    for name in ("tax_point_date", "line_count_numeric", "signature"):
        said.lost(name, getattr(given, name))
    said.lost("reminder_period", given.reminder_period[1:])
    put: dict[str, Any] = {}
    for name in CURRENCIES:
        for field in (f"{name}_currency_code", f"{name}_exchange_rate"):
            said.lost(field, getattr(given, field))
            put[field] = None
    made = replace(given, allowance_charge=_fees(given, said))
    total = taxes_of(made, said)
    payee = parties.known_party(given.payee_party, "payee_party", said, lists)
    if payee is not None and payee.endpoint_id is None:
        # F-REM034
        said.lost("payee_party", payee)
        payee = None
    return replace(
        made,
        profile_id=REMINDING,
        tax_point_date=None,
        line_count_numeric=None,
        signature=(),
        reminder_period=given.reminder_period[:1],
        additional_document_reference=orders.documents(given, said),
        payee_party=payee,
        tax_representative_party=parties.representative(given, said),
        payment_means=payment.means(given, said),
        payment_terms=payment.terms(given, said),
        prepaid_payment=_paid(given, said),
        tax_total=_rounded(made, total, said),
        legal_monetary_total=_sums(made, total, said),
        **_sides(given, said, lists),
        **put,
    )


def reminder_line(given: ReminderLine, said: Translation) -> ReminderLine:
    """Return one line of a reminder: a bill, and what is owed of it."""
    said.lost("reminder_period", given.reminder_period[1:])
    said.lost("exchange_rate", given.exchange_rate)
    said.lost("billing_reference", given.billing_reference[1:])
    return replace(
        given,
        debit_line_amount=_some(given.debit_line_amount, "debit_line_amount", said),
        credit_line_amount=_some(given.credit_line_amount, "credit_line_amount", said),
        reminder_period=given.reminder_period[:1],
        exchange_rate=None,
        billing_reference=_bills(given.billing_reference[:1], said),
    )


def statement(given: Statement, said: Translation, lists: Any) -> Statement:
    """Return the head of a statement of account (F-STA002 to F-STA088)."""
    for name in ("total_balance_amount", "document_currency_code"):
        if getattr(given, name) is None:
            said.impossible("OIO-50", name)
    for name in ("line_count_numeric", "signature", "payment_terms", *OTHERS):
        said.lost(name, getattr(given, name))
    return replace(
        given,
        profile_id=STATING,
        line_count_numeric=None,
        signature=(),
        payment_terms=(),
        **dict.fromkeys(OTHERS),
        total_debit_amount=_some(given.total_debit_amount, "total_debit_amount", said),
        total_credit_amount=_some(given.total_credit_amount, "total_credit_amount", said),
        total_balance_amount=taxes.cents(given.total_balance_amount),
        additional_document_reference=orders.documents(given, said),
        payee_party=parties.known_party(given.payee_party, "payee_party", said, lists),
        payment_means=payment.means(given, said),
        allowance_charge=charges.on_head(percented(given), said),
        tax_total=taxes_of(given, said),
        **_sides(given, said, lists),
    )


def statement_line(given: StatementLine, said: Translation) -> StatementLine:
    """Return one line of a statement: who owes how much, and by which bill."""
    lost = (
        *(SELLER, BUYER, *OTHERS),
        *("payee_party", "payment_means", "exchange_rate"),
    )
    many = ("payment_terms", "allowance_charge")
    for name in (*lost, *many):
        said.lost(name, getattr(given, name))
    said.lost("invoice_period", given.invoice_period[1:])
    return replace(
        given,
        debit_line_amount=_some(given.debit_line_amount, "debit_line_amount", said),
        credit_line_amount=_some(given.credit_line_amount, "credit_line_amount", said),
        balance_amount=taxes.cents(given.balance_amount),
        invoice_period=given.invoice_period[:1],
        billing_reference=_bills(given.billing_reference, said),
        document_reference=_papers(given.document_reference, said),
        collected_payment=_collected(given.collected_payment, said),
        **dict.fromkeys(lost),
        **dict.fromkeys(many, ()),
    )


def _sides(given: Any, said: Translation, lists: Any) -> dict[str, Any]:
    """Return who is owed, as a registered company (F-REM021), and who owes, with a contact."""
    supplier, customer = getattr(given, SELLER), getattr(given, BUYER)
    where = f"{SELLER}.party"
    seller = parties.party(supplier.party if supplier else None, where, said, lists)
    seller = sides.asked(parties.registered(seller, f"{where}.party_legal_entity", said))
    if seller is None or not seller.party_legal_entity:
        said.impossible("OIO-13", f"{where}.party_legal_entity.company_id")
    where = f"{BUYER}.party"
    buyer = sides.asked(parties.party(customer.party if customer else None, where, said, lists))
    if buyer is None:
        said.impossible("OIO-04", f"{where}.endpoint_id")
    elif buyer.contact is None:
        # F-REM071
        buyer = parties.with_id(buyer, None, where, said)
    for name, side in ((SELLER, supplier), (BUYER, customer)):
        for field in side.__struct_fields__ if side else ():
            if field != "party":
                said.lost(f"{name}.{field}", getattr(side, field))
    return {SELLER: SupplierParty(party=seller), BUYER: CustomerParty(party=buyer)}


def percented(given: Any) -> Any:
    """Return a head whose allowances and charges have percentages, as those of bills do."""
    return replace(
        given, allowance_charge=tuple(map(factors.as_percentage, given.allowance_charge))
    )


def _fees(given: Reminder, said: Translation) -> Any:
    """F-REM094, F-REM097: why there is a fee is said by one of two codes or in words."""
    made = []
    for index, one in enumerate(percented(given).allowance_charge):
        code = one.allowance_charge_reason_code
        listed = code is not None and code.value in FEES and not one.allowance_charge_reason
        (kept,) = charges.on_head(
            replace(given, allowance_charge=(replace(one, allowance_charge_reason_code=None),)),
            said,
        ) or (None,)
        if kept is None:
            continue
        if not listed:
            said.lost(f"allowance_charge[{index}].allowance_charge_reason_code", code)
        made.append(replace(kept, allowance_charge_reason_code=code if listed else None))
    return tuple(made)


def taxes_of(head: Any, said: Translation) -> tuple[TaxTotal, ...]:
    """Return the tax by category, in the currency of the document.

    What has no categories cannot be told (F-LIB075).
    """
    codes = (getattr(head, f"{name}_currency_code", None) for name in ("document", "pricing"))
    currency = next((code.value.strip() for code in codes if code is not None), None)
    made = []
    for one in head.tax_total:
        if currency and one.tax_amount and one.tax_amount.currency_id not in (None, currency):
            said.lost("tax_total", one)
            continue
        if not one.tax_subtotal:
            if _value(one.tax_amount):
                said.impossible("OIO-50", "tax_total.tax_subtotal")
            said.lost("tax_total", one)
            continue
        for part in one.tax_subtotal:
            category = part.tax_category
            if part.taxable_amount is None:
                # F-LIB259
                said.impossible("OIO-50", "tax_total.tax_subtotal.taxable_amount")
            if category is not None and category.percent is None:
                # F-LIB382
                said.impossible("OIO-50", "tax_total.tax_subtotal.tax_category.percent")
        parts = tuple(
            TaxSubtotal(
                taxable_amount=taxes.cents(part.taxable_amount),
                tax_amount=taxes.cents(part.tax_amount),
                tax_category=taxes.category(
                    part.tax_category, "tax_total.tax_subtotal.tax_category", said
                ),
            )
            for part in one.tax_subtotal
        )
        made.append(TaxTotal(tax_amount=taxes.cents(one.tax_amount), tax_subtotal=parts))
    return tuple(made)


def _paid(given: Reminder, said: Translation) -> tuple[Payment, ...]:
    """F-REM076, F-REM083: what was paid before is also given as a payment."""
    listed = tuple(one for one in given.prepaid_payment if one.paid_amount is not None)
    if listed:
        said.lost(
            "prepaid_payment",
            tuple(one for one in given.prepaid_payment if one.paid_amount is None),
        )
        return listed
    said.lost("prepaid_payment", given.prepaid_payment)
    return charges.prepaid(given, said)  # type: ignore[no-any-return]


def _collected(given: tuple[Payment, ...], said: Translation) -> tuple[Payment, ...]:
    """Return what was paid of a line's bill; only an amount that is something is a payment."""
    paid = tuple(one for one in given if _value(one.paid_amount) > 0)
    said.lost("collected_payment", tuple(one for one in given if one not in paid))
    return paid


def _rounded(
    given: Reminder, taxed: tuple[TaxTotal, ...], said: Translation
) -> tuple[TaxTotal, ...]:
    """F-REM084: the taxes say what was rounded as well, and the head alone cannot."""
    total = given.legal_monetary_total
    rounding = None if total is None else total.payable_rounding_amount
    known = sum((_value(one.rounding_amount) for one in taxed), ZERO)
    if rounding is None or rounding.value == known:
        return taxed
    if not taxed or known:
        field = "legal_monetary_total.payable_rounding_amount"
        said.impossible("EN-20", field, rounding, known)
        return taxed
    said.derived("tax_total.rounding_amount", rounding)
    return (replace(taxed[0], rounding_amount=taxes.cents(rounding)), *taxed[1:])


def _sums(given: Reminder, taxed: tuple[TaxTotal, ...], said: Translation) -> MonetaryTotal | None:
    """Return the sums, which follow from each other or refuse the document."""
    total = given.legal_monetary_total
    if total is None or total.line_extension_amount is None or total.payable_amount is None:
        said.impossible("OIO-50", "legal_monetary_total.payable_amount")
        return total
    currency = total.payable_amount.currency_id
    tax = sum(
        (
            part.tax_amount.value
            for one in taxed
            for part in one.tax_subtotal
            if part.tax_amount is not None
        ),
        ZERO,
    )
    inclusive = plainsums.agreed(given, total, tax, "legal_monetary_total", said)
    follows = inclusive - _value(total.prepaid_amount)
    if follows != total.payable_amount.value:
        said.impossible(
            "OIO-51", "legal_monetary_total.payable_amount", total.payable_amount, follows
        )
    if total.tax_exclusive_amount is not None or tax:
        said.derived("legal_monetary_total.tax_exclusive_amount", tax)
    for name in ("line_extension_amount", "payable_amount"):
        if getattr(total, name).value < 0:
            said.impossible("OIO-10", f"legal_monetary_total.{name}", getattr(total, name))
    where = "legal_monetary_total"
    return replace(
        total,
        line_extension_amount=taxes.cents(total.line_extension_amount),
        tax_exclusive_amount=Amount(pad_decimals(tax, 2), currency) if tax else None,
        tax_inclusive_amount=Amount(pad_decimals(inclusive, 2), currency),
        allowance_total_amount=_some(
            total.allowance_total_amount, f"{where}.allowance_total_amount", said
        ),
        charge_total_amount=_some(total.charge_total_amount, f"{where}.charge_total_amount", said),
        prepaid_amount=_some(total.prepaid_amount, f"{where}.prepaid_amount", said),
        payable_rounding_amount=None
        if not _value(total.payable_rounding_amount)
        else taxes.cents(total.payable_rounding_amount),
        payable_amount=taxes.cents(total.payable_amount),
    )


def _value(given: Amount | None) -> Decimal:
    return ZERO if given is None else given.value


def _some(given: Amount | None, field: str, said: Translation) -> Amount | None:
    """F-LIB016: amounts of a claim are positive; nothing is no amount."""
    if given is None or given.value == 0:
        return None
    if given.value < 0:
        said.impossible("OIO-10", field, given)
    return taxes.cents(given)  # type: ignore[no-any-return]


def _bills(given: tuple[BillingReference, ...], said: Translation) -> tuple[BillingReference, ...]:
    """Return the bills a line is about (F-REM089 to F-REM092, F-LIB172)."""
    made = []
    for one in given:
        papers = {}
        for name in ("invoice_document_reference", "credit_note_document_reference"):
            paper = getattr(one, name)
            if paper is not None:
                said.lost(f"billing_reference.{name}.document_type_code", paper.document_type_code)
                papers[name] = replace(paper, document_type_code=None)
        rest = replace(one, invoice_document_reference=None, credit_note_document_reference=None)
        said.lost("billing_reference", rest)
        if papers:
            made.append(BillingReference(**papers))
    return tuple(made)


def _papers(given: Any, said: Translation) -> Any:
    """F-LIB092: a document says of what type it is."""
    made = []
    for one in given:
        if one.document_type is not None or one.document_type_code is not None:
            made.append(one)
            continue
        said.derived("document_reference.document_type", orders.ATTACHMENT)
        made.append(replace(one, document_type=orders.ATTACHMENT))
    return tuple(made)
