"""What may hide in a text field: control and invisible characters, markup; and how to cut.

Every function runs in time proportional to the text, whatever the text is: suppliers send
whole web pages in description fields.
"""

import html
import re
import unicodedata
from enum import StrEnum
from html.entities import html5

from msgspec import Struct

__all__ = [
    "Cut",
    "CutAt",
    "Stripped",
    "cut_at_sentence",
    "cut_at_word",
    "find_control",
    "find_invisible",
    "find_markup",
    "strip_control",
    "strip_invisible",
    "strip_markup",
]

# Tab and line ends are layout; the replacement character is a trace of a wrong encoding and
# judged by the reader of the file (BIZ-03).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?")
_ROUNDS = 4
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_ZERO_WIDTH_JOINER = "\u200d"


def find_control(text: str) -> str | None:
    """Return the first control character, as ``U+0007``; None when there is none (BIZ-14)."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def strip_control(text: str) -> str:
    """Return the text without control characters; tabs and line ends stay."""
    return _CONTROL.sub("", text)


def find_invisible(text: str) -> str | None:
    """Return the first zero-width or direction character, as ``U+200B``; None without one.

    They make two item numbers that look the same differ, and can turn shown text around.
    """
    found = _INVISIBLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def strip_invisible(text: str) -> str:
    """Return the text without zero-width and direction characters."""
    return _INVISIBLE.sub("", text)


def find_markup(text: str) -> str | None:
    """Return the first HTML tag or entity, None without one (BIZ-14, RAK-10).

    ``a < b``, ``<3 mm`` and ``R&D`` are text: a tag begins with a letter, slash or mark
    right after the bracket, an entity is known and ends in a semicolon.
    """
    tag = _TAG.search(text)
    entity = next((e for e in _ENTITY.finditer(text) if _is_entity(e[0])), None)
    if tag and (entity is None or tag.start() < entity.start()):
        return tag[0]
    return entity[0] if entity else None


class Stripped(Struct, frozen=True):
    """A text without markup; ``clean`` is False when it was wrapped too often to unwrap."""

    text: str
    clean: bool


def strip_markup(text: str) -> Stripped:
    """Return the text with tags removed and entities decoded (BIZ-14).

    Decoding may bring tags to light (``&lt;b&gt;``), so both are repeated a few times; what
    still holds markup then was made to, and is not clean.
    """
    for _ in range(_ROUNDS):
        if find_markup(text) is None:
            return Stripped(text, clean=True)
        text = _decode(_without_tags(text))
    return Stripped(text, clean=find_markup(text) is None)


def _is_entity(entity: str) -> bool:
    return entity[1] == "#" or entity[1:] in html5


def _decode(text: str) -> str:
    """Decode whole entities only: plain unescaping would also read ``&copy`` in ``a&copying``."""
    return _ENTITY.sub(lambda e: html.unescape(e[0]) if _is_entity(e[0]) else e[0], text)


def _without_tags(text: str) -> str:
    """Return the text without tags, in one pass, also where tags hide inside tags."""
    kept: list[str] = []
    opened: list[int] = []
    for character in text:
        kept.append(character)
        if character == "<":
            opened.append(len(kept) - 1)
        elif character == ">" and opened:
            start = opened.pop()
            if kept[start + 1] in _TAG_START:
                del kept[start:]
    return "".join(kept)


class CutAt(StrEnum):
    """Where a text was cut."""

    WHOLE = "whole"
    SENTENCE = "sentence"
    WORD = "word"
    CHARACTER = "character"
    """No word ends early enough: a word was cut in two, which a rule may refuse."""


class Cut(Struct, frozen=True):
    """The part of a text that is kept, and where the cut was made."""

    text: str
    at: CutAt


def cut_at_word(text: str, limit: int) -> Cut:
    """Return at most ``limit`` characters, cut after a word (PRI-02)."""
    if len(text) <= limit:
        return Cut(text, CutAt.WHOLE)
    # A blank right at the limit still ends a whole word.
    head = text[: limit + 1]
    end = max((at for at, character in enumerate(head) if character.isspace()), default=0)
    kept = head[:end].rstrip().rstrip(",;:-–/(").rstrip()
    if kept:
        return Cut(kept, CutAt.WORD)
    return Cut(_whole_characters(text, limit), CutAt.CHARACTER)


def cut_at_sentence(text: str, limit: int) -> Cut:
    """Return at most ``limit`` characters, cut after a sentence, else after a word (PRI-03).

    A sentence end in the first half would throw away more than it saves: the word end is
    taken instead.
    """
    if len(text) <= limit:
        return Cut(text, CutAt.WHOLE)
    ends = [found.end() for found in _SENTENCE_END.finditer(text[: limit + 1])]
    end = max((end for end in ends if end <= limit), default=0)
    if end * 2 >= limit:
        return Cut(text[:end], CutAt.SENTENCE)
    return cut_at_word(text, limit)


def _whole_characters(text: str, limit: int) -> str:
    """Return at most ``limit`` code points without leaving an accent or joined sign behind."""
    end = limit
    while end > 0 and (
        unicodedata.combining(text[end])
        or text[end] in {_ZERO_WIDTH_JOINER, "\ufe0f"}
        or text[end - 1] == _ZERO_WIDTH_JOINER
    ):
        end -= 1
    return text[: end or limit]
