"""The list of fields of a format, from its field table and what its folder says of them.

The table says which columns there are, what they hold and where it goes; ``columns.csv``
their numbers and labels; ``fields/<kind>.csv`` in which sheet and order they stand, how long
they may be and what they are, in three languages. Without the last one the table's own order
is given, and no workbook to fill in.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.facts.currencies import currencies
from hub.facts.unit_words import WordUse, unit_words
from hub.facts.units import UnitList, unit_list, units
from hub.formats.format import Format
from hub.formats.table import Field, Table
from hub.model.fieldlist import Choice, FieldColumn, FieldList, FieldSheet
from hub.model.sentence import Sentence

__all__ = ["field_list"]

FIRST_CURRENCIES = ("DKK", "EUR", "SEK", "NOK", "GBP", "USD")
YES_NO = (Choice("J"), Choice("N"))


@dataclass(frozen=True, slots=True)
class _Said:
    """One row of ``fields/<kind>.csv``."""

    sheet: str
    layout: str
    column: str
    length: int | None
    example: str
    choices: tuple[str, ...]
    says: Sentence


def field_list(form: Format) -> FieldList | None:
    """Return the fields of a format of rows; None for a format that has no table of rows."""
    table = form.table
    if table is None or table.notation != "rows":
        return None
    names = _names(form)
    fields = _fields(table)
    path = form.folder.path / "fields" / f"{form.kind}.csv"
    own = path.is_file()
    for folder in form.folder.chain():
        path = folder.path / "fields" / f"{form.kind}.csv"
        if path.is_file():
            sheets = _said_sheets(path, fields, names)
            break
    else:
        sheets = _plain_sheets(table, names)
    return FieldList(
        str(form.id),
        form.title,
        tuple(sheets),
        fillable=own,
        elements=form.declared.root is not None,
    )


def _said_sheets(
    path: Path, fields: Mapping[str, list[Field]], names: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Iterator[FieldSheet]:
    rows = list(_read(path))
    for sheet in dict.fromkeys(row.sheet for row in rows):
        columns = (
            _column(row.column, row.layout, fields.get(row.column, []), names, row)
            for row in rows
            if row.sheet == sheet
        )
        yield FieldSheet(sheet, tuple(columns))


def _plain_sheets(
    table: Table, names: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Iterator[FieldSheet]:
    sections = {"header": table.header, "line": table.line, **table.parts}
    for name, group in sections.items():
        if group is None:
            continue
        by_column: dict[str, list[Field]] = {}
        for field in group.fields:
            if not field.path.startswith("_"):
                by_column.setdefault(field.path, []).append(field)
        if by_column:
            columns = (_column(path, "rows", found, names) for path, found in by_column.items())
            yield FieldSheet(name, tuple(columns))


def _column(
    name: str,
    layout: str,
    fields: list[Field],
    names: Mapping[str, tuple[str, tuple[str, ...]]],
    said: _Said | None = None,
) -> FieldColumn:
    number, labels = names.get(name, ("", ()))
    first = fields[0] if fields else None
    choices, strict = _choices(name, fields, said)
    return FieldColumn(
        name,
        layout,
        "text" if first is None else first.type,
        any(field.required for field in fields),
        number,
        labels,
        None if said is None else said.length,
        "" if said is None else said.example,
        choices,
        strict,
        None if said is None else said.says,
        "" if first is None or first.name.startswith("_") else first.name,
    )


def _choices(name: str, fields: list[Field], said: _Said | None) -> tuple[tuple[Choice, ...], bool]:
    """Return what may be written, and whether nothing else may."""
    if said is not None and said.choices:
        return tuple(Choice(value) for value in said.choices), True
    for field in fields:
        if field.codes is not None:
            theirs = field.codes.to_ours.items()
            return tuple(Choice(value, means) for value, means in theirs), True
        if field.type == "indicator":
            return YES_NO, True
        if field.name.endswith("currency_id"):
            known = (code for code in FIRST_CURRENCIES if code in currencies())
            return tuple(Choice(code) for code in known), False
    if any(f.name.endswith("unit_code") or f.name == "orderable_unit" for f in fields):
        return _unit_choices(), False
    return (_unit_choices(), False) if "_UNIT_" in name else ((), False)


def _unit_choices() -> tuple[Choice, ...]:
    """Return the units that everyday words name; every other code is right too."""
    allowed = unit_list(UnitList.OIOUBL)
    words: dict[str, list[str]] = {}
    for word in unit_words("da", "nl").words.values():
        if word.use is WordUse.ALIAS and word.code is not None and word.code in allowed:
            words.setdefault(word.code, []).append(word.word)
    return tuple(
        Choice(code, ", ".join((units()[code].name or "", *sorted(words[code])[:4])).strip(", "))
        for code in sorted(words)
    )


def _fields(table: Table) -> dict[str, list[Field]]:
    """Return the fields of each column; those of lines come before those of the head."""
    found: dict[str, list[Field]] = {}
    for group in (table.line, *table.parts.values(), table.header):
        for field in group.fields if group is not None else ():
            found.setdefault(field.path, []).append(field)
    return found


def _names(form: Format) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return number and labels of each column, where the folder says them."""
    for folder in form.folder.chain():
        path = folder.path / "columns.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                return {
                    row["column"]: (row["number"], tuple(filter(None, row["label"].split("|"))))
                    for row in csv.DictReader(stream)
                }
    return {}


def _read(path: Path) -> Iterator[_Said]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield _Said(
                row["sheet"],
                row["layout"],
                row["column"],
                int(row["length"]) if row["length"] else None,
                row["example"],
                tuple(filter(None, row["choices"].split("|"))),
                Sentence(row["en"], row["da"], row["nl"]),
            )
