"""A leaflet on paper: a PDF that a person is glad to receive."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from hub.model.sentence import Language
from hub.render.cleaning import clean
from hub.render.leaflet import Block, Leaflet, Pair, Row
from hub.render.pagewording import wording
from hub.render.paper import INNER, LEFT, TOP, WIDTH, Cell, Paper
from hub.render.qrcode import squares
from hub.render.typefaces import Typefaces

__all__ = ["MOST_PAGES", "TooLong", "on_paper"]

MOST_PAGES = 200
"""More than anybody reads or prints."""

CODE = 24.0
GAP = 6.0
HALF = (INNER - GAP) / 2
LABEL = 58.0


class TooLong(ValueError):
    """The document would be longer than anybody reads."""


def on_paper(leaflet: Leaflet, language: Language) -> bytes:
    """Return the PDF of a leaflet, the same bytes each time.

    Raises ``TooLong`` when it would have more than ``MOST_PAGES`` pages.
    """
    return _Layout(leaflet, language).content()


class _Layout:
    """One leaflet being laid out, from top to bottom."""

    def __init__(self, leaflet: Leaflet, language: Language) -> None:
        self._leaflet = leaflet
        self._words = wording(language)
        faces = Typefaces(clean(text) for text in _texts(leaflet))
        self._name = clean(f"{leaflet.title} {leaflet.number}").replace("\n", " ")
        named = " · ".join(part for part in (self._name, clean(leaflet.sender)) if part)
        foot = (faces.spelt(named.replace("\n", " "))[:110], self._words.say("page.of"))
        self._paper = Paper(self._name, faces, language, foot)

    def content(self) -> bytes:
        """Draw everything; return the file."""
        with closing(self._paper):
            self._draw()
            return self._paper.content()

    def _draw(self) -> None:
        leaflet = self._leaflet
        self._heading()
        for at in range(0, len(leaflet.blocks), 2):
            self._blocks(leaflet.blocks[at : at + 2])
        self._facts()
        self._notes()
        self._table()
        self._charges()
        self._totals()
        for title, pairs in leaflet.sections:
            self._section(title, pairs)

    def _heading(self) -> None:
        paper, leaflet = self._paper, self._leaflet
        matrix = squares(clean(leaflet.number))
        width = INNER - CODE - GAP
        paper.row([Cell(clean(leaflet.title), LEFT, width, 21, bold=True)])
        paper.down(1)
        paper.row([Cell(clean(leaflet.number), LEFT, width, 13)])
        if matrix:
            paper.squares(matrix, WIDTH - LEFT - CODE, TOP, CODE)
            paper.y = max(paper.y, TOP + CODE)
        paper.down(4)
        paper.rule(strong=True)
        paper.down(5)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        paper = self._paper
        places = [(LEFT + side * (HALF + GAP), block) for side, block in enumerate(blocks)]
        paper.row([Cell(clean(one.title), at, HALF, 7.5, soft=True) for at, one in places])
        paper.down(0.6)
        paper.row([Cell(clean(one.name), at, HALF, 10.5, bold=True) for at, one in places])
        paper.row([Cell(_joined(one.lines), at, HALF) for at, one in places])
        paper.down(0.8)
        told = [_joined([_labelled(*pair) for pair in one.facts]) for one in blocks]
        paper.row(
            [Cell(text, at, HALF, 8, soft=True) for text, (at, _) in zip(told, places, strict=True)]
        )
        paper.down(4.5)

    def _facts(self) -> None:
        paper, facts = self._paper, self._leaflet.facts
        width = (INNER - 3 * GAP) / 4
        if facts:
            paper.rule()
            paper.down(2.5)
        for at in range(0, len(facts), 4):
            four = [
                (LEFT + number * (width + GAP), pair)
                for number, pair in enumerate(facts[at : at + 4])
            ]
            paper.row([Cell(clean(label), x, width, 7.5, soft=True) for x, (label, _) in four])
            paper.row([Cell(clean(said), x, width, 9.5) for x, (_, said) in four])
            paper.down(2)
        paper.down(2)

    def _notes(self) -> None:
        notes = [clean(note) for note in self._leaflet.notes if note.strip()]
        if notes:
            title = self._words.say("section.notes")
            self._paper.row([Cell(title, LEFT, INNER, 7.5, soft=True)])
            self._paper.down(0.5)
            self._paper.row([Cell("\n".join(notes), LEFT, INNER, 9.5)])
            self._paper.down(4)

    def _table(self) -> None:
        leaflet, paper = self._leaflet, self._paper
        if not leaflet.rows:
            return
        share = INNER / sum(column.weight for column in leaflet.columns)
        places, at = [], LEFT
        for column in leaflet.columns:
            places.append((at + 1, column.weight * share - 2.5, column.right))
            at += column.weight * share
        heading = [
            Cell(column.title, x, width, 8, bold=True, right=right)
            for column, (x, width, right) in zip(leaflet.columns, places, strict=True)
        ]
        if not paper.room(20):
            paper.turn()
        paper.head(heading)
        for row in leaflet.rows:
            self._row(row, places, heading)
            if paper.pages > MOST_PAGES:
                raise TooLong
        paper.down(3)

    def _row(
        self, row: Row, places: Sequence[tuple[float, float, bool]], heading: Sequence[Cell]
    ) -> None:
        paper = self._paper
        cells = [
            Cell(clean(text), x, width, 9, right=right)
            for text, (x, width, right) in zip(row.cells, places, strict=True)
        ]
        paper.row(cells, heading=heading)
        if row.further:
            at = places[self._leaflet.under][0]
            small = Cell(clean(row.further), at, WIDTH - LEFT - at - 1.5, 7, soft=True)
            paper.down(0.4)
            paper.row([small], heading=heading)
        paper.down(1.2)
        paper.rule()
        paper.down(1.6)

    def _charges(self) -> None:
        if self._leaflet.charges:
            self._sums(self._leaflet.charges)
            self._paper.down(2)

    def _totals(self) -> None:
        totals = self._leaflet.totals
        if not totals:
            return
        last = totals[-1] if self._leaflet.total else None
        self._sums([pair for pair in totals if pair is not last])
        if last is not None:
            self._paper.down(1)
            self._sums([last], size=11.5, bold=True)
        self._paper.down(5)

    def _sums(self, pairs: Sequence[Pair], size: float = 9, *, bold: bool = False) -> None:
        paper = self._paper
        left, right = WIDTH - LEFT - 1.5 - 120, WIDTH - LEFT - 1.5 - 40
        for label, said in pairs:
            cells = [
                Cell(clean(label), left, 78, size, bold=bold, right=True),
                Cell(clean(said), right, 40, size, bold=bold, right=True),
            ]
            paper.row(cells)
            paper.down(0.6)

    def _section(self, title: str, pairs: Sequence[Pair]) -> None:
        paper = self._paper
        if not paper.room(16):
            paper.turn()
        paper.row([Cell(title, LEFT, INNER, 9.5, bold=True)])
        paper.down(1)
        for label, said in pairs:
            cells = [
                Cell(clean(label), LEFT, LABEL, 7.5, soft=True),
                Cell(clean(said), LEFT + LABEL + 3, INNER - LABEL - 3, 8),
            ]
            paper.row(cells)
            paper.down(0.5)
            if paper.pages > MOST_PAGES:
                raise TooLong
        paper.down(3)


def _labelled(label: str, said: str) -> str:
    if not label:
        return said
    return f"{label} {said}" if label.endswith(".") else f"{label}: {said}"


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(clean(line) for line in lines)


def _texts(leaflet: Leaflet) -> Iterator[str]:
    """Yield everything that will be written, so that its typefaces can be chosen."""
    yield from (leaflet.title, leaflet.number, leaflet.sender, *leaflet.notes)
    for block in leaflet.blocks:
        yield from (block.title, block.name, *block.lines)
        yield from (text for pair in block.facts for text in pair)
    for pairs in (leaflet.facts, leaflet.charges, leaflet.totals):
        yield from (text for pair in pairs for text in pair)
    for title, pairs in leaflet.sections:
        yield title
        yield from (text for pair in pairs for text in pair)
    for row in leaflet.rows:
        yield from (*row.cells, row.further)
