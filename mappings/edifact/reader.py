"""Reads UN/EDIFACT interchanges; each INVOIC, ORDERS or ORDRSP message is one document."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.summary import summary_of
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.summary import Summary
from hub.rules.module import sibling

ordering = sibling(__file__, "ordering")
invoic = ordering.invoic
pieces = sibling(__file__, "pieces")
segments = sibling(__file__, "segments")

MEDIA_TYPE = "application/edifact"
ORDERING = {"ORDERS": "order", "ORDRSP": "order-response"}
"""Messages that exist in one directory here; what is read of them is the same in all."""
ORDER_DIRECTORY = "d96a"
DIRECTORIES = ("d96a", "d01b", "d14b", "d16b")
QUALIFIER = 3
"""Characters of a qualifier (an..3)."""

NEAREST = "d14b"
"""Directories in between are read as this one; what is read here is the same in all."""

SYNTAX = Sentence(
    "The interchange cannot be taken apart: {reason}. Send it again, whole.",
    "Forsendelsen kan ikke skilles ad: {reason}. Send den igen, hel.",
    "Het bericht kan niet worden ontleed: {reason}. Stuur het opnieuw, volledig.",
)
SEGMENT = Sentence(
    "Segment {number} ({value}) cannot be read. Write {expected}.",
    "Segment {number} ({value}) kan ikke læses. Skriv {expected}.",
    "Segment {number} ({value}) kan niet worden gelezen. Schrijf {expected}.",
)
WITHDRAWN = Sentence(
    "The message takes back an earlier one (function {value} in BGM), which the hub does not do "
    "in EDIFACT. Tell the receiver, or send the cancellation as UBL.",
    "Meddelelsen trækker en tidligere tilbage (funktion {value} i BGM); det gør hubben ikke i "
    "EDIFACT. Sig det til modtageren, eller send annulleringen som UBL.",
    "Het bericht trekt een eerder bericht in (functie {value} in BGM); dat doet de hub niet in "
    "EDIFACT. Meld het de ontvanger, of stuur de annulering als UBL.",
)
ANOTHER = Sentence(
    "The message is no original (function {value} in BGM), and the receiver would take it for "
    "one. Send what is new as an original, function {expected}, under a number of its own.",
    "Meddelelsen er ingen original (funktion {value} i BGM), og modtageren ville tage den for en. "
    "Send det nye som original, funktion {expected}, under sit eget nummer.",
    "Het bericht is geen origineel (functie {value} in BGM) en de ontvanger zou het daarvoor "
    "aanzien. Stuur wat nieuw is als origineel, functie {expected}, onder een eigen nummer.",
)
TAKEN_BACK = frozenset({"1", "3"})
"""UNCL 1225: cancelled, deleted."""

MIXED = Sentence(
    "The interchange also holds a message {value}. Send messages of one kind only.",
    "Forsendelsen rummer også en meddelelse {value}. Send kun meddelelser af én slags.",
    "Het bericht bevat ook een {value}. Verzend alleen berichten van één soort.",
)


def recognise(payload: Payload) -> str | None:
    """Return ``invoice:d96a`` or the like, by the first message of an interchange."""
    if payload.head(3) not in (b"UNA", b"UNB"):
        return None
    try:
        first = next(segments.messages(segments.decoded(_data(payload))), None)
    except segments.Unreadable:
        return f"invoice:{NEAREST}"
    if first is not None and first.type in ORDERING:
        return f"{ORDERING[first.type]}:{ORDER_DIRECTORY}"
    if first is None or first.type != "INVOIC":
        return None
    version = first.directory if first.directory in DIRECTORIES else NEAREST
    begin = next((one for one in first.segments if one.tag == "BGM"), None)
    credit = begin is not None and begin.get(0) in invoic.CREDITS
    return f"{'credit-note' if credit else 'invoice'}:{version}"


def reader(form: Any) -> "EdifactReader":
    """Return the reader of a format of this folder."""
    return EdifactReader(form.id)


def _data(payload: Payload) -> bytes:
    with closing(payload.open()) as stream:
        data = stream.read(segments.LONGEST + 1)
    if len(data) > segments.LONGEST:
        reason = "it is longer than 8 MB"
        raise segments.Unreadable(reason)
    return data


class EdifactReader:
    """From an interchange to its documents."""

    def __init__(self, identity: FormatId) -> None:
        self.format = identity

    def read(self, payload: Payload, report: Report) -> Iterator["EdifactDocument"]:
        """Yield a document for each message; EDI-01 and EDI-02 say what cannot be read.

        A message that cannot be read among others is a document without a head.
        """
        report.begin(Layer.SYNTAX)
        report.skip(Layer.SCHEMA, "this format has no schema")
        try:
            data = _data(payload)
            text = segments.decoded(data)
            found = list(segments.messages(text))
        except segments.Unreadable as trouble:
            sentence = SYNTAX.fill(reason=str(trouble))
            report.add(Layer.SYNTAX, Finding("EDI-01", Severity.FATAL, sentence))
            return
        originals = pieces.originals(payload, text, segments.charset_of(data), found)
        for message, original in zip(found, originals, strict=True):
            read = self._read(message, report)
            if read is not None:
                yield EdifactDocument(self.format, *read, original)
            elif len(found) > 1:
                yield EdifactDocument(self.format, None, [], original)

    def _read(self, message: Any, report: Report) -> tuple[Any, list[Any]] | None:
        """Return head and lines of a message; None where the report says why not."""
        reading = self._reading(message)
        if reading is None:
            report.add(Layer.SYNTAX, _stranger(message.type))
            return None
        try:
            header, lines = reading.read()
        except invoic.values.Function as trouble:
            report.add(Layer.SYNTAX, _no_original(trouble))
            return None
        except invoic.values.Trouble as trouble:
            report.add(Layer.SYNTAX, _unread(trouble))
            return None
        for one in reading.unread:
            report.losses.add(_named(one), LossKind.NO_HOME, one.text())
        for one in reading.narrowed:
            report.losses.add(_named(one), LossKind.NARROWED, one.text())
        return header, lines

    def _reading(self, message: Any) -> Any:
        """Return what reads a message; None for one of another kind than the first."""
        wanted = ORDERING.get(message.type, "invoice")
        own = "invoice" if self.format.document == "credit-note" else self.format.document
        if wanted != own or (wanted == "invoice" and message.type != "INVOIC"):
            return None
        if wanted == "invoice":
            return invoic.Reading(message.segments)
        return ordering.OrderReading(message.segments, answer=wanted == "order-response")


def _stranger(kind: str) -> Finding:
    sentence = MIXED.fill(value=kind)
    return Finding("EDI-02", Severity.FATAL, sentence, value=kind)


def _named(segment: Any) -> str:
    """Return what a loss calls a segment: its tag and qualifier, of which there are few."""
    qualifier = segment.get(0)
    return f"{segment.tag[:3]}+{qualifier if len(qualifier) <= QUALIFIER else ''}"


def _no_original(trouble: Any) -> Finding:
    segment, function = trouble.segment, trouble.function
    sentence = WITHDRAWN if function in TAKEN_BACK else ANOTHER
    return Finding(
        "EDI-06",
        Severity.FATAL,
        sentence.fill(value=function[:QUALIFIER], expected=trouble.expected),
        Place(path=f"{segment.tag}[{segment.number}]"),
        value=function,
        expected=trouble.expected,
    )


def _unread(trouble: Any) -> Finding:
    segment = trouble.segment
    sentence = SEGMENT.fill(
        number=str(segment.number), value=segment.text()[:60], expected=trouble.expected
    )
    place = Place(path=f"{segment.tag}[{segment.number}]")
    return Finding(
        "EDI-02", Severity.FATAL, sentence, place, value=segment.text(), expected=trouble.expected
    )


class EdifactDocument:
    """One message: head and lines in the model; neither of one that cannot be read."""

    def __init__(
        self, identity: FormatId, header: Any, lines: list[Any], original: Original
    ) -> None:
        kind = identity.document
        self.format = identity
        self.header = header
        self.original = original
        self.summary = Summary(kind) if header is None else summary_of(header, kind)
        self._lines = lines

    def locate(self, field: str) -> Place:
        """Return the field of the model: its segment is not kept."""
        return Place(path=field)

    def lines(self, _report: Report | None = None) -> Iterator[Line]:
        """Yield the lines."""
        for number, body in enumerate(self._lines, start=1):
            yield Line(number, body, _place_in(number))


def _place_in(number: int) -> Callable[[str], Place]:
    return lambda field: Place(path=f"LIN[{number}]/{field}")
