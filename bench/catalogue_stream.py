"""A long OIOUBL catalogue read in one pass, against what parsing and its schema cost alone.

schema     parse the whole and validate it
read       read in a stream into the canonical document, every line validated
canonical  the same, and written out as JSON Lines
written    the same, written as OIOUBL again and the output validated

python bench/catalogue_stream.py [--lines 5000] [--rounds 3]
"""

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from catalogue_memory import write_xml
from comparing import Race, Variant
from lxml import etree

from hub.app.canonical import canonical
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report

FORMAT = FormatId.parse("oioubl:catalogue:2.02")


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    tools = Toolbox(Settings.from_environment())
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        path = Path(folder) / "long.xml"
        write_xml(path, asked.lines)
        ways: dict[str, Callable[[Payload, Report, Path], None]] = {
            "schema": lambda payload, _report, _place: _schema(tools, payload),
            "read": lambda payload, report, _place: _read(tools, payload, report),
            "canonical": lambda payload, report, place: _canonical(tools, payload, report, place),
            "written": lambda payload, report, place: _written(tools, payload, report, place),
        }

        def run(way: Callable[[Payload, Report, Path], None]) -> float:
            with tempfile.TemporaryDirectory(dir=folder) as place:
                report = Report(path.name)
                way(Payload.of_file(path), report, Path(place))
                if not report.valid:
                    raise SystemExit(f"the catalogue is not valid: {report.counts}")
            return asked.lines

        variants = [Variant(name, lambda w=way: run(w)) for name, way in ways.items()]  # type: ignore[misc]
        for variant in variants:  # schemas are compiled and tables made ready once
            variant.run()
        return Race("catalogue-stream", "lines", variants).run(asked.rounds)


def _schema(tools: Toolbox, payload: Payload) -> None:
    schema = tools.schemas.schema("ubl-2.0", "Catalogue")
    if schema is None:
        raise SystemExit("type: hub schemas install")
    with payload.open() as stream:
        schema.validate(etree.parse(stream).getroot())


def _read(tools: Toolbox, payload: Payload, report: Report) -> None:
    source = tools.formats.get(FORMAT)
    for document in source.reader.read(payload, report):
        for _ in document.lines(report):
            pass


def _canonical(tools: Toolbox, payload: Payload, report: Report, place: Path) -> None:
    for _ in canonical(tools, payload, report, place):
        pass


def _written(tools: Toolbox, payload: Payload, report: Report, place: Path) -> None:
    target = tools.formats.get(FORMAT)
    for document in target.reader.read(payload, report):
        context = RouteContext(now=dt.datetime.now(dt.UTC), source=document.format)
        if target.writer is None or document.header is None:
            raise SystemExit("the catalogue has no header")
        writing = target.writer.start(document.header, context, report.losses, place)
        for line in document.lines(report):
            if line.body is not None:
                writing.take(line.body)
        for part in writing.finish():
            with part.path.open("rb") as stream:
                _schema(tools, Payload.of_bytes(stream.read(), part.name))


if __name__ == "__main__":
    sys.exit(main())
