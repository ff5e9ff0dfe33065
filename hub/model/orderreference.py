"""References to orders, to earlier bills, and to lines of them."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.price import AllowanceCharge, ItemLocationQuantity, Price
from hub.model.reference import DocumentReference
from hub.model.status import Status
from hub.model.values import Amount, Code, Identifier, Text

__all__ = [
    "BillingReference",
    "BillingReferenceLine",
    "LineReference",
    "OrderLineReference",
    "OrderReference",
    "PricingReference",
    "ProjectReference",
    "Response",
    "WorkPhaseReference",
]


class OrderReference(Struct, frozen=True, omit_defaults=True):
    """The order that is billed."""

    id: Identifier | None = None
    sales_order_id: Identifier | None = None
    copy_indicator: bool | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    issue_time: dt.time | None = None
    customer_reference: Text | None = None
    order_type_code: Code | None = None
    document_reference: DocumentReference | None = None


class OrderLineReference(Struct, frozen=True, omit_defaults=True):
    """A line of the order that is billed."""

    line_id: Identifier | None = None
    sales_order_line_id: Identifier | None = None
    uuid: Identifier | None = None
    line_status_code: Code | None = None
    order_reference: OrderReference | None = None


class LineReference(Struct, frozen=True, omit_defaults=True):
    """UBL ``LineReference``."""

    line_id: Identifier | None = None
    uuid: Identifier | None = None
    line_status_code: Code | None = None
    document_reference: DocumentReference | None = None


class BillingReferenceLine(Struct, frozen=True, omit_defaults=True):
    """UBL ``BillingReferenceLine``."""

    id: Identifier | None = None
    amount: Amount | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()


class BillingReference(Struct, frozen=True, omit_defaults=True):
    """An earlier bill."""

    invoice_document_reference: DocumentReference | None = None
    self_billed_invoice_document_reference: DocumentReference | None = None
    credit_note_document_reference: DocumentReference | None = None
    self_billed_credit_note_document_reference: DocumentReference | None = None
    debit_note_document_reference: DocumentReference | None = None
    reminder_document_reference: DocumentReference | None = None
    additional_document_reference: DocumentReference | None = None
    billing_reference_line: tuple[BillingReferenceLine, ...] = ()


class PricingReference(Struct, frozen=True, omit_defaults=True):
    """UBL ``PricingReference``."""

    original_item_location_quantity: ItemLocationQuantity | None = None
    alternative_condition_price: tuple[Price, ...] = ()


class ProjectReference(Struct, frozen=True, omit_defaults=True):
    """UBL ``ProjectReference``."""

    id: Identifier | None = None
    uuid: Identifier | None = None
    issue_date: dt.date | None = None
    work_phase_reference: tuple["WorkPhaseReference", ...] = ()


class WorkPhaseReference(Struct, frozen=True, omit_defaults=True):
    """UBL ``WorkPhaseReference``."""

    id: Identifier | None = None
    work_phase_code: Code | None = None
    work_phase: tuple[Text, ...] = ()
    progress_percent: Decimal | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    work_order_document_reference: tuple[DocumentReference, ...] = ()


class Response(Struct, frozen=True, omit_defaults=True):
    """Why something differs from what was agreed (``DiscrepancyResponse``)."""

    reference_id: Identifier | None = None
    response_code: Code | None = None
    description: tuple[Text, ...] = ()
    effective_date: dt.date | None = None
    effective_time: dt.time | None = None
    status: tuple[Status, ...] = ()
