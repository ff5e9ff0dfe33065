"""Sheets of A4 that are filled from the top: text, columns and tables, page after page.

Everything is drawn line by line, so that a text may be longer than a page.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from hub.model.sentence import Language
from hub.render.typefaces import MAIN, Typefaces

__all__ = ["Cell", "Paper"]

WIDTH, HEIGHT = 210.0, 297.0
LEFT, TOP, BOTTOM = 16.0, 16.0, 20.0
INNER = WIDTH - 2 * LEFT
MILLIMETRES = 0.3528
"""Of a point, the unit of a type size."""
LEADING = 1.32
"""Height of a line of text in its type size."""

DARK, SOFT, FAINT = (28, 32, 38), (105, 112, 122), (238, 240, 243)
_PAGES = "\ue5a0" * 3
"""Stands for the number of pages until it is known; cleaned text never holds it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one type in one column; ``at`` and ``width`` in millimetres from the left edge."""

    text: str
    at: float
    width: float
    size: float = 9.0
    bold: bool = False
    soft: bool = False
    right: bool = False


class _Sheets(FPDF):
    """A document whose pages end with a line of their own."""

    foot = ("", "")

    def footer(self) -> None:
        """Close a page: what the document is, and which page this is."""
        named, counted = self.foot
        self.set_font(MAIN, "", 7.5)
        self.set_text_color(*SOFT)
        self.set_xy(LEFT, HEIGHT - 12)
        self.cell(INNER - 40, 4, named)
        self.set_xy(WIDTH - LEFT - 40, HEIGHT - 12)
        self.cell(40, 4, counted.format(page=self.page_no(), pages=_PAGES), align=Align.R)


class Paper:
    """Pages of one document.

    Args:
        title: of the file.
        faces: the typefaces of everything that will be written.
        language: of the words, for those who have it read to them.
        foot: what stands below each page, and how pages are counted.
    """

    def __init__(
        self, title: str, faces: Typefaces, language: Language, foot: tuple[str, str]
    ) -> None:
        self._faces = faces
        self._pdf = pdf = _Sheets(format="A4")
        pdf.foot = foot
        pdf.set_auto_page_break(False)
        pdf.set_margins(LEFT, TOP, LEFT)
        pdf.c_margin = 0
        pdf.set_title(title)
        pdf.set_lang(language)
        # The same document is the same file, whenever it is made.
        pdf.set_creation_date(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        # Typefaces are read from when the page is closed, so their files stay till then.
        self._folder = tempfile.TemporaryDirectory(prefix="hub-typefaces-")
        for name, style, path in faces.files(Path(self._folder.name)):
            pdf.add_font(name, style, path)
        for face in self._open_faces():
            # A note of the tool that hinted the typeface; nothing draws by it.
            if "TTFA" in face:
                del face["TTFA"]
        pdf.set_fallback_fonts(faces.names[1:], exact_match=False)
        if faces.shaped:
            pdf.set_text_shaping(use_shaping_engine=True)
        pdf.alias_nb_pages(_PAGES)
        pdf.add_page()
        self.y = TOP

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return int(self._pdf.page_no())

    def content(self) -> bytes:
        """Return the file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Let go of the typefaces."""
        for face in self._open_faces():
            face.close()
        self._folder.cleanup()

    def turn(self) -> None:
        """Begin a page."""
        self._pdf.add_page()
        self.y = TOP

    def room(self, height: float) -> bool:
        """Return whether so much fits on this page."""
        return self.y + height <= HEIGHT - BOTTOM

    def down(self, height: float) -> None:
        """Leave space free."""
        self.y += height

    def rule(self, *, strong: bool = False) -> None:
        """Draw a line across."""
        pdf = self._pdf
        pdf.set_draw_color(*(DARK if strong else (205, 209, 215)))
        pdf.set_line_width(0.4 if strong else 0.15)
        pdf.line(LEFT, self.y, WIDTH - LEFT, self.y)

    def shade(self, height: float) -> None:
        """Lay a grey ground under what follows."""
        self._pdf.set_fill_color(*FAINT)
        self._pdf.rect(LEFT, self.y, INNER, height, style="F")

    def squares(self, matrix: Sequence[Sequence[bool]], at: float, y: float, width: float) -> None:
        """Draw dark squares, each row in runs so that no hairline shows between them."""
        side = width / len(matrix)
        self._pdf.set_fill_color(0, 0, 0)
        for down, row in enumerate(matrix):
            start: int | None = None
            for across, dark in enumerate((*row, False)):
                if dark and start is None:
                    start = across
                elif not dark and start is not None:
                    box = (at + start * side, y + down * side, (across - start) * side, side)
                    self._pdf.rect(*box, style="F")
                    start = None

    def lines(self, cell: Cell) -> list[str]:
        """Return the text of a cell broken into lines that fit."""
        self._set(cell)
        broken: list[str] = []
        for paragraph in self._faces.spelt(cell.text).split("\n"):
            if not paragraph:
                continue
            if self._pdf.get_string_width(paragraph) <= cell.width:
                broken.append(paragraph)
                continue
            found = self._pdf.multi_cell(
                cell.width, 1, paragraph, dry_run=True, output=MethodReturnValue.LINES
            )
            broken += cast(list[str], found)
        return broken

    def height(self, cells: Sequence[Cell]) -> float:
        """Return how high a row of cells is."""
        return max((len(self.lines(cell)) * _leading(cell) for cell in cells), default=0.0)

    def row(self, cells: Sequence[Cell], *, heading: Sequence[Cell] = ()) -> None:
        """Write cells beside each other; what does not fit goes on on the next page.

        ``heading`` is repeated there. A row that fits on one page is kept together.
        """
        texts = [(cell, self.lines(cell)) for cell in cells]
        height = max((len(lines) * _leading(cell) for cell, lines in texts), default=0.0)
        if not self.room(height) and height < (HEIGHT - TOP - BOTTOM) / 2:
            self._over(heading)
        while True:
            room = HEIGHT - BOTTOM - self.y
            left, used = [], 0.0
            for cell, lines in texts:
                fit = max(int(room / _leading(cell)), 0)
                self._draw(cell, lines[:fit])
                used = max(used, len(lines[:fit]) * _leading(cell))
                left.append((cell, lines[fit:]))
            self.y += used
            texts = left
            if not any(lines for _, lines in texts):
                return
            self._over(heading)

    def _open_faces(self) -> Iterator[Any]:
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                yield font.ttfont

    def _over(self, heading: Sequence[Cell]) -> None:
        self.turn()
        if heading:
            self.head(heading)

    def head(self, heading: Sequence[Cell]) -> None:
        """Write the heading of a table on its grey ground."""
        height = self.height(heading)
        self.shade(height + 2.4)
        self.y += 1.2
        self.row(heading)
        self.y += 2.2

    def _set(self, cell: Cell) -> None:
        self._pdf.set_font(MAIN, "B" if cell.bold else "", cell.size)

    def _draw(self, cell: Cell, lines: Sequence[str]) -> None:
        self._set(cell)
        self._pdf.set_text_color(*(SOFT if cell.soft else DARK))
        for number, line in enumerate(lines):
            self._pdf.set_xy(cell.at, self.y + number * _leading(cell))
            self._pdf.cell(
                cell.width,
                _leading(cell),
                line,
                align=Align.R if cell.right else Align.L,
                new_x=XPos.RIGHT,
                new_y=YPos.TOP,
            )


def _leading(cell: Cell) -> float:
    return cell.size * MILLIMETRES * LEADING
