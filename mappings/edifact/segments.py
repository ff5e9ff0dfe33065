"""Segments of an interchange, and the messages that they make.

::

    UNB ... UNZ     interchange
      UNH ... UNT   message, of a type and directory: INVOIC, D.96A
        NAD+BY+...  segment: tag, elements, each of components
"""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from pydifact.control import Characters
from pydifact.exceptions import EDISyntaxError
from pydifact.token import Token
from pydifact.tokenizer import Tokenizer

from hub.model.sentence import Sentence
from hub.rules.module import sibling

reasons = sibling(__file__, "reasons")

CHARACTER_SETS = {
    "UNOA": "ascii",
    "UNOB": "ascii",
    "UNOC": "latin-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
}
"""By the level of syntax that UNB names (ISO 9735, code list 0001); later ones are UTF-8."""

MARK = b"\xef\xbb\xbf"
"""What some programs put before a text in UTF-8; whatever UNB names, that is what it is in."""

MARKED = "utf-8-sig"

PADDING = "\x1a\0"
"""What older systems put behind the end of a file, with line ends before, between and after it."""

PADDED = frozenset(PADDING)

LONGEST = 8_000_000
"""Bytes of an interchange; embedded files included."""

HEAD = 200
"""Bytes within which UNB names the level of syntax."""

_LEVEL = re.compile(rb"UNB.([A-Z]{4})")
ADVICE = 9
"""Characters of UNA and the signs it names."""

FAR = 80
"""Characters within which the reference of an embedded file ends (an..35)."""

_NO_RELEASE = "\0"
"""Stands for the release sign where UNA has a blank, which means that there is none."""


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
    """One message of an interchange.

    ``reference`` and ``identifier`` stand in UNH, ``place`` counts from 1; ``envelope`` is what
    UNB says: reference, sender and receiver, each as it stands.
    """

    envelope: tuple[str, str, str]
    reference: str
    identifier: str
    place: int
    type: str
    directory: str
    segments: tuple[Segment, ...]
    sender: tuple[str, str]
    receiver: tuple[str, str]


class Unreadable(ValueError):
    """The interchange cannot be taken apart; carries a short reason."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason.en)
        self.reason = reason


def charset_of(data: bytes) -> str:
    """Return the character set that an interchange names, or is marked to be in."""
    if data.startswith(MARK):
        return MARKED
    return CHARACTER_SETS.get(_level(data), "utf-8")


def decoded(data: bytes) -> str:
    """Return the text of an interchange by the character set it names, from its first segment."""
    try:
        text = data.decode(charset_of(data)).lstrip()
    except UnicodeDecodeError:
        level = "UTF-8" if data.startswith(MARK) else _level(data) or "UTF-8"
        raise Unreadable(reasons.CHARACTERS.fill(level=level)) from None
    last = len(text.rstrip(PADDING + string.whitespace))
    # Line ends behind the last segment stay, of which one may end it.
    return text if PADDED.isdisjoint(text[last:]) else text[:last] + _ending(text[last:])


def _ending(rest: str) -> str:
    """Return what stands before the padding at the end of a file, which may end a segment."""
    return rest[: min(rest.find(one) for one in PADDED if one in rest)]


def _level(data: bytes) -> str:
    found = _LEVEL.search(data.lstrip()[:HEAD])
    return found[1].decode("ascii") if found else ""


def opened(text: str) -> tuple[Characters, str]:
    """Return the characters an interchange is built with, and what follows their naming."""
    if not text.startswith("UNA"):
        return Characters(), text
    signs = text[len("UNA") : ADVICE]
    if len(text) < ADVICE or len({*signs[:2], signs[3], signs[5]}) < 4:  # noqa: PLR2004 - signs
        raise Unreadable(reasons.SIGNS)
    return Characters.from_str(signs[:3] + signs[3].replace(" ", _NO_RELEASE) + signs[4:]), text[
        ADVICE:
    ]


def blanks(characters: Characters) -> str:
    """Return what may stand between segments: line ends and blanks, unless segments end with it."""
    return "".join(
        one for one in characters.line_terminators if one != characters.segment_terminator
    )


def without_packages(text: str, characters: Characters) -> str:
    """Return an interchange without embedded files: bytes between messages, no segments."""
    return "".join(_unpacked(text, characters))


def messages(text: str) -> Iterator[Message]:
    """Yield the messages of an interchange; raises ``Unreadable``."""
    characters, text = opened(text)
    parts = list(_unpacked(text, characters))
    parties = (("", ""), ("", ""))
    envelope = ("", "", "")
    inside: list[Segment] | None = None
    head, place = Segment("", (), 0), 0
    counter = Counter(packages=len(parts) - 1)
    for segment in _segments("".join(parts).lstrip(), characters):
        if inside is None:
            counter.take(segment)
        if segment.tag == "UNB":
            parties = (_party(segment, 1), _party(segment, 2))
            envelope = _envelope(segment)
        elif segment.tag == "UNH":
            head, inside, place = segment, [], place + 1
        elif inside is None:
            continue
        elif segment.tag == "UNT":
            _count(segment, len(inside) + 2, place)
            directory = f"{head.get(1, 1)}{head.get(1, 2)}".lower()
            named = head.get(0), ":".join(head.parts(1)), place, head.get(1)
            yield Message(envelope, *named, directory, tuple(inside), *parties)
            inside = None
        else:
            inside.append(Segment(segment.tag, segment.elements, len(inside) + 2))
    if inside is not None:
        raise Unreadable(reasons.NO_END.fill(message=str(place)))
    counter.end()


class Counter:
    """Whether each interchange of a file ends, with the count of what is in it (ISO 9735).

    UNZ counts messages and embedded files, or groups where there are any; some senders count the
    messages all the same. ``packages`` are the embedded files of the whole file: which interchange
    they are in is not known here.
    """

    def __init__(self, packages: int) -> None:
        self._packages = packages
        self._open = False
        self._messages = self._groups = 0

    def take(self, segment: Segment) -> None:
        """Look at a segment outside of messages; raises ``Unreadable``."""
        if segment.tag == "UNB":
            self.end()
            self._open, self._messages, self._groups = True, 0, 0
        elif segment.tag == "UNG":
            self._groups += 1
        elif segment.tag == "UNH":
            self._messages += 1
        elif segment.tag == "UNZ":
            self._compare(segment.get(0))
            self._open = False

    def end(self) -> None:
        """Raise ``Unreadable`` where an interchange began and did not end."""
        if self._open:
            raise Unreadable(reasons.NO_LAST)

    def _compare(self, said: str) -> None:
        if not self._open:
            return
        if not said:
            raise Unreadable(reasons.NO_COUNT)
        most = self._messages + self._packages
        known = {self._groups or most, *range(self._messages, most + 1)}
        if said.lstrip("0") not in map(str, known):
            if not self._messages and not said.strip("0"):
                raise Unreadable(reasons.NOTHING)
            words = {"said": said[:FAR], "counted": str(self._messages)}
            raise Unreadable(reasons.WHOLE.fill(**words))


def _unpacked(text: str, characters: Characters) -> Iterator[str]:
    """Yield an interchange without its embedded files, which are no segments (ISO 9735-8).

    A file stands between UNO and UNP, which end with the same reference::

        UNO+REF+...'  any bytes  UNP+12345+REF'
    """
    plus, end = characters.data_separator, characters.segment_terminator
    at = 0
    start = text.find(f"UNO{plus}")
    while start >= 0:
        if _begins(text, start, at, characters):
            found = _reference(characters).match(text, start + len("UNO+"), start + FAR)
            reference = found[0] if found else ""
            tail = re.escape(plus), "[0-9]{1,18}", re.escape(plus + reference + end)
            found = re.compile("".join(("UNP", *tail))).search(text, start)
            if found is None:
                raise Unreadable(reasons.NO_PACKAGE_END.fill(reference=reference))
            yield text[at:start]
            at = found.end()
        start = text.find(f"UNO{plus}", max(at, start + 1))
    yield text[at:]


def _reference(characters: Characters) -> re.Pattern[str]:
    """Return what an element is made of: anything but a sign, and signs that are released."""
    release = re.escape(characters.escape_character)
    signs = re.escape(characters.data_separator + characters.segment_terminator)
    return re.compile(f"(?:{release}.|[^{signs}{release}])*", re.DOTALL)


def _begins(text: str, place: int, since: int, characters: Characters) -> bool:
    """Whether a segment begins at a place: behind the end of another, blanks between them."""
    before, between = place, blanks(characters)
    while before > since and text[before - 1] in between:
        before -= 1
    if before == since:
        return True
    if text[before - 1] != characters.segment_terminator:
        return False
    released = before - 1
    while released > since and text[released - 1] == characters.escape_character:
        released -= 1
    return (before - 1 - released) % 2 == 0


def _envelope(segment: Segment) -> tuple[str, str, str]:
    return segment.get(4), ":".join(segment.parts(1)), ":".join(segment.parts(2))


def _party(segment: Segment, element: int) -> tuple[str, str]:
    return segment.get(element), segment.get(element, 1)


def _count(segment: Segment, counted: int, place: int) -> None:
    if segment.get(0) != str(counted):
        said = segment.get(0)[:FAR]
        words = {"message": str(place), "said": said, "counted": str(counted)}
        raise Unreadable(reasons.COUNT.fill(**words))


def _segments(text: str, characters: Characters) -> Iterator[Segment]:
    """Yield what stands between terminators; where no sign is released, signs only separate."""
    release, ends = re.escape(characters.escape_character), re.escape(characters.segment_terminator)
    whole = re.compile(f"[^{release}{ends}]*(?:{release}.[^{release}{ends}]*)*{ends}", re.DOTALL)
    text = text.rstrip(blanks(characters))
    at = 0
    while at < len(text):
        found = whole.match(text, at)
        if found is None:
            raise Unreadable(reasons.BROKEN_OFF)
        at = found.end()
        if characters.escape_character in found[0]:
            elements = _released(found[0], characters)
        else:
            parts = found[0][:-1].split(characters.data_separator)
            elements = [part.split(characters.component_separator) for part in parts]
        yield Segment(elements[0][0].strip(), tuple(tuple(one) for one in elements[1:]), 0)


def _released(text: str, characters: Characters) -> list[list[str]]:
    """Return the elements of a segment in which signs stand for themselves."""
    elements: list[list[str]] = [[""]]
    try:
        for token in Tokenizer().get_tokens(text, characters):
            if token.type is Token.Type.CONTENT:
                elements[-1][-1] += token.value
            elif token.type is Token.Type.COMPONENT_SEPARATOR:
                elements[-1].append("")
            elif token.type is Token.Type.DATA_SEPARATOR:
                elements.append([""])
    except EDISyntaxError as error:
        raise Unreadable(reasons.SEGMENT) from error
    return elements
