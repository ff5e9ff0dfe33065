"""The supplier's own rows as a workbook, with what was found beside and in them.

::

    <summary>   what to correct, with a link to each place
    STAMDATA    the rows as they came | what to do | what was found
    PRISER      ...

Every cell is text: nothing that came in a document is computed (a formula stays a text), no
zero is taken off a number. The columns that are put beside the rows stand right of the widest one,
under headings that a reader of the corrected workbook knows and passes over.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import ceil
from pathlib import Path, PurePath
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from hub.facts.remarks import TO_DO, WHAT_TO_DO
from hub.model.finding import Finding, Severity
from hub.render.matrix import Matrix, RuleGroup, by_rule
from hub.render.rownotes import Note
from hub.render.sheetnames import sheet_titles
from hub.render.verdicts import called, concerned, named, summary
from hub.render.wording import Wording

__all__ = ["MarkedBook", "OwnSheet"]

MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants a time without a zone
"""Stands in every workbook as the day it was made, so that equal rows are equal files."""

HEADINGS = 2
"""So many cells make a row the header: a title above it stands alone."""

LONGEST_CELL = 32_767
"""Characters a cell can hold; the library leaves a longer text out without a word."""

REMARKS = 2000
"""So many cells of a sheet get a remark of their own; each is kept until the end."""

SHOWN = 8
"""How many notes of one row are written out."""

PLACES = 20
"""How many places of a rule the summary links to."""

WIDEST, NARROWEST = 40, 11
TODO_WIDTH, NOTE_WIDTH = 12, 90
SUMMARY_WIDTHS = (32, 12, 46, 90, 50)
SAMPLE = 100
"""So many rows at the beginning say how wide the columns are laid out."""

LINE_HEIGHT, LETTERS = 15, 1.05
"""Points of a line of text; characters of it in a unit of width."""

COLOURS = {
    Severity.FATAL: ("#F8D7DA", "#A40E26"),
    Severity.ERROR: ("#F8D7DA", "#A40E26"),
    Severity.WARN: ("#FFF1CC", "#7A4D00"),
    Severity.FIX: ("#DCEBFA", "#0B5394"),
}
"""Ground and ink, as on the page."""


Advise = Callable[[int, Sequence[str], Sequence[Note]], None]


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A table as the supplier sent it; ``name`` is the one that findings use.

    ``advise`` gets every row with its notes, and says in them what could be written instead.
    ``width`` columns are the sender's, whatever the header row has.
    """

    name: str
    rows: Iterable[tuple[int, Sequence[str]]]
    advise: Advise | None = None
    width: int = 0


class MarkedBook:
    """A workbook in the making; rows go to disk as they come.

    Args:
        path: of the file.
        words: of the reader's language.
        sheets: the names of all sheets to come, as findings use them.
        receivers: names by the keys that findings use.
    """

    def __init__(
        self, path: Path, words: Wording, sheets: Sequence[str], receivers: Mapping[str, str]
    ) -> None:
        self._book = Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._book.set_properties({"created": MADE})
        self._words = words
        self._receivers = receivers
        self._titles = sheet_titles(sheets, words.say("summary-sheet"))
        self._heads: dict[str, dict[str, int]] = {}
        self._plain = self._style(valign="top")
        self._bold = self._style(bold=True)
        self._wrapped = self._style(text_wrap=True, valign="top")
        self._link = self._style(font_color="#0969DA", underline=1, valign="top")
        self._marked = {
            severity: self._style(bg_color=ground, font_color=ink, text_wrap=True, valign="top")
            for severity, (ground, ink) in COLOURS.items()
        }
        self._front = self._book.add_worksheet(self._titles[""])
        self._front_row = 0

    def sheet(self, own: OwnSheet, notes: Iterator[tuple[int, list[Note]]]) -> None:
        """Write one table with the notes of its rows beside them."""
        sheet = self._book.add_worksheet(self._titles[own.name])
        head: dict[str, int] = {}
        head_row = width = remarks = 0
        row_noted, found = next(notes, (0, []))
        rows = iter(own.rows)
        sample = list(islice(rows, SAMPLE))
        _lay_out(sheet, [cells for _, cells in sample], self._plain)
        for row, cells in chain(sample, rows):
            if not head_row and sum(map(bool, cells)) >= HEADINGS:
                head_row, width = row, max(own.width, len(cells))
                head = {cell.strip(): i for i, cell in enumerate(cells) if cell.strip()}
                sheet.freeze_panes(row, 1)
                self._head(sheet, row, width)
            while row_noted and row_noted < row:
                row_noted, found = next(notes, (0, []))
            here = found if row_noted == row else []
            if own.advise is not None:
                own.advise(row, cells, here)
            if here:
                beside = max(own.width or len(cells), width)
                self._beside(sheet, row, beside, here, heading=row == head_row)
            marks = _by_column(here, head)
            for index, cell in enumerate(cells):
                note = marks.get(index)
                style = self._marked[note.severity] if note else self._plain
                if row == head_row and note is None:
                    style = self._bold
                if cell or note is not None:
                    sheet.write_string(row - 1, index, cell[:LONGEST_CELL], style)
                if note is not None and remarks < REMARKS:
                    remarks += 1
                    size = {"x_scale": 2.5, "author": note.rule}
                    sheet.write_comment(row - 1, index, note.said, size)
        self._heads[own.name] = head

    def finish(self, matrices: Sequence[Matrix]) -> None:
        """Write the first sheet, and close the file."""
        for column, width in enumerate(SUMMARY_WIDTHS):
            self._front.set_column(column, column, width)
        for matrix in matrices:
            self._summarise(matrix)
        _fit_on_paper(self._front)
        self._front.activate()
        self._book.close()

    def _head(self, sheet: Any, row: int, column: int) -> None:
        for at, head in enumerate((TO_DO, WHAT_TO_DO), start=column):
            sheet.write_string(row - 1, at, self._words.speak(head), self._bold)

    def _beside(
        self, sheet: Any, row: int, column: int, notes: Sequence[Note], *, heading: bool
    ) -> None:
        words = self._words
        gravest = notes[0].severity
        said = [self._sentence(note) for note in notes[:SHOWN]]
        if len(notes) > SHOWN:
            said.append(words.say("more-here", count=len(notes) - SHOWN))
        todo = words.say(f"severity-{gravest.value}")
        sheet.set_row(row - 1, _height(said, NOTE_WIDTH))
        sheet.set_column(column, column, TODO_WIDTH)
        sheet.set_column(column + 1, column + 1, NOTE_WIDTH)
        texts = (todo, "\n".join(said))
        heads = (words.speak(TO_DO), words.speak(WHAT_TO_DO))
        for at, (head, text) in enumerate(zip(heads, texts, strict=True), start=column):
            cell = (f"{head}: {text}" if heading else text)[:LONGEST_CELL]
            sheet.write_string(row - 1, at, cell, self._marked[gravest])

    def _sentence(self, note: Note) -> str:
        receivers = sorted(self._receivers.get(key, key) for key in note.receivers)
        who = [] if note.everybody or not receivers else [named(receivers, self._words)]
        return " ".join(
            filter(None, (f"{note.said} ({'; '.join((note.rule, *who))})", note.suggested))
        )

    def _summarise(self, matrix: Matrix) -> None:
        words = self._words
        self._line((words.say("title", file=PurePath(matrix.file).name), self._bold))
        self._line((summary(matrix, words), self._plain))
        self._line((words.say("how-to-sheet"), self._plain))
        self._line()
        keys = ("customer", "verdict", "lines", "refused-lines")
        if matrix.customers:
            self._line(*((words.say(key), self._bold) for key in keys))
        for customer in matrix.customers:
            verdict = words.say(f"verdict-{customer.verdict.value}")
            counts = (str(customer.lines), str(customer.refused_lines))
            cells = (called(customer, matrix, words), verdict, *counts)
            self._line(*((cell, self._plain) for cell in cells))
        self._line()
        heads = ("severity", "times", "where", "what", "concerns")
        self._line(*((words.say(key), self._bold) for key in heads))
        for group in by_rule(matrix):
            self._group(group, matrix)
        self._line()

    def _group(self, group: RuleGroup, matrix: Matrix) -> None:
        words = self._words
        todo = f"{words.say(f'severity-{group.severity.value}')} ({group.rule})"
        who = concerned(group, matrix, words)
        for number, finding in enumerate(group.examples[:PLACES]):
            first = number == 0
            self._line(
                (todo, self._marked[group.severity]),
                (str(group.count) if first else "", self._wrapped),
                self._place(finding),
                (words.speak(finding.message), self._wrapped),
                (who if first else "", self._wrapped),
            )
        more = group.more(PLACES)
        if more > 0:
            self._line((todo, self._marked[group.severity]), ("", self._plain),
                       (words.say("more", count=more), self._plain))  # fmt: skip

    def _place(self, finding: Finding) -> tuple[Any, ...]:
        """Return what is shown of a place, its style, and where a link to it leads."""
        place = finding.place
        shown = self._words.place(place)
        title = self._titles.get(place.sheet or "")
        if place.row is None or not place.sheet or title is None:
            return shown, self._wrapped
        column = self._heads[place.sheet].get(place.column or "", 0)
        cell = xl_rowcol_to_cell(place.row - 1, column)
        quoted = title.replace("'", "''")
        return shown, self._link, f"internal:'{quoted}'!{cell}"

    def _line(self, *cells: tuple[Any, ...]) -> None:
        if len(cells) == len(SUMMARY_WIDTHS):
            lines = [([text], SUMMARY_WIDTHS[at]) for at, (text, *_) in enumerate(cells)]
            self._front.set_row(self._front_row, max(_height(*one) for one in lines))
        for column, (text, style, *link) in enumerate(cells):
            if link:
                self._front.write_url(self._front_row, column, link[0], style, string=text)
            elif text:
                self._front.write_string(self._front_row, column, text[:LONGEST_CELL], style)
        self._front_row += 1

    def _style(self, **said: Any) -> Any:
        return self._book.add_format({"num_format": "@", **said})


def _lay_out(sheet: Any, rows: Sequence[Sequence[str]], style: Any) -> None:
    """Make columns as wide as what stands in them; all of it goes on one sheet of paper."""
    columns = max(map(len, rows), default=0)
    for index in range(columns):
        longest = max(len(cells[index]) for cells in rows if index < len(cells))
        sheet.set_column(index, index, max(NARROWEST, min(WIDEST, longest + 2)), style)
    _fit_on_paper(sheet)


def _height(texts: Sequence[str], width: int) -> float:
    """Return how high a row has to be, in points, for texts under each other."""
    lines = sum(max(1, ceil(len(text) / (width * LETTERS))) for text in texts)
    return float(LINE_HEIGHT * lines)


def _fit_on_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _by_column(notes: Iterable[Note], head: Mapping[str, int]) -> dict[int, Note]:
    """Return the gravest note of each column; notes come the gravest first."""
    marks: dict[int, Note] = {}
    for note in notes:
        if note.column in head:
            marks.setdefault(head[note.column], note)
    return marks
