"""What BIS Billing 3 demands of an invoice or credit note in core words."""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.money import round_half_up
from hub.model.invoice import Invoice
from hub.model.values import Text
from hub.rules.module import sibling
from hub.rules.translation import Translation

core = sibling(__file__, "../en16931/core")
denmark = sibling(__file__, "denmark")
nations = sibling(__file__, "nations")
numbers = sibling(__file__, "numbers")
dutch = sibling(__file__, "../en16931/dutch")
notes = sibling(__file__, "../en16931/notes")

INVOICES = frozenset(
    {
        *("71", "80", "82", "84", "102", "218", "219", "331", "380", "382", "383", "386"),
        *("388", "393", "395", "553", "575", "623", "780", "817", "870", "875", "876", "877"),
    }
)
"""P0100, without the two that both parties being German would allow (P0112)."""

CREDIT_NOTES = frozenset({"381", "396", "81", "83", "532"})
"""P0101."""

OWNERS = MappingProxyType(
    {
        "VATEX-EU-G": "G",
        "VATEX-EU-O": "O",
        "VATEX-EU-IC": "K",
        "VATEX-EU-AE": "AE",
        **dict.fromkeys(("VATEX-EU-D", "VATEX-EU-F", "VATEX-EU-I", "VATEX-EU-J"), "E"),
    }
)
"""The category that a reason of exemption belongs to."""

SLACK = Decimal("0.02")
OBJECT = "130"
FAMILY = "PEP"


def head(made: Any, said: Translation, known: frozenset[str]) -> Any:
    """Return a head as Peppol takes it; what it demands and nobody gave refuses it.

    ``known`` are the schemes of addresses in the network.
    """
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
        reachable(party, f"{name}.party", said, known)
        numbers.judge(party, f"{name}.party", said)
        made = replace(made, **{name: replace(side, party=party)})
    numbers.judge(made.payee_party, "payee_party", said)
    made = replace(
        made,
        tax_total=_totals(made, said),
        allowance_charge=_factored(made, said),
    )
    _signs(made, said)
    _exempted(made, said)
    _debits(made, said)
    _typed(made, said)
    order = made.order_reference
    if made.buyer_reference is None and (order is None or order.id is None):
        # R003
        said.impossible("PEP-22", "buyer_reference", variant=dutch.sold(order))
    if seller == denmark.COUNTRY:
        made = denmark.head(made, said)
    nations.judge(made, said)
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


def reachable(party: Any, field: str, said: Translation, known: frozenset[str]) -> None:
    """R010, R020: both have an address in the network, of a scheme that is ``known`` (CL008)."""
    given = None if party is None else party.endpoint_id
    scheme = "" if given is None else (given.scheme_id or "").strip()
    if scheme not in known:
        said.impossible("PEP-05", f"{field}.endpoint_id", given)


def _totals(made: Any, said: Translation) -> Any:
    """R054: a total without parts is the VAT in the tax currency."""
    if made.tax_currency_code is not None:
        return made.tax_total
    for one in made.tax_total:
        if not one.tax_subtotal:
            said.lost("tax_total.tax_amount", one.tax_amount)
    return tuple(one for one in made.tax_total if one.tax_subtotal)


def _signs(made: Any, said: Translation) -> None:
    """R055: the VAT in the tax currency has the sign that it has in that of the document."""
    amounts = [one.tax_amount for one in made.tax_total if one.tax_amount and one.tax_amount.value]
    signs = {amount.value > 0 for amount in amounts}
    if made.tax_currency_code is not None and len(signs) > 1:
        said.impossible("PEP-40", "tax_total.tax_amount", amounts[-1], "R055", "sign")


def _exempted(made: Any, said: Translation) -> None:
    """P0104 to P0111: some codes of reasons belong to one category."""
    for total in made.tax_total:
        for part in total.tax_subtotal:
            category = part.tax_category
            code = None if category is None else category.tax_exemption_reason_code
            owner = None if code is None else OWNERS.get(code.value.upper())
            if owner is not None and category.id.value.strip() != owner:
                field = "tax_total.tax_subtotal.tax_category.tax_exemption_reason_code"
                said.impossible("PEP-40", field, code, owner, "reason")


def _factored(made: Any, said: Translation) -> tuple[Any, ...]:
    """R040 to R042: a percentage and its base stand together, and make the amount."""
    found = []
    for index, one in enumerate(made.allowance_charge):
        field = f"allowance_charge[{index}]"
        percent, base = one.multiplier_factor_numeric, one.base_amount
        kept = one
        if percent is None or base is None:
            said.lost(f"{field}.multiplier_factor_numeric", percent)
            said.lost(f"{field}.base_amount", base)
            kept = replace(one, multiplier_factor_numeric=None, base_amount=None)
        elif one.amount is not None:
            follows = base.value * percent / 100
            if abs(follows - one.amount.value) > SLACK:
                said.impossible("EN-19", f"{field}.multiplier_factor_numeric", percent, one.amount)
        found.append(kept)
    return tuple(found)


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


def line(made: Any, head: Any, said: Translation) -> Any:
    """Return a line as Peppol takes it."""
    seller = core.country(head.accounting_supplier_party)
    if seller == dutch.COUNTRY:
        made = dutch.line(made, head, said)
    if seller == denmark.COUNTRY:
        made = denmark.line(made, head, said)
    for category in made.item.classified_tax_category:
        nations.rated(category, head, "item.classified_tax_category.percent", said)
    _period(made, head, said)
    _follows(made, said)
    return replace(
        made,
        allowance_charge=_factored(made, said),
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
    unit = None if price.base_quantity is None else price.base_quantity.unit_code
    if unit is not None and unit != quantity.unit_code:
        # R130
        where = "price.base_quantity.unit_code"
        said.impossible("PEP-40", where, unit, quantity.unit_code, "unit")
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
