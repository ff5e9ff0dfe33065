"""The documents that a document names: in its head, and line by line as the lines come by."""

from typing import Any

from msgspec.structs import replace

from hub.formats.references import line_references_of
from hub.model.summary import Summary

__all__ = ["Links"]

_BY_LINE = frozenset(
    {
        *("invoice", "credit-note", "reminder", "statement", "receipt-advice", "despatch-advice"),
        *("order-response", "order-response-advanced", "order-agreement", "order-change"),
    }
)
"""Kinds whose lines may name an order or a bill of their own: a collective invoice, a reminder."""


class Links:
    """Collects what the lines name; ``summary`` is the document's with all of it."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary
        self._looks = summary.kind in _BY_LINE
        self._named = dict.fromkeys(summary.references)

    def take(self, body: Any) -> None:
        """Look at one line; one that was refused names nothing."""
        if self._looks and body is not None:
            self._named.update(dict.fromkeys(line_references_of(body)))

    @property
    def summary(self) -> Summary:
        """The document's summary with every document that it names."""
        if len(self._named) == len(self._summary.references):
            return self._summary
        return replace(self._summary, references=tuple(self._named))
