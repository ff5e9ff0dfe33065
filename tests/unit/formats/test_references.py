"""What links a document to the others of its purchase."""

from typing import Any

import pytest

from hub.formats.references import line_references_of, references_of
from hub.formats.summary import summary_of
from hub.model.applicationresponse import ApplicationResponse, DocumentResponse
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.creditnote import CreditNote
from hub.model.despatchadvice import DespatchAdvice
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.order import Order
from hub.model.orderchange import OrderCancellation, OrderChange
from hub.model.orderreference import BillingReference, OrderLineReference, OrderReference
from hub.model.orderresponse import OrderResponse, OrderResponseSimple
from hub.model.receiptadvice import ReceiptAdvice, ReceiptLine
from hub.model.reference import DocumentReference
from hub.model.reminder import ReminderLine
from hub.model.values import Identifier


def order(number: str) -> OrderReference:
    """A reference to an order."""
    return OrderReference(id=Identifier(number))


def document(number: str) -> DocumentReference:
    """A reference to another document."""
    return DocumentReference(id=Identifier(number))


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (Invoice(order_reference=order("PO-1")), [("order", "PO-1")]),
        (Invoice(order_reference=order(" PO-1 ")), [("order", "PO-1")]),
        (Invoice(order_reference=order("NA")), []),
        (Invoice(order_reference=OrderReference()), []),
        (OrderResponseSimple(order_reference=order("PO-1")), [("order", "PO-1")]),
        (OrderResponse(order_reference=(order("PO-1"),) * 2), [("order", "PO-1")]),
        (OrderChange(order_reference=order("PO-1")), [("order", "PO-1")]),
        (OrderCancellation(order_reference=(order("PO-1"),)), [("order", "PO-1")]),
        (
            DespatchAdvice(order_reference=(order("A"), order("B"))),
            [("order", "A"), ("order", "B")],
        ),
        (
            ReceiptAdvice(
                order_reference=(order("PO-1"),), despatch_document_reference=(document("D-1"),)
            ),
            [("order", "PO-1"), ("despatch-advice", "D-1")],
        ),
        (Order(quotation_document_reference=document("Q-1")), [("quotation", "Q-1")]),
        (
            CreditNote(
                billing_reference=(BillingReference(invoice_document_reference=document("INV-1")),)
            ),
            [("invoice", "INV-1")],
        ),
        (
            ApplicationResponse(
                document_response=(DocumentResponse(document_reference=(document("INV-1"),)),)
            ),
            [("", "INV-1")],
        ),
        (Catalogue(), []),
    ],
)
def test_references(head: Any, named: list[tuple[str, str]]) -> None:
    """Each kind of document names others in its own way."""
    assert list(references_of(head)) == named


def test_summary_holds_them() -> None:
    """The summary of a document carries what it names to the store."""
    assert summary_of(Invoice(order_reference=order("PO-1")), "invoice").references == (
        ("order", "PO-1"),
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            InvoiceLine(order_line_reference=(OrderLineReference(order_reference=order("PO-2")),)),
            [("order", "PO-2")],
        ),
        (InvoiceLine(order_line_reference=(OrderLineReference(line_id=Identifier("1")),)), []),
        (
            ReceiptLine(order_line_reference=OrderLineReference(order_reference=order("PO-2"))),
            [("order", "PO-2")],
        ),
        (
            ReminderLine(
                billing_reference=(BillingReference(credit_note_document_reference=document("C")),)
            ),
            [("credit-note", "C")],
        ),
        (CatalogueLine(), []),
    ],
)
def test_line_references(line: Any, named: list[tuple[str, str]]) -> None:
    """Lines of collective bills, receipts and reminders name documents of their own."""
    assert list(line_references_of(line)) == named
