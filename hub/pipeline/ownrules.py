"""The rules a source format has of its own, whoever the receiver is."""

from collections.abc import Iterator

from msgspec.structs import replace

from hub.formats.document import Document
from hub.formats.format import Format
from hub.formats.unjudged import NEEDS_MEMORY, NO_OWN_RULES
from hub.model.concealment import Concealed
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer
from hub.model.line import Line
from hub.model.report import Report
from hub.rules.checker import Checker
from hub.rules.known import Known
from hub.rules.rule import NO_LOOKUPS, Lookups

__all__ = ["OwnRules"]


class OwnRules:
    """Judges the head at once and the lines as they come by; files findings in the report.

    ``header`` is the head as the rules leave it.
    """

    def __init__(
        self,
        source: Format,
        document: Document,
        context: RouteContext,
        known: Known | None,
        report: Report,
        lookups: Lookups = NO_LOOKUPS,
    ) -> None:
        self.header = document.header
        self._head_refused = False
        self._document = document
        self._report = report
        self._checker: Checker | None = None
        rules = source.own_rules
        held_to = rules is not None and any(one.holds_for(source.kind) for one in rules.rules)
        if rules is None or not held_to or document.header is None:
            report.skip(Layer.OFFICIAL, NO_OWN_RULES)
            return
        report.begin(Layer.OFFICIAL)
        self._checker = rules.checker(context, source.kind, known, lookups=lookups)
        self.header, findings = self._checker.header(
            document.header, document.locate, document.lines
        )
        self._head_refused = any(finding.severity.refuses for finding in findings)
        self._file(findings)

    @property
    def personal(self) -> Concealed:
        """The numbers of people in the document, which no receiver's report shows either."""
        return self._report.losses.personal

    @property
    def changed(self) -> bool:
        """Whether a rule repaired or refused anything: the original may not go on as it is."""
        return self._checker is not None and self._checker.touched

    @property
    def unusable(self) -> bool:
        """Whether the whole document is refused, so far.

        An error in the head counts: there is no line that could be left out.
        """
        return self._report.fatal or self._head_refused

    @property
    def refused(self) -> bool:
        """Whether anything in the document was refused, by a rule or on reading."""
        return not self._report.valid

    def lines(self) -> Iterator[Line]:
        """Yield the lines as the rules leave them, without a body when they refuse one.

        What can only be judged after the last line is judged then.
        """
        checker = self._checker
        self._report.losses.at_lines = True
        for line in self._document.lines(self._report):
            if checker is None:
                yield line
                continue
            if line.body is None:
                judged, findings = checker.draft(line)
                self._file(findings)
                yield judged
                continue
            body, findings = checker.line(line)
            if findings:
                self._file(findings)
            yield line if body is line.body else replace(line, body=body)
        if checker is not None:
            self._file(checker.end())
            self._report.losses.extend(checker.losses)
            for rule in checker.skipped:
                self._report.skip_rule(Layer.OFFICIAL, rule, NEEDS_MEMORY)

    def _file(self, findings: list[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.OFFICIAL, finding)
