"""The field specification of a format: as a page and as Markdown."""

from collections.abc import Iterator, Sequence

from hub.model.fieldlist import FieldColumn, FieldList
from hub.render.page import element, page, table
from hub.render.wording import Wording

__all__ = ["field_markdown", "field_page"]

MANY = 12
"""More choices than this are only named by their number; the workbook has them all."""

HEADS = ("field-name", "field-number", "field-labels", "field-required", "field-holds",
         "field-says", "field-example", "field-home")  # fmt: skip


def field_page(fields: FieldList, words: Wording) -> Iterator[str]:
    """Yield the specification as a page."""
    return page(words.language, fields.title, _content(fields, words))


def _content(fields: FieldList, words: Wording) -> Iterator[str]:
    yield element("p", _lead(fields, words), class_="lead")
    for sheet in fields.sheets:
        name = words.say("field-sheet", name=sheet.name)
        yield element("h2", name)
        rows = [_row(column, words) for column in sheet.columns]
        heads, cells = _filled([words.say(key) for key in HEADS], rows)
        yield table(name, heads, cells, named=True)


def field_markdown(fields: FieldList, words: Wording) -> Iterator[str]:
    """Yield the specification as Markdown, piece by piece."""
    yield f"# {_escaped(fields.title)}\n\n{_lead(fields, words)}\n"
    for sheet in fields.sheets:
        rows = [_row(column, words) for column in sheet.columns]
        heads, cells = _filled([words.say(key) for key in HEADS], rows)
        yield f"\n## {_escaped(words.say('field-sheet', name=sheet.name))}\n\n"
        yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
        for row in cells:
            yield f"| {' | '.join(map(_escaped, row))} |\n"


def _lead(fields: FieldList, words: Wording) -> str:
    key = "field-lead-elements" if fields.elements else "field-lead"
    return words.say(key, format=fields.format)


def _row(column: FieldColumn, words: Wording) -> tuple[str, ...]:
    return (
        column.name,
        column.number,
        ", ".join(column.labels),
        words.say("yes") if column.required else "",
        _holds(column, words),
        "" if column.says is None else words.speak(column.says),
        column.example,
        words.field(column.home),
    )


def _holds(column: FieldColumn, words: Wording) -> str:
    parts = [words.say(f"type-{column.type}")]
    if column.length is not None:
        parts.append(words.say("field-length", count=column.length))
    if column.choices and len(column.choices) <= MANY:
        shown = (f"{one.value} ({one.means})" if one.means else one.value for one in column.choices)
        key = "field-one-of" if column.strict else "field-such-as"
        parts.append(words.say(key, choices=", ".join(shown)))
    elif column.choices:
        parts.append(words.say("field-many", count=len(column.choices)))
    return "; ".join(parts)


def _filled(
    heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """Return the columns of a table that have anything in them."""
    kept = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    return [heads[index] for index in kept], [[row[index] for index in kept] for row in rows]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
