"""Interchanges that came in lines of one length, broken wherever the line was full.

Programs on mainframes keep a file in records of 80 characters, and what sends the file on puts an
end of line behind each. A break between segments means nothing (ISO 9735), but one inside a number
would make another number of it. So the breaks are taken out where it is plain that they are no
part of what was said; where it is not, nothing is guessed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from hub.rules.module import sibling

segments = sibling(__file__, "segments")
reasons = segments.reasons

LEAST = 2
"""Full lines that end inside a segment: one alone may be as long as the longest by chance."""

FREE = "FTX"
"""Free text, in which some senders write lines of their own."""

_BREAK = re.compile(r"\r\n|\r|\n")


def whole(text: str) -> tuple[str, int | None]:
    """Return an interchange without such breaks, and how long its lines were.

    None where it is returned as it was. Raises ``Unreadable`` where breaks stand inside of numbers
    or codes and the lines are not of one length: blanks may have been lost at their ends.
    """
    characters, rest = segments.opened(text)
    if characters.segment_terminator in "\r\n" or not _BREAK.search(rest):
        return text, None
    packed = segments.without_packages(rest, characters) != rest
    plain = segments.without_packages(rest, characters) if packed else rest
    spans = list(_spans(plain, characters))
    broken = [one for one in spans if _BREAK.search(plain, *one)]
    if not broken:
        return text, None
    width = None if packed else _width(text, plain, spans)
    if width is not None:
        return _BREAK.sub("", text), width
    for start, end in broken:
        if _is_changed(plain[start:end], characters):
            raise segments.Unreadable(reasons.BROKEN_LINES)
    return text, None


def _spans(text: str, characters: Any) -> Iterator[tuple[int, int]]:
    """Yield where segments begin and end, without the blanks between them."""
    release, ends = (
        re.escape(one) for one in (characters.escape_character, characters.segment_terminator)
    )
    between = segments.blanks(characters)
    one = re.compile(f"[^{release}{ends}]*(?:{release}.[^{release}{ends}]*)*{ends}", re.DOTALL)
    at = 0
    # Looked for only where the last one ended: from each later place it would be looked for again.
    while found := one.match(text, at):
        at = found.end()
        yield at - len(found[0].lstrip(between)), at


def _width(text: str, plain: str, spans: Sequence[tuple[int, int]]) -> int | None:
    """Return how long a full line is, where all that end inside a segment are as long as that."""
    named = len(text) - len(plain)
    # The signs may have a line of their own.
    start = 0 if _BREAK.match(plain) is None else named
    lengths: list[int] = []
    continued: list[int] = []
    at, index = start, 0
    for found in _BREAK.finditer(text, start):
        length = found.start() - at
        at = found.end()
        lengths.append(length)
        place = found.start() - named
        while index < len(spans) and spans[index][1] <= place:
            index += 1
        if index < len(spans) and spans[index][0] < place:
            continued.append(length)
    lengths.append(len(text.rstrip()) - at)
    longest = max(lengths)
    full = len(continued) >= LEAST and set(continued) == {longest}
    return longest if full else None


def _is_changed(said: str, characters: Any) -> bool:
    """Whether a break stands within a value: at its ends it is a blank, and means nothing."""
    release, signs = characters.escape_character, characters.data_separator
    signs += characters.component_separator + characters.segment_terminator
    if re.search(f"{re.escape(release)}[\r\n]", said):
        return True
    values = re.split(f"(?<!{re.escape(release)})[{re.escape(signs)}]", said)
    return values[0] != FREE and any(_BREAK.search(one.strip()) for one in values)
