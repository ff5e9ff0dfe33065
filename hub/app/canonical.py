"""A stored document in the hub's own words: read again, and written as JSON Lines."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from hub.app.toolbox import Toolbox
from hub.formats.document import Part
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report

__all__ = ["CANONICAL", "canonical"]

CANONICAL = "hub"
"""The authority of the formats ``hub:<kind>:1``."""


def canonical(
    tools: Toolbox, payload: Payload, report: Report, folder: Path
) -> Iterator[Part | FormatId]:
    """Yield each document of a payload as a file; its format where it has no such form.

    Lines that could not be read are left out, and said in the report. Nothing is judged by
    rules and nothing is changed, so this shows exactly what a receiver's rules were given.
    """
    source = tools.formats.identify(payload, report)
    if source is None:
        return
    for number, document in enumerate(source.reader.read(payload, report), start=1):
        target = _form_of(tools, source)
        if target is None or target.writer is None or document.header is None:
            yield source.id
            continue
        place = folder / str(number)
        place.mkdir()
        context = RouteContext(now=dt.datetime.now(dt.UTC), source=document.format)
        writing = target.writer.start(document.header, context, report.losses, place)
        for line in document.lines(report):
            if line.body is not None:
                writing.take(line.body)
        yield from writing.finish()


def _form_of(tools: Toolbox, source: Format) -> Format | None:
    try:
        return tools.formats.get(FormatId(CANONICAL, source.model, "1"))
    except KeyError:
        return None
