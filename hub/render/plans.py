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
        total: path of the group of totals.
        payable: word for the sum that counts.
        article: whether lines are of goods, with number, price and amount.
        amounts: without articles, words and paths of a line's amounts.
    """

    sender: str
    parties: Named
    facts: Named
    line: str = ""
    quantity: str = "quantity"
    total: str = "anticipated_monetary_total"
    payable: str = "total.payable"
    article: bool = True
    amounts: Named = ()


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
        "statement": _ACCOUNT,
    }
)
"""Plans by kind of document."""

GENERIC = Plan(sender="", parties=(), facts=_DATES, article=False)
"""What any document says."""
