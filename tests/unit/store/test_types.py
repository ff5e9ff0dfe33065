"""Text as every database can keep it."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from hub.store.types import Text

DIALECT = sqlite.dialect()


def test_ordinary_text_is_untouched() -> None:
    """What fits is kept as it is."""
    assert Text(8).fit("æblegrød"[:5]) == "æbleg"
    assert Text().fit("x" * 100_000) == "x" * 100_000


def test_what_no_server_takes_is_replaced() -> None:
    """A NUL is shown by its sign, half a surrogate pair by a question mark."""
    assert Text(40).fit("a\0b\udcff") == "a␀b?"


def test_long_texts_differ_by_their_hash() -> None:
    """Two long texts with the same beginning stay two."""
    kept = {Text(100).fit("x" * 500 + end) for end in "ab"}
    assert len(kept) == 2
    assert {len(one) for one in kept} == {100}
    assert all(one.startswith("x" * 35 + "~") for one in kept)


@given(st.text(alphabet=st.characters(), max_size=400), st.sampled_from([36, 64, 80, 300, None]))
def test_kept_text_stays_as_it_is(text: str, limit: int | None) -> None:
    """What was read back and is asked for again is the same text, within its limit."""
    kind = Text(limit)
    kept = kind.fit(text)
    assert kind.fit(kept) == kept
    assert kind.process_bind_param(text, DIALECT) == kept
    assert "\0" not in kept
    assert limit is None or len(kept.encode()) <= limit
