"""The rules a source format has of its own, whoever the receiver is."""

from collections.abc import Iterator
from dataclasses import replace

from hub.formats.document import Document
from hub.formats.registry import Format
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer
from hub.model.line import Line
from hub.model.report import Report
from hub.rules.known import Known
from hub.rules.checker import Checker

__all__ = ["OwnRules"]


class OwnRules:
    """Judges the head at once and the lines as they come by; files findings in the report."""

    def __init__(
        self,
        source: Format,
        document: Document,
        context: RouteContext,
        known: Known | None,
        report: Report,
    ) -> None:
        self._document = document
        self._report = report
        self._checker: Checker | None = None
        self.header = document.header
        self.changed = False
        """Whether a rule repaired anything, so that the original may not go on as it is."""
        if source.rules is None or document.header is None:
            report.skip(Layer.OFFICIAL, "this format has no rules of its own in the hub")
            return
        report.begin(Layer.OFFICIAL)
        self._checker = source.rules.checker(context, source.kind, known)
        self.header, findings = self._checker.header(document.header, document.locate)
        self.changed = self.header is not document.header
        self._file(findings)

    def lines(self) -> Iterator[Line]:
        """Yield the lines as the rules leave them, without a body when they refuse one.

        What can only be judged after the last line is judged then.
        """
        checker = self._checker
        for line in self._document.lines(self._report):
            if checker is None or line.body is None:
                yield line
                continue
            body, findings = checker.line(line)
            if findings:
                self._file(findings)
            if body is not line.body:
                self.changed = True
                line = replace(line, body=body)
            yield line
        if checker is not None:
            self._file(checker.end())

    def _file(self, findings: list[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.OFFICIAL, finding)
