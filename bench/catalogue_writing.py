"""A long catalogue written through the templates, against the same elements by etree.xmlfile.

templates  the hub's writer: canonical lines into a file, with its losses noted
xmlfile    every element of that file written anew by lxml's incremental writer

All in turns in one process, by processor time. Both files have to be the same in canonical form.

    python bench/catalogue_writing.py [--lines 10000] [--rounds 3]
"""

import argparse
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from catalogue_memory import write_xml
from comparing import Goal, Race, Variant
from lxml import etree

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.model.report import Report

FORMAT = FormatId.parse("oioubl:catalogue:2.02")
SAMPLE = 1000
"""Lines in memory at a time; they are written over and over until all are."""


class Element:
    """An element with all that ``xmlfile`` has to be told of it."""

    __slots__ = ("attributes", "children", "spaces", "tag", "text")

    def __init__(self, node: Any, above: Any = None) -> None:
        self.tag = node.tag
        self.attributes = dict(node.attrib)
        self.spaces = {} if above is not None else dict(node.nsmap)
        self.text = node.text
        self.children = [Element(child, node) for child in node]


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    times = -(-asked.lines // SAMPLE)
    tools = Toolbox(Settings.from_environment())
    target = tools.formats.get(FORMAT)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        folder = Path(name)
        source = folder / "long.xml"
        write_xml(source, SAMPLE)
        (document,) = target.reader.read(Payload.of_file(source), Report(source.name))
        bodies = [line.body for line in document.lines()]
        other = folder / "xmlfile.xml"

        def templates() -> Path:
            context = RouteContext(now=dt.datetime.now(dt.UTC), source=FORMAT)
            if target.writer is None or document.header is None:
                raise SystemExit("the catalogue cannot be written")
            writing = target.writer.start(document.header, context, LossReport(), folder)
            for _ in range(times):
                for body in bodies:
                    writing.take(body)
            (part,) = writing.finish()
            return part.on_disk().path

        root = Element(etree.parse(templates()).getroot())

        def xmlfile() -> Path:
            with etree.xmlfile(str(other), encoding="UTF-8") as out:
                _write(out, root)
            return other

        if _canonical(templates()) != _canonical(xmlfile()):
            raise SystemExit("the two files are not the same in canonical form")

        def count(path: Path) -> float:
            return asked.lines if path.stat().st_size else 0

        variants = [
            Variant("xmlfile", lambda: count(xmlfile())),
            Variant("templates", lambda: count(templates())),
        ]
        goals = [Goal("templates", "xmlfile", 5)]
        race = Race("catalogue-writing", "lines", variants, goals, clock=time.process_time)
        return race.run(asked.rounds)


def _write(out: Any, element: Element) -> None:
    with out.element(element.tag, element.attributes, nsmap=element.spaces):
        if element.text:
            out.write(element.text)
        for child in element.children:
            _write(out, child)


def _canonical(path: Path) -> bytes:
    """Return the canonical form, without the white space between elements."""
    parser = etree.XMLParser(remove_blank_text=True)
    return bytes(etree.tostring(etree.parse(path, parser), method="c14n"))


if __name__ == "__main__":
    sys.exit(main())
