"""PRI-11: prices start at least three working days after receipt."""

import datetime as dt
from typing import Any

from hub.model.period import Period

START = "validity_period[0].start_date"


def test_monday_ten_for_friday_passes(judge: Any) -> None:
    """Tuesday, Wednesday and Thursday lie between."""
    judged = judge(
        "prisme", header={START: dt.date(2025, 5, 9)}, now=dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC)
    )
    assert judged.of("PRI-11") == []


def test_saturday_is_allowed_after_a_late_monday(judge: Any) -> None:
    """Received Monday 17:00 counts as Tuesday."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 5, 10)},
        now=dt.datetime(2025, 5, 5, 15, tzinfo=dt.UTC),
    )
    assert judged.of("PRI-11") == []


def test_day_for_day_takes_thursday(judge: Any) -> None:
    """The other way to read the source."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 5, 8)},
        now=dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC),
        options={"counting": "day-for-day"},
    )
    assert judged.of("PRI-11") == []


def test_monday_ten_for_thursday_is_refused(judge: Any, one: Any) -> None:
    """The earliest start is Friday, and the counting is said."""
    judged = judge(
        "prisme", header={START: dt.date(2025, 5, 8)}, now=dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC)
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fatal",
        value="2025-05-08",
        expected="2025-05-09",
        says="3 full working days between",
    )


def test_a_late_monday_for_friday_is_refused(judge: Any, one: Any) -> None:
    """At 17:00 Monday is over."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 5, 9)},
        now=dt.datetime(2025, 5, 5, 15, tzinfo=dt.UTC),
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fatal",
        value="2025-05-09",
        expected="2025-05-10",
        says="2025-05-10",
    )


def test_wednesday_before_easter(judge: Any, one: Any) -> None:
    """Maundy Thursday, Good Friday and Easter Monday do not count."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 4, 24)},
        now=dt.datetime(2025, 4, 16, 8, tzinfo=dt.UTC),
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fatal",
        value="2025-04-24",
        expected="2025-04-25",
        says="2025-04-25",
    )


def test_day_for_day_says_so(judge: Any, one: Any) -> None:
    """The finding names the counting that was used."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 5, 7)},
        now=dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC),
        options={"counting": "day-for-day"},
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fatal",
        value="2025-05-07",
        expected="2025-05-08",
        says="working day number 3 after receipt",
    )


def test_the_start_is_moved_where_allowed(judge: Any, one: Any) -> None:
    """The hub puts in the earliest day."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 5, 8)},
        now=dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC),
        options={"allow_move_start": True},
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fix",
        value="2025-05-08",
        expected="2025-05-09",
        says="was moved",
    )
    assert judged.header.validity_period[0].start_date == dt.date(2025, 5, 9)


def test_it_is_not_moved_past_the_end(judge: Any, one: Any) -> None:
    """A period that would be over is refused."""
    judged = judge(
        "prisme",
        header={"validity_period": (Period(dt.date(2025, 5, 6), None, dt.date(2025, 5, 8)),)},
        now=dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC),
        options={"allow_move_start": True},
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fatal",
        value="2025-05-06",
        expected="2025-05-09",
        says="Set a later date",
    )


def test_saturday_may_count(judge: Any, one: Any) -> None:
    """Received Thursday: with Saturday, Wednesday is reached sooner."""
    judged = judge(
        "prisme",
        header={START: dt.date(2025, 5, 12)},
        now=dt.datetime(2025, 5, 8, 8, tzinfo=dt.UTC),
        options={"saturday_counts": True},
    )
    one(
        judged,
        "PRI-11",
        field=START,
        severity="fatal",
        value="2025-05-12",
        expected="2025-05-13",
        says="2025-05-13",
    )
