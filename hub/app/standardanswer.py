"""Answers in the sender's own standard, for accounts that want them."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never
from uuid import NAMESPACE_URL, uuid5

from hub.app.answertext import WORDS, shortfalls
from hub.facts.calendars import local_day
from hub.formats.answering import Answered, Matter, Side, Verdict, answering_of, receipt_of
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.applicationresponse import ApplicationResponse
from hub.model.context import RouteContext
from hub.model.finding import Finding, Layer
from hub.model.identity import FormatId
from hub.model.kinds import KINDS
from hub.model.loss import LossReport
from hub.model.report import Report
from hub.model.sentence import Language
from hub.pipeline.envelope import Envelope
from hub.pipeline.examination import examine
from hub.pipeline.outcome import (
    Accepted,
    Conflict,
    Duplicate,
    Held,
    Outcome,
    Processed,
    Rejected,
    Unroutable,
)
from hub.pipeline.party import Directory
from hub.pipeline.protocols import Ended
from hub.telemetry.logs import log_of

__all__ = ["Said", "StandardAnswers"]

MOST_WORDS = 20
LONGEST = 2000
"""Sentences and characters of one answer; the rest stands in the hub's own report beside it."""


@dataclass(frozen=True, slots=True)
class Said:
    """Answers in a standard; not ``whole`` where only the report says everything."""

    documents: tuple[Payload, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Saying:
    """What an answer has to say of one document."""

    verdict: Verdict
    words: tuple[str, ...]
    whole: bool


class StandardAnswers:
    """Writes answers in the formats that mapping folders know answers in.

    Args:
        formats: every format.
        directory: who is who.
    """

    def __init__(self, formats: Formats, directory: Directory) -> None:
        self._formats = formats
        self._directory = directory
        self._log = log_of("answers")

    def write(
        self,
        envelope: Envelope,
        documents: Sequence[Ended],
        described: Sequence[dict[str, Any]],
        language: Language,
    ) -> Said:
        """Return an answer to each document; none at all where one of them has none.

        What could not be read names no sender, and an answer is never answered. ``described``
        is what the report says of each document.

        No standard says which of several receivers refused a document, or which lines were
        left out. Such an answer says it in words, and the report goes beside it.
        """
        sayings = [
            _saying(ended.processed, told, language)
            for ended, told in zip(documents, described, strict=True)
        ]
        asked = [
            self._asked(envelope, ended, saying)
            for ended, saying in zip(documents, sayings, strict=True)
        ]
        found = [None if one is None else self._answer(envelope, *one) for one in asked]
        given = tuple(one for one in found if one is not None)
        if len(given) < len(found):
            return Said()
        receipts = self._receipts(envelope, [one for one in asked if one is not None])
        return Said((*receipts, *given), all(saying.whole for saying in sayings))

    def _asked(
        self, envelope: Envelope, ended: Ended, saying: _Saying
    ) -> tuple[Format, Matter, int] | None:
        """Return what is to be answered of a document, in whose words, and its place."""
        known = ended.processed.format
        source = None if known is None else self._formats.get(known)
        if source is None or answering_of(source.folder) is None or _is_answer(source):
            return None
        matter = self._matter(envelope, ended, source, saying)
        return None if matter is None else (source, matter, ended.processed.number)

    def _answer(
        self, envelope: Envelope, source: Format, matter: Matter, number: int
    ) -> Payload | None:
        answering = answering_of(source.folder)
        answered = None if answering is None else answering(matter)
        name = f"answer-{number}"
        return None if answered is None else self._payload(envelope, source, answered, name)

    def _receipts(
        self, envelope: Envelope, asked: Sequence[tuple[Format, Matter, int]]
    ) -> tuple[Payload, ...]:
        """Return the answer to the file as a whole, where the standard has one."""
        source = asked[0][0] if asked else None
        receipt = None if source is None else receipt_of(source.folder)
        if source is None or receipt is None:
            return ()
        answered = receipt([matter for _, matter, _ in asked])
        made = None if answered is None else self._payload(envelope, source, answered, "receipt")
        return () if made is None else (made,)

    def _payload(
        self, envelope: Envelope, source: Format, answered: Answered, name: str
    ) -> Payload | None:
        target = self._formats.get(FormatId(source.id.authority, answered.kind, answered.version))
        stem = Path(envelope.name).stem or "document"
        written = self._written(target, answered, envelope, f"{stem}.{name}")
        if written is None:
            self._log.error(
                "answer-invalid", interchange=envelope.interchange, format=str(target.id)
            )
        return written

    def _matter(
        self, envelope: Envelope, ended: Ended, source: Format, saying: _Saying
    ) -> Matter | None:
        processed, summary = ended.processed, ended.processed.summary
        asker = None if ended.sender is None else self._directory.party(ended.sender)
        if summary is None or asker is None or not summary.sender:
            return None
        if summary.id is None and not summary.envelope:
            return None
        reached = [
            (party, address)
            for address in summary.receiver
            if (party := self._directory.party_at(address)) is not None
        ]
        if not reached:
            return None
        answerer, address = reached[0]
        return Matter(
            id=f"{envelope.accept_number}-{processed.number}",
            uuid=str(uuid5(NAMESPACE_URL, f"urn:procurement-hub/answer/{processed.document}")),
            day=local_day(envelope.accepted_at, answerer.card.country),
            verdict=saying.verdict,
            words=saying.words,
            kind=summary.kind,
            version=source.id.version,
            number=summary.id or "",
            issued=summary.issue_date,
            sender=Side(answerer.card, address),
            receiver=Side(asker.card, summary.sender[0]),
            envelope=summary.envelope,
        )

    def _written(
        self, target: Format, answered: Answered, envelope: Envelope, name: str
    ) -> Payload | None:
        """Return the answer as it goes out; None when it is not what its format asks for."""
        writer = target.writer
        if writer is None:
            return None
        # It comes from no format: version and customization are the target's own.
        context = RouteContext(now=envelope.accepted_at)
        with tempfile.TemporaryDirectory(prefix="hub-answer-") as folder:
            writing = writer.start(answered.head, context, LossReport(), Path(folder))
            (part,) = writing.finish()
            with part.payload().open() as stream:
                content = stream.read()
        payload = Payload.of_bytes(content, f"{name}{Path(part.name).suffix}", target.media_type)
        checked = list(examine(payload, self._formats, context))
        fits = (
            one.report.valid and one.source is not None and one.source.id == target.id
            for one in checked
        )
        return payload if checked and all(fits) else None


def _is_answer(source: Format) -> bool:
    kind = KINDS.get(source.model)
    return kind is not None and kind.head is ApplicationResponse


def _saying(processed: Processed, told: dict[str, Any], language: Language) -> _Saying:
    """Return verdict and words; ``told`` is what the report says of the document."""
    verdict = _verdict(processed.outcome, processed.report)
    if verdict != "taken":
        words, cut = _few(_refusals(processed, language), language)
        return _Saying(verdict, words, whole=not cut)
    short = list(shortfalls(told, language))
    if not short:
        return _Saying("taken", (), whole=True)
    words, _ = _few([*short, *_refusals(processed, language)], language)
    return _Saying("partly", words, whole=False)


def _verdict(outcome: Outcome, report: Report) -> Verdict:
    match outcome:
        case Accepted() | Duplicate() | Held():
            return "taken"
        case Conflict():
            return "refused"
        case Unroutable():
            return "unusable"
        case Rejected():
            unread = (*report.findings(Layer.SYNTAX), *report.findings(Layer.SCHEMA))
            return "unusable" if any(one.severity.refuses for one in unread) else "refused"
        case _:
            assert_never(outcome)


def _refusals(processed: Processed, language: Language) -> list[str]:
    """Return what refused the document or lines of it, with the rules that say so."""
    reports = [processed.report]
    if isinstance(processed.outcome, Rejected):
        reports += [way.report for way in processed.outcome.routes if way.route.when is None]
    found = (one for report in reports for one in report.findings() if one.severity.refuses)
    return [_sentence(one, language) for one in found]


def _sentence(finding: Finding, language: Language) -> str:
    return f"[{finding.rule}] {finding.message.speak(language)}"


def _few(sentences: Sequence[str], language: Language) -> tuple[tuple[str, ...], bool]:
    """Return each sentence once, as many as a description holds, and whether that cut any."""
    every = list(dict.fromkeys(sentences))
    kept: list[str] = []
    room = LONGEST
    for sentence in every[:MOST_WORDS]:
        room -= len(sentence) + 1
        if room < 0:
            break
        kept.append(sentence)
    left = len(every) - len(kept)
    if not left:
        return tuple(kept), False
    return (*kept, WORDS["rest"].speak(language).format(count=left)), True
