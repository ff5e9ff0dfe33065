"""Read a document for somebody at a desk: check it, or convert it, without parties.

The same steps as ``process``, for a document that nobody sends and nobody receives. As soon
as there is a receiver, ``hub check --for`` and ``hub convert --for`` ask ``process`` itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from hub.formats.document import Document, Part
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer, Who
from hub.model.line import Line
from hub.model.report import Report, Witness
from hub.model.summary import Summary
from hub.pipeline.conversion import Conversion
from hub.pipeline.judgement import NO_CONVERSION, judge
from hub.pipeline.ownrules import OwnRules
from hub.pipeline.roundtrip import Survival
from hub.pipeline.unsayable import unsayable
from hub.pipeline.workbench import FEW
from hub.rules.checker import Checker

__all__ = ["Examined", "examine"]


class WrittenRules:
    """The rules of the format that is written, where the document came in another."""

    def __init__(
        self, target: Format | None, document: Document, context: RouteContext, report: Report
    ) -> None:
        self._report = report
        self._document = document
        self._checker: Checker | None = None
        if target is None or document.header is None:
            return
        rules = target.writing_rules(document.format, document.header)
        if rules is not None:
            self._checker = rules.checker(context, target.kind, None)

    def header(self, header: Struct | None) -> Struct | None:
        """Return the head as the rules leave it."""
        if self._checker is None or header is None:
            return header
        header, findings = self._checker.header(header, self._document.locate, self._document.lines)
        self._file(findings)
        return header

    def line(self, line: Line) -> Any:
        """Return the body of a line as the rules leave it, None when they refuse it."""
        if self._checker is None:
            return line.body
        if line.body is None:
            self._file(self._checker.draft(line)[1])
            return None
        body, findings = self._checker.line(line)
        self._file(findings)
        return body

    def end(self) -> None:
        """Judge what could only be judged after the last line."""
        if self._checker is not None:
            self._file(self._checker.end())
            self._report.losses.extend(self._checker.losses)

    def _file(self, findings: list[Finding]) -> None:
        for finding in findings:
            self._report.add(Layer.MAPPING, finding)


@dataclass(frozen=True, slots=True)
class Examined:
    """One document of a file: its report and, when it was converted, the outputs.

    ``checked`` is the report on what was written; an invalid one is the hub's fault.
    """

    report: Report
    source: Format | None = None
    summary: Summary | None = None
    lines: int = 0
    refused_lines: int = 0
    parts: tuple[Part, ...] = ()
    checked: Report | None = None
    survival: Survival | None = None


def examine(
    payload: Payload,
    formats: Formats,
    context: RouteContext,
    target: Format | None = None,
    folder: Path | None = None,
    *,
    witness: Witness | None = None,
    weighs: bool = False,
) -> Iterator[Examined]:
    """Yield what is to be said of each document in a file.

    With ``target`` and ``folder`` each usable document is also written; a document with a
    refused line is not, because half a document is not what the sender meant. A ``witness``
    hears of every finding. With ``weighs`` what was written is read back and compared.
    """
    arriving = Report(payload.name, witness=witness)
    source = formats.identify(payload, arriving)
    if source is None:
        yield Examined(arriving)
        return
    documents = 0
    for document in source.reader.read(payload, arriving):
        documents += 1
        report = arriving.hand_over()
        heard = replace(context, source=document.format)
        own = OwnRules(source, document, replace(heard, receiver=None), None, report)
        conversion = None
        written = WrittenRules(target, document, heard, report)
        header = written.header(own.header)
        if target is not None and folder is not None and header is not None:
            place = folder / str(documents)
            conversion = _begin(
                target, document, header, heard, report, place, formats, weighs=weighs
            )
        lines = refused = 0
        for line in own.lines():
            body = written.line(line)
            if body is None and document.header is not None:
                refused += 1
                continue
            lines += 1
            if conversion is not None and not report.fatal:
                conversion.take(body)
        written.end()
        examined = Examined(report, source, document.summary, lines, refused)
        if conversion is None:
            yield examined
        elif not report.valid:
            conversion.discard()
            yield examined
        else:
            yield _finished(conversion, examined, document, crowded=documents > FEW)
    if not documents or not arriving.valid:
        yield Examined(arriving, source)


def _finished(
    conversion: Conversion, examined: Examined, document: Document, *, crowded: bool
) -> Examined:
    """Return what is to be said of a document that was written."""
    parts, checked = conversion.finish(crowded=crowded)
    refusals = unsayable(checked, conversion.target, document)
    for finding in refusals:
        examined.report.add(Layer.MAPPING, finding)
    if refusals:
        conversion.discard()
        return examined
    return replace(examined, parts=parts, checked=checked, survival=conversion.survival)


def _begin(  # noqa: PLR0913 - what a conversion needs
    target: Format,
    document: Document,
    header: Struct,
    context: RouteContext,
    report: Report,
    folder: Path,
    formats: Formats,
    *,
    weighs: bool,
) -> Conversion | None:
    """Begin to write a document; a finding says why when it cannot be."""
    report.begin(Layer.MAPPING)
    if target.takes(document.format, header):
        return Conversion(target, header, context, report, folder, formats, weighs=weighs)
    if report.fatal:
        # A head that a rule refused was not translated, and need not fit the target.
        return None
    source, wanted = str(document.format), str(target.id)
    report.add(Layer.MAPPING, judge(NO_CONVERSION, value=source, expected=wanted, who=Who.HUB))
    return None
