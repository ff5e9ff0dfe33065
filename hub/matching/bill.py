"""Invoices and credit notes as matching sees them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from hub.matching.identification import ItemName, names_of, number_of, party_numbers, text_of
from hub.matching.rate import Rate, rate_of, unit_of
from hub.matching.sums import Gap, gaps_of
from hub.model.creditnote import CreditNote, CreditNoteLine
from hub.model.identity import EndpointID
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.orderreference import BillingReference

__all__ = ["Bill", "BillKind", "BillLine", "read_bill"]

_CREDIT, _PRO_FORMA = "381", "325"
"""UNCL 1001: an invoice that credits, and one that only becomes an invoice when agreed."""


class BillKind(StrEnum):
    """What a bill does to what is billed already."""

    INVOICE = "invoice"
    CREDIT = "credit"
    PRO_FORMA = "pro-forma"
    """Matched like an invoice; once agreed it becomes one."""


class BillLine(Struct, frozen=True):
    """One line: the order line or the line of an invoice it is for, and what it asks.

    ``quantity`` is None when the line states none.
    """

    id: str
    order: str | None = None
    order_line: str | None = None
    invoice: str | None = None
    invoice_line: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    rate: Rate | None = None
    names: frozenset[ItemName] = frozenset()
    cost_given: bool = False


class Bill(Struct, frozen=True):
    """One bill. ``order`` and ``invoices`` are what its head names; ``gaps`` what does not add up.

    ``seller`` holds the seller's numbers; ``charges`` is what it adds to the price of its lines.
    """

    number: str
    kind: BillKind
    seller: frozenset[EndpointID]
    lines: tuple[BillLine, ...]
    order: str | None = None
    invoices: tuple[str, ...] = ()
    currency: str | None = None
    charges: tuple[Decimal, ...] = ()
    gaps: tuple[Gap, ...] = ()
    cost_given: bool = False

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that it names, each once, in its own order."""
        named = (self.order, *(line.order for line in self.lines))
        return tuple(dict.fromkeys(number for number in named if number is not None))


def read_bill(
    head: Invoice | CreditNote, lines: Sequence[InvoiceLine] | Sequence[CreditNoteLine]
) -> Bill:
    """Return a bill from the canonical document."""
    currency = text_of(head.document_currency_code)
    return Bill(
        text_of(head.id) or "",
        _kind(head),
        party_numbers(head.seller_supplier_party) | party_numbers(head.accounting_supplier_party),
        tuple(_line(body) for body in lines),
        None if head.order_reference is None else number_of(head.order_reference.id),
        _invoices(head.billing_reference),
        currency,
        tuple(_charges(head, lines)),
        tuple(gaps_of(head, lines)),
        text_of(head.accounting_cost) is not None or text_of(head.accounting_cost_code) is not None,
    )


def _kind(head: Invoice | CreditNote) -> BillKind:
    if isinstance(head, CreditNote):
        return BillKind.CREDIT
    code = text_of(head.invoice_type_code)
    if code == _CREDIT:
        return BillKind.CREDIT
    return BillKind.PRO_FORMA if code == _PRO_FORMA else BillKind.INVOICE


def _line(body: InvoiceLine | CreditNoteLine) -> BillLine:
    quantity = body.invoiced_quantity if isinstance(body, InvoiceLine) else body.credited_quantity
    to_order = next(iter(body.order_line_reference), None)
    order = (
        None if to_order is None or to_order.order_reference is None else to_order.order_reference
    )
    invoice_line = next(
        (text_of(part.id) for one in body.billing_reference for part in one.billing_reference_line),
        None,
    )
    return BillLine(
        text_of(body.id) or "",
        None if order is None else number_of(order.id),
        None if to_order is None else number_of(to_order.line_id),
        next(iter(_invoices(body.billing_reference)), None),
        invoice_line,
        None if quantity is None else quantity.value,
        unit_of(quantity),
        rate_of(body.price),
        names_of(body.item),
        text_of(body.accounting_cost) is not None or text_of(body.accounting_cost_code) is not None,
    )


def _invoices(references: Iterable[BillingReference]) -> tuple[str, ...]:
    named = (
        number_of(document.id)
        for one in references
        for document in (
            one.invoice_document_reference,
            one.self_billed_invoice_document_reference,
        )
        if document is not None
    )
    return tuple(dict.fromkeys(number for number in named if number is not None))


def _charges(head: Any, lines: Iterable[Any]) -> Iterable[Decimal]:
    for one in (*head.allowance_charge, *(one for body in lines for one in body.allowance_charge)):
        if one.charge_indicator and one.amount is not None:
            yield one.amount.value
