"""What segments say, gathered field by field: each field once, repeated ones in order."""

from typing import Any

from hub.model.values import Text

WORDS, LINES = 70, 5
"""A free text has five parts of so many characters."""


def put(made: dict[str, Any], name: str, value: Any) -> bool:
    """Fill a field; False where it is filled already."""
    if made.get(name) is not None:
        return False
    made[name] = value
    return True


def add(made: dict[str, Any], name: str, value: Any) -> bool:
    """Append to a repeated field."""
    made.setdefault(name, []).append(value)
    return True


def whole(made: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as the model holds them."""
    return {name: tuple(one) if isinstance(one, list) else one for name, one in made.items()}


class Texts:
    """Texts of which one that fills its segment goes on in the next of its kind."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._said: list[list[str]] = []
        self._open: str | None = None

    def say(self, words: str, kind: str = "") -> None:
        """Take the words of a segment."""
        if self._open == kind:
            self._said[-1].append(words)
        else:
            self._said.append([words])
        self._open = kind if len(words) == self._size else None

    @property
    def goes_on(self) -> bool:
        """Whether the last segment was full."""
        return self._open is not None

    def pause(self) -> None:
        """Let what comes next be a text of its own."""
        self._open = None

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self._said)

    def every(self) -> tuple[Text, ...]:
        """Return the texts."""
        return tuple(Text("".join(pieces)) for pieces in self._said)


def notes() -> Texts:
    """Return texts as FTX holds them."""
    return Texts(WORDS * LINES)


def free(segment: Any) -> str:
    """Return a free text: a part that is full goes on in the next, any other ends a line."""
    parts: list[str] = []
    previous = WORDS
    for part in segment.elements[3] if len(segment.elements) > 3 else ():  # noqa: PLR2004 - C108
        parts.append(part if previous == WORDS else f"\n{part}")
        previous = len(part)
    words = "".join(parts)
    return words if len(words) == WORDS * LINES else words.strip()
