"""Suggestions for people: on a terminal, and as rows of a page."""

import shlex
from pathlib import Path

from rich.console import Console
from rich.text import Text

from hub.cli.console import printable, table
from hub.render.reportpage import Advice
from hub.render.wording import Wording
from hub.rules.speech import shorten
from hub.suggest.listing import Listing
from hub.suggest.suggestion import Suggestion

__all__ = ["advice_of", "show_suggestions", "suggestion_table"]

SHOWN = 3
"""So many of a rule are printed; the reports in JSON, HTML and XLSX have more."""


def show_suggestions(
    console: Console, file: Path, listing: Listing, words: Wording, each: int = SHOWN
) -> None:
    """Print so many suggestions of each rule, and how to take them."""
    if not listing.kept:
        return
    console.print(Text(words.say("suggestions"), "bold"))
    shown: list[Suggestion] = []
    counts: dict[str, int] = {}
    for one in listing.kept:
        counts[one.rules[0]] = counts.get(one.rules[0], 0) + 1
        if counts[one.rules[0]] <= each:
            shown.append(one)
    console.print(suggestion_table(shown, words))
    for said in _more(listing, shown, words):
        console.print(Text(f"  {said}", "dim"))
    if listing.ready:
        accept = ",".join(listing.ready)
        name = shlex.quote(printable(file))
        console.print(Text(f"  hub fix {name} --accept {accept}"), soft_wrap=True)


def suggestion_table(shown: list[Suggestion], words: Wording) -> object:
    """Return suggestions as a table."""
    heads = [words.say(key) for key in ("where", "now", "instead", "how-sure", "rule", "because")]
    rows = [
        (place, old, new, sure, rules, why)
        for place, old, new, why, sure, rules in (_row(one, words) for one in shown)
    ]
    return table(heads, rows)


def advice_of(listing: Listing, words: Wording) -> Advice:
    """Return suggestions as a page shows them."""
    rows = [_row(one, words) for one in listing.kept]
    return Advice(rows, _more(listing, listing.kept, words))


def _row(one: Suggestion, words: Wording) -> tuple[str, ...]:
    new = one.new
    if new is None:
        new = words.say("choose-among", choices=", ".join(one.choices))
    return (
        words.place(one.place),
        shorten(one.old),
        shorten(new),
        words.speak(one.reason),
        words.say(f"confidence-{one.confidence.value}"),
        ", ".join(one.rules),
    )


def _more(listing: Listing, shown: list[Suggestion], words: Wording) -> list[str]:
    """Say of each rule how many suggestions are not shown."""
    seen: dict[str, int] = {}
    for one in shown:
        for rule in one.rules:
            seen[rule] = seen.get(rule, 0) + 1
    left = {rule: count - seen.get(rule, 0) for rule, count in listing.counts.items()}
    return [
        words.say("suggestions-more", count=count, rule=rule)
        for rule, count in left.items()
        if count > 0
    ]
