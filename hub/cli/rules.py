"""Commands about published rules: list them, explain one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.check import InLanguage, language_of
from hub.cli.console import errors, out, printable, show_json, table
from hub.cli.demands import demands, described_demand, show_demands
from hub.cli.documents import Json
from hub.cli.explaining import described_page, described_reasons, show_page, show_reasons
from hub.cli.failure import ExitCode, told
from hub.cli.knownids import known_ids
from hub.cli.official import install, show_releases
from hub.config.remarks import nearest_name
from hub.formats.registry import Formats
from hub.model.finding import Severity
from hub.model.sentence import Language, Sentence
from hub.render.pagewording import wording
from hub.render.wording import Wording
from hub.rules.elements.check import Check
from hub.rules.elements.lawbook import Lawbook
from hub.rules.elements.wording import explained

__all__ = ["app", "explain"]

app = typer.Typer(name="rules", help="The published rules the hub judges by.", no_args_is_help=True)
app.command(name="install")(install)

SURE = "identification"
"""The shape of a rule that no document of the format can break."""

WHY = {
    Severity.FATAL: Sentence(
        "The publisher of the format made it a condition: a receiver refuses a document that "
        "breaks it, and so does the hub.",
        "Formatets udgiver har gjort det til en betingelse: en modtager afviser et dokument, der "
        "bryder den, og det gør hubben også.",
        "De uitgever van het formaat stelt het als voorwaarde: een ontvanger weigert een document "
        "dat er niet aan voldoet, en de hub ook.",
    ),
    Severity.WARN: Sentence(
        "The publisher of the format advises it; a document that breaks it goes through.",
        "Formatets udgiver anbefaler det; et dokument, der bryder reglen, går igennem.",
        "De uitgever van het formaat raadt het aan; een document dat ervan afwijkt gaat door.",
    ),
}
ASSURED = Sentence(
    "A document of this format cannot break it: the hub knows the format by it.",
    "Et dokument i dette format kan ikke bryde den: hubben kender formatet på den.",
    "Een document in dit formaat kan er niet van afwijken: de hub herkent het formaat eraan.",
)

_SHOWN = 12
"""How many places and sentences of a rule a terminal shows."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said of a rule in one kind of document."""

    book: Lawbook
    checks: tuple[tuple[str, Check], ...]

    def sentences(self, language: Language) -> tuple[str, ...]:
        """Return what the rule asks for, each demand once."""
        said = (
            explained(check, self.book.speech, path.rpartition("/")[2] if path != "." else "/")
            for path, check in self.checks
        )
        return tuple(dict.fromkeys(sentence.speak(language) for sentence in said))


@app.command(name="list")
def list_rules(
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="FORMAT", help="Only this format: its id, or its beginning."),
    ] = None,
    json_: Json = False,
) -> None:
    """List the published rules: id, document, what it demands, severity, since which release."""
    with told():
        tools = Toolbox(Settings.from_environment())
        found = [row for book in _books(tools.formats, for_ or "") for row in _rows(book)]
        if not found and for_ is not None:
            errors().print(f"No format that begins with {printable(for_)} has published rules.")
            raise typer.Exit(ExitCode.REJECTED)
        names = ("rule", "document", "shape", "severity", "since")
        if json_:
            for row in found:
                show_json(dict(zip(names, row, strict=True)))
            return
        out().print(table(names, found))
        show_releases(tools)


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Of a rule (F-CAT248, XSD-CODE), or a reason in a trace or hub parked (no-route).",
        ),
    ],
    spoken: InLanguage = None,
    json_: Json = False,
) -> None:
    """Say what a rule or reason means, where it comes from, and who does what about it."""
    with told():
        tools = Toolbox(Settings.from_environment())
        language = language_of(tools, spoken)
        found = list(_told(tools.formats, rule.upper()))
        own = () if found else tuple(demands(tools, rule.upper()))
        page = tools.pages.get(rule)
        reasons = {} if page is None else described_reasons(tools, page, language)
        if not found and not own and page is None:
            words, near = Wording(language), nearest_name(rule, known_ids(tools))
            key = "rule-unknown" if near is None else "rule-unknown-near"
            errors().print(words.say(key, rule=printable(rule), near=near), markup=False)
            raise typer.Exit(ExitCode.REJECTED)
        for demand in own if json_ else ():
            show_json(described_demand(demand, language) | reasons)
        if not json_:
            show_demands(own, language)
        for one in found if json_ else ():
            show_json(_described(one, rule.upper(), language) | reasons)
        if not json_:
            _show(found, rule.upper(), language)
        if page is None:
            return
        if not found and not own:
            if json_:
                show_json(described_page(tools, page, language))
            else:
                show_page(tools, page, language)
        elif not json_:
            show_reasons(tools, page, language)


def _books(formats: Formats, beginning: str) -> Iterator[Lawbook]:
    """Yield the rules of each kind of document once, of the formats that begin so."""
    seen: set[int] = set()
    for one in formats.all():
        published = one.published if str(one.id).startswith(beginning) else None
        if published is not None and id(published.book) not in seen:
            seen.add(id(published.book))
            yield published.book


def _rows(book: Lawbook) -> Iterator[tuple[str, ...]]:
    shapes: dict[str, dict[str, Severity]] = {}
    for check in book.checks:
        shapes.setdefault(check.id, {})[check.shape] = check.severity
    for rule in sorted({*shapes, *book.known}):
        words = shapes.get(rule, {SURE: Severity.FATAL})
        severity = next(iter(words.values()))
        since = book.since.get(rule, book.since[""])
        yield rule, book.kind, ", ".join(words), severity.value, since


def _told(formats: Formats, rule: str) -> Iterator[Told]:
    for book in _books(formats, ""):
        checks = tuple((path, check) for path, check in book.places() if check.id.upper() == rule)
        if checks or rule in book.known:
            yield Told(book, checks)


def _described(one: Told, rule: str, language: Language) -> dict[str, object]:
    severity = one.checks[0][1].severity if one.checks else Severity.FATAL
    why = WHY[severity] if one.checks else ASSURED
    return {
        "rule": rule,
        "document": one.book.kind,
        "severity": severity.value,
        "release": one.book.release,
        "places": list(dict.fromkeys(path for path, _ in one.checks)),
        "asks": list(one.sentences(language)),
        "why": why.speak(language),
    }


def _show(found: Sequence[Told], rule: str, language: Language) -> None:
    """Print a published rule of each kind of document, and once why there is one."""
    for one in found:
        _print(one, rule, language)
    for why in dict.fromkeys(_described(one, rule, language)["why"] for one in found):
        out().print(f"  {why}", markup=False)


def _print(one: Told, rule: str, language: Language) -> None:
    said, words = _described(one, rule, language), Wording(language)
    severity = words.say(f"class-{said['severity']}")
    kind = wording(language).kind(one.book.kind)
    out().print(f"{rule}  {kind}  {severity}", markup=False)
    for sentence in one.sentences(language)[:_SHOWN]:
        out().print(f"  {sentence}", markup=False)
    places = list(dict.fromkeys(path for path, _ in one.checks))
    for path in places[:_SHOWN]:
        out().print(f"    {words.say('rule-at', path=path)}", markup=False)
    if len(places) > _SHOWN:
        out().print(f"    {words.say('rule-places', count=len(places) - _SHOWN)}", markup=False)
