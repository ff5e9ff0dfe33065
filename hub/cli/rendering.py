"""The command that makes a document readable: a PDF of what it says."""

from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.check import InLanguage, language_of
from hub.cli.console import errors, printable
from hub.cli.failure import ExitCode, told
from hub.cli.reporting import show_report
from hub.formats.payload import Payload
from hub.model.finding import Finding, Layer
from hub.model.report import Report
from hub.model.sentence import Language
from hub.render.wording import Wording

__all__ = ["render"]


def render(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.pdf", help="PDF to write.")
    ],
    language: InLanguage = None,
) -> None:
    """Make a PDF of a document, for people.

    Everything the document says stands in it. A document that its schema or its publisher's rules
    refuse is not shown; what receivers ask of it is not judged: `hub check` does that.
    A file of several documents gives OUT-1.pdf, OUT-2.pdf and so on.
    """
    with told():
        tools = Toolbox(Settings.from_environment())
        good = _rendered(tools, file, output, language_of(tools, language))
    raise typer.Exit(ExitCode.FINE if good else ExitCode.REJECTED)


def _rendered(tools: Toolbox, file: Path, output: Path, language: Language) -> bool:
    """Write a PDF of each document in a file; say why where there is none."""
    from hub.render.rendering import render as rendered  # noqa: PLC0415 - half a second

    report = Report(str(file))
    source = tools.formats.identify(Payload.of_file(file, name=str(file)), report)
    made: list[bytes] = []
    if source is not None:
        for document in source.reader.read(Payload.of_file(file, name=str(file)), report):
            if document.header is None:
                said = Wording(language).say("terminal-passed-through", format=document.format)
                errors().print(said, markup=False)
                return False
            bodies = (line.body for line in document.lines(report) if line.body is not None)
            page = rendered(document.format.document, document.header, bodies, language)
            if isinstance(page, Finding):
                report.add(Layer.MAPPING, page)
                break
            made.append(page.pdf)
    if not report.valid or not made:
        show_report(errors(), report, language)
        return False
    output.parent.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(made, start=1):
        name = output.stem if len(made) == 1 else f"{output.stem}-{number}"
        path = output.with_name(f"{name}{output.suffix}")
        path.write_bytes(content)
        errors().print(f"{printable(path)} written", markup=False)
    return True
