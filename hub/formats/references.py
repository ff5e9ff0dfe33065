"""Which other documents of a purchase a document names: what links a conversation.

Only numbers that the document itself gives; nothing is inferred from amounts or dates,
and a sign that there is no number (``NA``) links nothing.
"""

from collections.abc import Iterator
from typing import Any

from hub.matching.identification import number_of
from hub.model.applicationresponse import ApplicationResponse
from hub.model.reference import DocumentReference

__all__ = ["ANY", "line_references_of", "references_of"]

ANY = ""
"""The kind of a document that is named without saying what it is."""

_NAMED = (
    ("order_reference", "order"),
    ("order_document_reference", "order"),
    ("order_change_document_reference", "order-change"),
    ("quotation_document_reference", "quotation"),
    ("request_for_quotation_document_reference", "request-for-quotation"),
    ("despatch_document_reference", "despatch-advice"),
    ("receipt_document_reference", "receipt-advice"),
)
_BILLS = (
    ("invoice_document_reference", "invoice"),
    ("self_billed_invoice_document_reference", "invoice"),
    ("credit_note_document_reference", "credit-note"),
    ("reminder_document_reference", "reminder"),
)


def references_of(header: Any) -> tuple[tuple[str, str], ...]:
    """Return the kind and number of each document that a head names, each once."""
    return tuple(dict.fromkeys(_references(header)))


def _references(header: Any) -> Iterator[tuple[str, str]]:
    if isinstance(header, ApplicationResponse):
        for response in header.document_response:
            yield from _numbers(ANY, response.document_reference)
        return
    for name, kind in _NAMED:
        yield from _numbers(kind, getattr(header, name, None))
    yield from _billed(header)


def _numbers(kind: str, named: Any) -> Iterator[tuple[str, str]]:
    if named is None:
        return
    for one in named if isinstance(named, tuple) else (named,):
        reference: DocumentReference = one
        number = number_of(reference.id)
        if number is not None:
            yield kind, number


def line_references_of(body: Any) -> tuple[tuple[str, str], ...]:
    """Return the kind and number of each document that a line names, each once."""
    return tuple(dict.fromkeys(_line_references(body)))


def _line_references(body: Any) -> Iterator[tuple[str, str]]:
    named = getattr(body, "order_line_reference", None)
    for one in named if isinstance(named, tuple) else (named,):
        if one is not None and one.order_reference is not None:
            yield from _numbers("order", one.order_reference)
    yield from _billed(body)


def _billed(holder: Any) -> Iterator[tuple[str, str]]:
    for bill in getattr(holder, "billing_reference", ()):
        for name, kind in _BILLS:
            yield from _numbers(kind, getattr(bill, name))
