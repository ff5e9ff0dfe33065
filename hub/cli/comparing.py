"""`hub diff`: what became of a catalogue from one version to the next."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from hub.app.comparison import Change, Version, compare
from hub.app.reach import reaches
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.check import AsAccount, ForParties, InLanguage, language_of
from hub.cli.console import errors, out, printable, show_json, table
from hub.cli.documents import Json, payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.reaching import described_reach, show_reaches
from hub.cli.reporting import show_findings, show_report
from hub.model.report import Report
from hub.render.wording import Wording

__all__ = ["diff"]

KINDS = ("added", "removed", "changed", "price", "twice-old", "twice-new", "twin")

CatalogueFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, show_default=False)]


def diff(  # noqa: PLR0913, PLR0917 - each is an option
    old: CatalogueFile,
    new: CatalogueFile,
    for_: ForParties = None,
    all_customers: Annotated[
        bool,
        typer.Option("--all-customers", help="Also what the changes mean for every receiver."),
    ] = False,
    as_: AsAccount = None,
    language: InLanguage = None,
    limit: Annotated[int, typer.Option(min=0, help="So many items of a kind are named.")] = 20,
    json_: Json = False,
) -> None:
    """Compare two versions of a catalogue, in whatever formats: items, prices, products twice.

    With receivers: which changes reach each, and whether new prices come in time.
    Exit code 1 when they differ, and when one of them cannot be read.
    """
    with told():
        tools = Toolbox(Settings.from_environment())
        words = Wording(language_of(tools, language))
        versions = (_catalogue(tools, old, words), _catalogue(tools, new, words))
        changes: Iterable[Change] = compare(*versions)
        asked = () if all_customers else tuple(for_ or ())
        if asked or all_customers:
            changes = list(changes)
        if json_:
            differ = False
            for change in changes:
                differ = True
                show_json(_described(change))
        else:
            differ = _show(changes, words, limit, versions)
        refused = [one for one in versions if one.refused]
        if isinstance(changes, list) and not refused:
            with tempfile.TemporaryDirectory(prefix="hub-diff-") as folder:
                found = list(reaches(tools, *versions, changes, asked, as_, Path(folder)))
            if json_:
                for one in found:
                    show_json(described_reach(one, words.language))
            else:
                show_reaches(out(), found, words)
        for version in versions:
            _tell_unread(version, words, json_=json_)
    raise typer.Exit(ExitCode.REJECTED if differ or refused else ExitCode.FINE)


def _catalogue(tools: Toolbox, file: Path, words: Wording) -> Version:
    """Return a file with its format; tells what is wrong with one that is no catalogue."""
    payload = payload_of(file)
    report = Report(payload.name)
    found = tools.formats.identify(payload, report)
    if found is None:
        show_report(errors(), report, words.language)
        raise typer.Exit(ExitCode.REJECTED)
    if found.model != "catalogue":
        raise typer.BadParameter(f"{printable(file)} is {found.id}, which is no catalogue")
    return Version(found, payload, report)


def _tell_unread(version: Version, words: Wording, *, json_: bool) -> None:
    """Say what of a file could not be compared, and why."""
    if version.refused:
        if json_:
            show_json(version.report.describe(words.language))
        else:
            show_report(errors(), version.report, words.language)
        return
    if version.unread:
        said = words.say("diff-unread", count=version.unread, file=version.payload.name)
        errors().print(printable(said), markup=False)
    if version.unread or version.report.fatal:
        show_findings(errors(), version.report, words.language)


def _show(
    changes: Iterable[Change], words: Wording, limit: int, versions: tuple[Version, Version]
) -> bool:
    """Print counts and, of each kind, the first items; return whether anything differs."""
    counts = dict.fromkeys(KINDS, 0)
    first: dict[str, list[Change]] = {kind: [] for kind in KINDS}
    for change in changes:
        counts[change.kind] += 1
        if counts[change.kind] <= limit:
            first[change.kind].append(change)
    console = out()
    if not any(counts.values()):
        return _show_none(words, versions)
    rows = [(words.say(f"diff-{kind}"), count) for kind, count in counts.items() if count]
    console.print(table(("", words.say("times")), rows, right=frozenset({words.say("times")})))
    for kind in KINDS:
        if not first[kind]:
            continue
        console.print(Text(words.say(f"diff-{kind}"), "bold"))
        # What could not be read there may only seem to be gone, or to be new.
        other = {"added": versions[0], "removed": versions[1]}.get(kind)
        if other is not None and other.unread:
            doubt = words.say("diff-doubt", count=other.unread, file=other.payload.name)
            console.print(Text(f"  {printable(doubt)}", "yellow"))
        for change in first[kind]:
            for said in _sentence(change, words):
                console.print(Text(f"  {printable(said)}"))
        more = counts[kind] - len(first[kind])
        if more:
            console.print(Text(f"  {words.say('diff-more', count=more)}", "dim"))
    return True


def _show_none(words: Wording, versions: tuple[Version, Version]) -> bool:
    """Print that nothing differs, of files that could be read."""
    if not any(one.refused for one in versions):
        out().print(words.say("diff-none"), markup=False)
    return False


def _sentence(change: Change, words: Wording) -> list[str]:
    """Return what is to be said of an item, its prices each on a line of its own."""
    number = change.number if change.variant is None else f"{change.number} / {change.variant}"
    said = f"{number}  {change.name}"
    if change.fields:
        said += "  [" + ", ".join(map(words.field, change.fields)) + "]"
    if change.first is not None:
        said += f"  = {change.first}"
    lines = [said]
    lines.extend(
        f"    {price.quantity}: {price.old or '–'} → {price.new or '–'}" for price in change.prices
    )
    return lines


def _described(change: Change) -> dict[str, Any]:
    described: dict[str, Any] = {
        "change": change.kind,
        "number": change.number,
        "variant": change.variant,
        "name": change.name,
    }
    if change.first is not None:
        described["first"] = change.first
    if change.fields:
        described["fields"] = list(change.fields)
    if change.prices:
        described["prices"] = [
            {"for": price.quantity, "old": price.old, "new": price.new} for price in change.prices
        ]
    return described
