"""What readers look for in each kind of document, and where the model holds it.

A kind without a plan of its own gets a generic page: its parties, and everything else it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

__all__ = ["GENERIC", "PLANS", "Plan"]

Named = tuple[tuple[str, str], ...]
"""Words and the paths of what they name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to find things.

    Attributes:
        sender: path of the party that wrote the document.
        parties: words and paths of groups; the first that is there under a word is shown.
        facts: words and paths.
        line: path within a line that everything else begins with.
        quantity: path of the quantity of a line, without ``line``.
        total: path of the group of totals; ``sums`` are words and paths of others.
        payable: word for the sum that counts.
        article: whether lines are of goods, with number, price and amount.
        price: path of the price of a line, without ``line``.
        amounts: without articles, words and paths of a line's amounts.
        numbers: the words of those that are no money.
        told: without articles, paths of what a line says in words.
        notes: paths of what is to be read first.
        place: path of the group that says where it is delivered, and when.
        lines: group of the head that holds the lines once more.
    """

    sender: str
    parties: Named
    facts: Named
    line: str = ""
    quantity: str = "quantity"
    total: str = "anticipated_monetary_total"
    payable: str = "total.payable"
    article: bool = True
    price: str = "price"
    amounts: Named = ()
    numbers: frozenset[str] = frozenset()
    told: tuple[str, ...] = ("note",)
    notes: tuple[str, ...] = ("note", "cancellation_note")
    place: str = "delivery"
    lines: str | None = None
    sums: Named = ()


_BUYER = ("party.buyer", "buyer_customer_party")
_SELLER = ("party.seller", "seller_supplier_party")
_ORIGINATOR = ("party.originator", "originator_customer_party")
_CREDITOR = ("party.creditor", "accounting_supplier_party")
_DEBTOR = ("party.debtor", "accounting_customer_party")
_PAYEE = ("party.payee", "payee_party")

_DATES: Named = (("fact.date", "issue_date"), ("fact.time", "issue_time"))
_COST: Named = (("fact.cost", "accounting_cost"), ("fact.cost", "accounting_cost_code"))
_ORDER: Named = (
    *_DATES,
    ("fact.order", "order_reference.id"),
    ("fact.sales-order", "sales_order_id"),
    ("fact.customer-reference", "customer_reference"),
    *_COST,
    ("fact.contract", "contract.id"),
    ("fact.quotation", "quotation_document_reference.id"),
    ("fact.catalogue", "catalogue_reference.id"),
    ("fact.currency", "document_currency_code"),
    ("fact.lines", "line_count_numeric"),
)
_BILL: Named = (
    *_DATES,
    ("fact.due", "due_date"),
    ("fact.due", "payment_means.payment_due_date"),
    ("fact.order", "order_reference.id"),
    ("fact.sales-order", "order_reference.sales_order_id"),
    ("fact.customer-reference", "order_reference.customer_reference"),
    ("fact.buyer-reference", "buyer_reference"),
    ("fact.bill", "billing_reference.invoice_document_reference.id"),
    *_COST,
    ("fact.contract", "contract_document_reference.id"),
    ("fact.currency", "document_currency_code"),
    ("fact.lines", "line_count_numeric"),
)

_PURCHASE = Plan(
    sender="buyer_customer_party",
    parties=(_BUYER, _SELLER, ("party.invoicee", "accounting_customer_party"), _ORIGINATOR),
    facts=_ORDER,
    line="line_item.",
)
_ANSWER = Plan(
    sender="seller_supplier_party",
    parties=(_SELLER, _BUYER, ("party.invoicee", "accounting_customer_party"), _ORIGINATOR),
    facts=(
        ("fact.answer", "order_response_code"),
        ("fact.answer", "accepted_indicator"),
        *_ORDER,
    ),
    line="line_item.",
    total="legal_monetary_total",
)
_INVOICE = Plan(
    sender="accounting_supplier_party",
    parties=(_CREDITOR, _DEBTOR, _BUYER, _SELLER, _PAYEE),
    facts=_BILL,
    quantity="invoiced_quantity",
    total="legal_monetary_total",
    payable="total.to-pay",
)
_CREDIT = Plan(
    sender=_INVOICE.sender,
    parties=_INVOICE.parties,
    facts=_BILL,
    quantity="credited_quantity",
    total="legal_monetary_total",
    payable="total.credited",
)
_ACCOUNT = Plan(
    sender="accounting_supplier_party",
    parties=(_CREDITOR, _DEBTOR, _PAYEE),
    facts=(*_DATES, ("fact.sequence", "reminder_sequence_numeric"), *_BILL[2:]),
    total="legal_monetary_total",
    payable="total.to-pay",
    article=False,
    amounts=(
        ("field.debit_line_amount", "debit_line_amount"),
        ("field.credit_line_amount", "credit_line_amount"),
        ("field.balance_amount", "balance_amount"),
        ("column.amount", "amount"),
    ),
)
_STATEMENT = replace(
    _ACCOUNT,
    facts=(*_ACCOUNT.facts, ("fact.type", "statement_type_code")),
    sums=(
        ("total.debit", "total_debit_amount"),
        ("total.credit", "total_credit_amount"),
        ("total.balance", "total_balance_amount"),
    ),
)
_REQUEST = replace(
    _PURCHASE,
    parties=(_BUYER, _SELLER, _ORIGINATOR),
    facts=(
        *_DATES,
        ("fact.until", "submission_due_date"),
        ("fact.catalogue", "catalogue_document_reference.id"),
        ("fact.contract", "contract.id"),
        ("fact.currency", "pricing_currency_code"),
        ("fact.lines", "line_count_numeric"),
    ),
)
_QUOTATION = replace(
    _REQUEST,
    sender="seller_supplier_party",
    parties=(_SELLER, _BUYER, _ORIGINATOR),
    facts=(
        *_DATES,
        ("fact.request", "request_for_quotation_document_reference.id"),
        *_REQUEST.facts[3:],
    ),
    total="quoted_monetary_total",
)
_SHIPPER = ("party.shipper", "despatch_supplier_party")
_CONSIGNEE = ("party.consignee", "delivery_customer_party")
_DESPATCH = Plan(
    sender=_SHIPPER[1],
    parties=(_SHIPPER, _CONSIGNEE, _SELLER, _BUYER, _ORIGINATOR),
    facts=(
        *_DATES,
        ("fact.order", "order_reference.id"),
        ("fact.customer-reference", "order_reference.customer_reference"),
        ("fact.type", "despatch_advice_type_code"),
        ("fact.lines", "line_count_numeric"),
    ),
    quantity="delivered_quantity",
    place="shipment.delivery",
)
_RECEIPT = replace(
    _DESPATCH,
    sender=_CONSIGNEE[1],
    parties=(_CONSIGNEE, _SHIPPER, _BUYER, _SELLER),
    facts=(
        *_DATES,
        ("fact.order", "order_reference.id"),
        ("fact.despatch", "despatch_document_reference.id"),
        ("fact.type", "receipt_advice_type_code"),
        ("fact.lines", "line_count_numeric"),
    ),
    quantity="received_quantity",
)
_PROVIDER = ("party.sender", "provider_party")
_RECEIVER = ("party.receiver", "receiver_party")
_CATALOGUE = Plan(
    sender=_PROVIDER[1],
    parties=(_PROVIDER, _RECEIVER, _SELLER, ("party.contractor", "contractor_customer_party")),
    facts=(
        *_DATES,
        ("fact.name", "name"),
        ("fact.version", "version_id"),
        ("fact.action", "action_code"),
        ("fact.valid-from", "validity_period.start_date"),
        ("fact.valid-until", "validity_period.end_date"),
        ("fact.catalogue", "related_catalogue_reference.id"),
        ("fact.catalogue", "deleted_catalogue_reference.id"),
        ("fact.catalogue", "requested_catalogue_reference.id"),
        ("fact.contract", "referenced_contract.id"),
        ("fact.lines", "line_count_numeric"),
    ),
    notes=("note", "description"),
    price="required_item_location_quantity.price",
)
_REPLY = Plan(
    sender="sender_party",
    parties=(("party.sender", "sender_party"), _RECEIVER),
    facts=(
        *_DATES,
        ("fact.answer", "document_response.response.response_code"),
        ("fact.document", "document_response.document_reference.id"),
        ("fact.type", "document_response.document_reference.document_type_code"),
    ),
    article=False,
    notes=("note", "document_response.response.description"),
)
_TIMECARD = Plan(
    sender="",
    parties=(),
    facts=(
        ("fact.order", "order"),
        ("fact.from", "start"),
        ("fact.to", "end"),
        ("fact.approved", "approved"),
        ("fact.assignment", "assignment"),
        ("fact.person", "person"),
    ),
    article=False,
    told=("date", "rate_type"),
    amounts=(("fact.hours", "hours"),),
    numbers=frozenset({"fact.hours"}),
    lines="rows",
)

PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "order": _PURCHASE,
        "order-change": _PURCHASE,
        "order-cancellation": _PURCHASE,
        "order-response": _ANSWER,
        "order-response-advanced": _ANSWER,
        "order-response-simple": _ANSWER,
        "order-agreement": _ANSWER,
        "invoice": _INVOICE,
        "credit-note": _CREDIT,
        "self-billed-invoice": replace(_INVOICE, sender=_DEBTOR[1]),
        "self-billed-credit-note": replace(_CREDIT, sender=_DEBTOR[1]),
        "reminder": _ACCOUNT,
        "statement": _STATEMENT,
        "request-for-quotation": _REQUEST,
        "quotation": _QUOTATION,
        "despatch-advice": _DESPATCH,
        "receipt-advice": _RECEIPT,
        "catalogue": _CATALOGUE,
        "catalogue-pricing-update": _CATALOGUE,
        "catalogue-item-specification-update": _CATALOGUE,
        "catalogue-deletion": _CATALOGUE,
        "catalogue-request": replace(
            _CATALOGUE,
            sender=_RECEIVER[1],
            parties=(
                ("party.sender", _RECEIVER[1]),
                ("party.receiver", _PROVIDER[1]),
                *_CATALOGUE.parties[2:],
            ),
        ),
        "application-response": _REPLY,
        "catalogue-response": _REPLY,
        "invoice-response": _REPLY,
        "message-level-response": _REPLY,
        "timecard": _TIMECARD,
    }
)
"""Plans by kind of document."""

GENERIC = Plan(sender="", parties=(), facts=_DATES, article=False)
"""What any document says."""
