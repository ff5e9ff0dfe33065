"""Reads UN/EDIFACT interchanges; each message is one document.

INVOIC, ORDERS and ORDRSP, and the answers APERAK and CONTRL.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.summary import summary_of
from hub.formats.unjudged import NO_SCHEMA
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.summary import Summary
from hub.rules.module import sibling

acknowledged = sibling(__file__, "acknowledged")
naming = sibling(__file__, "naming")
ordering = naming.ordering
invoic = ordering.invoic
pieces = sibling(__file__, "pieces")
wrapping = sibling(__file__, "wrapping")
segments = wrapping.segments

MEDIA_TYPE = "application/edifact"
ORDERING = {"ORDERS": "order", "ORDRSP": "order-response"}
"""Messages that exist in one directory here; what is read of them is the same in all."""
ORDER_DIRECTORY = "d96a"
ANSWERS = {"APERAK": "application-response:d96a", "CONTRL": "message-level-response:3"}
DIRECTORIES = ("d96a", "d01b", "d14b", "d16b")
HEAD = 1024
"""Bytes within which an interchange begins and names its first message."""

_TYPE = re.compile(rb"UNH[^A-Za-z0-9][^'\r\n]{0,35}?[^A-Za-z0-9]([A-Z]{6})[^A-Za-z0-9]")
"""The type of a message, behind its reference (an..14)."""

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
    "Message {message}: segment {number} ({value}) cannot be read. Write {expected}.",
    "Meddelelse {message}: segment {number} ({value}) kan ikke læses. Skriv {expected}.",
    "Bericht {message}: segment {number} ({value}) kan niet worden gelezen. Schrijf {expected}.",
)
WITHDRAWN = Sentence(
    "Message {message} takes back an earlier one (function {value} in BGM), which the hub does "
    "not do in EDIFACT. Tell the receiver, or send the cancellation as UBL.",
    "Meddelelse {message} trækker en tidligere tilbage (funktion {value} i BGM); det gør hubben "
    "ikke i EDIFACT. Sig det til modtageren, eller send annulleringen som UBL.",
    "Bericht {message} trekt een eerder bericht in (functie {value} in BGM); dat doet de hub niet "
    "in EDIFACT. Meld het de ontvanger, of stuur de annulering als UBL.",
)
ANOTHER = Sentence(
    "Message {message} is no original (function {value} in BGM), and the receiver would take it "
    "for one. Send what is new as an original, function {expected}, under a number of its own.",
    "Meddelelse {message} er ingen original (funktion {value} i BGM), og modtageren ville tage "
    "den for en. Send det nye som original, funktion {expected}, under sit eget nummer.",
    "Bericht {message} is geen origineel (functie {value} in BGM) en de ontvanger zou het daarvoor "
    "aanzien. Stuur wat nieuw is als origineel, functie {expected}, onder een eigen nummer.",
)
LINES = Sentence(
    "The interchange is broken into lines of {value} characters, also inside of segments. It was "
    "read without the line ends; send it without them, lest a blank at the end of a line get lost.",
    "Forsendelsen er delt i linjer på {value} tegn, også inde i segmenter. Den er læst uden "
    "linjeskiftene; send den uden dem, så et mellemrum sidst på en linje ikke går tabt.",
    "Het bericht is opgedeeld in regels van {value} tekens, ook midden in segmenten. Het is zonder "
    "de regeleinden gelezen; stuur het zonder, zodat een spatie aan een regeleinde niet wegvalt.",
)
TAKEN_BACK = frozenset({"1", "3"})
"""UNCL 1225: cancelled, deleted."""

MIXED = Sentence(
    "Message {message} is {value}, the first one of its interchange is not. Send messages of "
    "one kind only.",
    "Meddelelse {message} er {value}, den første i forsendelsen er det ikke. Send kun meddelelser "
    "af én slags.",
    "Bericht {message} is {value}, het eerste van de verzending niet. Verzend alleen berichten "
    "van één soort.",
)


def recognise(payload: Payload) -> str | None:
    """Return ``invoice:d96a`` or the like, by the first message of an interchange."""
    head = payload.head(HEAD).removeprefix(segments.MARK).lstrip()
    if head[:3] not in (b"UNA", b"UNB"):
        return None
    try:
        text, _ = wrapping.whole(segments.decoded(_data(payload)))
        first = next(segments.messages(text), None)
    except segments.Unreadable:
        return _meant(head)
    if first is not None and first.type in ANSWERS:
        return ANSWERS[first.type]
    kind = None if first is None else _kind(first)
    if first is None or kind is None:
        return None
    if first.type in ORDERING:
        return f"{kind}:{ORDER_DIRECTORY}"
    return f"{kind}:{first.directory if first.directory in DIRECTORIES else NEAREST}"


def _meant(head: bytes) -> str | None:
    """Return what a damaged interchange would be, by the type in its first UNH.

    None where that is a type that is not read here; where nothing is said, a bill.
    """
    found = _TYPE.search(head)
    named = "INVOIC" if found is None else found[1].decode("ascii")
    if named in ORDERING:
        return f"{ORDERING[named]}:{ORDER_DIRECTORY}"
    return f"invoice:{NEAREST}" if named == "INVOIC" else ANSWERS.get(named)


def _kind(message: Any) -> str | None:
    """Return what a message is; None for one of a type that is not read here."""
    if message.type in ANSWERS:
        return ANSWERS[message.type].partition(":")[0]
    if message.type != "INVOIC":
        return ORDERING.get(message.type)
    begin = next((one for one in message.segments if one.tag == "BGM"), None)
    credit = begin is not None and begin.get(0) in invoic.CREDITS
    return "credit-note" if credit else "invoice"


def reader(form: Any) -> "EdifactReader":
    """Return the reader of a format of this folder."""
    return EdifactReader(form.id)


def _data(payload: Payload) -> bytes:
    with closing(payload.open()) as stream:
        data = stream.read(segments.LONGEST + 1)
    if len(data) > segments.LONGEST:
        raise segments.Unreadable(segments.reasons.TOO_LONG)
    return data


class EdifactReader:
    """From an interchange to its documents."""

    def __init__(self, identity: FormatId) -> None:
        self.format = identity

    def read(self, payload: Payload, report: Report) -> Iterator["EdifactDocument"]:
        """Yield a document for each message; EDI-01 and EDI-02 say what cannot be read.

        A message that cannot be read is a document without a head, of which no more is known
        than its number and sides.
        """
        report.begin(Layer.SYNTAX)
        report.skip(Layer.SCHEMA, NO_SCHEMA)
        try:
            data = _data(payload)
            text, width = wrapping.whole(segments.decoded(data))
            found = list(segments.messages(text))
        except segments.Unreadable as trouble:
            sentence = SYNTAX.fill(reason=trouble.reason)
            report.add(Layer.SYNTAX, Finding("EDI-01", Severity.FATAL, sentence))
            return
        if width is not None:
            report.add(Layer.SYNTAX, _in_lines(width))
        originals = pieces.originals(payload, text, segments.charset_of(data), found)
        for message, original in zip(found, originals, strict=True):
            alone = len(found) == 1
            read = self._read(message, report, alone=alone)
            kind = _kind(message) or self.format.document
            if read is None:
                known = naming.summary(message, kind)
                yield EdifactDocument(self.format, None, [], original, known)
            else:
                # Bills and credit notes may come together.
                own = FormatId(self.format.authority, kind, self.format.version)
                known = naming.enveloped(summary_of(read[0], kind), message)
                yield EdifactDocument(own, *read, original, known)

    def _read(self, message: Any, report: Report, *, alone: bool) -> tuple[Any, list[Any]] | None:
        """Return head and lines of a message; None where the report says why not."""
        reading = self._reading(message)
        if reading is None:
            report.add(Layer.SYNTAX, _stranger(message))
            return None
        inside = "" if alone else f"UNH[{message.place}]/"
        try:
            header, lines = reading.read()
        except invoic.values.Function as trouble:
            report.add(Layer.SYNTAX, _no_original(trouble, message, inside))
            return None
        except invoic.values.Trouble as trouble:
            report.add(Layer.SYNTAX, _unread(trouble, message, inside))
            return None
        for one in reading.unread:
            report.losses.add(_named(one), LossKind.NO_HOME, one.text())
        for one in reading.narrowed:
            report.losses.add(_named(one), LossKind.NARROWED, one.text())
        return header, lines

    def _reading(self, message: Any) -> Any:
        """Return what reads a message; None for one of another kind than the first."""
        if message.type in ANSWERS:
            same = self.format.document == _kind(message)
            return _answer(message) if same else None
        wanted = ORDERING.get(message.type, "invoice")
        own = "invoice" if self.format.document == "credit-note" else self.format.document
        if wanted != own or (wanted == "invoice" and message.type != "INVOIC"):
            return None
        if wanted == "invoice":
            return invoic.Reading(message.segments)
        return ordering.OrderReading(message.segments, answer=wanted == "order-response")


def _answer(message: Any) -> Any:
    if message.type == "CONTRL":
        return acknowledged.ReceiptReading(message)
    return acknowledged.AnswerReading(message, invoic.values)


def _in_lines(width: int) -> Finding:
    said = str(width)
    return Finding("EDI-07", Severity.WARN, LINES.fill(value=said), value=said)


def _stranger(message: Any) -> Finding:
    sentence = MIXED.fill(message=naming.called(message), value=message.type)
    place = Place(path=f"UNH[{message.place}]")
    return Finding("EDI-02", Severity.FATAL, sentence, place, value=message.type)


def _named(segment: Any) -> str:
    """Return what a loss calls a segment: its tag and qualifier, of which there are few."""
    qualifier = segment.get(0)
    return f"{segment.tag[:3]}+{qualifier if len(qualifier) <= QUALIFIER else ''}"


def _no_original(trouble: Any, message: Any, inside: str) -> Finding:
    segment, function = trouble.segment, trouble.function
    sentence = WITHDRAWN if function in TAKEN_BACK else ANOTHER
    return Finding(
        "EDI-06",
        Severity.FATAL,
        sentence.fill(
            message=naming.called(message), value=function[:QUALIFIER], expected=trouble.expected
        ),
        Place(path=f"{inside}{segment.tag}[{segment.number}]"),
        value=function,
        expected=trouble.expected,
    )


def _unread(trouble: Any, message: Any, inside: str) -> Finding:
    segment = trouble.segment
    text = segment.text()
    sentence = SEGMENT.fill(
        message=naming.called(message),
        number=str(segment.number),
        value=text[:60],
        expected=trouble.expected,
    )
    place = Place(path=f"{inside}{segment.tag}[{segment.number}]")
    return Finding("EDI-02", Severity.FATAL, sentence, place, value=text)


class EdifactDocument:
    """One message: head and lines in the model; neither of one that cannot be read."""

    def __init__(
        self,
        identity: FormatId,
        header: Any,
        lines: list[Any],
        original: Original,
        known: Summary,
    ) -> None:
        self.format = identity
        self.header = header
        self.original = original
        self.summary = known
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
