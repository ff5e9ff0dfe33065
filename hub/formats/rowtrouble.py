"""What can be wrong with tables of rows as such, told in the words of the reader's own rules.

A source of rows (workbook, CSV, ZIP) knows what is wrong, a format knows which of its rules
that breaks: ``RowTrouble`` brings the two together in a report.
"""

from collections.abc import Mapping
from enum import StrEnum

from hub.formats.rowsentences import ROW_SENTENCES
from hub.model.finding import NOWHERE, Finding, Layer, Place, Severity
from hub.model.report import Report
from hub.model.sentence import Sentence

__all__ = ["RowFault", "RowTrouble", "shortened"]

SHOWN = 80


class RowFault(StrEnum):
    """In which way a table of rows is wrong."""

    UNREADABLE = "unreadable"
    PASSWORD = "password"  # noqa: S105 - the name of a fault
    TOO_BIG = "too-big"
    TOO_MANY_ROWS = "too-many-rows"
    ARCHIVE_MEMBER = "archive-member"
    ARCHIVE_TWICE = "archive-twice"
    ARCHIVE_BOMB = "archive-bomb"
    ARCHIVE_FULL = "archive-full"
    SPREAD = "spread"
    CELL_TOO_LONG = "cell-too-long"
    BROKEN_ROW = "broken-row"
    EMPTY = "empty"
    ENCODING = "encoding"
    REPLACEMENT = "replacement"
    ENCODING_UNKNOWN = "encoding-unknown"
    ENCODING_GUESSED = "encoding-guessed"
    DELIMITER_GUESSED = "delimiter-guessed"
    COLUMN_UNKNOWN = "column-unknown"
    COLUMN_TWICE = "column-twice"
    COLUMNS_TOO_MANY = "columns-too-many"
    COLUMNS_MISSING = "columns-missing"
    COLUMN_UNNAMED = "column-unnamed"
    CELL_ERROR = "cell-error"
    CELL_DAMAGED = "cell-damaged"
    CELLS_TOO_MANY = "cells-too-many"
    TRIMMED = "trimmed"
    VALUE = "value"
    FRACTION = "fraction"
    NO_ROWS = "no-rows"
    SHEET_UNREAD = "sheet-unread"
    MISSING = "missing"
    SUM = "sum"
    NO_ITEM = "no-item"
    HIDDEN_ROWS = "hidden-rows"
    HIDDEN_COLUMNS = "hidden-columns"
    HIDDEN_SHEET = "hidden-sheet"
    MERGED_CELLS = "merged-cells"


_SEVERITIES = {
    RowFault.ENCODING_GUESSED: Severity.WARN,
    RowFault.DELIMITER_GUESSED: Severity.WARN,
    RowFault.COLUMN_UNKNOWN: Severity.WARN,
    RowFault.COLUMN_UNNAMED: Severity.WARN,
    RowFault.CELL_ERROR: Severity.ERROR,
    RowFault.CELL_DAMAGED: Severity.ERROR,
    RowFault.CELLS_TOO_MANY: Severity.ERROR,
    RowFault.TRIMMED: Severity.FIX,
    RowFault.VALUE: Severity.ERROR,
    RowFault.FRACTION: Severity.WARN,
    RowFault.MISSING: Severity.ERROR,
    RowFault.SUM: Severity.ERROR,
    RowFault.NO_ITEM: Severity.ERROR,
    RowFault.SHEET_UNREAD: Severity.WARN,
    RowFault.HIDDEN_ROWS: Severity.WARN,
    RowFault.HIDDEN_COLUMNS: Severity.WARN,
    RowFault.HIDDEN_SHEET: Severity.WARN,
    RowFault.MERGED_CELLS: Severity.WARN,
}
"""What is not named here refuses the whole file."""


class RowTrouble:
    """Files what is wrong with rows under the rule ids of one format.

    ``rules`` gives the format's own rule for a fault; one that it does not name is filed
    under ``ROW-<fault>``. Without a report nothing is filed, only remembered.
    """

    def __init__(
        self,
        report: Report | None,
        rules: Mapping[RowFault, str] | None = None,
        layer: Layer = Layer.SYNTAX,
    ) -> None:
        self.report = report
        self.layer = layer
        self.fatal = False
        self._rules = rules or {}

    def tell(
        self,
        fault: RowFault,
        place: Place = NOWHERE,
        value: str | None = None,
        expected: str | None = None,
        **words: object,
    ) -> None:
        """File one fault; its sentence gets ``value``, ``expected`` and ``words``."""
        severity = _SEVERITIES.get(fault, Severity.FATAL)
        self.fatal = self.fatal or severity is Severity.FATAL
        if self.report is None:
            return
        shown = shortened(value)
        sentence = ROW_SENTENCES[fault.value].fill(
            value=shown or "", expected=expected or "", **words
        )
        self._file(self.rule(fault), severity, sentence, place, shown, expected)

    def file(
        self,
        rule: str,
        severity: Severity,
        sentence: Sentence,
        place: Place = NOWHERE,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        """File a finding with a rule and a sentence of its own."""
        self.fatal = self.fatal or severity is Severity.FATAL
        self._file(rule, severity, sentence, place, shortened(value), expected)

    def rule(self, fault: RowFault) -> str:
        """Return the rule that a fault breaks."""
        return self._rules.get(fault, f"ROW-{fault.value}")

    def _file(
        self,
        rule: str,
        severity: Severity,
        sentence: Sentence,
        place: Place,
        value: str | None,
        expected: str | None,
    ) -> None:
        if self.report is None:
            return
        # Trouble with the file as such ends the reading; trouble in a row is the format's own.
        layer = Layer.SYNTAX if severity is Severity.FATAL else self.layer
        self.report.add(layer, Finding(rule, severity, sentence, place, value, expected))


def shortened(value: str | None) -> str | None:
    """Return a value as findings show it."""
    if value is None or len(value) <= SHOWN:
        return value
    return value[: SHOWN - 1] + "…"
