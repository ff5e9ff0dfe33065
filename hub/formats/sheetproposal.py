"""A mapping folder proposed for a supplier's own sheet: which column is which, as TOML."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from hub.formats.columnguess import (
    FieldKind,
    Guess,
    guess_columns,
    load_field_kinds,
    plain_heading,
)
from hub.formats.owntables import own_tables
from hub.formats.payload import Payload

__all__ = ["Proposal", "Said", "propose_table", "write_proposal"]

PARENT = "supplier-sheet"
HEADER_ROWS = 20
SAMPLE = 200
CURRENCY = "required_item_location_quantity.price.price_amount.currency_id"
COMMENT_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found in a sheet.

    ``missing`` are the needed fields no column seems to be; ``unknown`` headings with an
    example each.
    """

    sheet: str
    row: int
    guesses: tuple[Guess, ...]
    missing: tuple[FieldKind, ...]
    unknown: Mapping[str, str]
    kinds: Mapping[str, FieldKind]

    @property
    def has_currency(self) -> bool:
        """Whether a column says the currency."""
        return any(guess.kind.name == "currency" for guess in self.guesses)


def propose_table(payload: Payload, home: Path, told: Mapping[str, str]) -> Proposal | None:
    """Return what the best table of a file seems to hold; None when it has none.

    Args:
        payload: a workbook or CSV.
        home: the folder whose ``fields.toml`` says what a sheet may hold.
        told: heading -> field, as somebody said; raises ``KeyError`` with a heading that no
            table has.
    """
    kinds = load_field_kinds(home / "fields.toml")
    best: Proposal | None = None
    for table in own_tables(payload):
        rows = list(islice(table.rows(), HEADER_ROWS + SAMPLE))
        for place, (row, cells) in enumerate(rows[:HEADER_ROWS]):
            heads = [cell.strip() for cell in cells]
            if sum(map(bool, heads)) < 3 or not _names_any(heads, kinds):  # noqa: PLR2004
                continue
            columns = _columns(heads, [later for _, later in rows[place + 1 :]])
            here = {head: name for head, name in told.items() if head in columns}
            found = _proposal(table.name, row, columns, kinds, here)
            if best is None or len(found.guesses) > len(best.guesses):
                best = found
    if best is not None:
        known = {guess.heading for guess in best.guesses}
        for heading in told:
            if heading not in known:
                raise KeyError(heading)
    return best


def _names_any(heads: Sequence[str], kinds: Mapping[str, FieldKind]) -> bool:
    plain = {plain_heading(head) for head in heads if head}
    return any(plain & kind.labels for kind in kinds.values())


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    return {
        head: [row[i].strip() for row in rows if i < len(row) and row[i].strip()]
        for i, head in enumerate(heads)
        if head
    }


def _proposal(
    sheet: str,
    row: int,
    columns: Mapping[str, Sequence[str]],
    kinds: Mapping[str, FieldKind],
    told: Mapping[str, str],
) -> Proposal:
    guesses = guess_columns(kinds, columns, told)
    done = {guess.kind.name for guess in guesses}
    known = {guess.heading for guess in guesses}
    return Proposal(
        sheet,
        row,
        tuple(guesses),
        tuple(kind for kind in kinds.values() if kind.needed and kind.name not in done),
        {
            head: values[0] if values else ""
            for head, values in columns.items()
            if head not in known
        },
        kinds,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What holds for every sheet and stands in none: currency, and head fields by name."""

    currency: str | None = None
    head: Mapping[str, str] = field(default_factory=dict)


def write_proposal(folder: Path, name: str, proposal: Proposal, home: Path, said: Said) -> None:
    """Write ``format.toml`` and ``catalogue.toml`` of the proposed mapping folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "format.toml").write_text(_format_file(name), encoding="utf-8")
    table = "".join(_table(name, proposal, home, said))
    (folder / "catalogue.toml").write_text(table, encoding="utf-8")


def _format_file(name: str) -> str:
    return (
        f"authority = {_quoted(name)}\n"
        f"title = {_quoted(f'Sheets of {name}')}\n"
        'sources = ["The headings of the sheet itself"]\n'
        f"parent = {_quoted(PARENT)}\n\n"
        '[[document]]\nkind = "catalogue"\nversion = "1"\ntable = "catalogue.toml"\n'
        "write = false\n"
    )


def _table(name: str, proposal: Proposal, home: Path, said: Said) -> Iterator[str]:
    data = tomllib.loads((home / "fields.toml").read_text(encoding="utf-8"))
    yield (
        f"# Proposed from the sheet {_plain(proposal.sheet)}, headings in row {proposal.row}.\n"
        "# Each path is a heading of that sheet. Look it through, correct it, and run\n"
        "# `hub mappings check`.\n"
        'document = "catalogue"\nnotation = "rows"\n\n[header]\n'
        f'"id" = {{ path = "_id", type = "identifier", const = {_quoted(name)} }}\n'
    )
    yield from _guessed(guess for guess in proposal.guesses if guess.kind.head)
    for field_name, value in said.head.items():
        entries = proposal.kinds[field_name].entries.items()
        yield from _plain_entries(
            {path: {"path": f"_{field_name}", **words, "const": value} for path, words in entries}
        )
    yield "\n[line]\n"
    yield from _guessed(guess for guess in proposal.guesses if not guess.kind.head)
    yield "\n# The same for every line.\n"
    yield from _plain_entries(data["always"])
    done = {guess.kind.name for guess in proposal.guesses}
    if "least" not in done:
        yield "\n# No column says it: the value every line is filled with, and reported.\n"
        yield from _plain_entries(data["default"])
    if said.currency is not None and not proposal.has_currency:
        filled = {"path": "_currency", "type": "code", "default": said.currency}
        yield f"{_quoted(CURRENCY)} = {_inline(filled)}\n"
    if proposal.unknown:
        yield "\n# Not read, because nothing tells what they are:\n"
        for heading, example in proposal.unknown.items():
            yield f"#   {_plain(heading)}  ({_plain(example) or 'empty'})\n"


def _guessed(guesses: Iterable[Guess]) -> Iterator[str]:
    for guess in guesses:
        examples = ", ".join(map(_plain, guess.examples)) or "nothing stands below it"
        yield f"\n# {guess.kind.says.en}: {guess.sureness.value}. For example {examples}\n"
        yield from _entries(guess.kind.entries, guess.heading)


def _entries(entries: Mapping[str, Mapping[str, Any]], heading: str) -> Iterator[str]:
    for name, words in entries.items():
        yield f"{_quoted(name)} = {_inline({'path': heading, **words})}\n"


def _plain_entries(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, words in entries.items():
        yield f"{_quoted(name)} = {_inline(words)}\n"


def _inline(words: Mapping[str, Any]) -> str:
    return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in words.items()) + " }"


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else _quoted(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a text as TOML: the quoting of JSON, and DEL, which only TOML minds."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Return a text for a comment: one line, nothing that steers."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= COMMENT_WIDTH else shown[: COMMENT_WIDTH - 1] + "…"
