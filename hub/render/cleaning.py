"""Text that a page can show: nothing in it steers, and nothing of it disappears in silence."""

import re
import unicodedata

__all__ = ["clean"]

_BLANKS = re.compile(r"[^\S\n]+")
_JOINERS = frozenset("\u200c\u200d")
"""They have no width of their own, but some scripts are misspelt without them."""


def clean(text: str) -> str:
    """Return a text without control characters, direction overrides and private characters.

    What had to go and was no mere blank is shown by its number (``[U+E000]``), because a
    reader must be able to see that something stood there.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = "".join(character if _fits(character) else _told(character) for character in text)
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in shown.split("\n")).strip()


def _fits(character: str) -> bool:
    if character == "\n" or character in _JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _told(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cs", "Co", "Cn"):
        return f"[U+{ord(character):04X}]"
    if kind in ("Zl", "Zp"):
        return "\n"
    return " " if character in "\t\v\f" else ""
