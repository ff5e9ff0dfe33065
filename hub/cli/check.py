"""`hub check`: what is wrong with a document, for whom, and what to do about it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from hub.app.rehearsal import rehearse
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, show_json
from hub.cli.documents import Files, Json, desk_context, payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.givenfile import today, write_page
from hub.cli.markedfile import write_marked
from hub.cli.matrixtable import show_matrix
from hub.cli.owntables import is_table
from hub.cli.receivers import describe_receivers, matrix_of, routes_of, show_receivers
from hub.cli.reporting import show_report
from hub.formats.payload import Payload
from hub.model.report import Witness
from hub.model.sentence import Language
from hub.pipeline.examination import examine
from hub.pipeline.outcome import Processed
from hub.render.matrix import Matrix
from hub.render.reportpage import report_page
from hub.render.rownotes import RowNotes
from hub.render.wording import Wording

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


@dataclass(frozen=True, slots=True)
class Checked:
    """One document of a file: its matrix and, where there are receivers, how it ended."""

    matrix: Matrix
    processed: Processed | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Whose opinion is asked for, and in whose name; ``receivers`` None: only the format's."""

    receivers: tuple[str, ...] | None
    account: str | None


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
    json_: Json = False,
) -> None:
    """Check files: readable, valid by schema and rules, and fit for receivers."""
    for option, path in (("--html", html), ("--xlsx", xlsx)):
        if path is not None and len(files) > 1:
            raise typer.BadParameter("is of one file; name one FILE", param_hint=option)
    with told():
        tools = Toolbox(Settings.from_environment())
        spoken = language_of(tools, language)
        asked = None if not (for_ or all_customers) else () if all_customers else tuple(for_ or ())
        refused = False
        matrices: list[Matrix] = []
        notes = None if xlsx is None else RowNotes(spoken)
        for file in files:
            payload = payload_of(file)
            if xlsx is not None and not is_table(payload):
                raise typer.BadParameter(
                    "marks workbooks and CSV; for this file use --html", param_hint="--xlsx"
                )
            witness = None if notes is None else notes.take
            with _checked(tools, payload, Question(asked, as_), witness) as documents:
                for document in documents:
                    refused = _refuses(document) or refused
                    _show(document, spoken, json_=json_)
                    if html is not None or xlsx is not None:
                        matrices.append(document.matrix)
            if xlsx is not None and notes is not None:
                write_marked(xlsx, payload, matrices, notes, Wording(spoken))
        if html is not None:
            write_page(html, report_page(matrices, today(), Wording(spoken)))
    raise typer.Exit(ExitCode.REJECTED if refused else ExitCode.FINE)


def language_of(tools: Toolbox, wanted: str | None) -> Language:
    """Return the language to speak: the one asked for, else the installation's."""
    if wanted is None:
        return tools.settings.language
    if wanted not in get_args(Language):
        raise typer.BadParameter(f"{wanted} is not one of en, da, nl", param_hint="--language")
    return cast(Language, wanted)


@contextmanager
def _checked(
    tools: Toolbox, payload: Payload, question: Question, witness: Witness | None = None
) -> Iterator[Iterator[Checked]]:
    """Give the documents of a file as they are judged; outputs are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="hub-check-") as folder:
        yield _judged(tools, payload, question, Path(folder), witness)


def _judged(
    tools: Toolbox, payload: Payload, question: Question, folder: Path, witness: Witness | None
) -> Iterator[Checked]:
    if question.receivers is None:
        for examined in examine(payload, tools.formats, desk_context(), witness=witness):
            report = examined.report
            yield Checked(Matrix(report.file, report.format_id, report, ()))
        return
    said = rehearse(tools, payload, question.receivers, question.account, folder, witness=witness)
    for processed in said:
        yield Checked(matrix_of(processed), processed)


def _refuses(document: Checked) -> bool:
    """Whether anybody refuses a document."""
    if not document.matrix.report.valid:
        return True
    if document.processed is None:
        return False
    said = describe_receivers(document.processed, "en")
    return any(one["outcome"] != "routed" for one in said)


def _show(document: Checked, language: Language, *, json_: bool) -> None:
    matrix, processed = document.matrix, document.processed
    if json_:
        described = matrix.report.describe(language)
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
