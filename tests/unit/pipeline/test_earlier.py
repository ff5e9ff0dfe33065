"""Documents that were here before."""

import datetime as dt

import pytest

from hub.formats.payload import Payload
from hub.model.finding import Layer
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.earlier import edition, seen_before
from hub.pipeline.memory import Earlier
from hub.pipeline.outcome import Conflict, Duplicate
from tests.unit.pipeline.world import Diary, party, payload

OLD, NEW = payload(b"old"), payload(b"new")
NUMBERED = Summary("catalogue", id="K1", version="2", issue_date=dt.date(2026, 3, 1))
BARE = Summary("catalogue")


@pytest.fixture
def diary() -> Diary:
    """A memory of one numbered and one bare document."""
    diary = Diary()
    diary.numbers["maker", "catalogue", "K1", "2"] = Earlier("doc-1", OLD.sha256)
    diary.contents["maker", OLD.sha256] = Earlier("doc-2", OLD.sha256)
    return diary


def seen(
    summary: Summary, content: Payload, diary: Diary, seller: str = "maker"
) -> Duplicate | Conflict | None:
    """Return what the memory says; a conflict is in the report, nothing else is."""
    report = Report("catalogue.xml")
    found = seen_before(summary, party(seller), content, diary, report)
    rules = [finding.rule for finding in report.findings(Layer.RECEIVER)]
    assert rules == (["duplicate-id-different-content"] if isinstance(found, Conflict) else [])
    return found


def test_the_same_number_with_the_same_bytes_is_a_duplicate(diary: Diary) -> None:
    """It is answered like the first and not sent again."""
    assert seen(NUMBERED, OLD, diary) == Duplicate("doc-1")


def test_the_same_number_with_other_bytes_is_a_conflict(diary: Diary) -> None:
    """A changed document needs a number or version of its own."""
    assert seen(NUMBERED, NEW, diary) == Conflict("doc-1")


@pytest.mark.parametrize(
    "summary",
    [
        Summary("catalogue", id="K1", version="3"),
        Summary("catalogue", id="K1", issue_date=dt.date(2026, 3, 1)),
        Summary("catalogue", id="K2", version="2"),
        Summary("invoice", id="K1", version="2"),
    ],
)
def test_another_version_number_or_kind_is_new(summary: Summary, diary: Diary) -> None:
    """Only all of them together are the same document."""
    assert seen(summary, NEW, diary) is None


def test_another_seller_may_use_the_same_number(diary: Diary) -> None:
    """Numbers belong to the one who gives them."""
    assert seen(NUMBERED, NEW, diary, seller="other") is None


def test_what_was_rejected_is_a_new_attempt() -> None:
    """The memory holds accepted documents only, so a repaired one keeps its number."""
    assert seen(NUMBERED, NEW, Diary()) is None
    assert seen(NUMBERED, OLD, Diary()) is None


def test_what_else_is_in_the_file_makes_no_difference(diary: Diary) -> None:
    """A document's own bytes decide; a memory that has the whole file's hash is understood."""
    report = Report("catalogue.xml")

    def found(summary: Summary, content: Payload, own: Payload) -> object:
        return seen_before(summary, party("maker"), content, diary, report, own.sha256)

    other = payload(b"old and more")
    assert found(NUMBERED, other, OLD) == Duplicate("doc-1")
    assert found(BARE, other, OLD) == Duplicate("doc-2")
    assert found(NUMBERED, OLD, other) == Duplicate("doc-1")
    assert found(NUMBERED, other, NEW) == Conflict("doc-1")


def test_documents_without_number_are_known_by_their_bytes(diary: Diary) -> None:
    """A bare sheet is a duplicate of the same sheet, and never in conflict."""
    assert seen(BARE, OLD, diary) == Duplicate("doc-2")
    assert seen(BARE, NEW, diary) is None
    assert seen(BARE, OLD, diary, seller="other") is None


def test_the_edition_is_the_version_else_the_issue_date() -> None:
    """What tells two documents of one number apart."""
    assert edition(NUMBERED) == "2"
    assert edition(Summary("invoice", id="1", issue_date=dt.date(2026, 3, 1))) == "2026-03-01"
    assert edition(BARE) == ""
