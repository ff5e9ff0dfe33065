"""The head of an invoice in core words in the words of SI-UBL 1.2 (BII2, EUGEN, SI-V12 rules)."""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.delivery import Delivery
from hub.model.payment import FinancialInstitution, PaymentMeans
from hub.model.price import AllowanceCharge
from hub.model.reference import Attachment
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Code, Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

coded = sibling(__file__, "../en16931/coded")
files = sibling(__file__, "../en16931/files")
listed_codes = sibling(__file__, "../en16931/listed")
parties = sibling(__file__, "parties")

CORRECTED = "384"
INVOICES = frozenset({"380", CORRECTED, "393"})
CATEGORIES = frozenset({"AE", "E", "S", "Z"})
SCHEME = TaxScheme(id=Identifier("VAT"))
HUNDRED = Decimal(100)
MEANS = MappingProxyType({"58": "31", "59": "49"})
"""SEPA transfers and debits came after this format; they are transfers and debits."""

LATER = frozenset({"54", "55", "56", "57", "68", "69", "98", "ZZZ"})
"""Means of payment that its list does not have (CL-T10-R006)."""

LATER_COUNTRIES = frozenset({"BQ", "CW", "RE", "SS", "SX", "XK"})
"""Countries that its list does not have (CL-T10-R004)."""

LATER_FILES = frozenset({"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
REVERSED = "AE"
TRANSFER = "31"
IBAN, LOCAL, BIC = "IBAN", "LOCAL", "BIC"
LOCATION = "GLN"


def head(given: Any, said: Translation, known: frozenset[str]) -> Any:
    """Return a head as SI-UBL has it; ``known`` are the names of its registers."""
    supplier, customer = given.accounting_supplier_party, given.accounting_customer_party
    where = "accounting_supplier_party.party"
    seller = parties.party(supplier.party, where, said, known)
    where = "accounting_customer_party.party"
    buyer = parties.party(customer.party, where, said, known)
    if not seller.party_tax_scheme and given.tax_total:
        # BII2-T10-R044
        said.impossible("SIU-24", "accounting_supplier_party.party.party_tax_scheme")
    if given.tax_currency_code is not None:
        # EUGEN-T10-R044 asks for the rate, which nobody gives.
        said.impossible("SIU-03", "tax_currency_code", given.tax_currency_code)
    kind = given.invoice_type_code
    if kind is None or kind.value.strip() not in INVOICES:
        said.impossible("SIU-15", "invoice_type_code", kind, ", ".join(sorted(INVOICES)))
    elif kind.value.strip() == CORRECTED and not given.billing_reference:
        # SI-V12-INV-R453
        said.impossible("SIU-27", "billing_reference", kind)
    if REVERSED in _codes(given) and (len(_codes(given)) > 1 or not buyer.party_tax_scheme):
        # BII2-T10-R047, R048
        said.impossible("SIU-09", "accounting_customer_party.party.party_tax_scheme")
    for index, one in enumerate(given.allowance_charge):
        if len(one.tax_category) != 1:
            # BII2-T10-R043
            said.impossible("EN-30", f"allowance_charge[{index}].tax_category")
    _judge_parts(given, said)
    means = _means(given, said)
    listed_codes.without(given, said, LATER_COUNTRIES)
    agent = parties.party(given.tax_representative_party, "tax_representative_party", said, known)
    return replace(
        given,
        due_date=None if means else given.due_date,
        invoice_period=tuple(
            one for one in given.invoice_period if _is_whole(one, said, "invoice_period")
        ),
        accounting_supplier_party=replace(supplier, party=seller),
        accounting_customer_party=replace(customer, party=buyer),
        payee_party=parties.party(given.payee_party, "payee_party", said, known),
        tax_representative_party=agent,
        additional_document_reference=tuple(
            replace(
                one,
                document_type_code=listed(one.document_type_code),
                attachment=_file(one.attachment, said),
            )
            for one in given.additional_document_reference
        ),
        delivery=_delivery(given, said, known),
        payment_means=means,
        allowance_charge=tuple(
            charge(one, f"allowance_charge[{index}]", said)
            for index, one in enumerate(given.allowance_charge)
        ),
        tax_total=taxes(tuple(one for one in given.tax_total if one.tax_subtotal), said),
        legal_monetary_total=_sums(given.legal_monetary_total, said),
    )


def _codes(given: Any) -> set[str]:
    """Return the categories of VAT in the breakdown."""
    parts = (part.tax_category for total in given.tax_total for part in total.tax_subtotal)
    return {one.id.value.strip() for one in parts if one is not None and one.id is not None}


def _is_whole(period: Any, said: Translation, field: str) -> bool:
    """BII2-T10-R023, R024: a period has both its days."""
    if period.start_date is not None and period.end_date is not None:
        said.lost(f"{field}.description_code", period.description_code)
        return True
    said.lost(field, period)
    return False


def _file(given: Attachment | None, said: Translation) -> Attachment | None:
    """CL-T10-R008: the list of media types is older than one of those in core words."""
    held = None if given is None else given.embedded_document_binary_object
    if given is None or held is None or held.mime_code in files.MIME - LATER_FILES:
        return given
    field = "additional_document_reference.attachment.embedded_document_binary_object"
    said.lost(field, f"{held.mime_code} {held.filename or ''}".strip())
    left = replace(given, embedded_document_binary_object=None)
    return None if left == Attachment() else left


def listed(code: Code | None) -> Code | None:
    """Return a code with the name of its list (EUGEN-T10-R033)."""
    return None if code is None else Code(code.value, list_id="UNCL1001", list_agency_id="6")


def _delivery(given: Any, said: Translation, known: frozenset[str]) -> tuple[Delivery, ...]:
    made = []
    for one in given.delivery:
        place = one.delivery_location
        if place is not None and place.id is not None:
            number = parties.number(place.id, frozenset({LOCATION}))
            if number is None:
                said.lost("delivery.delivery_location.id", place.id)
            place = replace(place, id=number)
        who = one.delivery_party
        if who is not None:
            who = parties.named_party(who, "delivery.delivery_party", said, known)
        made.append(replace(one, delivery_location=place, delivery_party=who))
    return tuple(made)


def charge(given: AllowanceCharge, field: str, said: Translation) -> AllowanceCharge:
    """Return an allowance or charge: a reason in words, a factor instead of a percentage."""
    if not given.allowance_charge_reason:
        # BII2-T10-R025
        said.impossible("SIU-18", f"{field}.allowance_charge_reason")
    said.lost(f"{field}.allowance_charge_reason_code", given.allowance_charge_reason_code)
    percent = given.multiplier_factor_numeric
    found = tuple(category(one, f"{field}.tax_category", said) for one in given.tax_category)
    return replace(
        given,
        allowance_charge_reason_code=None,
        multiplier_factor_numeric=None if percent is None else percent / HUNDRED,
        base_amount=None if percent is None else given.base_amount,
        tax_category=found,
    )


def category(given: TaxCategory, field: str, said: Translation) -> TaxCategory:
    """Return a category, which is one of four (CL-T10-R007)."""
    code = "" if given.id is None else given.id.value.strip()
    if code not in CATEGORIES:
        said.impossible("SIU-01", f"{field}.id", code, ", ".join(sorted(CATEGORIES)))
    return TaxCategory(
        id=Identifier(code),
        percent=given.percent,
        tax_exemption_reason_code=given.tax_exemption_reason_code,
        tax_exemption_reason=given.tax_exemption_reason,
        tax_scheme=SCHEME,
    )


def taxes(given: tuple[TaxTotal, ...], said: Translation) -> tuple[TaxTotal, ...]:
    """Return totals of tax, whose parts have one of the format's categories."""
    field = "tax_total.tax_subtotal.tax_category"
    return tuple(
        replace(
            total,
            tax_subtotal=tuple(
                replace(part, tax_category=category(part.tax_category, field, said))
                for part in total.tax_subtotal
                if part.tax_category is not None
            ),
        )
        for total in given
    )


def _sums(given: MonetaryTotal, said: Translation) -> MonetaryTotal:
    """BII2-T10-R053: the sum with tax holds the rounding."""
    rounding = given.payable_rounding_amount
    inclusive = given.tax_inclusive_amount
    if rounding is None or inclusive is None or rounding.value == 0:
        return given
    total = inclusive.value + rounding.value
    said.derived("legal_monetary_total.tax_inclusive_amount", total)
    return replace(given, tax_inclusive_amount=replace(inclusive, value=total))


def _judge_parts(given: Any, said: Translation) -> None:
    """BII2-T10-R058: the parts that are taxed make the total without tax."""
    stated = given.legal_monetary_total.tax_exclusive_amount
    parts = [part.taxable_amount for total in given.tax_total for part in total.tax_subtotal]
    sums = sum((one.value for one in parts if one is not None), Decimal(0))
    if parts and stated is not None and sums != stated.value:
        said.impossible("EN-20", "legal_monetary_total.tax_exclusive_amount", stated, sums)


def _means(given: Any, said: Translation) -> tuple[PaymentMeans, ...]:
    made = []
    for index, one in enumerate(given.payment_means):
        field = f"payment_means[{index}]"
        code = "" if one.payment_means_code is None else one.payment_means_code.value.strip()
        if code in MEANS:
            said.narrowed(f"{field}.payment_means_code", code)
        elif code in LATER or code not in coded.codes("payment-means"):
            said.impossible("SIU-07", f"{field}.payment_means_code", code)
        if one.payment_means_code is not None:
            said.lost(f"{field}.payment_means_code.name", one.payment_means_code.name)
        account = one.payee_financial_account
        if MEANS.get(code, code) == TRANSFER and (account is None or account.id is None):
            # BII2-T10-R039
            said.impossible("SIU-06", f"{field}.payee_financial_account.id")
        made.append(
            replace(
                one,
                payment_means_code=Code(MEANS.get(code, code)),
                payment_due_date=getattr(given, "due_date", None) or one.payment_due_date,
                payee_financial_account=_account(one.payee_financial_account, field, said),
            )
        )
    return tuple(made)


def _account(given: Any, field: str, said: Translation) -> Any:
    """EUGEN-T10-R031, BII2-T10-R040: an account says what it is, an IBAN with its bank."""
    if given is None:
        return given
    if given.id is None:
        # SI-V12-INV-R011
        said.lost(f"{field}.payee_financial_account", given)
        return None
    number = given.id.value.replace(" ", "")
    branch = given.financial_institution_branch
    bank = None if branch is None else branch.id
    international = number[:2].isalpha() and number[2:4].isdigit()
    if international and bank is None:
        said.narrowed(f"{field}.payee_financial_account.id.scheme_id", IBAN)
    if not international or bank is None:
        return replace(given, id=Identifier(given.id.value, scheme_id=LOCAL))
    institution = FinancialInstitution(id=Identifier(bank.value, scheme_id=BIC))
    return replace(
        given,
        id=Identifier(given.id.value, scheme_id=IBAN),
        financial_institution_branch=replace(branch, id=None, financial_institution=institution),
    )
