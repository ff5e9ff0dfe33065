"""The INVOIC message in the model: segment by segment, each group where it belongs.

What nobody reads here is lost, and said to be, by segment.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.creditnote import CreditNote, CreditNoteLine
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.orderreference import BillingReference, OrderReference
from hub.model.payment import PaymentMeans
from hub.model.period import Period
from hub.model.price import AllowanceCharge
from hub.model.reference import DocumentReference
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.terms import PaymentTerms
from hub.model.total import MonetaryTotal, TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Text
from hub.rules.module import sibling

detail = sibling(__file__, "detail")
gathering = sibling(__file__, "gathering")
parties = sibling(__file__, "parties")
values = sibling(__file__, "values")

VAT = TaxScheme(id=Identifier("VAT"))
CREDITS = frozenset({"381", "261", "396"})
"""What BGM calls a credit note (UNCL 1001)."""

SUMS = MappingProxyType(
    {
        "79": "line_extension_amount",
        "260": "allowance_total_amount",
        "131": "charge_total_amount",
        "259": "charge_total_amount",
        "389": "tax_exclusive_amount",
        "388": "tax_inclusive_amount",
        "77": "tax_inclusive_amount",
        "125": "tax_exclusive_amount",
        "113": "prepaid_amount",
        "366": "payable_rounding_amount",
        "9": "payable_amount",
    }
)
"""UNCL 5025 in the summary."""

EXEMPT = frozenset({"E", "AE", "K", "G", "O"})
DAYS = MappingProxyType(
    {"137": "issue_date", "131": "tax_point_date", "35": "delivered", "13": "due_date"}
)
BILLED = MappingProxyType({"167": ("start_date",), "168": ("end_date",), "263": ()})
"""UNCL 2005: from when, until when, and both at once."""

COPIES = frozenset({"7", "31"})
"""UNCL 1225: sent before, and sent again (the hub's memory knows the number), or to another."""

REFERRED = MappingProxyType(
    {
        "CT": "contract_document_reference",
        "AAK": "despatch_document_reference",
        "DQ": "despatch_document_reference",
        "ALO": "receipt_document_reference",
    }
)
"""Documents that a bill refers to (UNCL 1153)."""

CHARGED = ("MOA", "PCD", "TAX")
"""What follows an ALC."""

NOTES = frozenset({"GEN", "AAI", "INV", "ZZZ", "SUR", "REG", "PUR", "DEL"})


class Cursor:
    """Walks over segments and remembers which of them were read."""

    def __init__(self, segments: tuple[Any, ...]) -> None:
        self._segments = segments
        self._at = 0
        self.unread: list[Any] = []
        self.narrowed: list[Any] = []

    def take(self, *tags: str) -> Iterator[Any]:
        """Yield the following segments as long as they have one of the tags."""
        while self._at < len(self._segments) and self._segments[self._at].tag in tags:
            self._at += 1
            yield self._segments[self._at - 1]

    def step(self) -> Any:
        """Return the next segment, or None at the end."""
        if self._at == len(self._segments):
            return None
        self._at += 1
        return self._segments[self._at - 1]

    def dated(self, qualifier: str) -> Any:
        """Return the next segment, a step further, if it is a day of this kind; else None."""
        at = self._at
        if at < len(self._segments) and self._segments[at].tag == "DTM":
            return self.step() if self._segments[at].get(0) == qualifier else None
        return None

    def says(self, tag: str, qualifier: str) -> bool:
        """Whether an amount, percentage or tax of the group here is of this kind."""
        at = self._at
        while at < len(self._segments) and self._segments[at].tag in CHARGED:
            if self._segments[at].tag == tag and self._segments[at].get(0) == qualifier:
                return True
            at += 1
        return False

    def peek(self) -> str:
        """Return the tag of the next segment, empty at the end."""
        return self._segments[self._at].tag if self._at < len(self._segments) else ""


class Reading:
    """One message on its way into the model."""

    # The lines are read elsewhere, and what they raise has to be of one class.
    number = staticmethod(values.number)
    takes_discounts = True
    """Whether an allowance of a line without a reason is the discount that made its price."""

    def __init__(self, segments: tuple[Any, ...]) -> None:
        self.cursor = Cursor(segments)
        self.currency: str | None = None
        for one in segments:
            if one.tag == "CUX" and one.get(0) == "2" and self.currency is None:
                self.currency = one.get(0, 1)
        self.head: dict[str, Any] = {}
        self.lines: list[dict[str, Any]] = []
        self.notes = gathering.notes()
        self.terms = gathering.notes()

    @property
    def unread(self) -> list[Any]:
        """The segments nobody read."""
        return self.cursor.unread

    @property
    def narrowed(self) -> list[Any]:
        """The segments of which something has no place."""
        return self.cursor.narrowed

    def day(self, segment: Any) -> dt.date:
        """Return the day of a DTM; the time of day has no place."""
        day, time = values.moment(segment)
        if time is not None:
            self.narrowed.append(segment)
        return day  # type: ignore[no-any-return]

    def amount(self, segment: Any) -> Amount:
        """Return the amount of a MOA; without a currency of its own it is in the document's."""
        return Amount(values.number(segment, 0, 1), segment.get(0, 2) or self.currency)

    def read(self) -> tuple[Any, list[Any]]:
        """Return head and lines; raises ``values.Trouble``."""
        while (segment := self.cursor.step()) is not None:
            if segment.tag == "LIN":
                self.lines.append(detail.line(segment, self))
            elif segment.tag == "UNS":
                self._summary()
            else:
                self._head(segment)
        return self._made()

    def _head(self, segment: Any) -> None:
        read: Callable[[Any], bool] | None = getattr(self, f"_{segment.tag.lower()}", None)
        if read is None or not read(segment):
            self.unread.append(segment)

    def _put(self, name: str, value: Any) -> bool:
        """Fill a field once; a second value is not read."""
        return bool(gathering.put(self.head, name, value))

    def _add(self, name: str, value: Any) -> bool:
        return bool(gathering.add(self.head, name, value))

    def _bgm(self, segment: Any) -> bool:
        function = segment.get(2)
        if function in COPIES:
            self.head["copy_indicator"] = True
        elif function not in ("", values.ORIGINAL):
            raise values.Function(segment)
        self.head["type"] = segment.get(0)
        return self._put("id", Identifier(segment.get(1)))

    def _dtm(self, segment: Any) -> bool:
        qualifier = segment.get(0)
        if qualifier in BILLED:
            return self.billed(segment, self.head)
        name = DAYS.get(qualifier)
        if name is None or name in self.head:
            return False
        if name != "issue_date":
            return self._put(name, self.day(segment))
        self.head[name], self.head["issue_time"] = values.moment(segment)
        return True

    def billed(self, segment: Any, made: dict[str, Any]) -> bool:
        """Read from when or until when is billed, of the head or a line."""
        period = next(iter(made.get("invoice_period", ())), Period())
        days = BILLED[segment.get(0)]
        if days:
            found = dict.fromkeys(days, self.day(segment))
        else:
            found = dict(zip(("start_date", "end_date"), values.span(segment), strict=True))
        if any(getattr(period, name) is not None for name in found):
            return False
        made["invoice_period"] = (replace(period, **found),)
        return True

    def _ftx(self, segment: Any) -> bool:
        words, qualifier = gathering.free(segment), segment.get(0)
        if not words:
            return False
        if qualifier == "AAB":
            self.terms.say(words)
            return True
        if qualifier == "AGM":
            return self._put("exemption", Text(words))
        if qualifier in NOTES:
            self.notes.say(words, qualifier)
        return qualifier in NOTES

    def _rff(self, segment: Any) -> bool:
        qualifier, value = segment.get(0), Identifier(segment.get(0, 1))
        reference = DocumentReference(id=value)
        if qualifier in ("ON", "VN"):
            order = self.head.get("order_reference") or OrderReference()
            name = "id" if qualifier == "ON" else "sales_order_id"
            if getattr(order, name) is not None:
                return False
            self.head["order_reference"] = replace(order, **{name: value})
            return True
        if qualifier == "PQ":
            return self._put("payment_id", value)
        if qualifier == "CR":
            return self._put("buyer_reference", Text(value.value))
        if qualifier in ("IV", "OI"):
            dated = self.cursor.dated("171")
            if dated is not None:
                reference = replace(reference, issue_date=self.day(dated))
            one = BillingReference(invoice_document_reference=reference)
            return self._add("billing_reference", one)
        return qualifier in REFERRED and self._add(REFERRED[qualifier], reference)

    def _cux(self, segment: Any) -> bool:
        if segment.get(0) == "6":
            return self._put("tax_currency_code", Code(segment.get(0, 1)))
        return segment.get(0) == "2" and self._put(
            "document_currency_code", Code(self.currency or "")
        )

    def _nad(self, segment: Any) -> bool:
        found = parties.Side(segment, self.cursor)
        self.unread.extend(found.fill(self.head))
        self.narrowed.extend(found.narrowed)
        return True

    def _pyt(self, _segment: Any) -> bool:
        return True

    _pat = _pyt
    _cnt = _pyt

    def _pai(self, segment: Any) -> bool:
        return self._put("means", segment.get(0, 2))

    def _alc(self, segment: Any) -> bool:
        return self._add("allowance_charge", self.charge(segment))

    def charge(self, segment: Any) -> AllowanceCharge:
        """Return an allowance or charge with the amounts, percentage and tax that follow it."""
        made: dict[str, Any] = {"charge_indicator": segment.get(0) == "C"}
        reason, code = segment.get(1), segment.get(1, 1) or segment.get(4)
        if reason:
            made["allowance_charge_reason"] = (Text(reason),)
        if code:
            made["allowance_charge_reason_code"] = Code(code)
        for one in self.cursor.take(*CHARGED):
            if one.tag == "TAX":
                read = gathering.put(made, "tax_category", (self.category(one),))
            elif one.tag == "PCD":
                factor = values.number(one, 0, 1)
                read = gathering.put(made, "multiplier_factor_numeric", factor)
            else:
                name = "base_amount" if one.get(0) == "25" else "amount"
                read = gathering.put(made, name, self.amount(one))
            if not read:
                self.unread.append(one)
        return AllowanceCharge(**made)

    def category(self, segment: Any) -> TaxCategory:
        """Return the category of a TAX."""
        percent = segment.get(4, 3)
        code = segment.get(5)
        return TaxCategory(
            id=Identifier(code) if code else None,
            percent=values.number(segment, 4, 3) if percent else None,
            tax_scheme=VAT,
        )

    def _summary(self) -> None:
        sums: dict[str, Any] = {}
        taxes: list[TaxSubtotal] = []
        total: Amount | None = None
        in_tax_currency: Amount | None = None
        while (one := self.cursor.step()) is not None:
            if one.tag == "TAX":
                taxes.append(self._subtotal(one))
            elif one.tag == "MOA" and one.get(0) in ("176", "124") and total is None:
                total = self.amount(one)
            elif one.tag == "MOA" and one.get(0) == "176" and in_tax_currency is None:
                in_tax_currency = self.amount(one)
            elif one.tag == "MOA" and SUMS.get(one.get(0)) not in (None, *sums):
                sums[SUMS[one.get(0)]] = self.amount(one)
            else:
                self._head(one)
        self.head["legal_monetary_total"] = MonetaryTotal(**sums)
        if total is None and len(taxes) == 1:
            # The total of one part is that part.
            total = taxes[0].tax_amount
        totals = []
        if total is not None or taxes:
            totals.append(TaxTotal(tax_amount=total, tax_subtotal=tuple(taxes)))
        if in_tax_currency is not None:
            totals.append(TaxTotal(tax_amount=in_tax_currency))
        self.head["tax_total"] = tuple(totals)

    def _subtotal(self, segment: Any) -> TaxSubtotal:
        made: dict[str, Any] = {}
        category = self.category(segment)
        code = category.id.value if category.id is not None else ""
        exemption = self.head.get("exemption")
        if code in EXEMPT and exemption is not None:
            category = replace(category, tax_exemption_reason=(exemption,))
        for one in self.cursor.take("MOA"):
            name = {"125": "taxable_amount", "124": "tax_amount"}.get(one.get(0))
            if name is None or not gathering.put(made, name, self.amount(one)):
                self.unread.append(one)
        return TaxSubtotal(tax_category=category, **made)

    def _made(self) -> tuple[Any, list[Any]]:
        head = gathering.whole(self.head)
        head["note"] = self.notes.every()
        head["payment_terms"] = tuple(PaymentTerms(note=(one,)) for one in self.terms.every())
        code = head.pop("type", "")
        credit = code in CREDITS
        accounts, means = head.pop("accounts", ()), head.pop("means", None)
        head.pop("exemption", None)
        payment_id = head.pop("payment_id", None)
        if accounts or means:
            paid = [
                PaymentMeans(
                    payment_means_code=Code(means or "1"),
                    payment_id=() if payment_id is None else (payment_id,),
                    payee_financial_account=account,
                )
                for account in accounts or (None,)
            ]
            head["payment_means"] = tuple(paid)
        parties.finish(head)
        name = "credit_note_type_code" if credit else "invoice_type_code"
        head[name] = Code(code) if code else None
        quantity = "credited_quantity" if credit else "invoiced_quantity"
        body = CreditNoteLine if credit else InvoiceLine
        lines = []
        for one in self.lines:
            one[quantity] = one.pop("quantity", None)
            lines.append(body(**one))
        return (CreditNote if credit else Invoice)(**head), lines
