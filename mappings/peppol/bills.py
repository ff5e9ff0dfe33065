"""What BIS Billing 3 demands of an invoice or credit note in core words."""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from hub.facts.money import round_half_up
from hub.model.invoice import Invoice
from hub.model.values import Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

core = sibling(__file__, "../en16931/core")
numbers = sibling(__file__, "numbers")
dutch = sibling(__file__, "../en16931/dutch")
notes = sibling(__file__, "../en16931/notes")
payment = sibling(__file__, "../en16931/payment")

INVOICES = frozenset(
    {
        *("71", "80", "82", "84", "102", "218", "219", "331", "380", "382", "383", "386"),
        *("388", "393", "395", "553", "575", "623", "780", "817", "870", "875", "876", "877"),
    }
)
"""P0100, without the two that both parties being German would allow (P0112)."""

CREDIT_NOTES = frozenset({"381", "396", "81", "83", "532"})
"""P0101."""

LETTERED = frozenset({"AN", "AQ", "AS", "AU", "EM"})
SLACK = Decimal("0.02")
OBJECT = "130"
FAMILY = "PEP"
COMPANY = "0184"
DANISH = "DK"


def head(made: Any, said: Translation) -> Any:
    """Return a head as Peppol takes it; what it demands and nobody gave refuses it."""
    seller = core.country(made.accounting_supplier_party)
    buyer = core.country(made.accounting_customer_party)
    if len(made.note) > 1:
        # Two signs of different notes may come to stand around a subject when they become one.
        made = replace(made, note=_one_text(made.note, "note", said))
        notes.judge(made.note, said)
    if made.tax_currency_code is not None and made.document_currency_code is not None:
        same = made.tax_currency_code.value == made.document_currency_code.value
        made = replace(made, tax_currency_code=None if same else made.tax_currency_code)
    for name in ("accounting_supplier_party", "accounting_customer_party"):
        side = getattr(made, name)
        party = dutch.addressed(side.party, f"{name}.party", said)
        reachable(party, f"{name}.party", said)
        numbers.judge(party, f"{name}.party", said)
        made = replace(made, **{name: replace(side, party=party)})
    numbers.judge(made.payee_party, "payee_party", said)
    made = replace(made, tax_total=_totals(made, said))
    _debits(made, said)
    _typed(made, said)
    order = made.order_reference
    if made.buyer_reference is None and (order is None or order.id is None):
        # R003
        said.impossible("PEP-22", "buyer_reference")
    if seller == DANISH:
        _company(made, said)
        if buyer == DANISH:
            payment.judge_domestic(made, said)
        total = made.legal_monetary_total.payable_amount
        if not isinstance(made, Invoice) and total.value < 0:
            # DK-R-016
            said.impossible("PEP-39", "legal_monetary_total.payable_amount", total)
    if seller == dutch.COUNTRY:
        made = dutch.head(made, buyer, said, FAMILY, strict=False)
        if not isinstance(made, Invoice) and not made.billing_reference:
            # NL-R-001
            said.impossible("PEP-33", "billing_reference")
    return made


def _one_text(given: tuple[Text, ...], field: str, said: Translation) -> tuple[Text, ...]:
    if len(given) < 2:  # noqa: PLR2004 - one text or none
        return given
    said.derived(field, len(given))
    return (Text("\n".join(text.value for text in given)),)


def reachable(party: Any, field: str, said: Translation) -> None:
    """R010, R020: both have an address in the network, of a scheme that it knows (CL008)."""
    given = None if party is None else party.endpoint_id
    scheme = "" if given is None else (given.scheme_id or "").strip()
    if not scheme.isdigit() and scheme not in LETTERED:
        said.impossible("PEP-05", f"{field}.endpoint_id", given)


def _totals(made: Any, said: Translation) -> Any:
    """R054: a total without parts is the VAT in the tax currency."""
    if made.tax_currency_code is not None:
        return made.tax_total
    for one in made.tax_total:
        if not one.tax_subtotal:
            said.lost("tax_total.tax_amount", one.tax_amount)
    return tuple(one for one in made.tax_total if one.tax_subtotal)


def _debits(made: Any, said: Translation) -> None:
    """R061: a direct debit names its mandate."""
    for index, one in enumerate(made.payment_means):
        code = "" if one.payment_means_code is None else one.payment_means_code.value
        if code in ("49", "59") and (one.payment_mandate is None or not one.payment_mandate.id):
            said.impossible("PEP-38", f"payment_means[{index}].payment_mandate.id")


def _typed(made: Any, said: Translation) -> None:
    name = "invoice_type_code" if isinstance(made, Invoice) else "credit_note_type_code"
    allowed = INVOICES if isinstance(made, Invoice) else CREDIT_NOTES
    code = getattr(made, name)
    if code is None or code.value.strip() not in allowed:
        said.impossible("PEP-21", name, code, ", ".join(sorted(allowed, key=int)))


def _company(made: Any, said: Translation) -> None:
    """DK-R-002, DK-R-014: a Danish seller gives its company number."""
    party = made.accounting_supplier_party.party
    entity = next(iter(party.party_legal_entity), None)
    number = None if entity is None else entity.company_id
    if number is None or number.scheme_id != COMPANY:
        field = "accounting_supplier_party.party.party_legal_entity.company_id"
        said.impossible("PEP-27", field, number)


def line(made: Any, head: Any, said: Translation) -> Any:
    """Return a line as Peppol takes it."""
    seller = core.country(head.accounting_supplier_party)
    if seller == dutch.COUNTRY:
        made = dutch.line(made, head, said)
    _period(made, head, said)
    _follows(made, said)
    return replace(
        made,
        price=_priced(made.price, said),
        note=_one_text(made.note, "note", said),
        document_reference=_objects(made, said),
    )


def _objects(made: Any, said: Translation) -> Any:
    """R100, R101: a line refers to one document, the object that it is about."""
    kept = []
    for one in made.document_reference:
        code = one.document_type_code
        if code is not None and code.value == OBJECT and not kept:
            kept.append(one)
        else:
            said.lost("document_reference", one)
    return tuple(kept)


def _priced(given: Any, said: Translation) -> Any:
    """R044, R046: a price has no charge, and is what it was before less its discount.

    Both only say how the price came about; what is to be paid does not follow from them.
    """
    if given is None or not given.allowance_charge:
        return given
    (first, *others) = given.allowance_charge
    gross = None if first.base_amount is None else first.base_amount.value
    discount = None if first.amount is None else first.amount.value
    net = given.price_amount.value
    wrong = gross is not None and (discount is None or gross - discount != net)
    kept = () if wrong or first.charge_indicator else (first,)
    said.lost("price.allowance_charge", tuple(others) if kept else given.allowance_charge)
    return replace(given, allowance_charge=kept)


def _period(made: Any, head: Any, said: Translation) -> None:
    """R110, R111: the period of a line lies in that of the document."""
    whole = next(iter(head.invoice_period), None)
    part = next(iter(made.invoice_period), None)
    if whole is None or part is None:
        return
    early = whole.start_date and part.start_date and part.start_date < whole.start_date
    late = whole.end_date and part.end_date and part.end_date > whole.end_date
    if early or late:
        where = f"{whole.start_date or ''} - {whole.end_date or ''}"
        said.impossible("PEP-36", "invoice_period", part.start_date or part.end_date, where)


def _follows(made: Any, said: Translation) -> None:
    """R120, R121: the amount of a line follows from quantity, price, allowances and charges."""
    price, quantity = made.price, getattr(made, core.quantity_name(made))
    base = Decimal(1) if price.base_quantity is None else price.base_quantity.value
    if base <= 0:
        said.impossible("EN-14", "price.base_quantity", price.base_quantity)
        return
    total = quantity.value * price.price_amount.value / base
    for one in made.allowance_charge:
        if one.amount is not None:
            total += one.amount.value if one.charge_indicator else -one.amount.value
    stated = made.line_extension_amount
    if abs(total - stated.value) > SLACK:
        said.impossible("EN-15", "line_extension_amount", stated, round_half_up(total, 2))
