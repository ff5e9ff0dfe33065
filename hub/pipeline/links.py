"""The documents that a document names: in its head, and line by line as the lines come by."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from hub.formats.document import Document
from hub.formats.original import Original
from hub.formats.references import line_references_of
from hub.model.finding import Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.judgement import REPLIES_LIMIT, judge

__all__ = ["LinkedDocument"]

_BY_LINE = frozenset(
    {
        *("invoice", "credit-note", "reminder", "statement", "receipt-advice", "despatch-advice"),
        *("self-billed-invoice", "self-billed-credit-note"),
        *("order-response", "order-response-advanced", "order-agreement", "order-change"),
    }
)
"""Kinds whose lines may name an order or a bill of their own: a collective invoice, a reminder."""


class LinkedDocument:
    """A document that remembers what its lines name as they are read.

    ``summary`` is complete once they have been: then it has every document that is named.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._looks = document.summary.kind in _BY_LINE
        self._named = dict.fromkeys(document.summary.references)

    @property
    def format(self) -> FormatId:
        """The format it was recognised as."""
        return self._document.format

    @property
    def header(self) -> Struct | None:
        """The head in the model, or None for a format that is only passed through."""
        return self._document.header

    @property
    def summary(self) -> Summary:
        """Who, what and when, with every document named so far."""
        summary = self._document.summary
        if len(self._named) == len(summary.references):
            return summary
        return replace(summary, references=tuple(self._named))

    @property
    def original(self) -> Original:
        """The sender's bytes that are this document."""
        return self._document.original

    def judge_answers(self, report: Report) -> None:
        """Warn where an answer speaks of more documents than the hub notes answers of."""
        summary = self._document.summary
        if summary.unnoted:
            noted = len(summary.replies)
            told = judge(REPLIES_LIMIT, value=str(noted + summary.unnoted), expected=str(noted))
            report.add(Layer.RECEIVER, replace(told, severity=Severity.WARN))

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands in the sender's file."""
        return self._document.locate(field)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the lines; one that could not be read names nothing."""
        lines = self._document.lines(report)
        return self._linking(lines) if self._looks else lines

    def _linking(self, lines: Iterator[Line]) -> Iterator[Line]:
        for line in lines:
            if line.body is not None:
                self._named.update(dict.fromkeys(line_references_of(line.body)))
            yield line
