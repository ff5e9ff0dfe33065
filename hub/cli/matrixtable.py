"""The matrix on a terminal: a table of customers, and everything found once, by rule."""

from rich.console import Console
from rich.text import Text

from hub.cli.console import printable
from hub.cli.receivers import customers_table
from hub.cli.reporting import COLOURS, show_opinion
from hub.model.sentence import Language
from hub.render.matrix import Matrix, RuleGroup, by_rule
from hub.render.verdicts import called, concerned, summary
from hub.render.wording import Wording

__all__ = ["show_matrix"]

EXAMPLES = 2
"""How many findings of a rule are printed; the report in JSON, HTML or XLSX has more."""


def show_matrix(console: Console, matrix: Matrix, language: Language) -> None:
    """Print what every customer makes of a document, and what to do about it."""
    words = Wording(language)
    console.print(Text(printable(matrix.file), "bold"))
    console.print(Text(f"  {summary(matrix, words)}"))
    if matrix.customers:
        console.print(customers_table(matrix, language))
    show_opinion(console, matrix.report, language)
    for customer in matrix.customers:
        if customer.report.opinion is not None:
            console.print(Text(f"  {printable(called(customer, matrix, words))}", "bold"))
            show_opinion(console, customer.report, language)
    groups = by_rule(matrix)
    if groups:
        console.print(Text(words.say("to-do"), "bold"))
    for group in groups:
        _show_group(console, group, matrix, words)


def _show_group(console: Console, group: RuleGroup, matrix: Matrix, words: Wording) -> None:
    heading = (
        *("  ", (words.say(f"severity-{group.severity.value}"), COLOURS[group.severity])),
        f"  {group.rule}  × {group.count}  ",
        (printable(concerned(group, matrix, words)), "dim"),
    )
    console.print(Text.assemble(*heading))
    for finding in group.examples[:EXAMPLES]:
        place = printable(words.place(finding.place))
        said = printable(words.speak(finding.message))
        console.print(Text.assemble("      ", (f"{place}: ", "dim"), said))
