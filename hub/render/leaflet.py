"""What stands on a page, before anybody decides where: the same for paper and for a mail."""

from dataclasses import dataclass, field

__all__ = ["Block", "Column", "Leaflet", "Pair", "Row"]

Pair = tuple[str, str]
"""A label and what it says."""


@dataclass(frozen=True, slots=True)
class Block:
    """A party or place: its role, its name, the lines of its address, its numbers."""

    title: str
    name: str
    lines: tuple[str, ...] = ()
    facts: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the lines: ``weight`` shares the width, numbers stand to the right."""

    title: str
    weight: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a cell for each column, and what else it says, in small print below."""

    cells: tuple[str, ...]
    further: str = ""


@dataclass(slots=True)
class Leaflet:
    """A document for people.

    Attributes:
        title: the kind of document; ``number`` is its own.
        sender: who wrote it, for a subject line.
        blocks: parties, two beside each other.
        facts: dates and references.
        notes: what the sender wrote to be read first.
        columns: of the lines, which are ``rows``.
        under: number of the column that the small print of a line stands under.
        charges: allowances and charges of the whole document; ``taxes`` likewise.
        totals: as stated; the last one is what counts and stands out.
        sections: further text, each with its heading.
        date: of the document, ``delivery`` where to in one line, ``total`` what counts: for a mail.
    """

    title: str
    number: str
    sender: str = ""
    date: str = ""
    blocks: list[Block] = field(default_factory=list)
    facts: list[Pair] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    under: int = 1
    rows: list[Row] = field(default_factory=list)
    charges: list[Pair] = field(default_factory=list)
    taxes: list[Pair] = field(default_factory=list)
    totals: list[Pair] = field(default_factory=list)
    sections: list[tuple[str, list[Pair]]] = field(default_factory=list)
    delivery: str = ""
    total: str = ""
