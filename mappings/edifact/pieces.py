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

BLANKS = " \r\n"
"""What may stand behind a segment."""

LONGEST = 14
"""Characters of a reference."""


def originals(payload: Payload, text: str, charset: str, messages: Sequence[Any]) -> list[Original]:
    """Return what each message of an interchange is by itself.

    A single one is the whole file. Several that cannot be told apart for certain, or files
    embedded between them, which may belong to any of them, leave none a file of its own.
    """
    characters, rest = segments.opened(text)
    plain = segments.without_packages(rest, characters)
    found = list(_pieces(plain, characters))
    told_apart = [len(one.body) - 2 for one in found] == [len(one.segments) for one in messages]
    if not told_apart:
        return [_whole_or_none(payload, payload.sha256, messages) for _ in messages]
    advice = text[: len(text) - len(rest)]
    made = []
    for piece, message in zip(found, messages, strict=True):
        sha256 = piece.sha256(message.type, message.directory)
        own = _whole_or_none(payload, sha256, messages)
        if len(messages) > 1 and piece.head and plain == rest:
            content = piece.text(advice).encode(charset)
            own = Original(Payload.of_bytes(content, payload.name, payload.media_type), sha256)
        made.append(own)
    return made


def _whole_or_none(payload: Payload, sha256: str, messages: Sequence[Any]) -> Original:
    return Original(payload if len(messages) == 1 else None, sha256)


@dataclass(frozen=True, slots=True)
class Piece:
    """One message as it stands in the text, with the heads that hold for it."""

    number: int
    head: str
    group: str
    body: tuple[str, ...]
    characters: Any

    def text(self, advice: str) -> str:
        """Return the interchange of this one message; ``advice`` is the UNA that it had."""
        ends = self.characters.segment_terminator
        last = self.body[-1]
        gap = last[: len(last) - len(last.lstrip())]
        mark = self.characters.data_separator
        head, reference = self._numbered(self.head)
        whole = [advice, head if advice else head.lstrip(), self.group, *self.body]
        if self.group:
            whole.append(f"{gap}UNE{mark}1{mark}{self._numbered(self.group)[1]}{ends}")
        return "".join([*whole, f"{gap}UNZ{mark}1{mark}{reference}{ends}"])

    def sha256(self, kind: str, directory: str) -> str:
        """Return the hash of what the message says: not its number, nor the breaks of lines."""
        said = "".join(one.strip() for one in self.body[1:-1])
        return hashlib.sha256(f"{kind}:{directory}:{said}".encode()).hexdigest()

    def _numbered(self, head: str) -> tuple[str, str]:
        """Return UNB or UNG with the reference that this message goes by, and that."""
        elements = _split(head[:-1], self.characters)
        if len(elements) <= REFERENCE:
            return head, ""
        if self.number > 1 and elements[0].strip() == "UNB":
            mark = f"-{self.number}"
            signs = _signs(elements[REFERENCE], self.characters)
            elements[REFERENCE] = "".join(signs[-(LONGEST - len(mark)) :]) + mark
        joined = self.characters.data_separator.join(elements)
        return joined + self.characters.segment_terminator, elements[REFERENCE]


def _pieces(text: str, characters: Any) -> Iterator[Piece]:
    head = group = ""
    body: list[str] = []
    number = 0
    for segment in _segments(text, characters):
        tag = segment.lstrip()[:3]
        if tag == "UNB":
            head, group, body = segment, "", []
        elif tag in ("UNG", "UNE"):
            group = segment if tag == "UNG" else ""
        elif tag == "UNH":
            body = [segment]
        elif body:
            body.append(segment)
            if tag == "UNT":
                number += 1
                yield Piece(number, head, group, tuple(body), characters)
                body = []


def _segments(text: str, characters: Any) -> Iterator[str]:
    """Yield segments as they stand, each with its terminator and the white space before it."""
    escape, ends = (
        re.escape(one) for one in (characters.escape_character, characters.segment_terminator)
    )
    # Blanks behind the last one would be tried from each of them on.
    segment = re.compile(f"(?:{escape}.|[^{escape}{ends}])*{ends}", re.DOTALL)
    for found in segment.finditer(text.rstrip(BLANKS)):
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
