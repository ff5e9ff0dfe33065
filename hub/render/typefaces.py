"""The typefaces of a page: which of them a text needs, as files that a page embeds parts of.

All come with packages of their own under the SIL Open Font License. The first that has a
character draws it; what none has is shown by its number.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from noto_cjk_sans_jp_regular import FONT_PATH
from pymupdf_fonts import myfont

__all__ = ["Typefaces"]

MAIN = "notos"
BOLD = "notosbo"
OTHERS = ("figo", "symbol1", "symbol2", "math")
IDEOGRAPHS = "ideographs"
_BEYOND_FIRST = 0x2E80
"""Characters below are in no East Asian typeface only, so the large one stays closed."""

SHAPED = (("\u0590", "\u109f"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"))
"""Hebrew to Burmese, and their presentation forms."""


class Typefaces:
    """Chooses typefaces for a whole document.

    Attributes:
        names: the typefaces needed, the main one first.
        shaped: whether letters change with their neighbours, as in Arabic or Devanagari.
    """

    def __init__(self, text: Iterable[str]) -> None:
        self._used = frozenset().union(*(frozenset(one) for one in text)) - {"\n"}
        missing = self._used - _characters(MAIN)
        self.names = [MAIN]
        for name in (*OTHERS, IDEOGRAPHS):
            if name == IDEOGRAPHS and all(ord(one) < _BEYOND_FIRST for one in missing):
                continue
            if missing and missing & _characters(name):
                self.names.append(name)
                missing -= _characters(name)
        self._missing = missing
        self.shaped = any(_is_shaped(one) for one in self._used)

    def spelt(self, text: str) -> str:
        """Return a text with the numbers of the characters that no typeface has."""
        if self._missing.isdisjoint(text):
            return text
        return "".join(f"[U+{ord(one):04X}]" if one in self._missing else one for one in text)

    def files(self, folder: Path) -> Iterator[tuple[str, str, Path]]:
        """Yield name, style and file of each, written into a folder."""
        for name in self.names:
            yield name, "", _file(name, folder)
        yield MAIN, "B", _file(BOLD, folder)


def _is_shaped(character: str) -> bool:
    return any(first <= character <= last for first, last in SHAPED)


def _file(name: str, folder: Path) -> Path:
    if name == IDEOGRAPHS:
        return Path(str(FONT_PATH))
    path = folder / f"{name}.ttf"
    path.write_bytes(_content(name))
    return path


@cache
def _content(name: str) -> bytes:
    return bytes(myfont(name))


@cache
def _characters(name: str) -> frozenset[str]:
    """Return every character a typeface can draw."""
    source = str(FONT_PATH) if name == IDEOGRAPHS else BytesIO(_content(name))
    with TTFont(source, lazy=True) as face:
        return frozenset(map(chr, face.getBestCmap()))
