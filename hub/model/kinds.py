"""The kinds of document that the model holds: heads, lines, and who writes to whom.

Formats may share a model: Peppol's answers to invoices, to catalogues and to messages are all
UBL's ``ApplicationResponse``, and an order agreement is an ``OrderResponse``.
"""

from dataclasses import dataclass
from types import MappingProxyType

from msgspec import Struct

from hub.model.applicationresponse import ApplicationResponse
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.catalogueupdate import (
    CatalogueDeletion,
    CatalogueItemSpecificationUpdate,
    CatalogueItemSpecificationUpdateLine,
    CataloguePricingUpdate,
    CataloguePricingUpdateLine,
    CatalogueRequest,
    CatalogueRequestLine,
)
from hub.model.creditnote import CreditNote, CreditNoteLine
from hub.model.despatchadvice import DespatchAdvice, DespatchLine
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.lineitem import OrderLine
from hub.model.order import Order
from hub.model.orderchange import OrderCancellation, OrderChange
from hub.model.orderresponse import OrderResponse, OrderResponseSimple
from hub.model.quotation import (
    Quotation,
    QuotationLine,
    RequestForQuotation,
    RequestForQuotationLine,
)
from hub.model.receiptadvice import ReceiptAdvice, ReceiptLine
from hub.model.reminder import Reminder, ReminderLine
from hub.model.statement import Statement, StatementLine

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document; ``sender`` and ``receiver`` are fields of its head.

    ``bare`` says that its head may be all it says: it has no lines, or need not have any.
    """

    head: type[Struct]
    line: type[Struct] | None
    sender: str
    receiver: str
    bare: bool = False


SELLER, BUYER = "seller_supplier_party", "buyer_customer_party"
CREDITOR, DEBTOR = "accounting_supplier_party", "accounting_customer_party"
SHIPPER, CONSIGNEE = "despatch_supplier_party", "delivery_customer_party"

PROVIDER, RECEIVER = "provider_party", "receiver_party"

_ANSWER = Kind(ApplicationResponse, None, "sender_party", "receiver_party", bare=True)
_ORDER_ANSWER = Kind(OrderResponse, OrderLine, SELLER, BUYER, bare=True)

KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        "catalogue": Kind(Catalogue, CatalogueLine, PROVIDER, RECEIVER),
        "catalogue-pricing-update": Kind(
            CataloguePricingUpdate, CataloguePricingUpdateLine, PROVIDER, RECEIVER
        ),
        "catalogue-item-specification-update": Kind(
            CatalogueItemSpecificationUpdate,
            CatalogueItemSpecificationUpdateLine,
            PROVIDER,
            RECEIVER,
        ),
        "catalogue-deletion": Kind(CatalogueDeletion, None, PROVIDER, RECEIVER, bare=True),
        "catalogue-request": Kind(
            CatalogueRequest, CatalogueRequestLine, RECEIVER, PROVIDER, bare=True
        ),
        "request-for-quotation": Kind(
            RequestForQuotation, RequestForQuotationLine, "originator_customer_party", SELLER
        ),
        "quotation": Kind(Quotation, QuotationLine, SELLER, "originator_customer_party"),
        "order": Kind(Order, OrderLine, BUYER, SELLER),
        "order-change": Kind(OrderChange, OrderLine, BUYER, SELLER),
        "order-cancellation": Kind(OrderCancellation, None, BUYER, SELLER, bare=True),
        "order-response": _ORDER_ANSWER,
        "order-response-advanced": _ORDER_ANSWER,
        "order-agreement": _ORDER_ANSWER,
        "order-response-simple": Kind(OrderResponseSimple, None, SELLER, BUYER, bare=True),
        "despatch-advice": Kind(DespatchAdvice, DespatchLine, SHIPPER, CONSIGNEE),
        "receipt-advice": Kind(ReceiptAdvice, ReceiptLine, CONSIGNEE, SHIPPER),
        "invoice": Kind(Invoice, InvoiceLine, CREDITOR, DEBTOR),
        "credit-note": Kind(CreditNote, CreditNoteLine, CREDITOR, DEBTOR),
        # The customer writes them, and the supplier gets them.
        "self-billed-invoice": Kind(Invoice, InvoiceLine, DEBTOR, CREDITOR),
        "self-billed-credit-note": Kind(CreditNote, CreditNoteLine, DEBTOR, CREDITOR),
        "reminder": Kind(Reminder, ReminderLine, CREDITOR, DEBTOR),
        "statement": Kind(Statement, StatementLine, CREDITOR, DEBTOR),
        "application-response": _ANSWER,
        "catalogue-response": _ANSWER,
        "invoice-response": _ANSWER,
        "message-level-response": _ANSWER,
    }
)
"""Every kind, by the middle part of a format id."""
