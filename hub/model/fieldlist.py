"""The fields of a format of rows, as somebody who fills them in has to know them."""

from msgspec import Struct

from hub.model.sentence import Sentence

__all__ = ["Choice", "FieldColumn", "FieldList", "FieldSheet", "Layout"]

Layout = str
"""``rows``: a header row, then a row for each item; ``keys``: a key and its value in each row;
``head``: such rows above the header row."""


class Choice(Struct, frozen=True):
    """A value that may be written, and what it means where that is not plain."""

    value: str
    means: str = ""


class FieldColumn(Struct, frozen=True):
    """One column, or one key.

    Attributes:
        name: the technical name.
        layout: how it stands in its sheet.
        number: the field's published number; empty where it has none.
        labels: other headings that are understood.
        required: whether a file without it is refused.
        type: a leaf type of field tables.
        length: the most characters; None where nothing limits it.
        example: a value that is right.
        choices: what may be written; empty where anything may.
        strict: whether nothing but the choices is right.
        says: what it is, in three languages; None where only the table tells.
        home: the field of the canonical document that it fills; empty where the reader
            makes something else of it.
    """

    name: str
    layout: Layout
    type: str
    required: bool = False
    number: str = ""
    labels: tuple[str, ...] = ()
    length: int | None = None
    example: str = ""
    choices: tuple[Choice, ...] = ()
    strict: bool = False
    says: Sentence | None = None
    home: str = ""


class FieldSheet(Struct, frozen=True):
    """The columns that stand together."""

    name: str
    columns: tuple[FieldColumn, ...]


class FieldList(Struct, frozen=True):
    """All fields of a format.

    ``fillable`` says that a workbook of these sheets is read, ``elements`` that the fields are
    elements of XML.
    """

    format: str
    title: str
    sheets: tuple[FieldSheet, ...]
    fillable: bool = False
    elements: bool = False
