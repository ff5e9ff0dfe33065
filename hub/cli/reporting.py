"""A report on a terminal."""

from rich.console import Console
from rich.text import Text

from hub.cli.console import printable, table
from hub.model.finding import NOWHERE, Finding, Layer, Severity
from hub.model.report import LayerStatus, Report
from hub.model.sentence import Language
from hub.render.opinions import opinion_said
from hub.render.wording import Wording

__all__ = ["show_findings", "show_losses", "show_opinion", "show_report"]

COLOURS = {
    Severity.FATAL: "bold red",
    Severity.ERROR: "red",
    Severity.WARN: "yellow",
    Severity.FIX: "cyan",
}


def show_report(console: Console, report: Report, language: Language) -> None:
    """Print verdict, layers, findings and losses of one document."""
    words = Wording(language)
    verdict = Text(words.say("terminal-valid"), "bold green")
    if not report.valid:
        verdict = Text(words.say("terminal-invalid"), "bold red")
    known = report.format_id or words.say("unknown-format")
    head = Text.assemble((printable(report.file), "bold"), "  ", known, "  ", verdict)
    console.print(head)
    layers = ", ".join(
        f"{words.say(f'layer-{layer.value}')} {words.say(f'layer-{report.status(layer).value}')}"
        for layer in Layer
        if report.status(layer) is not LayerStatus.SKIPPED
    )
    if layers:
        console.print(Text(f"  {layers}", "dim"))
    unjudged = report.skipped(Layer.SCHEMA)
    if unjudged is not None:
        console.print(Text(f"  {words.say('terminal-unjudged')}: {words.speak(unjudged)}", "dim"))
    show_findings(console, report, language)
    show_losses(console, report, language)
    show_opinion(console, report, language)


def show_findings(console: Console, report: Report, language: Language) -> None:
    """Print what was found, each thing once, and how much more there is of each rule."""
    words = Wording(language)
    kept: dict[str, int] = {}
    repeats = report.repeats()
    for finding in report.findings():
        kept[finding.rule] = kept.get(finding.rule, 0) + 1
        if finding not in repeats:
            _show_finding(console, finding, words)
    for rule, count in report.counts.items():
        more = count - kept.get(rule, 0)
        if more > 0:
            console.print(Text(f"  {words.say('more-of', count=more, rule=rule)}", "dim"))


def show_losses(
    console: Console, report: Report, language: Language, target: str | None = None
) -> None:
    """Print what a conversion could not carry; ``target`` is whom it does not reach."""
    words = Wording(language)
    rows = [
        (
            words.say(f"part-{loss.part.value}"),
            words.field(loss.field),
            words.say(f"kind-{loss.kind.value}"),
            loss.count,
            "; ".join(loss.examples),
        )
        for loss in report.lost()
    ]
    if not rows:
        return
    heading = words.say("terminal-lost")
    if target is not None:
        heading = words.say("terminal-lost-for", name=target)
    console.print(Text(f"  {printable(heading)}", "dim"))
    heads = [words.say(key) for key in ("part", "field", "how", "times", "examples")]
    console.print(table(heads, rows, right=frozenset({heads[3]})))


def show_opinion(console: Console, report: Report, language: Language) -> None:
    """Print what a publisher's stylesheets say beside the hub, where they were asked."""
    if report.opinion is None:
        return
    first, *others = opinion_said(report.opinion, Wording(language))
    console.print(Text(f"  {printable(first)}"))
    for said in others:
        console.print(Text(f"      {printable(said)}"))


def _show_finding(console: Console, finding: Finding, words: Wording) -> None:
    where = "" if finding.place == NOWHERE else words.place(finding.place)
    receiver = f"  [{finding.receiver}]" if finding.receiver else ""
    console.print(
        Text.assemble(
            "  ",
            (words.say(f"class-{finding.severity.value}"), COLOURS[finding.severity]),
            f"  {finding.rule}{receiver}  ",
            (printable(where), "dim"),
        )
    )
    console.print(Text(f"      {printable(words.speak(finding.message))}"))
