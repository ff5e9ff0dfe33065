"""What a document says of other documents."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.model.finding import NOWHERE, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.model.summary import Reply, Summary
from hub.pipeline.links import LinkedDocument


@dataclass
class Answer:
    """An answer of which only the summary is known."""

    summary: Summary
    header: Struct | None = None

    @property
    def format(self) -> FormatId:
        """Any."""
        return FormatId("test", "application-response", "1")

    @property
    def original(self) -> Original:
        """No bytes."""
        return Original.whole(Payload.of_bytes(b"", "answer.xml"))

    def locate(self, field: str) -> Place:
        """Nowhere."""
        del field
        return NOWHERE

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """It has none."""
        del report
        return iter(())


def test_more_than_is_noted_is_said() -> None:
    """An answer about very many documents goes on, with a warning that says how many are noted."""
    report = Report("answer.xml")
    replies = tuple(Reply(str(n), "accepted", "AP") for n in range(3))
    for unnoted in (0, 2):
        summary = Summary("application-response", "A-1", replies=replies, unnoted=unnoted)
        LinkedDocument(Answer(summary)).judge_answers(report)
    (told,) = report.findings()
    assert (told.rule, told.severity) == ("answers-too-many", Severity.WARN)
    assert (told.value, told.expected) == ("5", "3")
    assert report.valid
