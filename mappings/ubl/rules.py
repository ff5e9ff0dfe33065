"""What every invoice and credit note is held to, of whatever profile: sums, dates, currency, files.

MAT-10 is the rule of the receivers' matching; no amount is ever corrected. Judged when a document
comes in, in the words of its own format: OIOUBL's total without tax is the tax (F-INV127), and its
total with tax, as that of older UBL, holds the rounding (F-INV128).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from hub.facts.money import round_half_up
from hub.model.finding import Severity
from hub.model.values import Amount
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope

BILLS = frozenset({"invoice", "credit-note", "self-billed-invoice", "self-billed-credit-note"})
ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")
OTHER = "payable_alternative_amount"
"""What is to be paid, said once more in another currency."""
DANISH = "oioubl"
DANISH_SLACK = Decimal("1.00")
"""What the formulas of OIOUBL allow; everywhere else a cent."""


def sums(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """MAT-10: each sum of the head follows from the others and from its parts."""
    total = head.legal_monetary_total
    if total is None or head.withholding_tax_total:
        return ()
    where = "legal_monetary_total"
    rounding, prepaid = _value(total.payable_rounding_amount), _value(total.prepaid_amount)
    currency = None if total.payable_amount is None else total.payable_amount.currency_id
    again = _repeated(head)
    stated = (one.tax_amount for index, one in enumerate(head.tax_total) if index not in again)
    taxes = [amount for amount in stated if amount is not None]
    added = [one.value for one in taxes if one.currency_id in (None, currency)]
    tax = sum(added, ZERO)
    hits: list[Hit] = [*_parts(head, ctx)]
    stated_here = (getattr(total, name) for name in total.__struct_fields__ if name != OTHER)
    foreign = bool(taxes) and not added
    if total.line_extension_amount is None or foreign or not _alike(*stated_here):
        return hits
    net = total.line_extension_amount.value
    exclusive = net - _value(total.allowance_total_amount) + _value(total.charge_total_amount)
    inclusive = exclusive + tax
    stated = total.tax_exclusive_amount
    known = (tax, exclusive) if ctx.read_as(DANISH) else (exclusive,)
    if stated is not None and not any(_near(stated.value, one, ctx) for one in known):
        hits.append(Hit(f"{where}.tax_exclusive_amount", stated, exclusive))
    stated = total.tax_inclusive_amount
    if stated is not None and not any(
        _near(stated.value, one, ctx) for one in (inclusive, inclusive + rounding)
    ):
        hits.append(Hit(f"{where}.tax_inclusive_amount", stated, inclusive))
    payable = total.payable_amount
    if payable is not None and not _near(payable.value, inclusive + rounding - prepaid, ctx):
        hits.append(Hit(f"{where}.payable_amount", payable, inclusive + rounding - prepaid))
    return hits


def _repeated(head: Any) -> list[int]:
    """Return which totals of the tax say once more what the one with parts says.

    Where the currency of the tax is that of the document, the tax may be stated in it twice: by
    its parts, and as a total alone (BT-110, BT-111). It is to be paid once.
    """
    named, other = head.document_currency_code, head.tax_currency_code
    if named is None or other is None or named.value.strip() != other.value.strip():
        return []
    if not any(one.tax_subtotal for one in head.tax_total):
        return []
    return [
        index
        for index, one in enumerate(head.tax_total)
        if not one.tax_subtotal
        and one.tax_amount is not None
        and one.tax_amount.currency_id in (None, named.value.strip())
    ]


def _parts(head: Any, ctx: RuleContext) -> Iterator[Hit]:
    total = head.legal_monetary_total
    for name, charge in (("allowance_total_amount", False), ("charge_total_amount", True)):
        stated = getattr(total, name)
        listed = [
            one.amount
            for one in head.allowance_charge
            if one.amount is not None and bool(one.charge_indicator) is charge
        ]
        if stated is None or not listed or not _alike(stated, *listed):
            continue
        whole = sum((one.value for one in listed), ZERO)
        if not _near(stated.value, whole, ctx):
            yield Hit(f"legal_monetary_total.{name}", stated, whole)
    for index, one in enumerate(head.tax_total):
        parts = [part.tax_amount for part in one.tax_subtotal]
        if (
            one.tax_amount is None
            or not parts
            or None in parts
            or not _alike(one.tax_amount, *parts)
        ):
            continue
        whole = sum((part.value for part in parts if part is not None), ZERO)
        if not _near(one.tax_amount.value, whole, ctx):
            yield Hit(f"tax_total[{index}].tax_amount", one.tax_amount, whole)
    again = _repeated(head)
    taxes = [one.tax_amount for index, one in enumerate(head.tax_total) if index not in again]
    whole = sum((_value(one) for one in taxes), ZERO)
    for index in again:
        amount = head.tax_total[index].tax_amount
        if not _near(amount.value, whole, ctx):
            yield Hit(f"tax_total[{index}].tax_amount", amount, whole)


class Lines:
    """MAT-10: the lines add up to what the head says they do."""

    def __init__(self, ctx: RuleContext) -> None:
        self._ctx = ctx
        self._sum = ZERO
        self._currencies: set[str] = set()

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Add a line; one whose own amount does not follow is told of, and no more."""
        net = body.line_extension_amount
        if net is None:
            return ()
        self._sum += net.value
        self._currencies |= {net.currency_id} if net.currency_id else set()
        follows = _of_line(body)
        off = any(abs(round_half_up(one, 2) - net.value) <= ONE for one in follows)
        if not follows or off:
            return ()
        field = "line_extension_amount"
        expected = round_half_up(follows[0], 2)
        return (Hit(field, net, expected, severity=Severity.WARN, variant="line"),)

    def end(self) -> Iterable[Hit]:
        """Compare with the head."""
        total = self._ctx.header.legal_monetary_total
        stated = None if total is None else total.line_extension_amount
        if stated is None or _near(stated.value, self._sum, self._ctx):
            return ()
        # What is of several currencies has no sum.
        if len(self._currencies | {stated.currency_id or ""} - {""}) > 1:
            return ()
        return (Hit("legal_monetary_total.line_extension_amount", stated, self._sum),)


def _of_line(body: Any) -> tuple[Decimal, ...]:
    """Return the amounts that a line may have: with and without its allowances and charges."""
    price = body.price
    quantity = getattr(body, "invoiced_quantity", None) or getattr(body, "credited_quantity", None)
    if price is None or price.price_amount is None or quantity is None:
        return ()
    if body.free_of_charge_indicator or not _alike(price.price_amount, body.line_extension_amount):
        return ()
    base, factor = price.base_quantity, price.orderable_unit_factor_rate or ONE
    per = ONE if base is None or base.value == 0 else base.value
    total = price.price_amount.value * quantity.value / per
    other = ZERO
    for one in body.allowance_charge:
        if one.amount is not None:
            other += one.amount.value if one.charge_indicator else -one.amount.value
    plain = (total + other, total)
    # Where the price is for another unit, its factor counts and its base does not (F-INV343).
    return (*plain, price.price_amount.value * quantity.value * factor + other)


def dates(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """DAT-01 to DAT-03: days in an order that makes sense; they are told, not refused."""
    issued = head.issue_date
    due = {one.payment_due_date for one in head.payment_means} | {getattr(head, "due_date", None)}
    hits = [
        Hit(_due_field(head), day, issued)
        for day in sorted(one for one in due if one is not None)
        if issued is not None and day < issued
    ]
    today = ctx.route.day or ctx.route.now.date()
    if issued is not None and issued > today + dt.timedelta(days=1):
        hits.append(Hit("issue_date", issued, today, rule="DAT-02"))
    for index, one in enumerate(head.invoice_period):
        if one.start_date and one.end_date and one.end_date < one.start_date:
            field = f"invoice_period[{index}].end_date"
            hits.append(Hit(field, one.end_date, one.start_date, rule="DAT-03"))
    return hits


def _due_field(head: Any) -> str:
    stated = getattr(head, "due_date", None)
    return "payment_means.payment_due_date" if stated is None else "due_date"


def currency(head: Any, _: RuleContext) -> Iterable[Hit]:
    """CUR-01: what is to be paid is in the currency of the document."""
    named, total = head.document_currency_code, head.legal_monetary_total
    if named is None or total is None:
        return ()
    return [
        Hit(f"legal_monetary_total.{name}", amount.currency_id, named)
        for name in total.__struct_fields__
        if name != OTHER
        and (amount := getattr(total, name)) is not None
        and amount.currency_id not in (None, named.value.strip())
    ]


def files(head: Any, _: RuleContext) -> Iterable[Hit]:
    """ATT-01: a file that comes along says what it is, and is not empty."""
    hits = []
    for index, one in enumerate(head.additional_document_reference):
        held = None if one.attachment is None else one.attachment.embedded_document_binary_object
        if held is None:
            continue
        field = f"additional_document_reference[{index}].attachment"
        field = f"{field}.embedded_document_binary_object"
        if not held.value.strip():
            hits.append(Hit(field, held.filename, variant="empty"))
        elif not held.mime_code:
            hits.append(Hit(f"{field}.mime_code", held.filename))
    return hits


def _near(stated: Decimal, follows: Decimal, ctx: RuleContext) -> bool:
    slack = DANISH_SLACK if ctx.read_as(DANISH) else CENT
    return abs(round_half_up(stated, 2) - round_half_up(follows, 2)) <= slack


def _alike(*amounts: Amount | None) -> bool:
    """Tell whether amounts are of one currency; what is of several has no sum."""
    return len({one.currency_id for one in amounts if one is not None and one.currency_id}) <= 1


def _value(amount: Amount | None) -> Decimal:
    return ZERO if amount is None else amount.value


_WAY: dict[str, Any] = {"documents": BILLS, "by_writer": True, "mark": Mark.OWN}

RULES = [
    Rule("MAT-10", Severity.FATAL, Scope.HEADER, sums, **_WAY),
    Rule("MAT-10", Severity.FATAL, Scope.STREAM, Lines, **_WAY),
    Rule("CUR-01", Severity.ERROR, Scope.HEADER, currency, **_WAY),
    Rule("DAT-01", Severity.WARN, Scope.HEADER, dates, also=("DAT-02", "DAT-03"), **_WAY),
    Rule("ATT-01", Severity.WARN, Scope.HEADER, files, **_WAY),
]
