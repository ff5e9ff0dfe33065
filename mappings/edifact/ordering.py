"""The messages ORDERS and ORDRSP in the model: segment by segment.

What nobody reads here is lost, and said to be, by segment.
"""

import datetime as dt
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.delivery import Delivery
from hub.model.item import Item
from hub.model.lineitem import LineItem, OrderLine
from hub.model.order import Order
from hub.model.orderreference import OrderLineReference, OrderReference
from hub.model.orderresponse import OrderResponse
from hub.model.party import CustomerParty, SupplierParty
from hub.model.period import Period
from hub.model.price import Price
from hub.model.reference import Contract, DocumentReference
from hub.model.terms import DeliveryTerms, PaymentTerms
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text
from hub.rules.module import sibling

detail = sibling(__file__, "detail")
invoic = sibling(__file__, "invoic")
parties = sibling(__file__, "parties")
# What they raise has to be of one class.
values = invoic.values

ANSWERS = MappingProxyType({"29": "AP", "4": "CA", "27": "RE"})
"""UNCL 1225 as UNCL 4343 says it; what the same message says again is not of interest."""

PERIODS = MappingProxyType(
    {
        "2": ("requested_delivery_period", ("start_date", "end_date")),
        "64": ("requested_delivery_period", ("start_date",)),
        "63": ("requested_delivery_period", ("end_date",)),
        "69": ("promised_delivery_period", ("start_date",)),
        "67": ("promised_delivery_period", ("end_date",)),
    }
)
SUMS = MappingProxyType(
    {
        "79": "line_extension_amount",
        "260": "allowance_total_amount",
        "259": "charge_total_amount",
        "131": "charge_total_amount",
        "125": "tax_exclusive_amount",
        "389": "tax_exclusive_amount",
        "77": "tax_inclusive_amount",
        "388": "tax_inclusive_amount",
        "113": "prepaid_amount",
        "366": "payable_rounding_amount",
        "9": "payable_amount",
        "86": "payable_amount",
    }
)
ROLES = MappingProxyType({"OB": "originator_customer_party"})
TEXTS = frozenset({"AAI", "GEN", "DEL", "PUR", "ZZZ"})
PROFILE = "urn:fdc:peppol.eu:poacc:bis:{}:3"
NO_ANSWER = "NA"
"""UNCL 4343: nobody waits for an answer to the order."""

WORDS, LINES = 70, 5
"""A free text has five parts of so many characters."""

WITH_TIME = "203"


class OrderReading(invoic.Reading):  # type: ignore[misc] - a mapping folder's class
    """One ORDERS or ORDRSP on its way into the model."""

    def __init__(self, segments: tuple[Any, ...], *, answer: bool) -> None:
        super().__init__(segments)
        self._answer = answer
        self._delivery = Delivery()
        self._reference = OrderReference()
        self._goes_on = ""

    def read(self) -> tuple[Any, list[Any]]:
        """Return head and lines; raises ``values.Trouble``."""
        while (segment := self.cursor.step()) is not None:
            if segment.tag == "LIN":
                self.lines.append(self._line(segment))
            elif segment.tag == "UNS":
                self._summary()
            else:
                self._head(segment)
        return self._whole(), self.lines

    def _bgm(self, segment: Any) -> bool:
        self.head["id"] = Identifier(segment.get(1))
        if self._answer:
            code = ANSWERS.get(segment.get(2))
            if code is None:
                raise values.Trouble(segment, "29, 4 or 27 for accepted, changed or rejected")
            self.head["order_response_code"] = Code(code)
        else:
            self.head["order_type_code"] = Code(segment.get(0))
            silent = segment.get(3) == NO_ANSWER
            self.head["profile_id"] = Identifier(
                PROFILE.format("order_only" if silent else "ordering")
            )
        return True

    def _dtm(self, segment: Any) -> bool:
        qualifier = segment.get(0)
        if qualifier in PERIODS:
            self._delivery = promised(self._delivery, segment)
            return True
        if qualifier == "36" and not self._answer:
            period = Period(end_date=values.date(segment))
            return bool(self._put("validity_period", (period,)))
        if qualifier == "137" and segment.get(0, 2) == WITH_TIME:
            self.head["issue_time"] = _time(segment)
        return qualifier == "137" and bool(self._put("issue_date", values.date(segment)))

    def _ftx(self, segment: Any) -> bool:
        qualifier = segment.get(0)
        if qualifier in TEXTS:
            self.head["note"] = self._noted(segment, self.head.get("note", ()))
            return True
        words = Text(_free(segment))
        if qualifier == "AAB" and not self._answer:
            return bool(self._add("payment_terms", PaymentTerms(note=(words,))))
        if qualifier == "AAR" and not self._answer:
            return bool(self._add("delivery_terms", DeliveryTerms(special_terms=(words,))))
        return False

    def _noted(self, segment: Any, notes: tuple[Text, ...]) -> tuple[Text, ...]:
        """Return notes with one more; a text that fills its segment goes on in the next."""
        words, qualifier = _free(segment), segment.get(0)
        before = self._goes_on == qualifier and notes
        self._goes_on = qualifier if len(words) == WORDS * LINES else ""
        if before:
            return (*notes[:-1], Text(notes[-1].value + words))
        return (*notes, Text(words))

    def _rff(self, segment: Any) -> bool:
        qualifier, value = segment.get(0), segment.get(0, 1)
        number = Identifier(value)
        if qualifier == "ON" and self._answer:
            self._reference = replace(self._reference, id=number)
            return True
        if qualifier == "VN":
            return bool(self._put("sales_order_id", number))
        if qualifier == "CR":
            return bool(self._put("customer_reference", Text(value)))
        if qualifier == "CT" and not self._answer:
            return bool(self._put("contract", (Contract(id=number),)))
        if qualifier == "AAG" and not self._answer:
            return bool(self._put("quotation_document_reference", DocumentReference(id=number)))
        return False

    def _nad(self, segment: Any) -> bool:
        found = parties.Side(segment, self.cursor)
        self.unread.extend(found.unread)
        name = ROLES.get(segment.get(0))
        if name is not None:
            return bool(self._put(name, CustomerParty(party=found.party())))
        return bool(found.fill(self.head))

    def _cux(self, segment: Any) -> bool:
        currency = Code(self.currency or "")
        return segment.get(0) == "2" and bool(self._put("document_currency_code", currency))

    def _tod(self, segment: Any) -> bool:
        code = segment.get(2)
        return (
            bool(code)
            and not self._answer
            and bool(self._add("delivery_terms", DeliveryTerms(id=Identifier(code))))
        )

    def _pai(self, _segment: Any) -> bool:
        return False

    def _cnt(self, _segment: Any) -> bool:
        return True

    def _summary(self) -> None:
        sums: dict[str, Any] = {}
        while (one := self.cursor.step()) is not None:
            name = SUMS.get(one.get(0)) if one.tag == "MOA" else None
            if name is not None and name not in sums:
                sums[name] = self.amount(one)
            elif one.tag == "MOA" and one.get(0) in ("176", "124"):
                self._put("tax_total", (TaxTotal(tax_amount=self.amount(one)),))
            else:
                self._head(one)
        if sums:
            name = "legal_monetary_total" if self._answer else "anticipated_monetary_total"
            self.head[name] = MonetaryTotal(**sums)

    def _line(  # noqa: C901, PLR0912 - one kind of segment after the other
        self, segment: Any
    ) -> OrderLine:
        made: dict[str, Any] = {"id": Identifier(segment.get(0))}
        item: dict[str, Any] = {}
        notes: tuple[Text, ...] = ()
        self._goes_on = ""
        price: dict[str, Any] = {}
        delivery, pointed = Delivery(), None
        if segment.get(1):
            made["line_status_code"] = Code(segment.get(1))
        detail.standard(segment, item, self)
        while self.cursor.peek() not in ("LIN", "UNS", ""):
            one = self.cursor.step()
            qualifier = one.get(0)
            if one.tag == "DTM" and qualifier in PERIODS:
                delivery = promised(delivery, one)
            elif one.tag == "QTY" and qualifier in ("21", "113", "12"):
                made["quantity"] = _counted(one)
            elif one.tag == "QTY" and qualifier == "83":
                made["maximum_backorder_quantity"] = _counted(one)
            elif one.tag == "FTX" and qualifier in TEXTS:
                notes = self._noted(one, notes)
            elif one.tag == "RFF" and qualifier == "LI":
                made["id"] = Identifier(one.get(0, 1))
            elif one.tag == "RFF" and qualifier == "ON" and one.get(0, 2):
                pointed = Identifier(one.get(0, 2))
            elif one.tag == "PRI" and qualifier == "AAA":
                price["price_amount"] = Amount(values.number(one, 0, 1), self.currency)
                if one.get(0, 4):
                    price["base_quantity"] = Quantity(
                        values.number(one, 0, 4), one.get(0, 5) or None
                    )
            elif not detail.of_line(one, made, item, price, self):
                self.unread.append(one)
        if delivery != Delivery():
            made["delivery"] = (delivery,)
        made["item"] = Item(**item)
        if price:
            made["price"] = Price(**price)
        reference = OrderLineReference(line_id=pointed or made["id"])
        whole = OrderLine(note=notes, line_item=LineItem(**made))
        return replace(whole, order_line_reference=(reference,)) if self._answer else whole

    def _whole(self) -> Any:
        head = self.head
        for old, name, role in (
            ("accounting_supplier_party", "seller_supplier_party", SupplierParty),
            ("accounting_customer_party", "buyer_customer_party", CustomerParty),
        ):
            if old in head:
                head[name] = role(party=head.pop(old))
        for name in ("payee_party", "tax_representative_party"):
            head.pop(name, None)
        place, who = head.pop("delivery_place", (None, None))
        delivery = replace(self._delivery, delivery_location=place, delivery_party=who)
        if self._answer:
            # An answer says when, not where: the order did.
            delivery = Delivery(promised_delivery_period=delivery.promised_delivery_period)
            if self._reference.id is not None:
                head["order_reference"] = (self._reference,)
        if delivery != Delivery():
            head["delivery"] = (delivery,)
        return OrderResponse(**head) if self._answer else Order(**head)


def promised(given: Delivery, segment: Any) -> Delivery:
    """Return a delivery with one more day of its period."""
    name, days = PERIODS[segment.get(0)]
    period = getattr(given, name) or Period()
    day = values.date(segment)
    return replace(given, **{name: replace(period, **dict.fromkeys(days, day))})


def _free(segment: Any) -> str:
    """Return a free text: a part that is full goes on in the next, any other ends a line."""
    words = ""
    previous = WORDS
    for part in segment.elements[3] if len(segment.elements) > 3 else ():  # noqa: PLR2004 - C108
        words += part if previous == WORDS else f"\n{part}"
        previous = len(part)
    return words if len(words) == WORDS * LINES else words.strip()


def _counted(segment: Any) -> Quantity:
    return Quantity(values.number(segment, 0, 1), segment.get(0, 2) or None)


def _time(segment: Any) -> dt.time:
    text = segment.get(0, 1)
    try:
        return dt.time(int(text[8:10]), int(text[10:12]))
    except ValueError:
        raise values.Trouble(segment, "a time, such as 202601051030") from None
