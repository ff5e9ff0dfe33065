"""A report on a terminal."""

from rich.console import Console
from rich.text import Text

from hub.cli.console import printable, table
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.report import LayerStatus, Report
from hub.model.sentence import Language
from hub.render.opinions import opinion_said
from hub.render.wording import Wording

__all__ = ["place_of", "show_findings", "show_losses", "show_opinion", "show_report"]

COLOURS = {
    Severity.FATAL: "bold red",
    Severity.ERROR: "red",
    Severity.WARN: "yellow",
    Severity.FIX: "cyan",
}


def show_report(console: Console, report: Report, language: Language) -> None:
    """Print verdict, layers, findings and losses of one document."""
    verdict = Text("valid", "bold green") if report.valid else Text("not valid", "bold red")
    head = Text.assemble(
        (printable(report.file), "bold"), "  ", report.format_id or "unknown format", "  ", verdict
    )
    console.print(head)
    layers = ", ".join(
        f"{layer.value} {report.status(layer).value}"
        for layer in Layer
        if report.status(layer) is not LayerStatus.SKIPPED
    )
    if layers:
        console.print(Text(f"  {layers}", "dim"))
    unjudged = report.skipped(Layer.SCHEMA)
    if unjudged is not None:
        console.print(Text(f"  not judged by a schema: {unjudged}", "dim"))
    show_findings(console, report, language)
    show_losses(console, report)
    show_opinion(console, report, language)


def show_findings(console: Console, report: Report, language: Language) -> None:
    """Print what was found, each thing once, and how much more there is of each rule."""
    kept: dict[str, int] = {}
    repeats = report.repeats()
    for finding in report.findings():
        kept[finding.rule] = kept.get(finding.rule, 0) + 1
        if finding not in repeats:
            _show_finding(console, finding, language)
    for rule, count in report.counts.items():
        more = count - kept.get(rule, 0)
        if more > 0:
            console.print(Text(f"  … and {more} more of {rule}", "dim"))


def show_losses(console: Console, report: Report) -> None:
    """Print what a conversion could not carry."""
    rows = [
        (loss.field, loss.kind.value, loss.count, "; ".join(loss.examples))
        for loss in report.lost()
    ]
    if not rows:
        return
    console.print(Text("  What is not carried on as it was:", "dim"))
    console.print(table(("field", "how", "times", "for example"), rows, right=frozenset({"times"})))


def show_opinion(console: Console, report: Report, language: Language) -> None:
    """Print what a publisher's stylesheets say beside the hub, where they were asked."""
    if report.opinion is None:
        return
    first, *others = opinion_said(report.opinion, Wording(language))
    console.print(Text(f"  {printable(first)}"))
    for said in others:
        console.print(Text(f"      {printable(said)}"))


def place_of(place: Place) -> str:
    """Return a place as a person would look it up."""
    words = []
    if place.sheet is not None:
        words.append(f"sheet {place.sheet}")
    if place.row is not None:
        words.append(f"row {place.row}")
    if place.column is not None:
        words.append(f"column {place.column}")
    if place.line is not None:
        words.append(f"line {place.line}")
    if place.path is not None:
        words.append(place.path)
    return ", ".join(words)


def _show_finding(console: Console, finding: Finding, language: Language) -> None:
    where = place_of(finding.place)
    receiver = f"  [{finding.receiver}]" if finding.receiver else ""
    console.print(
        Text.assemble(
            "  ",
            (finding.severity.value, COLOURS[finding.severity]),
            f"  {finding.rule}{receiver}  ",
            (printable(where), "dim"),
        )
    )
    console.print(Text(f"      {printable(finding.message.speak(language))}"))
