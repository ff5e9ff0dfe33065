"""XML documents as the pipeline sees them: head in the model, lines one by one."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from msgspec import Struct

from hub.formats.messages import missing_field, overlong_number
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.summary import summary_of, summary_of_element
from hub.formats.table import Group, Table
from hub.formats.unjudged import NO_XML, NOT_INSTALLED
from hub.formats.xmllosses import Lost, step_name
from hub.formats.xmlplace import Locator
from hub.formats.xmlread import Node, NodeCompiler, Tags
from hub.formats.xmltext import text_of
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.model.summary import Summary
from hub.rules.elements.judge import ElementJudge, ElementRules
from hub.xml.parse import Element
from hub.xml.schemas import DocumentSchema
from hub.xml.stream import OpenDocument, open_document

__all__ = ["Plan", "SummaryPaths", "XmlDocument", "XmlReader", "open_checked"]


_LINE_PATH = re.compile(r"/[^/\[]+/[^/\[]+Line\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class SummaryPaths:
    """Where a kind of document says who, what and when."""

    paths: Mapping[str, str]
    addresses: tuple[str, ...]


class Plan:
    """How documents of one format are read: their compiled table, or none."""

    def __init__(self, table: Table | None, tags: Tags, root: str) -> None:
        self.tags = tags
        self.table = table
        self.path = f"/{step_name(root, tags.prefixes)}"
        self.header: Node | None = None
        self.line: Node | None = None
        self.line_tag: str | None = None
        self.line_path = ""
        self.ignored: Collection[str] = ()
        if table is None:
            return
        compiler = NodeCompiler(table, tags)
        self.header = compiler.node(table.header)
        self.ignored = frozenset(f"{self.path}/{path}" for path in table.ignore)
        if table.line is not None and table.lines is not None:
            self.line = compiler.node(table.line)
            self.line_tag = tags.tag(table.lines)
            self.line_path = f"{self.path}/{table.lines}"
        self.locator = Locator(table, tags)

    def lost(self, losses: LossReport, base: str) -> Lost:
        """Return the book in which losses of a head or line are entered."""
        return Lost(losses, self.tags.prefixes, base, self.ignored)


class XmlReader:
    """The reader of one XML format."""

    def __init__(
        self,
        identity: FormatId,
        plan: Plan,
        schema: Callable[[], DocumentSchema | None],
        summary: SummaryPaths,
        rules: Callable[[], ElementRules | None] = lambda: None,
    ) -> None:
        self.format = identity
        self.plan = plan
        self.schema = schema
        self.summary = summary
        self.rules = rules

    def read(self, payload: Payload, report: Report) -> Iterator["XmlDocument"]:
        """Yield the one document of an XML file; none when its head cannot be read."""
        sink = _Sink(report, self.plan.line_path)
        schema = self.schema()
        with closing(payload.open()) as stream:
            report.begin(Layer.SYNTAX)
            if schema is None:
                report.skip(Layer.SCHEMA, NOT_INSTALLED)
            opened = open_document(stream, schema, sink.file, line=self.plan.line_tag)
            if schema is not None and (opened is not None or not report.fatal):
                report.begin(Layer.SCHEMA)
            if opened is None:
                report.skip(Layer.SCHEMA, NO_XML)
                return
            rules = self.rules()
            if rules is not None:
                report.begin(Layer.OFFICIAL)
            document = XmlDocument(self, payload, opened, sink, rules)
            yield document
            document.let_go()


class XmlDocument:
    """One XML document.

    The first ``lines`` goes on where reading the head stopped; later ones open the file again.
    """

    def __init__(
        self,
        reader: XmlReader,
        payload: Payload,
        opened: OpenDocument,
        sink: "_Sink",
        rules: ElementRules | None = None,
    ) -> None:
        self._reader = reader
        self.original = Original.whole(payload)
        self._payload = payload
        self._opened: OpenDocument | None = opened
        self._head = opened
        self._sink = sink
        self._judge: ElementJudge | None = None
        if rules is not None:
            self._judge = rules.judge(opened.line_tag, opened.place, sink.file_official)
            self._judge.head(opened.header)
            opened.watch = self._judge.line
        self.header = self._read_header()
        self.summary = self._summarise()

    @property
    def format(self) -> FormatId:
        """The format it was recognised as."""
        return self._reader.format

    def locate(self, field: str) -> Place:
        """Return where a field of the head stands in the sender's file."""
        plan = self._reader.plan
        if plan.table is None:
            return self._head.place(self._head.header)
        return plan.locator.place(self._head.header, plan.table.header, field, self._head.place)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the lines; those the schema refuses come without a body."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            self._sink.report = report
            yield from self._lines(opened, report)
            if self._judge is not None:
                self._judge.end()
            return
        sink = self._sink = _Sink(None, self._reader.plan.line_path)
        with closing(self._payload.open()) as stream:
            opened_again = open_document(
                stream, self._reader.schema(), sink.file, line=self._reader.plan.line_tag
            )
            if opened_again is not None:
                # The head's findings were told when it was read.
                sink.report = report
                yield from self._lines(opened_again, report)

    def let_go(self) -> None:
        """Forget the open file, which is about to be closed, and who watched it being read.

        The two know each other; as long as they do, the document waits for the garbage collector.
        """
        self._opened = self._judge = None
        self._head.watch = None

    def _lines(self, opened: OpenDocument, report: Report | None) -> Iterator[Line]:
        plan = self._reader.plan
        losses = LossReport() if report is None else report.losses
        lost = plan.lost(losses, plan.line_path)
        expected = 1
        for number, element in opened:
            yield from _refused(expected, number)
            expected = number + 1
            if plan.line is None or plan.table is None or plan.table.line is None:
                yield Line(number, None, _fixed(opened, element))
                continue
            body = plan.line.read(element, lost.below(element))
            locate = _locator(plan.locator, opened, element, plan.table.line)
            missing = _missing(plan.line, body, locate, Severity.ERROR)
            if lost.overlong:
                missing += _overlong(lost, opened, Severity.ERROR)
            if report is not None:
                for finding in missing:
                    report.add(Layer.MAPPING, finding)
            yield Line(number, None if missing else body, locate)
        yield from _refused(expected, self._sink.last_line + 1)

    def _read_header(self) -> Struct | None:
        plan, report = self._reader.plan, self._sink.report
        if plan.header is None or report is None:
            return None
        head = self._head.header
        lost = plan.lost(report.losses, plan.path).below(head)
        header: Struct = plan.header.read(head, lost)
        # A head cannot be left out as a line can, so what it lacks refuses the document.
        for finding in _missing(plan.header, header, self.locate, Severity.FATAL):
            report.add(Layer.MAPPING, finding)
        for finding in _overlong(lost, self._head, Severity.FATAL):
            report.add(Layer.MAPPING, finding)
        return header

    def _summarise(self) -> Summary:
        reader = self._reader
        kind = reader.format.document
        if self.header is not None:
            return summary_of(self.header, kind)
        paths, addresses = reader.summary.paths, reader.summary.addresses
        return summary_of_element(self._head.header, kind, paths, addresses, reader.plan.tags)


class _Sink:
    """Sends findings of the stream to the layer they belong to.

    A refused line is not handed out by the stream; ``last_line`` is the last one that a
    finding spoke of, so that refused lines at the end are counted too.
    """

    def __init__(self, report: Report | None, line_path: str = "") -> None:
        self.report = report
        self.last_line = 0
        known = re.compile(rf"{re.escape(line_path)}\[([0-9]+)\]")
        self._line_path = known if line_path else _LINE_PATH

    def file(self, finding: Finding) -> None:
        found = self._line_path.match(finding.place.path or "")
        if found is not None:
            self.last_line = max(self.last_line, int(found[1]))
        if self.report is not None:
            syntax = finding.rule.startswith("SYN-")
            self.report.add(Layer.SYNTAX if syntax else Layer.SCHEMA, finding)

    def file_official(self, finding: Finding) -> None:
        """File what a published rule found."""
        if self.report is not None:
            self.report.add(Layer.OFFICIAL, finding)


def _refused(expected: int, reached: int) -> Iterator[Line]:
    """Yield a line without a body for each one that was not handed out."""
    for number in range(expected, reached):
        yield Line(number, None, lambda _field: Place())


def _fixed(opened: OpenDocument, element: Element) -> Callable[[str], Place]:
    return lambda _field: opened.place(element)


def _locator(
    locator: Locator, opened: OpenDocument, element: Element, group: Group
) -> Callable[[str], Place]:
    return lambda field: locator.place(element, group, field, opened.place)


def _missing(
    node: Node, value: Struct, locate: Callable[[str], Place], severity: Severity
) -> list[Finding]:
    """Return a finding for each field that the mapping needs and the source does not give."""
    return [
        missing_field(field.path, locate(field.name), severity)
        for field in node.required
        if getattr(value, field.name) in (None, ())
    ]


def _overlong(lost: Lost, opened: OpenDocument, severity: Severity) -> list[Finding]:
    """Return a finding for each number that has too many digits, and forget them."""
    found, lost.overlong = lost.overlong, []
    return [overlong_number(text_of(one).strip(), opened.place(one), severity) for one in found]


def open_checked(
    payload: Payload, schema: DocumentSchema, report: Report, rules: ElementRules | None = None
) -> None:
    """Validate a whole file, and judge it by its format's published rules; findings are filed."""
    sink = _Sink(report)
    report.begin(Layer.SYNTAX)
    report.begin(Layer.SCHEMA)
    with closing(payload.open()) as stream:
        opened = open_document(stream, schema, sink.file)
        if opened is None:
            return
        judge: ElementJudge | None = None
        if rules is not None:
            report.begin(Layer.OFFICIAL)
            judge = rules.judge(opened.line_tag, opened.place, sink.file_official)
            judge.head(opened.header)
            opened.watch = judge.line
        for _ in opened:
            pass
        if judge is not None:
            judge.end()
