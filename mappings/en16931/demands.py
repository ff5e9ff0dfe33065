"""What EN 16931 demands of a head and a line, whatever format they came in.

Only what can be judged on the head or on one line; sums over lines are the rules of the format
a document came in (MAT-10).
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hub.facts.countries import countries
from hub.facts.money import decimals
from hub.model.invoice import Invoice
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "charges")
coded = sibling(__file__, "coded")
notes = sibling(__file__, "notes")
required = sibling(__file__, "required")
registrations = sibling(__file__, "registrations")
taxes = sibling(__file__, "taxes")

ZERO = Decimal(0)
CENT = 2
HUNDRED = Decimal(100)
TAX_SLACK = Decimal(1)
"""What BR-CO-17 allows between a tax and its rate of the amount."""

SUMS = ("line_extension_amount", "tax_exclusive_amount", "tax_inclusive_amount", "payable_amount")
REASONED = frozenset({"E", "AE", "K", "G", "O"})
ACCOUNT = frozenset({"30", "58"})


def head(made: Any, given: Any, said: Translation, *, whole: bool) -> None:
    """Refuse what the core invoice demands and nobody gave.

    Without ``whole`` only what every format needs to say it: the others demand less. ``given``
    is the head as it came: what stood there in a form that nobody reads is told so.
    """
    for name in ("id", "issue_date", "document_currency_code"):
        if getattr(made, name) is None:
            said.impossible("EN-30", name)
    if made.copy_indicator:
        said.impossible("EN-28", "copy_indicator", made.copy_indicator)
    _parties(made, given, said, whole=whole)
    for name in ("payee_party", "tax_representative_party"):
        party = getattr(made, name)
        if party is not None and not any(one.name for one in party.party_name):
            # BR-17, BR-18
            said.impossible("EN-30", f"{name}.party_name.name")
    _taxes(made, given, said, whole=whole)
    for one in made.invoice_period:
        required.ordered(one, "invoice_period", said)
    if whole:
        kind = "invoice_type_code" if isinstance(made, Invoice) else "credit_note_type_code"
        if getattr(made, kind) is None:
            # BR-04
            said.impossible("EN-30", kind)
        notes.judge(made.note, said)
        required.head(made, said)
        _seller(made, said)
        _payment(made, said)
    _currency(made, said)
    _sums(made, said)


def _parties(made: Any, given: Any, said: Translation, *, whole: bool) -> None:
    for side, field in (
        (made.accounting_supplier_party, "accounting_supplier_party.party"),
        (made.accounting_customer_party, "accounting_customer_party.party"),
    ):
        party = None if side is None else side.party
        names = () if party is None else party.party_legal_entity
        if not any(one.registration_name for one in names):
            # BR-06, BR-07
            said.impossible("EN-06", f"{field}.party_legal_entity.registration_name")
        # BR-08 to BR-11
        address = None if party is None else party.postal_address
        _country(address, f"{field}.postal_address", said, whole=whole)
    if made.tax_representative_party is not None:
        field = "tax_representative_party.postal_address"
        _country(made.tax_representative_party.postal_address, field, said, whole=whole)
        if not registrations.is_registered(made.tax_representative_party):
            # BR-56
            field = "tax_representative_party.party_tax_scheme"
            number = registrations.unlettered(given.tax_representative_party)
            variant = "representative" if number is None else registrations.misformed(number)
            said.impossible("EN-24", field, number, variant=variant)
    for one in made.delivery:
        place = one.delivery_location
        if place is not None and place.address is not None:
            _country(place.address, "delivery.delivery_location.address", said, whole=whole)


def _seller(made: Any, said: Translation) -> None:
    seller = made.accounting_supplier_party and made.accounting_supplier_party.party
    known = seller is not None and (
        any(one.company_id for one in seller.party_legal_entity)
        or any(one.id for one in seller.party_identification)
        or any(one.company_id for one in seller.party_tax_scheme)
    )
    if not known:
        # BR-CO-26
        said.impossible("EN-27", "accounting_supplier_party.party.party_legal_entity.company_id")


def _country(address: Any, field: str, said: Translation, *, whole: bool) -> None:
    """BR-CL-14; older formats have a shorter list (F-LIB301, CL-T10-R004)."""
    country = None if address is None else address.country
    if country is None or country.identification_code is None:
        said.impossible("EN-07", f"{field}.country.identification_code")
        return
    code = country.identification_code.value.strip()
    if not (coded.is_country(code) if whole else code in countries()):
        said.impossible("EN-40", f"{field}.country.identification_code", code, "ISO 3166-1")


def _payment(made: Any, said: Translation) -> None:
    total = made.legal_monetary_total
    payable = None if total is None else total.payable_amount
    owed = isinstance(made, Invoice) and payable is not None and payable.value > 0
    if owed and made.due_date is None and not made.payment_terms:
        # BR-CO-25
        said.impossible("EN-23", "payment_means.payment_due_date")
    for index, one in enumerate(made.payment_means):
        account = one.payee_financial_account
        code = "" if one.payment_means_code is None else one.payment_means_code.value.strip()
        if code in ACCOUNT and (account is None or account.id is None):
            # BR-61
            said.impossible("EN-10", f"payment_means[{index}].payee_financial_account.id")
        if not code:
            # BR-49
            said.impossible("EN-34", f"payment_means[{index}].payment_means_code")


def _taxes(made: Any, given: Any, said: Translation, *, whole: bool) -> None:
    totals = [one for one in made.tax_total if one.tax_subtotal]
    stated = sum(1 for one in totals if one.tax_amount is not None)
    if len(totals) != 1 or stated != 1:
        # UBL has no breakdown without its total, which CII may leave out (BT-110).
        said.impossible("EN-03", "tax_total", stated, variant=None if stated else "none")
        return
    found = {_part(part, said, whole=whole) for part in totals[0].tax_subtotal}
    _once(totals[0].tax_subtotal, said)
    if any(one.tax_amount is None for one in made.tax_total):
        said.impossible("EN-30", "tax_total.tax_amount")
    if not whole:
        return
    registrations.judge(made, given, frozenset(found), said)
    if found >= {"O"} and len(found) > 1:
        # BR-O-11
        said.impossible("EN-32", "tax_total.tax_subtotal", ", ".join(sorted(found)))


def _once(parts: Any, said: Translation) -> None:
    """BR-S-08, BR-Z-01 and their like: each category, and each rate of it, is one part."""
    keys = Counter(taxes.key(part.tax_category) for part in parts if part.tax_category is not None)
    for key in sorted((one for one, times in keys.items() if times > 1), key=str):
        field = "tax_total.tax_subtotal.tax_category"
        said.impossible("EN-35", field, taxes.named(key), keys[key], "twice")


def _part(part: Any, said: Translation, *, whole: bool) -> str:
    """Judge one part of the VAT; return its category."""
    category = part.tax_category
    code = "" if category is None or category.id is None else category.id.value.strip()
    field = "tax_total.tax_subtotal.tax_category"
    if not taxes.is_vat(category):
        said.impossible("EN-02", field, code)
        return code
    reasoned = category.tax_exemption_reason or category.tax_exemption_reason_code
    if whole and code in REASONED and not reasoned:
        # BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10
        said.impossible("EN-31", f"{field}.tax_exemption_reason", code)
    _rate(part, said)
    for name in ("taxable_amount", "tax_amount"):
        amount = getattr(part, name)
        if amount is None:
            # BR-45, BR-46
            said.impossible("EN-30", f"tax_total.tax_subtotal.{name}")
        elif whole and decimals(amount.value) > CENT:
            said.impossible("EN-29", f"tax_total.tax_subtotal.{name}", amount)
    required.rated(category, field, said)
    return code


def _rate(part: Any, said: Translation) -> None:
    """BR-CO-17, with the whole unit that is allowed for rounding."""
    rate, base, tax = part.tax_category.percent, part.taxable_amount, part.tax_amount
    if rate is None or base is None or tax is None:
        return
    if abs(base.value * rate / HUNDRED - tax.value) > TAX_SLACK:
        said.impossible("EN-33", "tax_total.tax_subtotal.tax_amount", tax, rate)


def _amounts(made: Any) -> Iterator[tuple[str, Any]]:
    """Yield the amounts of allowances, charges and parts of the VAT (R051)."""
    for index, one in enumerate(made.allowance_charge):
        yield from charges.amounts(one, f"allowance_charge[{index}]")
    for total in made.tax_total[:1]:
        for part in total.tax_subtotal:
            for name in ("taxable_amount", "tax_amount"):
                amount = getattr(part, name)
                if amount is not None:
                    yield f"tax_total.tax_subtotal.{name}", amount


def _currency(made: Any, said: Translation) -> None:
    currency, pricing = made.document_currency_code, made.pricing_currency_code
    if currency is None:
        return
    total = made.legal_monetary_total
    names = () if total is None else total.__struct_fields__
    for name in names:
        amount = getattr(total, name)
        if amount is not None and amount.currency_id not in (None, currency.value):
            field = f"legal_monetary_total.{name}"
            said.impossible("EN-25", field, amount.currency_id, currency)
    for name, amount in _amounts(made):
        if amount.currency_id not in (None, currency.value):
            said.impossible("EN-25", name, amount.currency_id, currency)
    other = made.tax_currency_code
    stated = [one.tax_amount.currency_id for one in made.tax_total if one.tax_amount is not None]
    if other is not None and other.value.strip() not in stated:
        # BR-53
        said.impossible("EN-04", "tax_currency_code", other)
    first = made.tax_total[0].tax_amount if made.tax_total else None
    if first is not None and first.currency_id not in (None, currency.value):
        said.impossible("EN-25", "tax_total.tax_amount", first.currency_id, currency)
    if pricing is not None and pricing.value != currency.value:
        said.impossible("EN-25", "pricing_currency_code", pricing, currency)


def _sums(made: Any, said: Translation) -> None:
    """BR-CO-13 to BR-CO-16: each sum follows from the others, to the cent."""
    given = made.legal_monetary_total
    where = "legal_monetary_total"
    missing = [name for name in SUMS if given is None or getattr(given, name) is None]
    for name in missing:
        said.impossible("EN-20", f"{where}.{name}")
    if missing:
        return
    for name in given.__struct_fields__:
        amount = getattr(given, name)
        if amount is not None and decimals(amount.value) > CENT:
            said.impossible("EN-29", f"{where}.{name}", amount)
    tax = _value(made.tax_total[0].tax_amount) if made.tax_total else ZERO
    exclusive = (
        given.line_extension_amount.value
        - _value(given.allowance_total_amount)
        + _value(given.charge_total_amount)
    )
    inclusive = given.tax_exclusive_amount.value + tax
    payable = (
        given.tax_inclusive_amount.value
        - _value(given.prepaid_amount)
        + _value(given.payable_rounding_amount)
    )
    for name, follows in (
        ("tax_exclusive_amount", exclusive),
        ("tax_inclusive_amount", inclusive),
        ("payable_amount", payable),
    ):
        stated = getattr(given, name)
        if stated.value != follows:
            said.impossible("EN-20", f"{where}.{name}", stated, follows)
    _parts(made, said)


def _parts(made: Any, said: Translation) -> None:
    """BR-CO-11, BR-CO-12, BR-CO-14: totals are those of their parts."""
    given = made.legal_monetary_total
    for name, charge in (("allowance_total_amount", False), ("charge_total_amount", True)):
        listed = [
            one.amount.value
            for one in made.allowance_charge
            if one.amount is not None and bool(one.charge_indicator) is charge
        ]
        stated = _value(getattr(given, name))
        if stated != sum(listed, ZERO):
            said.impossible("EN-20", f"legal_monetary_total.{name}", stated, sum(listed, ZERO))
    for total in made.tax_total:
        if total.tax_subtotal and total.tax_amount is not None:
            parts = sum((_value(part.tax_amount) for part in total.tax_subtotal), ZERO)
            if parts != total.tax_amount.value:
                said.impossible("EN-20", "tax_total.tax_amount", total.tax_amount, parts)


def _value(amount: Any) -> Decimal:
    return ZERO if amount is None else amount.value  # type: ignore[no-any-return]


def line(made: Any, quantity_name: str, said: Translation, *, whole: bool) -> None:
    """Refuse a line without what the core invoice demands of each (BR-21 to BR-27)."""
    quantity = getattr(made, quantity_name)
    if quantity is None or quantity.unit_code is None:
        said.impossible("EN-13", quantity_name)
    for name in ("id", "line_extension_amount"):
        if getattr(made, name) is None:
            said.impossible("EN-30", name)
    price = made.price
    if price is None or price.price_amount is None or price.price_amount.value < 0:
        said.impossible("EN-14", "price.price_amount")
    if made.item is None or made.item.name is None:
        said.impossible("EN-17", "item.name")
        return
    if len(made.item.classified_tax_category) != 1:
        said.impossible("EN-16", "item", len(made.item.classified_tax_category))
        return
    category = made.item.classified_tax_category[0]
    required.rated(category, "item.classified_tax_category", said)
    for one in made.invoice_period:
        required.ordered(one, "invoice_period", said)
    if whole:
        required.line(made, said)
