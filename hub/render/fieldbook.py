"""A workbook to fill in: the sheets of a format, with drop-downs and a first sheet that explains.

Every cell is a text cell, so that no zero is taken off a number. What a drop-down offers
stands in a sheet of its own, since a list in the cell's rule may have 255 characters only.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from hub.model.fieldlist import FieldColumn, FieldList, FieldSheet
from hub.render.sheetnames import sheet_titles
from hub.render.wording import Wording

__all__ = ["write_field_book"]

MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the library wants a time without a zone
ROWS = 5000
"""So many rows are made ready; further ones have no drop-downs."""

GUIDE_WIDTHS = (16, 22, 15, 60, 34, 30)
WIDEST, NARROWEST = 40, 12
LONGEST_TITLE, LONGEST_HELP = 32, 255
"""Characters that a spreadsheet shows of the title and the text beside a cell."""


def write_field_book(path: Path, fields: FieldList, words: Wording) -> None:
    """Write the workbook: all of it, or the old one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name[:100]}.part")
    try:
        _Book(unfinished, fields, words).write()
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _Book:
    """One workbook in the making."""

    def __init__(self, path: Path, fields: FieldList, words: Wording) -> None:
        self._book = Workbook(str(path))
        self._book.set_properties({"created": MADE})
        self._fields = fields
        self._words = words
        self._text = self._book.add_format({"num_format": "@", "valign": "top"})
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._bold = self._book.add_format({"bold": True, "num_format": "@"})
        self._needed = self._book.add_format(
            {"bold": True, "num_format": "@", "bg_color": "#FFF1CC", "font_color": "#7A4D00"}
        )
        self._ranges: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        """Write guide, sheets and choices, and close the file."""
        titles = sheet_titles([one.name for one in self._fields.sheets], self._words.say("guide"))
        guide = self._book.add_worksheet(titles[""])
        sheets = [self._book.add_worksheet(titles[one.name]) for one in self._fields.sheets]
        self._lists = self._book.add_worksheet(self._words.say("choices-sheet"))
        self._guide(guide)
        for sheet, said in zip(sheets, self._fields.sheets, strict=True):
            self._sheet(sheet, said)
        if self._ranges:
            self._lists.protect()
        else:
            self._lists.hide()
        sheets[0].activate()
        self._book.close()

    def _guide(self, sheet: Any) -> None:
        words = self._words
        for column, width in enumerate(GUIDE_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, self._fields.title, self._bold)
        sheet.write_string(1, 0, words.say("guide-lead"))
        keys = ("log-sheet", "field-name", "field-required", "field-says", "field-choices",
                "field-example")  # fmt: skip
        for column, key in enumerate(keys):
            sheet.write_string(3, column, words.say(key), self._bold)
        row = 4
        for one in self._fields.sheets:
            for field in one.columns:
                offered = ", ".join(choice.value for choice in field.choices)
                cells = (one.name, field.name, words.say("yes") if field.required else "",
                         self._says(field), offered, field.example)  # fmt: skip
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell, self._wrapped)
                row += 1
        sheet.freeze_panes(4, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _sheet(self, sheet: Any, said: FieldSheet) -> None:
        above = [one for one in said.columns if one.layout != "rows"]
        for row, field in enumerate(above):
            self._head(sheet, row, 0, field)
            sheet.write_blank(row, 1, None, self._text)
            self._rule(sheet, field, row, 1, row)
        if above:
            sheet.set_column(0, 1, WIDEST, self._text)
        across = [one for one in said.columns if one.layout == "rows"]
        for column, field in enumerate(across):
            width = max(NARROWEST, min(WIDEST, max(len(field.name), len(field.example)) + 2))
            if not above or column > 1:
                sheet.set_column(column, column, width, self._text)
            self._head(sheet, len(above), column, field)
            self._rule(sheet, field, len(above) + 1, column, len(above) + ROWS)
        if across:
            sheet.freeze_panes(len(above) + 1, 1)

    def _head(self, sheet: Any, row: int, column: int, field: FieldColumn) -> None:
        sheet.write_string(row, column, field.name, self._needed if field.required else self._bold)

    def _rule(self, sheet: Any, field: FieldColumn, first: int, column: int, last: int) -> None:
        """Put the drop-down and the words beside the cells of a field."""
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": field.name[:LONGEST_TITLE],
            "input_message": self._says(field)[:LONGEST_HELP],
        }
        if field.choices:
            rule |= {
                "validate": "list",
                "source": self._range(field),
                "error_type": "stop" if field.strict else "information",
                "error_title": field.name[:LONGEST_TITLE],
                "error_message": self._words.say("not-offered" if field.strict else "unusual"),
            }
        if rule["validate"] != "any" or rule["input_message"]:
            sheet.data_validation(first, column, last, column, rule)

    def _range(self, field: FieldColumn) -> str:
        """Return where the choices of a field stand; equal ones stand once."""
        values = tuple(choice.value for choice in field.choices)
        known = self._ranges.get(values)
        if known is not None:
            return known
        column = 2 * len(self._ranges)
        self._lists.write_string(0, column, field.name, self._bold)
        self._lists.set_column(column, column, NARROWEST)
        self._lists.set_column(column + 1, column + 1, WIDEST)
        for row, choice in enumerate(field.choices, start=1):
            self._lists.write_string(row, column, choice.value, self._text)
            self._lists.write_string(row, column + 1, choice.means)
        letter = xl_col_to_name(column)
        title = self._lists.get_name().replace("'", "''")
        self._ranges[values] = f"='{title}'!${letter}$2:${letter}${len(values) + 1}"
        return self._ranges[values]

    def _says(self, field: FieldColumn) -> str:
        said = "" if field.says is None else self._words.speak(field.says)
        length = "" if field.length is None else self._words.say("field-length", count=field.length)
        return f"{said} ({length})" if said and length else said or length
