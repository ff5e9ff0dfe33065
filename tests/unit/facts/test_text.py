"""Text: what hides in it is found and removed, cuts fall at word and sentence ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.facts.text import (
    CutAt,
    cut_at_sentence,
    cut_at_word,
    find_control,
    find_invisible,
    find_markup,
    strip_control,
    strip_invisible,
    strip_markup,
)

MARKUP = st.text("<>&;/!abl t#x3&lt;&gt;&amp;", max_size=80)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Flot <b>bold</b>", "<b>"),
        ("a<br/>b", "<br/>"),
        ("<!-- x -->", "<!-- x -->"),
        ("Salt &amp; peber", "&amp;"),
        ("&#8364; 5", "&#8364;"),
        ("&AElig;ble <i>x</i>", "&AElig;"),
    ],
)
def test_finds_markup(text: str, first: str) -> None:
    """RAK-10: the first tag or entity is named."""
    assert find_markup(text) == first


@pytest.mark.parametrize(
    "text", ["a < b > c", "<3 mm", "R&D; x", "Q&A", "5 > 3", "AT&T", "&copying"]
)
def test_leaves_plain_text_alone(text: str) -> None:
    """Signs of comparison and ampersands are text."""
    assert find_markup(text) is None
    assert strip_markup(text).text == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Flot <b>bold</b>", "Flot bold"),
        ("Salt &amp; peber &euro;", "Salt & peber €"),
        ("&lt;b&gt;x&lt;/b&gt;", "x"),
        ("<<b>b>x", "x"),
        ("a < b > c <i>d</i>", "a < b > c d"),
    ],
)
def test_strips_markup(text: str, plain: str) -> None:
    """BIZ-14: tags go, entities are decoded, hidden ones as well."""
    assert strip_markup(text).text == plain


def test_owns_up_to_what_it_cannot_unwrap() -> None:
    """A text wrapped many times over is not called clean."""
    assert not strip_markup("&" + "amp;" * 30 + "lt;").clean


@given(MARKUP)
def test_a_clean_text_stays_clean(text: str) -> None:
    """What was stripped clean holds no markup and is not changed again."""
    once = strip_markup(text)
    assert once.clean == (find_markup(once.text) is None)
    if once.clean:
        assert strip_markup(once.text).text == once.text


def test_survives_hostile_length() -> None:
    """Half a million brackets and ampersands are handled in one pass each."""
    for hostile in ("<" * 500_000, "<a" * 250_000, "&a" * 250_000, "<a>" * 150_000):
        assert find_markup(strip_markup(hostile).text) is None


def test_finds_and_strips_control_characters() -> None:
    """Bells and C1 characters are control characters; tabs and line ends are layout."""
    assert find_control("a\tb\nc\r") is None
    assert find_control("a\x07b") == "U+0007"
    assert strip_control("a\x07b\x85c\ud800") == "abc"


def test_finds_and_strips_invisible_characters() -> None:
    """Zero-width and direction characters are found by number; letters with accents stay."""
    assert find_invisible("AB\u200b-1") == "U+200B"
    assert find_invisible("\u202eevil") == "U+202E"
    assert find_invisible("æøå é") is None
    assert strip_invisible("\ufeffAB\u200b-1") == "AB-1"


def test_cuts_at_a_word_end() -> None:
    """PRI-02: the last whole word stays, without a comma hanging after it."""
    assert cut_at_word("Blyanter, hårde og bløde", 18).text == "Blyanter, hårde og"
    assert cut_at_word("Blyanter, hårde", 10).text == "Blyanter"
    assert cut_at_word("kort", 10).at is CutAt.WHOLE


def test_cuts_a_word_only_when_it_must() -> None:
    """One endless word is cut in two, and that is said; an accent stays with its letter."""
    cut = cut_at_word("x" * 50, 40)
    assert (cut.text, cut.at) == ("x" * 40, CutAt.CHARACTER)
    assert cut_at_word("abcde\u0301f", 5).text == "abcd"


def test_cuts_at_a_sentence_end() -> None:
    """PRI-03: whole sentences stay when they fill half the room, else whole words."""
    text = "God pen. Skriver blåt. Kan fyldes igen og igen."
    assert cut_at_sentence(text, 30).text == "God pen. Skriver blåt."
    assert cut_at_sentence(text, 30).at is CutAt.SENTENCE
    assert cut_at_sentence("Ja. " + "ord " * 30, 40).at is CutAt.WORD
    assert cut_at_sentence("Pris 12.50 og mere tekst her", 12).text == "Pris 12.50"


@given(st.text(max_size=120), st.integers(1, 60))
def test_cuts_are_beginnings_within_the_limit(text: str, limit: int) -> None:
    """A cut never exceeds the limit and never changes what it keeps."""
    for cut in (cut_at_word(text, limit), cut_at_sentence(text, limit)):
        assert len(cut.text) <= limit
        assert text.startswith(cut.text)
        assert (cut.at is CutAt.WHOLE) == (len(text) <= limit)
