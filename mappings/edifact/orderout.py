"""Orders and answers to them as ORDERS and ORDRSP: the head, the lines, the sums."""

from types import MappingProxyType
from typing import Any

from hub.model.loss import LossKind, LossReport
from hub.rules.module import sibling

composer = sibling(__file__, "composer")
partiesout = sibling(__file__, "partiesout")

ORDER = "220"
RESPONSE = "231"
ORIGINAL = "9"
ANSWERS = MappingProxyType({"AP": "29", "CA": "4", "RE": "27"})
"""UNCL 4343 as UNCL 1225 says it: accepted, changed, not accepted."""

ACTIONS = frozenset({"1", "3", "5", "7", "42"})
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
SIDES = (
    ("buyer_customer_party", "BY"),
    ("seller_supplier_party", "SU"),
    ("originator_customer_party", "OB"),
    ("accounting_customer_party", "IV"),
)
PROTOCOL = ("ubl_version_id", "customization_id", "profile_id")
GTIN = frozenset({"", "0160", "GTIN"})
"""How schemes call an article number of GS1; one without a scheme is taken for such."""

UNSAID = (".scheme_id", ".scheme_agency_id", ".list_id", ".list_agency_id")
REASON = 35
"""Characters of a reason (an..35)."""

TEXTS = (("note", "AAI"), ("payment_terms.note", "AAB"), ("delivery_terms.special_terms", "AAR"))
PERIODS = (("requested_delivery_period", "64", "63"), ("promised_delivery_period", "69", "67"))
"""UNCL 2005: earliest and latest, promised and current."""


def head(  # noqa: C901, PLR0912 - one group of segments after the other
    given: Any, out: Any, losses: LossReport, *, answer: bool
) -> None:
    """Write all that stands before the first line."""
    said = composer.Said(given)
    said.apart(*PROTOCOL)
    if answer:
        given_code = said.one("order_response_code")
        # One without a counterpart has been refused before; nothing of this leaves then.
        code = ANSWERS.get(given_code, given_code)
        out.add("BGM", RESPONSE, said.one("id"), code)
    else:
        out.add("BGM", said.one("order_type_code") or ORDER, said.one("id"), ORIGINAL)
    _dates(given, said, out)
    for path, qualifier in TEXTS:
        for words in said.every(path):
            out.text(qualifier, words)
    out.leave_room()
    for path, qualifier in (
        ("order_reference.id", "ON"),
        ("order_reference.sales_order_id", "VN"),
        ("contract.id", "CT"),
        ("customer_reference", "CR"),
        ("quotation_document_reference.id", "AAG"),
        ("sales_order_id", "VN"),
    ):
        value = said.one(path)
        if value:
            out.add("RFF", [qualifier, value])
    cost = said.one("accounting_cost")
    for name, role in SIDES:
        side = getattr(given, name, None)
        if side is not None:
            said.apart(f"{name}.party")
            own = cost if name == "buyer_customer_party" else ""
            partiesout.party(side.party, f"{name}.party", role, out, losses, cost=own)
    if given.delivery:
        said.apart("delivery")
        partiesout.place(given.delivery[0], out, losses)
        for more in given.delivery[1:]:
            composer.Said(more, "delivery").lose(losses)
    currency = said.one("document_currency_code")
    if currency:
        out.add("CUX", ["2", currency, ORIGINAL])
    terms = said.one("delivery_terms.id")
    if terms:
        out.add("TOD", "3", "", terms)
    for one in getattr(given, "allowance_charge", ()):
        charge(one, "allowance_charge", out, losses, currency)
    said.apart("allowance_charge")
    for name, _ in SUMS:
        said.one(f"anticipated_monetary_total.{name}")
    if getattr(given, "tax_total", ()):
        said.one("tax_total.tax_amount")
    said.lose(losses, UNSAID, currency)


def issued(said: Any, out: Any) -> None:
    """Write when a document was issued."""
    when, time = said.one("issue_date"), said.one("issue_time")
    if time:
        clock = time.replace(":", "")[:6]
        minutes = clock.endswith("00")
        written = composer.day(when) + (clock[:4] if minutes else clock)
        out.add("DTM", ["137", written, "203" if minutes else "204"])
    elif when:
        out.add("DTM", ["137", composer.day(when), "102"])


def _dates(given: Any, said: Any, out: Any) -> None:
    issued(said, out)
    for one in given.delivery[:1]:
        _periods(one, out)
    until = said.one("validity_period.end_date")
    if until:
        out.add("DTM", ["36", composer.day(until), "102"])


def _periods(delivery: Any, out: Any) -> None:
    for name, earliest, latest in PERIODS:
        period = getattr(delivery, name)
        for value, time, qualifier in (
            ()
            if period is None
            else (
                (period.start_date, period.start_time, earliest),
                (period.end_date, period.end_time, latest),
            )
        ):
            if value is not None and time is not None:
                out.add("DTM", [qualifier, f"{value:%Y%m%d}{time:%H%M}", "203"])
            elif value is not None:
                out.add("DTM", [qualifier, f"{value:%Y%m%d}", "102"])


def line(  # noqa: C901 - one segment after the other
    number: int, given: Any, out: Any, losses: LossReport, currency: str
) -> None:
    """Write one line of an order or answer; ``number`` is its place, ``currency`` the order's."""
    said = composer.Said(given)
    here = "line_item"
    item = f"{here}.item"
    article = gtin(said, item)
    own = said.one(f"{here}.id")
    named = out.line_number(own, number)
    action = said.one(f"{here}.line_status_code")
    out.add("LIN", named, action if action in ACTIONS else "", article)
    line_item = given.line_item
    described(said, None if line_item is None else line_item.item, item, out)
    quantity, unit = said.one(f"{here}.quantity"), said.one(f"{here}.quantity.unit_code")
    if quantity:
        out.add("QTY", ["21", quantity, unit])
    backorder = said.one(f"{here}.maximum_backorder_quantity")
    if backorder:
        out.add("QTY", ["83", backorder, said.one(f"{here}.maximum_backorder_quantity.unit_code")])
    for one in () if line_item is None else line_item.delivery[:1]:
        _periods(one, out)
        for period, _, _ in PERIODS:
            said.apart(f"{here}.delivery.{period}")
    amount = said.one(f"{here}.line_extension_amount")
    if amount:
        out.add("MOA", ["203", amount])
    for words in (*said.every("note"), *said.every(f"{here}.note")):
        out.text("AAI", words)
    price = said.one(f"{here}.price.price_amount")
    if price:
        base = said.one(f"{here}.price.base_quantity")
        per = said.one(f"{here}.price.base_quantity.unit_code")
        out.add("PRI", ["AAA", price, "", "", base, per])
    if own and own != named:
        out.add("RFF", ["LI", own])
    cost = said.one(f"{here}.accounting_cost")
    if cost:
        out.add("RFF", ["AWQ", cost])
    taxed(said, f"{item}.classified_tax_category", out)
    for one in () if line_item is None else line_item.allowance_charge:
        charge(one, f"{here}.allowance_charge", out, losses, currency)
    said.apart(f"{here}.allowance_charge")
    pointed = said.one("order_line_reference.line_id")
    if pointed and pointed != own:
        out.add("RFF", ["ON", "", pointed])
    said.lose(losses, UNSAID, currency)


def gtin(said: Any, item: str) -> list[str]:
    """Return the number by which LIN names an item; only those of GS1 go by the name EN."""
    field = f"{item}.standard_item_identification.id"
    scheme = said.one(f"{field}.scheme_id")
    number = said.one(field) if scheme in GTIN else ""
    return [number, "EN"] if number else []


def described(said: Any, thing: Any, item: str, out: Any) -> None:
    """Write what an item is: numbers, classes, name and description."""
    numbers = (
        (said.one(f"{item}.sellers_item_identification.id"), "SA"),
        (said.one(f"{item}.buyers_item_identification.id"), "IN"),
    )
    own_numbers = [[value, code] for value, code in numbers if value]
    if own_numbers:
        out.add("PIA", "5", *own_numbers)
    for one in () if thing is None else thing.commodity_classification:
        code = one.item_classification_code
        if code is not None:
            out.add("PIA", "1", [code.value, code.list_id or ""])
    field = f"{item}.commodity_classification.item_classification_code"
    said.apart(field)
    name = said.one(f"{item}.name")
    if name:
        out.describe("F", name)
    for words in said.every(f"{item}.description"):
        out.describe("A", words)


def taxed(said: Any, field: str, out: Any) -> None:
    """Write the category of VAT of an item or charge."""
    percent, code = said.one(f"{field}.percent"), said.one(f"{field}.id")
    said.apart(f"{field}.tax_scheme")
    if percent or code:
        out.add("TAX", "7", "VAT", "", "", ["", "", "", percent], code)


def charge(given: Any, field: str, out: Any, losses: LossReport, currency: str) -> None:
    """Write an allowance or charge."""
    said = composer.Said(given, field)
    reason = said.one(f"{field}.allowance_charge_reason")
    code = said.one(f"{field}.allowance_charge_reason_code")
    base = said.one(f"{field}.base_amount")
    if len(reason) > REASON:
        losses.add(f"{field}.allowance_charge_reason", LossKind.CUT, reason)
    _charge(said, field, [reason[:REASON], code], base, out)
    said.lose(losses, UNSAID, currency)


def discount(given: Any, field: str, out: Any, losses: LossReport, currency: str) -> None:
    """Write the discount that made a price: one with a reason would be the line's (BT-147)."""
    said = composer.Said(given, field)
    said.one(f"{field}.base_amount")  # Stands with the price.
    _charge(said, field, [], "", out)
    said.lose(losses, UNSAID, currency)


def _charge(said: Any, field: str, why: list[str], base: str, out: Any) -> None:
    kind = "C" if said.one(f"{field}.charge_indicator") == "true" else "A"
    out.add("ALC", kind, why)
    percent = said.one(f"{field}.multiplier_factor_numeric")
    if percent:
        out.add("PCD", ["1" if kind == "C" else "2", percent])
    out.add("MOA", ["8", said.one(f"{field}.amount")])
    if base:
        out.add("MOA", ["25", base])
    taxed(said, f"{field}.tax_category", out)


def summary(given: Any, lines: int, out: Any) -> None:
    """Write the sums as they are stated, and how many lines there were."""
    out.add("UNS", "S")
    total = getattr(given, "anticipated_monetary_total", None)
    for name, code in SUMS:
        amount = None if total is None else getattr(total, name)
        if amount is not None:
            out.add("MOA", [code, f"{amount.value:f}"])
    taxes = getattr(given, "tax_total", ())
    if taxes and taxes[0].tax_amount is not None:
        out.add("MOA", ["176", f"{taxes[0].tax_amount.value:f}"])
    out.add("CNT", ["2", str(lines)])
