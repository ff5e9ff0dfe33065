"""`hub check`: what is wrong with a document, for whom, and what to do about it."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.progress import Progress, TaskID, TextColumn, TimeElapsedColumn

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.checking import Asked, Checked, Question, check_file
from hub.cli.console import errors, out, printable, show_json
from hub.cli.documents import Files, Json, payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.givenfile import today, write_page
from hub.cli.markedfile import write_marked
from hub.cli.matrixtable import show_matrix
from hub.cli.receivers import describe_receivers, routes_of, show_receivers
from hub.cli.reporting import show_report
from hub.cli.suggestionlist import advice_of, show_suggestions
from hub.formats.owntables import is_table
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.model.sentence import Language
from hub.render.reportpage import report_page
from hub.render.wording import Wording
from hub.suggest.listing import Listing
from hub.suggest.suggestion import describe_suggestion

__all__ = ["check"]

ForParties = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="PARTY", help="Also check what this receiver would say."),
]
AsAccount = Annotated[
    str | None,
    typer.Option("--as", metavar="ACCOUNT", help="Check as if sent by this account (with --for)."),
]
InLanguage = Annotated[
    str | None,
    typer.Option("--language", metavar="LANGUAGE", help="en, da or nl; else HUB_LANGUAGE."),
]


def check(  # noqa: PLR0913, PLR0917 - each is an option
    files: Files,
    for_: ForParties = None,
    all_customers: Annotated[
        bool,
        typer.Option("--all-customers", help="Also check what every receiver would say."),
    ] = False,
    as_: AsAccount = None,
    language: InLanguage = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="REPORT.html", help="Also write a page of one FILE."),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx", metavar="OUT.xlsx", help="Also write the rows of FILE with the findings."
        ),
    ] = None,
    official: Annotated[
        bool,
        typer.Option("--official", help="Also ask the publisher's own stylesheets, if installed."),
    ] = False,
    json_: Json = False,
) -> None:
    """Check files: readable, valid by schema and rules, and fit for receivers."""
    for option, path in (("--html", html), ("--xlsx", xlsx)):
        if path is not None and len(files) > 1:
            raise typer.BadParameter("is of one file; name one FILE", param_hint=option)
    with told(), ExitStack() as kept:
        tools = Toolbox(Settings.from_environment())
        spoken = language_of(tools, language)
        asked = None if not (for_ or all_customers) else () if all_customers else tuple(for_ or ())
        refused = False
        second = None
        if official or tools.settings.second_opinion:
            second = _asking(tools, kept)
        for file in files:
            payload = payload_of(file)
            if xlsx is not None and not is_table(payload):
                raise typer.BadParameter(
                    "marks workbooks and CSV; for this file use --html", param_hint="--xlsx"
                )
            done = check_file(tools, payload, Question(asked, as_), spoken, asked=second)
            refused = done.refuses or refused
            with closing(done.notes):
                for document in done.documents:
                    _show(document, spoken, done.listing, json_=json_)
                    if not json_:
                        _tell_unasked(tools, document.matrix.report, spoken, official=official)
                _suggest(file, None if json_ else done.listing, spoken)
                matrices = [document.matrix for document in done.documents]
                if xlsx is not None:
                    write_marked(xlsx, payload, matrices, done.notes, done.adviser, Wording(spoken))
                if html is not None:
                    words = Wording(spoken)
                    advice = None if done.listing is None else advice_of(done.listing, words)
                    write_page(html, report_page(matrices, today(), words, advice))
    raise typer.Exit(ExitCode.REJECTED if refused else ExitCode.FINE)


def language_of(tools: Toolbox, wanted: str | None) -> Language:
    """Return the language to speak: the one asked for, else the installation's."""
    if wanted is None:
        return tools.settings.language
    if wanted not in get_args(Language):
        raise typer.BadParameter(f"{wanted} is not one of en, da, nl", param_hint="--language")
    return cast(Language, wanted)


def _asking(tools: Toolbox, kept: ExitStack) -> Asked:
    """Return the publishers' stylesheets; on a terminal it is shown how far they are."""
    second = kept.enter_context(tools.second_opinion())
    columns = (TextColumn("{task.description}"), TimeElapsedColumn())
    bar = kept.enter_context(
        Progress(*columns, console=errors(), transient=True, disable=not errors().is_terminal)
    )
    task: TaskID = bar.add_task("the publisher's stylesheets", visible=False)

    def pace(pieces: int) -> None:
        said = f"the publisher's stylesheets: {pieces} pieces judged"
        bar.update(task, description=said, visible=True)

    return Asked(second, pace)


def _show(
    document: Checked,
    language: Language,
    listing: Listing | None,
    *,
    json_: bool,
) -> None:
    matrix, processed = document.matrix, document.processed
    if json_:
        described = matrix.report.describe(language)
        if listing is not None:
            described["suggestions"] = [describe_suggestion(one, language) for one in listing.kept]
            described["suggestion_counts"] = dict(sorted(listing.counts.items()))
        if processed is not None:
            described["receivers"] = describe_receivers(processed, language)
        show_json(described)
    elif processed is None:
        show_report(out(), matrix.report, language)
    elif len(routes_of(processed)) == 1:
        show_report(out(), matrix.report, language)
        show_receivers(out(), matrix, language)
    else:
        show_matrix(out(), matrix, language)


def _tell_unasked(tools: Toolbox, report: Report, language: Language, *, official: bool) -> None:
    """Say that rules exist by which nobody judged the document.

    The rules of a publisher whose files name the formats they judge are not in the hub; the
    others' are.
    """
    words = Wording(language)
    if report.opinion is not None:
        return
    if official:
        out().print(f"  {words.say('opinion-nobody')}", markup=False)
        return
    judged = None if report.format_id is None else FormatId.parse(report.format_id)
    if judged is not None and any(
        one.sheets(judged.authority, judged.document, "") for one in tools.publishers
    ):
        said = words.say("opinion-not-asked", format=judged)
        out().print(f"  {printable(said)}", markup=False)


def _suggest(file: Path, listing: Listing | None, language: Language) -> None:
    if listing is not None:
        show_suggestions(out(), file, listing, Wording(language))
