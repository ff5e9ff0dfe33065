"""Single messages cut out of an interchange: the sender's own segments, in an envelope for one.

::

    UNA UNB            as they came; from the second message on with a reference of its own
      UNG              as it came, where the message stood in a group
        UNH ... UNT    byte for byte
      UNE UNZ          counted anew: one message

A receiver that gets two of them may refuse the second if it has the reference of the first.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.rules.module import sibling

segments = sibling(__file__, "segments")

REFERENCE = 5
"""Place of the sender's reference in UNB and UNG, behind the tag."""

LONGEST = 14
"""Characters of a reference."""

HEADS = 1000
"""Characters of UNB and UNG, which every piece repeats; the standard has room for some 500."""


def originals(
    payload: Payload, text: str, charset: str, messages: Sequence[Any]
) -> Iterator[Original]:
    """Yield what each message of an interchange is by itself, cut out when it is asked for.

    A single one is the whole file. Several that cannot be told apart for certain, files
    embedded between them, which may belong to any of them, or heads longer than any that the
    standard knows, leave none a file of its own.
    """
    characters, rest = segments.opened(text)
    plain = segments.without_packages(rest, characters)
    found = list(_pieces(plain, characters))
    told_apart = [one.segments - 2 for one in found] == [len(one.segments) for one in messages]
    if not told_apart:
        yield from (_whole_or_none(payload, payload.sha256, messages) for _ in messages)
        return
    advice = text[: len(text) - len(rest)]
    for piece, message in zip(found, messages, strict=True):
        sha256 = piece.sha256(message.type, message.directory)
        own = _whole_or_none(payload, sha256, messages)
        if len(messages) > 1 and piece.has_heads and plain == rest:
            content = piece.text(advice).encode(charset)
            own = Original(Payload.of_bytes(content, payload.name, payload.media_type), sha256)
        yield own


def _whole_or_none(payload: Payload, sha256: str, messages: Sequence[Any]) -> Original:
    return Original(payload if len(messages) == 1 else None, sha256)


@dataclass(frozen=True, slots=True)
class Head:
    """A UNB or UNG, taken apart once for all messages that it holds for."""

    said: str
    elements: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The sender's reference as it stands, with what follows it in a last element."""
        return self.elements[REFERENCE] if len(self.elements) > REFERENCE else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One message as a place in the text, with the heads that hold for it."""

    number: int
    head: Head
    group: Head
    whole: str
    start: int
    end: int
    segments: int
    characters: Any

    @property
    def has_heads(self) -> bool:
        """Whether it can be sent alone: under a UNB, with heads that are short enough to repeat."""
        repeated = len(self.head.said) + len(self.group.said)
        return self.head.said != "" and repeated <= HEADS

    def text(self, advice: str) -> str:
        """Return the interchange of this one message; ``advice`` is the UNA that it had."""
        ends = self.characters.segment_terminator
        last = self._body()[-1]
        gap = last[: len(last) - len(last.lstrip())]
        mark = self.characters.data_separator
        head, reference = self._numbered()
        body = self.whole[self.start : self.end]
        made = [advice, head if advice else head.lstrip(), self.group.said, body]
        if self.group.said:
            made.append(f"{gap}UNE{mark}1{mark}{self.group.reference}{ends}")
        return "".join([*made, f"{gap}UNZ{mark}1{mark}{reference}{ends}"])

    def sha256(self, kind: str, directory: str) -> str:
        """Return the hash of what the message says: not its number, nor the breaks of lines."""
        said = "".join(one.strip() for one in self._body()[1:-1])
        return hashlib.sha256(f"{kind}:{directory}:{said}".encode()).hexdigest()

    def _body(self) -> list[str]:
        return list(_segments(self.whole[self.start : self.end], self.characters))

    def _numbered(self) -> tuple[str, str]:
        """Return UNB with the reference that this message goes by, and that."""
        if self.number == 1 or len(self.head.elements) <= REFERENCE:
            return self.head.said, self.head.reference
        mark = f"-{self.number}"
        given = self.head.reference.rstrip()
        signs = _signs(given, self.characters)
        reference = "".join(signs[-(LONGEST - len(mark)) :]) + mark
        elements = list(self.head.elements)
        elements[REFERENCE] = reference + self.head.reference[len(given) :]
        joined = self.characters.data_separator.join(elements)
        return joined + self.characters.segment_terminator, elements[REFERENCE]


def _pieces(text: str, characters: Any) -> Iterator[Piece]:
    head = group = Head("")
    at = start = counted = number = 0
    for segment in _segments(text, characters):
        tag = segment.lstrip()[:3]
        if tag == "UNB":
            head, group, counted = _head(segment, characters), Head(""), 0
        elif tag in ("UNG", "UNE"):
            group = _head(segment, characters) if tag == "UNG" else Head("")
        elif tag == "UNH":
            start, counted = at, 1
        elif counted:
            counted += 1
            if tag == "UNT":
                number += 1
                end = at + len(segment)
                yield Piece(number, head, group, text, start, end, counted, characters)
                counted = 0
        at += len(segment)


def _head(segment: str, characters: Any) -> Head:
    if len(segment) > HEADS:
        return Head(segment)
    return Head(segment, tuple(_split(segment[:-1], characters)))


def _segments(text: str, characters: Any) -> Iterator[str]:
    """Yield segments as they stand, each with its terminator and the white space before it."""
    escape, ends = (
        re.escape(one) for one in (characters.escape_character, characters.segment_terminator)
    )
    # Blanks behind the last one would be tried from each of them on.
    segment = re.compile(f"(?:{escape}.|[^{escape}{ends}])*{ends}", re.DOTALL)
    for found in segment.finditer(text.rstrip(segments.blanks(characters))):
        yield found[0]


def _signs(text: str, characters: Any) -> list[str]:
    """Return characters, each with the one that releases it."""
    return re.findall(f"{re.escape(characters.escape_character)}.|.", text, re.DOTALL)


def _split(text: str, characters: Any) -> list[str]:
    parts = [""]
    for sign in _signs(text, characters):
        if sign == characters.data_separator:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
