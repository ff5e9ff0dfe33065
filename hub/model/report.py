"""The report: what was checked, in layers, and what was found."""

from collections.abc import Callable
from copy import copy
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from hub.model.concealment import Concealed
from hub.model.finding import NOWHERE, Finding, Layer, Severity
from hub.model.loss import Loss, LossReport
from hub.model.opinion import Opinion
from hub.model.sentence import LANGUAGES, Language, Sentence
from hub.model.telling import Told

__all__ = ["FINDINGS_PER_RULE", "LayerStatus", "Report", "Witness"]

FINDINGS_PER_RULE = 20
"""How many findings of one rule are kept; the rest are counted."""

Witness = Callable[[Finding], None]
"""Hears of every finding, those that a report only counts too."""


class LayerStatus(StrEnum):
    """How a layer ended."""

    VALID = "valid"
    INVALID = "invalid"
    SKIPPED = "skipped"


class Report:
    """Findings by layer, capped per rule with a count of all, and the losses.

    A layer that nobody began is ``skipped``; a layer with a fatal or error finding is
    ``invalid``. ``describe`` gives the one JSON shape that command line, HTTP and trace share.
    A ``witness`` hears of every finding as it is filed. Findings and losses are told without
    the ``personal`` numbers of the document; a receiver's report shares those of the arriving one.
    """

    def __init__(
        self,
        file: str,
        format_id: str | None = None,
        witness: Witness | None = None,
        personal: Concealed | None = None,
    ) -> None:
        self.file = file
        self.format_id = format_id
        self._witness = witness
        self.losses = LossReport(personal)
        self.opinion: Opinion | None = None
        """What a publisher's stylesheets say, where they were asked; never the verdict."""
        self._findings: dict[Layer, list[Finding]] = {}
        self._counts: dict[Layer, dict[str, int]] = {}
        self._refusals: dict[Layer, int] = {}
        self._tally: dict[tuple[str, Severity], int] = {}
        self._last: dict[str, Finding] = {}
        self._fatal = False
        self._skipped: dict[Layer, Sentence] = {}
        self._skipped_rules: dict[Layer, dict[str, Sentence]] = {}

    def hand_over(self) -> "Report":
        """Return a report with all that was found so far, and go on empty.

        A file that holds several documents is read with one report: what was found up to
        the head of a document belongs to that document.
        """
        given, begun = copy(self), tuple(self._findings)
        self.losses = LossReport()
        self._findings, self._counts, self._refusals = {}, {}, {}
        self._tally, self._last = {}, {}
        self._fatal = False
        self._skipped, self._skipped_rules = dict(self._skipped), {}
        for layer in begun:
            self.begin(layer)
        return given

    def begin(self, layer: Layer) -> None:
        """Say that a layer is being judged."""
        self._findings.setdefault(layer, [])
        self._counts.setdefault(layer, {})
        self._refusals.setdefault(layer, 0)
        self._skipped.pop(layer, None)

    def skip(self, layer: Layer, reason: Sentence) -> None:
        """Say why a layer was not judged."""
        if layer not in self._findings:
            self._skipped[layer] = reason

    def skip_rule(self, layer: Layer, rule: str, reason: Sentence) -> None:
        """Say why a rule of a layer was not judged: that is not the same as passed."""
        self._skipped_rules.setdefault(layer, {})[rule] = reason

    def add(self, layer: Layer, finding: Finding) -> None:
        """File a finding under its layer.

        A row of a table may make several lines: what is wrong with it is filed once.
        """
        self.begin(layer)
        if finding == self._last.get(finding.rule) and finding.place != NOWHERE:
            return
        self._last[finding.rule] = finding
        counts = self._counts[layer]
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        if counts[finding.rule] <= FINDINGS_PER_RULE:
            self._findings[layer].append(finding)
        judged = (finding.rule, finding.severity)
        self._tally[judged] = self._tally.get(judged, 0) + 1
        if self._witness is not None:
            self._witness(finding)
        if finding.severity.refuses:
            self._refusals[layer] += 1
        if finding.severity is Severity.FATAL:
            self._fatal = True

    def status(self, layer: Layer) -> LayerStatus:
        """Return how a layer stands."""
        if layer not in self._findings:
            return LayerStatus.SKIPPED
        return LayerStatus.INVALID if self._refusals[layer] else LayerStatus.VALID

    def skipped(self, layer: Layer) -> Sentence | None:
        """Return why a layer was not judged; None where it was, or nobody said why."""
        return self._skipped.get(layer)

    def findings(self, layer: Layer | None = None) -> tuple[Finding, ...]:
        """Return the findings kept, of one layer or of all in order."""
        layers = Layer if layer is None else (layer,)
        found = tuple(f for name in layers for f in self._findings.get(name, ()))
        personal = self.losses.personal
        return tuple(_without(personal, f) for f in found) if personal else found

    def repeats(self) -> dict[Finding, str]:
        """Return the published findings that say what one of the schema says, with its rule."""
        told = Told(self.findings(Layer.SCHEMA))
        published = self.findings(Layer.OFFICIAL)
        return {one: rule for one in published if (rule := told.rule(one)) is not None}

    def lost(self) -> tuple[Loss, ...]:
        """Return the losses, without values that the schema has refused."""
        told = Told(self.findings(Layer.SCHEMA))
        return tuple(loss for loss in self.losses if not told.holds(loss))

    def count(self, rule: str) -> int:
        """Return how often a rule was broken, kept or not."""
        return sum(counts.get(rule, 0) for counts in self._counts.values())

    def severity(self, severity: Severity) -> int:
        """Return how often anything of a severity was found, kept or not."""
        return sum(count for (_, found), count in self._tally.items() if found is severity)

    @property
    def tally(self) -> dict[tuple[str, Severity], int]:
        """How often each rule was found with each severity, over all layers."""
        return dict(self._tally)

    @property
    def counts(self) -> dict[str, int]:
        """How often each rule was found, over all layers."""
        total: dict[str, int] = {}
        for counts in self._counts.values():
            for rule, count in counts.items():
                total[rule] = total.get(rule, 0) + count
        return total

    @property
    def fatal(self) -> bool:
        """Whether anything refuses the whole document."""
        return self._fatal

    @property
    def valid(self) -> bool:
        """Whether no layer is invalid."""
        return not any(self._refusals.values())

    def describe(self, language: Language = "en") -> dict[str, Any]:
        """Return the report as JSON-ready data, its sentences in ``language``."""
        described: dict[str, Any] = {
            "file": self.file,
            "format": self.format_id,
            "verdict": "valid" if self.valid else "invalid",
            "layers": [self._describe_layer(layer, language) for layer in Layer],
            "losses": [
                {
                    "field": loss.field,
                    "kind": loss.kind.value,
                    "part": loss.part.value,
                    "count": loss.count,
                    "examples": list(loss.examples),
                }
                for loss in self.lost()
            ],
        }
        if self.opinion is not None:
            described["second_opinion"] = self.opinion.describe(language)
        return described

    def _describe_layer(self, layer: Layer, language: Language) -> dict[str, Any]:
        repeats = self.repeats() if layer is Layer.OFFICIAL else {}
        described: dict[str, Any] = {
            "layer": layer.value,
            "status": self.status(layer).value,
            "findings": [
                describe_finding(f, language) | _repeating(repeats.get(f))
                for f in self.findings(layer)
            ],
            "counts": dict(sorted(self._counts.get(layer, {}).items())),
        }
        if layer in self._skipped:
            described["reason"] = self._skipped[layer].speak(language)
        if layer in self._skipped_rules:
            skipped = sorted(self._skipped_rules[layer].items())
            described["skipped"] = {rule: why.speak(language) for rule, why in skipped}
        return described


def _without(personal: Concealed, finding: Finding) -> Finding:
    """Return a finding that shows no number of a person."""
    return replace(
        finding,
        message=Sentence(*(personal.hide(finding.message.speak(one)) for one in LANGUAGES)),
        value=None if finding.value is None else personal.hide(finding.value),
    )


def _repeating(rule: str | None) -> dict[str, str]:
    return {} if rule is None else {"repeats": rule}


def describe_finding(finding: Finding, language: Language) -> dict[str, Any]:
    """Return one finding as JSON-ready data."""
    place = finding.place
    described: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": place.path,
        "line": place.line,
        "row": place.row,
        "column": place.column,
        "value": finding.value,
        "expected": finding.expected,
        "message": finding.message.speak(language),
        "who": finding.who.value,
    }
    if place.sheet is not None:
        described["sheet"] = place.sheet
    if finding.receiver is not None:
        described["receiver"] = finding.receiver
    return described
