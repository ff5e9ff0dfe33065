"""Read a document for somebody at a desk: check it, or convert it, without parties.

The same steps as ``process``, without sender, routes, memory or delivery: nothing is
stored, sent or remembered. What a certain receiver would say needs the parties and is
asked of ``process`` itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hub.formats.document import Part
from hub.formats.payload import Payload
from hub.formats.registry import Format, Formats
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.conversion import Conversion
from hub.pipeline.ownrules import OwnRules

__all__ = ["Examined", "examine"]


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


def examine(
    payload: Payload,
    formats: Formats,
    context: RouteContext,
    target: Format | None = None,
    folder: Path | None = None,
) -> Iterator[Examined]:
    """Yield what is to be said of each document in a file.

    With ``target`` and ``folder`` each usable document is also written; a document with a
    refused line is not, because half a document is not what the sender meant.
    """
    arriving = Report(payload.name)
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
        if target is not None and folder is not None and own.header is not None:
            report.begin(Layer.MAPPING)
            place = folder / str(documents)
            conversion = Conversion(target, own.header, heard, report, place, formats)
        lines = refused = 0
        for line in own.lines():
            if line.body is None and document.header is not None:
                refused += 1
                continue
            lines += 1
            if conversion is not None and not report.fatal:
                conversion.take(line.body)
        examined = Examined(report, source, document.summary, lines, refused)
        if conversion is None:
            yield examined
        elif not report.valid:
            conversion.discard()
            yield examined
        else:
            parts, checked = conversion.finish()
            yield replace(examined, parts=parts, checked=checked)
    if not documents or not arriving.valid:
        yield Examined(arriving, source)
