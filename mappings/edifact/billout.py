"""Invoices and credit notes in core words as INVOIC: the head, the lines, the sums."""

from typing import Any

from hub.model.creditnote import CreditNote
from hub.model.loss import LossKind, LossReport
from hub.rules.module import sibling

composer = sibling(__file__, "composer")
orderout = sibling(__file__, "orderout")
partiesout = sibling(__file__, "partiesout")

ORIGINAL = "9"
INVOICING = "4"
"""UNCL 6343: the currency of the bill."""

VAT = "VAT"
SUMS = (
    ("line_extension_amount", "79"),
    ("allowance_total_amount", "260"),
    ("charge_total_amount", "259"),
    ("tax_exclusive_amount", "125"),
    ("tax_inclusive_amount", "77"),
    ("prepaid_amount", "113"),
    ("payable_rounding_amount", "366"),
    ("payable_amount", "9"),
)
"""UNCL 5025 in the summary."""

DAYS = (
    ("tax_point_date", "131"),
    ("delivery.actual_delivery_date", "35"),
    ("invoice_period.start_date", "167"),
    ("invoice_period.end_date", "168"),
)
REFERENCES = (
    ("order_reference.id", "ON"),
    ("order_reference.sales_order_id", "VN"),
    ("contract_document_reference.id", "CT"),
    ("despatch_document_reference.id", "AAK"),
    ("receipt_document_reference.id", "ALO"),
    ("buyer_reference", "CR"),
)
PROTOCOL = ("ubl_version_id", "customization_id", "profile_id")
UNSAID = (".scheme_id", ".scheme_agency_id", ".list_agency_id", ".list_version_id")
PARTIES = (
    ("accounting_supplier_party", "SU"),
    ("accounting_customer_party", "BY"),
)
OTHERS = (("payee_party", "PE"), ("tax_representative_party", "LC"))
EXEMPTION = "tax_total.tax_subtotal.tax_category.tax_exemption_reason"


def head(  # noqa: C901 - one group of segments after the other
    given: Any, out: Any, losses: LossReport
) -> None:
    """Write all that stands before the first line."""
    said = composer.Said(given)
    said.apart(*PROTOCOL)
    kind = "credit_note" if isinstance(given, CreditNote) else "invoice"
    out.add("BGM", said.one(f"{kind}_type_code"), said.one("id"), ORIGINAL)
    orderout.issued(said, out)
    for path, qualifier in DAYS:
        when = said.one(path)
        if when:
            out.add("DTM", [qualifier, composer.day(when), "102"])
    means = said.shared("payment_means.payment_means_code")
    if means:
        out.add("PAI", ["", "", means])
    for path, qualifier in (("note", "AAI"), ("payment_terms.note", "AAB")):
        for words in said.every(path):
            out.text(qualifier, words)
    # The reason of an exemption is said once for all rates.
    exemption = said.shared(EXEMPTION)
    if exemption:
        out.text("AGM", exemption)
    out.leave_room()
    for path, qualifier in REFERENCES:
        value = said.one(path)
        if value:
            out.add("RFF", [qualifier, value])
    paid_by = said.shared("payment_means.payment_id")
    if paid_by:
        out.add("RFF", ["PQ", paid_by])
    _bills(given, said, out)
    _sides(given, said, out, losses)
    currency = said.one("document_currency_code")
    out.add("CUX", ["2", currency, INVOICING])
    other = said.one("tax_currency_code")
    if other:
        out.add("CUX", ["6", other])
    due = said.one("due_date", "payment_means.payment_due_date")
    if due:
        out.add("PAT", "1")
        out.add("DTM", ["13", composer.day(due), "102"])
    for one in given.allowance_charge:
        orderout.charge(one, "allowance_charge", out, losses, currency)
    _summed(said)
    said.lose(losses, UNSAID, currency)


def _bills(given: Any, said: Any, out: Any) -> None:
    """Write which bills this one is about, and of what day."""
    field = "billing_reference.invoice_document_reference"
    for one in given.billing_reference:
        reference = one.invoice_document_reference
        if reference is not None and reference.id is not None:
            out.add("RFF", ["IV", reference.id.value])
            if reference.issue_date is not None:
                out.add("DTM", ["171", f"{reference.issue_date:%Y%m%d}", "102"])
    said.apart(f"{field}.id", f"{field}.issue_date")


def _sides(given: Any, said: Any, out: Any, losses: LossReport) -> None:
    cost = said.one("accounting_cost")
    accounts = [one.payee_financial_account for one in given.payment_means]
    accounts = [one for one in accounts if one is not None]
    account = partiesout.ACCOUNT
    said.apart(f"{account}.id", f"{account}.name", f"{account}.financial_institution_branch.id")
    paid_to = "payee_party" if given.payee_party is not None else PARTIES[0][0]
    sides = [(name, role, getattr(given, name)) for name, role in PARTIES]
    found = [(f"{name}.party", role, side and side.party) for name, role, side in sides]
    found += [(name, role, getattr(given, name)) for name, role in OTHERS]
    for field, role, party in found:
        if party is None:
            continue
        said.apart(field)
        own = cost if role == "BY" else ""
        money = accounts if field.startswith(paid_to) else []
        partiesout.party(party, field, role, out, losses, cost=own, accounts=money)
    if given.delivery:
        said.apart("delivery")
        partiesout.place(given.delivery[0], out, losses)
        for more in given.delivery[1:]:
            composer.Said(more, "delivery").lose(losses)


def _summed(said: Any) -> None:
    """Leave out what the summary says."""
    said.apart("allowance_charge")
    for name, _ in SUMS:
        said.one(f"legal_monetary_total.{name}")
    part = "tax_total.tax_subtotal"
    category = f"{part}.tax_category"
    said.every("tax_total.tax_amount")
    # What is in the currency of the tax says so itself.
    said.every("tax_total.tax_amount.currency_id")
    for field in ("taxable_amount", "tax_amount"):
        said.every(f"{part}.{field}")
    for field in ("id", "percent", "tax_scheme.id"):
        said.every(f"{category}.{field}")


def line(  # noqa: C901 - one segment after the other
    number: int, given: Any, out: Any, losses: LossReport, currency: str
) -> None:
    """Write one line; ``number`` is its place, ``currency`` that of the bill."""
    said = composer.Said(given)
    own, item = said.one("id"), "item"
    named = out.line_number(own, number)
    out.add("LIN", named, "", orderout.gtin(said, item))
    orderout.described(said, given.item, item, out)
    quantity = "credited_quantity" if hasattr(given, "credited_quantity") else "invoiced_quantity"
    counted = said.one(quantity)
    if counted:
        out.add("QTY", ["47", counted, said.one(f"{quantity}.unit_code")])
    land = said.one(f"{item}.origin_country.identification_code")
    if land:
        out.add("ALI", land)
    for path, qualifier in (("start_date", "167"), ("end_date", "168")):
        when = said.one(f"invoice_period.{path}")
        if when:
            out.add("DTM", [qualifier, composer.day(when), "102"])
    for words in said.every("note"):
        out.text("AAI", words)
    _properties(given.item, said, out, losses)
    amount = said.one("line_extension_amount")
    if amount:
        out.add("MOA", ["203", amount])
    _priced(given.price, said, out)
    if own and own != named:
        out.add("RFF", ["LI", own])
    pointed = said.one("order_line_reference.line_id")
    if pointed:
        out.add("RFF", ["ON", "", pointed])
    cost = said.one("accounting_cost")
    if cost:
        out.add("RFF", ["AWQ", cost])
    orderout.taxed(said, f"{item}.classified_tax_category", out)
    for one in given.allowance_charge:
        orderout.charge(one, "allowance_charge", out, losses, currency)
    said.apart("allowance_charge")
    discounts = given.price.allowance_charge if given.price is not None else ()
    for one in discounts[:1]:
        orderout.discount(one, "price.allowance_charge", out, losses, currency)
    for more in discounts[1:]:
        composer.Said(more, "price.allowance_charge").lose(losses, (), currency)
    said.apart("price.allowance_charge")
    said.lose(losses, UNSAID, currency)


def _priced(price: Any, said: Any, out: Any) -> None:
    """Write the price, and what it was before the discount that made it (BT-148)."""
    amount = said.one("price.price_amount")
    if not amount:
        return
    base = said.one("price.base_quantity")
    per = said.one("price.base_quantity.unit_code")
    out.add("PRI", ["AAA", amount, "", "", base, per])
    for one in price.allowance_charge[:1]:
        if one.base_amount is not None:
            out.add("PRI", ["AAB", f"{one.base_amount.value:f}"])


def _properties(item: Any, said: Any, out: Any, losses: LossReport) -> None:
    field = "item.additional_item_property"
    for one in () if item is None else item.additional_item_property:
        name = "" if one.name is None else one.name.value
        value = "" if one.value is None else one.value.value
        if max(len(name), len(value)) > composer.WORDS:
            losses.add(field, LossKind.CUT, f"{name}: {value}")
        out.add("FTX", "ACF", "", "", [name[: composer.WORDS], value[: composer.WORDS]])
    said.apart(f"{field}.name", f"{field}.value")


def summary(given: Any, lines: int, out: Any) -> None:
    """Write the sums and the tax as they are stated, and how many lines there were."""
    out.add("UNS", "S")
    # In orders it stands last, in bills first.
    out.add("CNT", ["2", str(lines)])
    total = given.legal_monetary_total
    for name, code in SUMS:
        amount = None if total is None else getattr(total, name)
        if amount is not None:
            out.add("MOA", [code, f"{amount.value:f}"])
    own = given.document_currency_code
    for tax in given.tax_total:
        if tax.tax_amount is not None:
            currency = tax.tax_amount.currency_id or ""
            other = "" if own is not None and currency == own.value else currency
            out.add("MOA", ["176", f"{tax.tax_amount.value:f}", other])
    for tax in given.tax_total:
        for part in tax.tax_subtotal:
            _part(part, out)


def _part(part: Any, out: Any) -> None:
    category = part.tax_category
    percent = "" if category is None or category.percent is None else f"{category.percent:f}"
    code = "" if category is None or category.id is None else category.id.value
    out.add("TAX", "7", VAT, "", "", ["", "", "", percent], code)
    for amount, qualifier in ((part.taxable_amount, "125"), (part.tax_amount, "124")):
        if amount is not None:
            out.add("MOA", [qualifier, f"{amount.value:f}"])
