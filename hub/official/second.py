"""The second opinion: what a publisher's own stylesheets say beside the hub's rules.

::

    the hub's findings of layer official     --+
                                               +-> the same ids?  -> Opinion, never a verdict
    the stylesheets of the installed release --+
"""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.errors import ConfigurationError
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.finding import Layer
from hub.model.opinion import Agreement, Opinion
from hub.model.report import LayerStatus, Report
from hub.official.declaration import Declaration
from hub.official.keeper import Keeper, Leash
from hub.official.pieces import MOST_BYTES, pieces
from hub.official.shelf import InstalledRelease, installed
from hub.rules.elements.judge import ElementRules

__all__ = ["SecondOpinion"]


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

    def add(self, payload: Payload, source: Format, report: Report) -> None:
        """Ask about a document that the hub has judged, and note the opinion in its report.

        Nothing is noted where no release is installed for documents like this one.
        """
        holder = source.folder.holder(f"rules/{source.kind}.toml")
        release = None if holder is None else self.releases.get(holder.name)
        if release is None or source.published is None:
            return
        report.opinion = self._opinion(payload, source, source.published, release, report)

    def _opinion(
        self,
        payload: Payload,
        source: Format,
        rules: ElementRules,
        release: InstalledRelease,
        report: Report,
    ) -> Opinion:
        if LayerStatus.INVALID in (report.status(Layer.SYNTAX), report.status(Layer.SCHEMA)):
            return _unknown(release, "the stylesheets judge only what the schema accepts")
        declared = self._declared[release.authority]
        lines = declared.lines if source.kind in declared.kinds else 0
        if not lines and payload.size > MOST_BYTES:
            return _unknown(release, "the document is too long for stylesheets")
        root = source.declared.root or ""
        try:
            sheet = release.sheet(self._home, root)
        except ConfigurationError as error:
            return _unknown(release, str(error))
        if sheet is None:
            return _unknown(release, f"the release has no stylesheet for {root}")
        schema = source.schema
        line = None if schema is None or schema.line is None else schema.line.name
        theirs: set[str] = set()
        count = 0
        for piece in pieces(payload, line, lines):
            count += 1
            key = f"{release.authority} {root} {release.sheets[root].sha256}"
            answer = self._keeper.ask(key, lambda: sheet, piece)
            if answer.trouble:
                return _unknown(release, answer.trouble)
            theirs.update(answer.ids)
        ours = {one.rule for one in report.findings(Layer.OFFICIAL)} & rules.book.ids
        # What compares lines with each other cannot be seen in a piece.
        beyond = _across(rules, line) if count > 1 else frozenset()
        return _compared(release, ours, theirs, beyond, count)


def _compared(
    release: InstalledRelease, ours: set[str], theirs: set[str], beyond: frozenset[str], count: int
) -> Opinion:
    only_hub, only_publisher = ours - theirs - beyond, theirs - ours
    same = not (only_hub or only_publisher)
    return Opinion(
        release.name,
        Agreement.AGREES if same else Agreement.DISAGREES,
        tuple(sorted(only_hub)),
        tuple(sorted(only_publisher)),
        chunks=count,
    )


def _unknown(release: InstalledRelease, reason: str) -> Opinion:
    return Opinion(release.name, Agreement.UNKNOWN, reason=reason)


def _across(rules: ElementRules, line: str | None) -> frozenset[str]:
    """Return the rules that look at more than one line."""
    gathered = {check.id for check in rules.book.checks if check.gather is not None}
    ahead = None if line is None else rules.root(line).ahead.get(line)
    if ahead is not None and ahead.below is not None:
        gathered.update(check.id for check in ahead.below.across)
    return frozenset(gathered)
