"""The second opinion: what a publisher's own stylesheets say beside the hub's rules.

::

    the hub's findings of layer official     --+
                                               +-> the same?  -> Opinion, never a verdict
    the stylesheets of the installed release --+

Where the hub has the publisher's rules as data, the ids of broken rules are compared; elsewhere
whether both refuse the document. Of what the hub has written it says itself that nothing is
broken: whatever the publisher would refuse there is a disagreement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.errors import ConfigurationError
from hub.formats.document import Part
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.finding import Layer, Severity
from hub.model.opinion import Agreement, Opinion
from hub.model.report import LayerStatus, Report
from hub.model.sentence import Sentence
from hub.official.declaration import Declaration
from hub.official.keeper import Keeper, Leash
from hub.official.pieces import MOST_BYTES, pieces
from hub.official.reasons import NO_SHEET, TOO_LONG, UNREADABLE, WRONG_SCHEMA
from hub.official.shelf import InstalledRelease, installed
from hub.rules.elements.judge import ElementRules

__all__ = ["Pace", "SecondOpinion"]

Pace = Callable[[int], None]
"""Hears how many pieces of a long document have been judged."""


@dataclass(frozen=True, slots=True)
class _Jury:
    """Who is asked about documents of a format: an installed release, and its sheets for it."""

    declared: Declaration
    release: InstalledRelease
    sheets: tuple[str, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """The sheets that the release should have for such documents, and has not."""
        return tuple(one for one in self.sheets if one not in self.release.sheets)


@dataclass(slots=True)
class _Verdict:
    """What stylesheets have found so far, or why they cannot say."""

    ids: set[str] = field(default_factory=set)
    advice: set[str] = field(default_factory=set)
    pieces: int = 0
    trouble: Sentence | None = None


class SecondOpinion:
    """Asks the stylesheets of the installed releases; keeps one process for them.

    Args:
        home: where schemas and releases are installed.
        declarations: what the mapping folders say of releases.
        leash: what the process may use.

    Raises ``ConfigurationError`` when an installed release cannot be read.
    """

    def __init__(
        self, home: Path, declarations: Iterable[Declaration], leash: Leash | None = None
    ) -> None:
        self._home = home
        self._declared = {one.authority: one for one in declarations}
        found = {authority: installed(home, authority) for authority in self._declared}
        self.releases = {name: one for name, one in found.items() if one is not None}
        self._keeper = Keeper(leash or Leash())

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """Let go of the process."""
        self.close()

    def close(self) -> None:
        """Let go of the process."""
        self._keeper.close()

    def add(
        self, payload: Payload, source: Format, report: Report, pace: Pace | None = None
    ) -> None:
        """Ask about a document that the hub has judged, and note the opinion in its report.

        Nothing is noted where no release is installed for documents like this one.
        """
        jury = self._jury(source)
        if jury is None:
            return
        if LayerStatus.INVALID in (report.status(Layer.SYNTAX), report.status(Layer.SCHEMA)):
            report.opinion = _unknown(jury, WRONG_SCHEMA)
            return
        verdict = self._judged(payload, source, jury, pace)
        if verdict.trouble is not None:
            report.opinion = _unknown(jury, verdict.trouble)
        elif source.published is None or jury.declared.documents:
            report.opinion = _weighed(jury, verdict, _refused(report))
        else:
            report.opinion = _compared(jury, verdict, source, source.published, report)

    def add_output(self, parts: Iterable[Part], target: Format, report: Report) -> None:
        """Ask about files that the hub has written, and note the opinion in their report."""
        jury = self._jury(target)
        if jury is None:
            return
        whole = _Verdict()
        for part in parts:
            payload = Payload(part.name, part.size, part.sha256, path=part.path)
            verdict = self._judged(payload, target, jury, None)
            if verdict.trouble is not None:
                report.opinion = _unknown(jury, verdict.trouble)
                return
            whole.ids |= verdict.ids
            whole.advice |= verdict.advice
            whole.pieces += verdict.pieces
        if whole.pieces:
            if target.published is not None:
                whole.advice |= _advice(target.published)
            report.opinion = _weighed(jury, whole, set())

    def _jury(self, source: Format) -> _Jury | None:
        """Return who is asked: the format's own publisher before others, whole sets first."""
        root = source.declared.root or ""
        found = []
        for name, declared in self._declared.items():
            sheets = declared.sheets(source.id.authority, source.kind, root)
            if sheets and name in self.releases:
                found.append(_Jury(declared, self.releases[name], sheets))
        own = source.id.authority
        return min(
            found, key=lambda one: (bool(one.lacks), one.declared.authority != own), default=None
        )

    def _judged(self, payload: Payload, source: Format, jury: _Jury, pace: Pace | None) -> _Verdict:
        lines = jury.declared.lines if source.kind in jury.declared.kinds else 0
        if not lines and payload.size > MOST_BYTES:
            return _Verdict(trouble=TOO_LONG)
        if jury.lacks:
            named = ", ".join(jury.lacks)
            return _Verdict(trouble=NO_SHEET.fill(named=named))
        try:
            sheets = {one: jury.release.sheet(self._home, one) or b"" for one in jury.sheets}
        except ConfigurationError as error:
            return _Verdict(trouble=UNREADABLE.fill(said=error))
        schema = source.schema
        line = None if schema is None or schema.line is None else schema.line.name
        verdict = _Verdict()
        for piece in pieces(payload, line, lines):
            verdict.pieces += 1
            for name, sheet in sheets.items():
                self._ask(jury, name, sheet, piece, verdict)
                if verdict.trouble is not None:
                    return verdict
            if pace is not None:
                pace(verdict.pieces)
        return verdict

    def _ask(self, jury: _Jury, name: str, sheet: bytes, piece: bytes, verdict: _Verdict) -> None:
        release = jury.release
        key = f"{release.authority} {name} {release.sheets[name].sha256}"
        answer = self._keeper.ask(key, lambda: sheet, piece)
        verdict.trouble = answer.trouble
        verdict.ids.update(answer.ids)
        verdict.advice.update(answer.advice)


def _compared(
    jury: _Jury, verdict: _Verdict, source: Format, rules: ElementRules, report: Report
) -> Opinion:
    """Compare the ids of broken rules."""
    schema = source.schema
    line = None if schema is None or schema.line is None else schema.line.name
    ours = {one.rule for one in report.findings(Layer.OFFICIAL)} & rules.book.ids
    # What compares lines with each other cannot be seen in a piece.
    beyond = _across(rules, line) if verdict.pieces > 1 else frozenset()
    only_hub, only_publisher = ours - verdict.ids - beyond, verdict.ids - ours
    return _said(jury, verdict, only_hub, only_publisher)


def _weighed(jury: _Jury, verdict: _Verdict, ours: set[str]) -> Opinion:
    """Compare whether both sides refuse a document."""
    theirs = verdict.ids - verdict.advice
    if ours and theirs:
        return _said(jury, verdict, set(), set(), both=tuple(sorted(theirs)))
    return _said(jury, verdict, ours, theirs)


def _said(
    jury: _Jury,
    verdict: _Verdict,
    only_hub: set[str],
    only_publisher: set[str],
    both: tuple[str, ...] = (),
) -> Opinion:
    same = not (only_hub or only_publisher)
    return Opinion(
        f"{jury.release.authority} {jury.release.name}",
        Agreement.AGREES if same else Agreement.DISAGREES,
        tuple(sorted(only_hub)),
        tuple(sorted(only_publisher)),
        found=both,
        chunks=verdict.pieces,
    )


def _unknown(jury: _Jury, reason: Sentence) -> Opinion:
    name = f"{jury.release.authority} {jury.release.name}"
    return Opinion(name, Agreement.UNKNOWN, reason=reason)


def _refused(report: Report) -> set[str]:
    """Return the rules for which the hub refuses a document, whoever the receiver is."""
    return {one.rule for one in report.findings(Layer.OFFICIAL) if one.severity.refuses}


def _advice(rules: ElementRules) -> set[str]:
    """Return the rules of a publisher that refuse nothing."""
    return {check.id for check in rules.book.checks if check.severity is Severity.WARN}


def _across(rules: ElementRules, line: str | None) -> frozenset[str]:
    """Return the rules that look at more than one line."""
    gathered = {check.id for check in rules.book.checks if check.gather is not None}
    ahead = None if line is None else rules.root(line).ahead.get(line)
    if ahead is not None and ahead.below is not None:
        gathered.update(check.id for check in ahead.below.across)
    return frozenset(gathered)
