"""The rules a source format has of its own, whoever the receiver is."""

from dataclasses import replace

from hub.formats.document import Document
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer
from hub.model.line import Line
from hub.model.report import Report
from hub.rules.known import Known
from hub.rules.ruleset import RuleSet

__all__ = ["OwnRules"]


class OwnRules:
    """Judges the head at once and each line as it comes by; files findings in the report."""

    def __init__(
        self,
        rules: RuleSet | None,
        document: Document,
        context: RouteContext,
        known: Known | None,
        report: Report,
    ) -> None:
        self._report = report
        self._checker = None
        self.header = document.header
        if rules is None or document.header is None:
            report.skip(Layer.OFFICIAL, "the format has no rules of its own here")
            return
        report.begin(Layer.OFFICIAL)
        self._checker = rules.checker(context, known)
        self.header, findings = self._checker.header(document.header, document.locate)
        self._file(findings)

    def check(self, line: Line) -> Line:
        """Return the line as the rules leave it; without a body when they refuse it."""
        if self._checker is None or line.body is None:
            return line
        body, findings = self._checker.line(line)
        if findings:
            self._file(findings)
        return line if body is line.body else replace(line, body=body)

    def end(self) -> None:
        """Judge what could only be judged after the last line."""
        if self._checker is not None:
            self._file(self._checker.end())

    def _file(self, findings: list[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.OFFICIAL, finding)
