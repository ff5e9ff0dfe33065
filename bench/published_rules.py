"""What the published rules cost in a long catalogue, against parsing and its schema.

schema       parse the whole and validate it with the compiled pattern schema
with rules   read in a stream, every line judged by schema and published rules
without      the same, without the published rules

The rules may cost what parse and schema cost; they grow with the lines and not faster, and what is
resident in memory stays below the promise of ``catalogue_memory``, also for a catalogue ten times
as long. The shorter one is read ten times for each time the longer one is, in turns: what is
compared is equally much work, done at the same time.

With ``--official FOLDER`` (a folder that holds ``OIOUBL_Catalogue_Schematron.xsl`` of the
publisher's release as the operator has downloaded it) the time of the publisher's stylesheet, for
1,000, 2,000 and 4,000 lines, stands beside what the rules add here. It is XSLT 2.0, so a Python
that has saxonche 12.9 is named by ``--saxon``, when it is not this one.

    python bench/published_rules.py [--lines 10000] [--times 10] [--rounds 5]
                                    [--long-rounds 3] [--official FOLDER [--saxon PYTHON]]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from catalogue_memory import PROMISE, write_xml
from lxml import etree

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload
from hub.formats.xmldocument import XmlReader
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.report import LayerStatus, Report
from hub.xml.schemas import DocumentSchema

FORMAT = FormatId.parse("oioubl:catalogue:2.02")
RESULT = Path("build/bench/published-rules.json")
GOAL = 1.0
LINEAR = 1.5
"""A rule that compared every line with those before it would cost ten times as much per line."""
STYLESHEET = "OIOUBL_Catalogue_Schematron.xsl"
SHORT = (1_000, 2_000, 4_000)
TRANSFORM = """
import sys, time
from saxonche import PySaxonProcessor
with PySaxonProcessor(license=False) as saxon:
    sheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=sys.argv[1])
    document = saxon.parse_xml(xml_file_name=sys.argv[2])
    started = time.process_time()
    sheet.transform_to_string(xdm_node=document)
    print(time.process_time() - started)
"""
"""Run by a Python of its own: compiling the stylesheet and parsing are not measured."""


class Ways:
    """The ways to take a catalogue in."""

    def __init__(self, tools: Toolbox) -> None:
        source = tools.formats.get(FORMAT)
        reader = source.reader
        schema = tools.schemas.schema("ubl-2.0", "Catalogue")
        if schema is None or not isinstance(reader, XmlReader) or source.published is None:
            raise SystemExit("type: hub schemas install")
        self._schema: DocumentSchema = schema
        self._ruled = reader
        self._free = XmlReader(
            reader.format, reader.plan, reader.schema, reader.summary, lambda: None
        )

    def schema(self, payload: Payload) -> None:
        """Parse and validate the whole."""
        with payload.open() as stream:
            self._schema.validate(etree.parse(stream).getroot())

    def ruled(self, payload: Payload) -> None:
        """Read with the published rules."""
        report = _read(self._ruled, payload)
        if report.status(Layer.OFFICIAL) is not LayerStatus.VALID:
            raise SystemExit("the published rules were not asked, or are broken")

    def free(self, payload: Payload) -> None:
        """Read without them."""
        _read(self._free, payload)


def main() -> int:
    """Measure in turns, print, keep; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=10, help="0 for the one length only")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long-rounds", type=int, default=3, help="for the longer (default 3)")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--official", type=Path)
    parser.add_argument("--saxon", default=sys.executable)
    asked = parser.parse_args()
    ways = Ways(Toolbox(Settings.from_environment()))
    if asked.read is not None:  # a process of its own, to see what it needs in memory
        ways.ruled(Payload.of_file(asked.read))
        print(own_peak())
        return 0
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        folder = Path(name)
        short = _catalogue(folder, asked.lines)
        measured = medians(measure(ways, short, asked.lines) for _ in range(asked.rounds))
        met = told(asked.lines, measured, resident(short))
        kept: dict[str, object] = {"lines": asked.lines, "microseconds": measured}
        if asked.times:
            met = grown(ways, folder, asked, kept) and met
        if asked.official is not None:
            kept["official"] = beside(ways, asked.official / STYLESHEET, asked.saxon, folder)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if met else 1


def grown(ways: Ways, folder: Path, asked: argparse.Namespace, kept: dict[str, object]) -> bool:
    """Measure a longer catalogue beside the same number of lines in shorter ones.

    Returns whether every goal is met.
    """
    many = asked.lines * asked.times
    short, long = _catalogue(folder, asked.lines), _catalogue(folder, many)
    pairs = []
    for number in range(asked.long_rounds):
        order = (many, asked.lines) if number % 2 else (asked.lines, many)
        pair = {lines: measure(ways, long if lines == many else short, many) for lines in order}
        pairs.append(pair)
    longer = medians(pair[many] for pair in pairs)
    met = told(many, longer, resident(long))
    growth = statistics.median(_cost(pair[many]) / _cost(pair[asked.lines]) for pair in pairs)
    verdict = "holds" if growth <= LINEAR else "MISSED"
    print(f"per line {growth:.2f} x of what it costs in the shorter, goal {LINEAR:g}: {verdict}")
    kept |= {"more lines": many, "more microseconds": longer, "growth": growth}
    return met and growth <= LINEAR


def own_peak() -> int:
    """Return the bytes this program had resident at most.

    ``ru_maxrss`` would count what the process that started it had.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (kilobytes,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(kilobytes) * 1024


def resident(path: Path) -> int:
    """Return the bytes that were resident at most in a process that reads a catalogue."""
    ran = subprocess.run(
        [sys.executable, __file__, "--read", path], capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


def medians(rounds: Iterable[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure."""
    every = list(rounds)
    return {name: statistics.median(one[name] for one in every) for name in every[0]}


def measure(ways: Ways, path: Path, lines: int) -> dict[str, float]:
    """Return the microseconds of processor time per line of each way.

    A catalogue of fewer lines is read as often as makes so many.
    """
    every = {"schema": ways.schema, "without": ways.free, "with rules": ways.ruled}
    held = int(path.stem)
    again = max(1, lines // held)
    times = dict.fromkeys(every, 0.0)
    for number in range(again):
        for name, way in list(every.items())[:: 1 if number % 2 == 0 else -1]:
            times[name] += _timed(way, path) / (held * again) * 1e6
    return times


def told(lines: int, measured: dict[str, float], memory: int) -> bool:
    """Print what was measured; return whether the goals are met."""
    print(f"{lines} lines, microseconds per line")
    for name, value in measured.items():
        print(f"  {name:12}{value:8.1f}")
    ratio = _cost(measured) / measured["schema"]
    verdict = "holds" if ratio <= GOAL else "MISSED"
    print(f"  rules add  {_cost(measured):8.1f} = {ratio:.2f} x schema, goal {GOAL:g}: {verdict}")
    verdict = "holds" if memory <= PROMISE else "MISSED"
    print(f"  resident   {memory / 1e6:8.1f} MB, goal {PROMISE / 1e6:g}: {verdict}", flush=True)
    return ratio <= GOAL and memory <= PROMISE


def beside(ways: Ways, stylesheet: Path, python: str, folder: Path) -> dict[int, dict[str, float]]:
    """Print the time of the publisher's stylesheet beside that of the same rules here.

    Returns microseconds per line, by number of lines.
    """
    print("the publisher's stylesheet, and what the rules add here; microseconds per line")
    found: dict[int, dict[str, float]] = {}
    for lines in SHORT:
        short = _catalogue(folder, lines)
        ran = subprocess.run(
            [python, "-c", TRANSFORM, stylesheet, short],
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise SystemExit(f"{python}: {ran.stderr.strip()[-200:]}\nname one with --saxon")
        theirs = float(ran.stdout) / lines * 1e6
        ours = _cost(medians(measure(ways, short, lines) for _ in range(3)))
        print(f"  {lines:>6} lines {theirs:>12,.1f} {ours:>10,.1f}", flush=True)
        found[lines] = {"stylesheet": theirs, "rules": ours}
    return found


def _cost(measured: dict[str, float]) -> float:
    return measured["with rules"] - measured["without"]


def _timed(way: Callable[[Payload], None], path: Path) -> float:
    payload = Payload.of_file(path)
    started = time.process_time()
    way(payload)
    return time.process_time() - started


def _read(reader: XmlReader, payload: Payload) -> Report:
    report = Report(payload.name)
    for document in reader.read(payload, report):
        for _ in document.lines(report):
            pass
    return report


def _catalogue(folder: Path, lines: int) -> Path:
    path = folder / f"{lines}.xml"
    write_xml(path, lines)
    return path


if __name__ == "__main__":
    sys.exit(main())
