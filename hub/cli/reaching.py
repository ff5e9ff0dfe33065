"""What the changes of a catalogue mean for each customer, as rows and as data."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from hub.app.reach import Reach
from hub.cli.console import printable, table
from hub.model.report import describe_finding
from hub.model.sentence import Language
from hub.render.wording import Wording

__all__ = ["described_reach", "show_reaches"]

COUNTED = ("added", "removed", "changed", "price")


def show_reaches(console: Console, found: Sequence[Reach], words: Wording) -> None:
    """Print customers by (result, in time?, changes that reach them), then why and what follows."""
    heads = [words.say(key) for key in ("customer", "verdict", "reach-notice")]
    heads += [words.say(f"reach-{kind}") for kind in COUNTED]
    rows = [
        (
            _called(one),
            words.say(f"reach-{one.taken}"),
            words.say(f"reach-{_notice(one)}"),
            *(one.counts.get(kind, 0) for kind in COUNTED),
        )
        for one in found
    ]
    console.print(table(heads, rows, right=frozenset(heads[3:])))
    for one in found:
        console.print(Text(printable(_called(one)), "bold"))
        for finding in one.notice:
            console.print(Text(f"  {finding.rule}  {printable(words.speak(finding.message))}"))
        rules = ", ".join(one.refused_by)
        console.print(Text(f"  {words.say(f'reach-after-{one.taken}', rules=rules)}"))


def described_reach(reach: Reach, language: Language) -> dict[str, Any]:
    """Return one customer as JSON shows it."""
    return {
        "customer": reach.customer,
        "agreement": reach.agreement,
        "taken": reach.taken,
        "notice": _notice(reach),
        "findings": [describe_finding(finding, language) for finding in reach.notice],
        "refused_by": list(reach.refused_by),
        "changes": dict(reach.counts),
    }


def _called(reach: Reach) -> str:
    return reach.name if reach.agreement is None else f"{reach.name} ({reach.agreement})"


def _notice(reach: Reach) -> str:
    """Return whether new prices come in time: no time is demanded, they do, are moved, do not."""
    if not reach.demands_notice:
        return "none"
    if not reach.notice:
        return "in-time"
    return "late" if any(finding.severity.refuses for finding in reach.notice) else "moved"
