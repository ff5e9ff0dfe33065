"""The messages ORDERS and ORDRSP in the model: segment by segment.

What nobody reads here is lost, and said to be, by segment.
"""

from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.delivery import Delivery
from hub.model.lineitem import LineItem, OrderLine
from hub.model.order import Order
from hub.model.orderreference import OrderLineReference, OrderReference
from hub.model.orderresponse import OrderResponse
from hub.model.party import CustomerParty, SupplierParty
from hub.model.period import Period
from hub.model.reference import Contract, DocumentReference
from hub.model.terms import DeliveryTerms, PaymentTerms
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Code, Identifier, Quantity, Text
from hub.rules.module import sibling

detail = sibling(__file__, "detail")
gathering = sibling(__file__, "gathering")
invoic = sibling(__file__, "invoic")
parties = sibling(__file__, "parties")
# What they raise has to be of one class.
values = invoic.values

ANSWERS = MappingProxyType({"29": "AP", "4": "CA", "27": "RE"})
"""UNCL 1225 as UNCL 4343 says it; what the same message says again is not of interest."""

PERIODS = MappingProxyType(
    {
        "2": ("requested_delivery_period", ("start", "end")),
        "64": ("requested_delivery_period", ("start",)),
        "63": ("requested_delivery_period", ("end",)),
        "69": ("promised_delivery_period", ("start",)),
        "67": ("promised_delivery_period", ("end",)),
    }
)
WHOLE_PERIODS = frozenset({"2", "69", "67"})
"""Those which may be a period (718) themselves; the others are one end of one."""

ASKED = "requested_delivery_period"
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
ROLES = MappingProxyType(
    {
        "BY": "buyer_customer_party",
        "SU": "seller_supplier_party",
        "SE": "seller_supplier_party",
        "OB": "originator_customer_party",
        "IV": "accounting_customer_party",
    }
)
"""UNCL 3035; what is ordered is delivered somewhere, and an answer does not say again where."""

SELLER = "seller_supplier_party"
SIDES = tuple(dict.fromkeys(ROLES.values()))
ORDER_ROLES = MappingProxyType({**ROLES, **parties.DELIVERY})
TEXTS = frozenset({"AAI", "GEN", "DEL", "PUR", "ZZZ"})
PROFILE = "urn:fdc:peppol.eu:poacc:bis:{}:3"
NO_ANSWER = "NA"
"""UNCL 4343: nobody waits for an answer to the order."""


class OrderReading(invoic.Reading):  # type: ignore[misc] - a mapping folder's class
    """One ORDERS or ORDRSP on its way into the model."""

    takes_discounts = False

    def __init__(self, segments: tuple[Any, ...], *, answer: bool) -> None:
        super().__init__(segments)
        self._answer = answer
        self._delivery = Delivery()
        self._reference = OrderReference()

    def read(self) -> tuple[Any, list[Any]]:
        """Return head and lines; raises ``values.Trouble``."""
        last = None
        while (segment := self.cursor.step()) is not None:
            last = segment
            if segment.tag == "LIN":
                self.lines.append(self._line(segment))
            elif segment.tag == "UNS":
                self._summary()
            else:
                self._head(segment)
        if last is not None and not self.lines and not self._answer:
            # No other format has an order of nothing, and nobody could deliver it.
            raise values.Trouble(last, values.A_LINE)
        return self._whole(), self.lines

    def _bgm(self, segment: Any) -> bool:
        if self._answer:
            code = ANSWERS.get(segment.get(2))
            if code is None:
                raise values.Trouble(segment, values.A_VERDICT)
            self.head["order_response_code"] = Code(code)
        else:
            if segment.get(2) not in ("", values.ORIGINAL):
                raise values.Function(segment)
            self.head["order_type_code"] = Code(segment.get(0))
            silent = segment.get(3) == NO_ANSWER
            self.head["profile_id"] = Identifier(
                PROFILE.format("order_only" if silent else "ordering")
            )
        return self._put("id", Identifier(segment.get(1)))

    def _dtm(self, segment: Any) -> bool:
        qualifier = segment.get(0)
        if qualifier in PERIODS:
            if self._answer and PERIODS[qualifier][0] == ASKED:
                return False
            found = promised(self._delivery, segment)
            self._delivery = found or self._delivery
            return found is not None
        if qualifier == "36" and not self._answer:
            return self._put("validity_period", (Period(end_date=self.day(segment)),))
        if qualifier != "137" or "issue_date" in self.head:
            return False
        self.head["issue_date"], self.head["issue_time"] = values.moment(segment)
        return True

    def _ftx(self, segment: Any) -> bool:
        qualifier, words = segment.get(0), gathering.free(segment)
        if not words:
            return False
        if qualifier in TEXTS:
            self.notes.say(words, qualifier)
            return True
        if qualifier == "AAB" and not self._answer:
            return self._add("payment_terms", PaymentTerms(note=(Text(words),)))
        if qualifier == "AAR" and not self._answer:
            return self._add("delivery_terms", DeliveryTerms(special_terms=(Text(words),)))
        return False

    def _rff(self, segment: Any) -> bool:
        qualifier, value = segment.get(0), segment.get(0, 1)
        number = Identifier(value)
        if qualifier == "ON" and self._answer and self._reference.id is None:
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
        roles = ROLES if self._answer else ORDER_ROLES
        self.unread.extend(found.fill(self.head, roles, paid=False))
        self.narrowed.extend(found.narrowed)
        return True

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

    def _line(  # noqa: C901 - one kind of segment after the other
        self, segment: Any
    ) -> OrderLine:
        made: dict[str, Any] = {"id": Identifier(segment.get(0))}
        item: dict[str, Any] = {}
        notes = gathering.notes()
        price: dict[str, Any] = {}
        delivery, pointed = Delivery(), None
        if segment.get(1):
            made["line_status_code"] = Code(segment.get(1))
        detail.standard(segment, item, self)
        while self.cursor.peek() not in ("LIN", "UNS", ""):
            one = self.cursor.step()
            qualifier = one.get(0)
            read = True
            if one.tag == "DTM":
                later = promised(delivery, one) if qualifier in PERIODS else None
                delivery, read = later or delivery, later is not None
            elif one.tag == "QTY" and qualifier in ("21", "113", "12"):
                read = gathering.put(made, "quantity", _counted(one))
            elif one.tag == "QTY" and qualifier == "83":
                read = gathering.put(made, "maximum_backorder_quantity", _counted(one))
            elif one.tag == "FTX" and qualifier in TEXTS and gathering.free(one):
                notes.say(gathering.free(one), qualifier)
            elif one.tag == "RFF" and qualifier == "LI":
                made["id"] = Identifier(one.get(0, 1))
            elif one.tag == "RFF" and qualifier == "ON" and one.get(0, 2):
                pointed = Identifier(one.get(0, 2))
            else:
                read = detail.of_line(one, made, item, price, self)
            if not read:
                self.unread.append(one)
        if delivery != Delivery():
            made["delivery"] = (delivery,)
        made["item"] = detail.item_of(item)
        priced = detail.price_of(price, self)
        if priced is not None:
            made["price"] = priced
        reference = OrderLineReference(line_id=pointed or made["id"])
        whole = OrderLine(note=notes.every(), line_item=LineItem(**gathering.whole(made)))
        return replace(whole, order_line_reference=(reference,)) if self._answer else whole

    def _whole(self) -> Any:
        head = gathering.whole(self.head)
        head["note"] = self.notes.every()
        for name in SIDES:
            if name in head:
                role = SupplierParty if name == SELLER else CustomerParty
                head[name] = role(party=head[name])
        place, who = parties.delivered_to(head)
        delivery = replace(self._delivery, delivery_location=place, delivery_party=who)
        if self._answer and self._reference.id is not None:
            head["order_reference"] = (self._reference,)
        if delivery != Delivery():
            head["delivery"] = (delivery,)
        return OrderResponse(**head) if self._answer else Order(**head)


def promised(given: Delivery, segment: Any) -> Delivery | None:
    """Return a delivery with one more end of its period; None where it has that already."""
    name, ends = PERIODS[segment.get(0)]
    period = getattr(given, name) or Period()
    if segment.get(0) in WHOLE_PERIODS and segment.get(0, 2) == values.SPAN:
        found = dict(zip(("start_date", "end_date"), values.span(segment), strict=True))
    else:
        day, time = values.moment(segment)
        found = {f"{end}_date": day for end in ends}
        found |= {f"{end}_time": time for end in ends}
    if any(getattr(period, key) is not None for key in found):
        return None
    return replace(given, **{name: replace(period, **found)})


def _counted(segment: Any) -> Quantity:
    return Quantity(values.number(segment, 0, 1), segment.get(0, 2) or None)
