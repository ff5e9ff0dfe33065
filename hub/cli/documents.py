"""Commands for a document in hand: identify and convert."""

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.app.certificate import Certificate, encoded
from hub.app.certifying import certificates_at_a_desk, certificates_of
from hub.app.rehearsal import rehearse, sending_account
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.app.versions import versions_at_a_desk, versions_of
from hub.cli.console import as_json, errors, out, printable, show_json
from hub.cli.failure import ExitCode, about, told
from hub.cli.receivers import describe_receivers, matrix_of, routes_of, show_receivers
from hub.cli.reporting import show_report
from hub.formats.document import Part
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.pipeline.examination import Examined, examine
from hub.pipeline.outcome import Routed

__all__ = ["Files", "Json", "convert", "desk_context", "identify", "payload_of"]

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", exists=True, dir_okay=False, show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object per line, for programs.")]


def identify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)],
    json_: Json = False,
) -> None:
    """Say which format each file is in.

    A file that is not there stops none of the others; the exit code tells of it.
    """
    unknown = missing = False
    with told():
        tools = Toolbox(Settings.from_environment())
        for file in files:
            try:
                unknown |= not _identified(tools, file, json_=json_)
            except OSError as error:
                missing = True
                errors().print(f"error: {printable(about(error, file))}", markup=False)
    if missing:
        raise typer.Exit(ExitCode.USAGE)
    raise typer.Exit(ExitCode.REJECTED if unknown else ExitCode.FINE)


def _identified(tools: Toolbox, file: Path, *, json_: bool) -> bool:
    """Say which format a file is in; return whether it is one that the hub knows.

    Raises ``OSError``: there is no such file, or it cannot be read.
    """
    if file.is_dir():
        raise IsADirectoryError(EISDIR, strerror(EISDIR), str(file))
    file.stat()
    report = Report(str(file))
    found = tools.formats.identify(payload_of(file), report)
    if json_:
        show_json({"file": str(file), "format": None if found is None else str(found.id)})
    elif found is not None:
        out().print(f"{found.id}\t{printable(file)}", markup=False)
    else:
        report.file = str(file)
        show_report(out(), report, tools.settings.language)
    return found is not None


def payload_of(file: Path) -> Payload:
    """Describe a file in hand.

    Only ordinary files: a document is read more than once, and a pipe or a device might keep
    its reader waiting for ever.
    """
    if not file.is_file():
        raise typer.BadParameter(f"{printable(file)} is not an ordinary file")
    return Payload.of_file(file, name=str(file))


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT_ID", help="See `hub formats`.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="File or folder to write.")
    ],
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="R.json", help="Write the report here.")
    ] = None,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="PARTY", help="For this receiver, by its own rules."),
    ] = None,
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="ACCOUNT", help="As if sent by this account (with --for)."),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(
            "--certificate", metavar="C.json", help="Write a certificate for `hub verify` here."
        ),
    ] = None,
) -> None:
    """Convert a file to another format, with a report of what was lost.

    Nothing is written when the document is refused or the result would not be valid. With
    --for the document goes down the same line as when it is sent, and is refused likewise.
    """
    with told():
        tools = Toolbox(Settings.from_environment())
        target = _writable(tools, to)
        if as_ is not None and for_ is None:
            raise typer.BadParameter(
                "says who sends; say with --for who receives", param_hint="--as"
            )
        with tempfile.TemporaryDirectory(prefix="hub-convert-") as folder:
            payload = payload_of(file)
            asked = Asked(payload, target, Path(folder), certificate is not None)
            if for_ is None:
                good, parts, described, certificates = _convert(tools, asked)
            else:
                good, parts, described, certificates = _convert_for(tools, asked, for_, as_)
            if report_file is not None:
                whole = described[0] if len(described) == 1 else described
                report_file.write_text(as_json(whole) + "\n", "utf-8")
            if good:
                _place(parts, output)
            if good and certificate is not None:
                certificate.write_bytes(encoded(certificates))
    raise typer.Exit(ExitCode.FINE if good else ExitCode.REJECTED)


Converted = tuple[bool, list[Part], list[dict[str, Any]], list[Certificate]]
"""Whether all is well, the files, and the reports as data."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be converted into what, and whether a certificate is wanted."""

    payload: Payload
    target: Format
    folder: Path
    certify: bool


def _convert(tools: Toolbox, asked: Asked) -> Converted:
    context, payload = desk_context(), asked.payload
    found = examine(
        payload, tools.formats, context, asked.target, asked.folder, weighs=asked.certify
    )
    examined = list(found)
    verdicts = [_good(tools, one) for one in examined]
    parts = [part for one in examined for part in one.parts]
    described = [one.report.describe(tools.settings.language) for one in examined]
    certificates: list[Certificate] = []
    if asked.certify:
        versions, target = versions_at_a_desk(tools), str(asked.target.id)
        certificates += certificates_at_a_desk(payload, target, context.now, examined, versions)
    return all(verdicts), parts, described, certificates


def _convert_for(tools: Toolbox, asked: Asked, receiver: str, account: str | None) -> Converted:
    language, now = tools.settings.language, dt.datetime.now(dt.UTC)
    sender = sending_account(tools, asked.payload, account)
    good, parts, described = True, list[Part](), []
    certificates: list[Certificate] = []
    for processed in rehearse(
        tools,
        asked.payload,
        (receiver,),
        sender.key,
        asked.folder,
        asked.target.id,
        at=now,
        weighs=asked.certify,
    ):
        described.append(
            {
                **processed.report.describe(language),
                "receivers": describe_receivers(processed, language),
            }
        )
        routes = routes_of(processed)
        good = good and bool(routes) and all(isinstance(route, Routed) for route in routes)
        parts += [part for route in routes if isinstance(route, Routed) for part in route.parts]
        if asked.certify:
            versions = versions_of(tools)
            made = certificates_of(asked.payload, sender.key, now, processed, versions)
            certificates += [certificate for _, certificate in made]
        show_report(errors(), processed.report, language)
        show_receivers(errors(), matrix_of(processed), language)
    return good, parts, described, certificates


def _good(tools: Toolbox, examined: Examined) -> bool:
    """Tell what is to be told of one document; return whether it was converted."""
    language = tools.settings.language
    if not examined.report.valid:
        show_report(errors(), examined.report, language)
        return False
    if examined.checked is not None and not examined.checked.valid:
        errors().print(
            "The result would not be valid, so it was not written. Where parties are missing in "
            "it, say with --for who receives and with --as who sends."
        )
        show_report(errors(), examined.checked, language)
        return False
    if not examined.parts:
        errors().print(
            f"{examined.report.format_id} is only passed through: the hub has no field table to "
            "read it with, so it cannot be converted.",
            markup=False,
        )
        return False
    show_report(errors(), examined.report, language)
    return True


def _writable(tools: Toolbox, text: str) -> Format:
    try:
        target = tools.formats.get(FormatId.parse(text))
    except (ValueError, KeyError) as error:
        raise typer.BadParameter(
            f"{text} is not a format the hub knows; `hub formats` lists them", param_hint="--to"
        ) from error
    instead = target.declared.instead
    if instead is not None:
        raise typer.BadParameter(
            f"{text} is read, but its published rules let nobody write it any more; take {instead}",
            param_hint="--to",
        )
    if target.writer is None:
        raise typer.BadParameter(
            f"{text} can be read or passed through, but not written", param_hint="--to"
        )
    return target


def desk_context() -> RouteContext:
    """Return what rules may know of a document that nobody sends."""
    return RouteContext(now=dt.datetime.now(dt.UTC))


def _place(parts: list[Part], output: Path) -> None:
    """Put one part where ``output`` says, several into the folder it names."""
    if len(parts) == 1 and not output.is_dir():
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(parts[0].path, output)
        return
    output.mkdir(parents=True, exist_ok=True)
    for part in parts:
        shutil.move(part.path, output / part.name)
