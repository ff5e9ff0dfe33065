"""Segments of an interchange, and the messages that they make.

::

    UNB ... UNZ     interchange
      UNH ... UNT   message, of a type and directory: INVOIC, D.96A
        NAD+BY+...  segment: tag, elements, each of components
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydifact.control import Characters
from pydifact.exceptions import EDISyntaxError
from pydifact.token import Token
from pydifact.tokenizer import Tokenizer

CHARACTER_SETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOD": "iso8859-2"}
"""By the level of syntax that UNB names; later ones are UTF-8."""

LONGEST = 8_000_000
"""Bytes of an interchange; embedded files included."""

_LEVEL = re.compile(rb"UNB.([A-Z]{4})")
_PACKAGE = re.compile(r"UNO\+.*?UNP\+[^']*'", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its tag, its elements and its number in the message, from 1."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    number: int

    def get(self, element: int, component: int = 0) -> str:
        """Return a component, empty where there is none; elements count from 0."""
        if element >= len(self.elements) or component >= len(self.elements[element]):
            return ""
        return self.elements[element][component].strip()

    def parts(self, element: int) -> list[str]:
        """Return the components of an element that say something."""
        if element >= len(self.elements):
            return []
        return [part.strip() for part in self.elements[element] if part.strip()]

    def text(self) -> str:
        """Return what the segment says, as people may read it in a report."""
        parts = ":".join if self.elements else "".join
        return "+".join([self.tag, *(parts(element) for element in self.elements)])


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an interchange."""

    type: str
    directory: str
    segments: tuple[Segment, ...]
    sender: tuple[str, str]
    receiver: tuple[str, str]


class Unreadable(ValueError):
    """The interchange cannot be taken apart; carries a short reason."""


def decoded(data: bytes) -> str:
    """Return the text of an interchange by the character set it names."""
    found = _LEVEL.search(data[:200])
    level = found[1].decode("ascii") if found else ""
    try:
        return data.decode(CHARACTER_SETS.get(level, "utf-8"))
    except UnicodeDecodeError:
        reason = f"characters outside {level or 'UTF-8'}"
        raise Unreadable(reason) from None


def messages(text: str) -> Iterator[Message]:
    """Yield the messages of an interchange; raises ``Unreadable``."""
    characters = Characters()
    if text.startswith("UNA"):
        characters = Characters.from_str(text[:9])
        text = text[9:]
    # Embedded files stand between messages, as bytes that are no segments.
    text = _PACKAGE.sub("", text)
    parties = (("", ""), ("", ""))
    inside: list[Segment] | None = None
    head = Segment("", (), 0)
    for segment in _segments(text.lstrip(), characters):
        if segment.tag == "UNB":
            parties = (_party(segment, 1), _party(segment, 2))
        elif segment.tag == "UNH":
            head, inside = segment, []
        elif inside is None:
            continue
        elif segment.tag == "UNT":
            _count(segment, len(inside) + 2)
            directory = f"{head.get(1, 1)}{head.get(1, 2)}".lower()
            yield Message(head.get(1), directory, tuple(inside), *parties)
            inside = None
        else:
            inside.append(Segment(segment.tag, segment.elements, len(inside) + 2))
    if inside is not None:
        reason = "UNT is missing"
        raise Unreadable(reason)


def _party(segment: Segment, element: int) -> tuple[str, str]:
    return segment.get(element), segment.get(element, 1)


def _count(segment: Segment, counted: int) -> None:
    if segment.get(0) != str(counted):
        reason = f"UNT says {segment.get(0)} segments, there are {counted}"
        raise Unreadable(reason)


def _segments(text: str, characters: Characters) -> Iterator[Segment]:
    elements: list[list[str]] = [[""]]
    try:
        for token in Tokenizer().get_tokens(text, characters):
            if token.type is Token.Type.CONTENT:
                elements[-1][-1] += token.value
            elif token.type is Token.Type.COMPONENT_SEPARATOR:
                elements[-1].append("")
            elif token.type is Token.Type.DATA_SEPARATOR:
                elements.append([""])
            else:
                tag = elements[0][0].strip()
                yield Segment(tag, tuple(tuple(one) for one in elements[1:]), 0)
                elements = [[""]]
    except EDISyntaxError as error:
        raise Unreadable(str(error)) from error
