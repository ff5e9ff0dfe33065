"""Messages on their way out: segments in order, and what of a document they have said."""

import datetime as dt
import zlib
from dataclasses import dataclass
from typing import Any, cast

from pydifact.control import Characters
from pydifact.serializer import Serializer

from hub.formats.leaves import leaves_of
from hub.model.loss import LossKind, LossReport

Element = str | list[str]
WORDS, LINES = 70, 5
"""A free text has five parts of so many characters."""

LINE_DIGITS = 6
"""Digits of the number of a line (n..6)."""

DESCRIBED = 35
"""Characters of a part of a description, of which there are two."""


@dataclass(frozen=True, slots=True)
class Out:
    """One segment as the serializer takes it."""

    tag: str
    elements: tuple[Element, ...]


class Said:
    """What a head or line says, leaf by leaf; what nobody asked for is lost in the end."""

    def __init__(self, value: Any, path: str = "") -> None:
        self._left: dict[str, list[str]] = {}
        for place, text in leaves_of(value, path):
            self._left.setdefault(place.removeprefix("."), []).append(text)

    def one(self, *paths: str) -> str:
        """Return the first value of the first path that has any; empty when none has."""
        for path in paths:
            found = self._left.get(path)
            if found:
                text = found.pop(0)
                if not found:
                    del self._left[path]
                return text
        return ""

    def shared(self, path: str) -> str:
        """Return the first value of a path; those that say the same are said with it."""
        first, *others = self._left.pop(path, [""])
        left = [one for one in others if one != first]
        if left:
            self._left[path] = left
        return first

    def keep(self, path: str, left: list[str]) -> None:
        """Say that these values of a path have not been said."""
        if left:
            self._left[path] = left

    def every(self, path: str) -> list[str]:
        """Return all values of a path."""
        return self._left.pop(path, [])

    def apart(self, *groups: str) -> None:
        """Leave groups out that somebody else writes, field by field."""
        for place in list(self._left):
            if any(place == group or place.startswith(f"{group}.") for group in groups):
                del self._left[place]

    def lose(self, losses: LossReport, unsaid: tuple[str, ...] = (), currency: str = "") -> None:
        """Report what is left; attributes that go without saying are not.

        A currency goes without saying where it is that of the document.
        """
        for place, texts in self._left.items():
            for text in () if place.endswith(unsaid) and unsaid else texts:
                if not (place.endswith(".currency_id") and text == currency):
                    losses.add(place, LossKind.NO_HOME, text)


class Message:
    """The segments of one message."""

    def __init__(self, kind: str, directory: str = "96A") -> None:
        self._kind = [kind, "D", directory, "UN"]
        self._segments: list[Out] = []
        self._lines: set[int] = set()
        self._room = 0

    def add(self, tag: str, *elements: Element) -> None:
        """Append a segment; empty elements at its end are left out."""
        kept = [_trimmed(one) for one in elements]
        while kept and kept[-1] in ("", []):
            kept.pop()
        self._segments.append(Out(tag, tuple(kept)))

    def line_number(self, own: str, place: int) -> str:
        """Return what LIN calls a line: its own number where that is one, else a free one."""
        usual = own.isascii() and own.isdecimal() and len(own) <= LINE_DIGITS
        if usual and int(own) not in self._lines:
            self._lines.add(int(own))
            return own
        while place in self._lines:
            place += 1
        self._lines.add(place)
        return str(place)

    def text(self, qualifier: str, words: str) -> None:
        """Append a free text, in as many segments as it takes."""
        parts = [part for line in words.splitlines() for part in _ended(line)]
        if parts and not parts[-1]:
            parts.pop()
        for start in range(0, len(parts), LINES):
            self.add("FTX", qualifier, "", "", parts[start : start + LINES])

    def leave_room(self) -> None:
        """Remember this place for texts of the head that are known later."""
        self._room = len(self._segments)

    def text_before(self, qualifier: str, words: str) -> None:
        """Write a free text where room was left: no group of a party has one."""
        end = len(self._segments)
        self.text(qualifier, words)
        texts = self._segments[end:]
        del self._segments[end:]
        self._segments[self._room : self._room] = texts
        self._room += len(texts)

    def describe(self, qualifier: str, words: str) -> None:
        """Append a description of an item, in as many segments as it takes."""
        parts = pieces(" ".join(words.split()), DESCRIBED)
        for start in range(0, len(parts), 2):
            self.add("IMD", qualifier, "", ["", "", "", *parts[start : start + 2]])

    def interchange(
        self, sender: list[str], receiver: list[str], number: str, now: dt.datetime
    ) -> bytes:
        """Return the whole interchange, in Latin-1 where that has all its characters."""
        reference = f"{zlib.crc32(f'{number} {now.isoformat()}'.encode()):08X}"
        head = Out("UNH", ("1", self._kind))
        tail = Out("UNT", (str(len(self._segments) + 2), "1"))
        body = [head, *self._segments, tail, Out("UNZ", ("1", reference))]
        when = [f"{now:%y%m%d}", f"{now:%H%M}"]
        for level, charset in ((["UNOC", "3"], "latin-1"), (["UNOW", "4"], "utf-8")):
            begin = Out("UNB", (level, sender, receiver, when, reference))
            text = _SERIALIZER.serialize(cast(Any, [begin, *body]), break_lines=True)
            try:
                return text.encode(charset)
            except UnicodeEncodeError:
                continue
        raise AssertionError(number)


_SERIALIZER = Serializer(Characters.from_str("UNA:+.? '"))


def day(text: str) -> str:
    """Return a date as DTM has it, in eight digits."""
    return text.replace("-", "")[:8]


def pieces(text: str, size: int) -> list[str]:
    """Cut a text: all parts but the last are full, by which a reader knows that it goes on."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def _ended(line: str) -> list[str]:
    """Cut a line of a text; after a last part that is full an empty one says that it ends."""
    parts = pieces(line, WORDS)
    return [*parts, ""] if parts and len(parts[-1]) == WORDS else parts


def numbered(number: str, scheme: str) -> list[str]:
    """Return the number of a party or place: a location number by its agency."""
    if not number:
        return []
    return [number, "", "9"] if scheme in ("0088", "GLN") else [number, scheme]


def addressed(number: str, scheme: str) -> list[str]:
    """Return the address of a party in the envelope."""
    return [number, "14" if scheme in ("0088", "GLN") else "ZZZ"]


def _trimmed(element: Element) -> Element:
    if isinstance(element, str):
        return element
    kept = list(element)
    while kept and not kept[-1]:
        kept.pop()
    return kept
