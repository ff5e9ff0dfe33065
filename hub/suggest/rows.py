"""Suggestions for the rows of one table, as it is read from its first row to its last."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from hub.model.finding import Place
from hub.suggest.spot import Spot
from hub.suggest.suggester import Suggester
from hub.suggest.suggestion import Suggestion, merged

__all__ = ["Found", "RowSuggestions", "Suggested"]

HEADER_ROWS = 20
"""Within so many filled rows the header row stands."""

NAMED_BESIDE = 1
"""In a sheet of keys and values the value stands beside its key."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found in a column of a row."""

    rule: str
    column: str
    expected: str
    refuses: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion and the number of its cell in the row, from 0."""

    column: int
    suggestion: Suggestion


class RowSuggestions:
    """Suggests for a table row by row.

    The header is the first row that names a column in question: titles may stand above it.

    Args:
        sheet: the name of the table.
        suggester: of the installation.
        known: the technical name of a column by its heading, None for a strange one.
    """

    def __init__(
        self, sheet: str, suggester: Suggester, known: Callable[[str], str | None]
    ) -> None:
        self._sheet = sheet
        self._suggester = suggester
        self._known = known
        self._heads: list[tuple[int, dict[str, int]]] = []
        self._beside: dict[str, int] = {}

    def row(self, number: int, cells: Sequence[str], found: Iterable[Found]) -> list[Suggested]:
        """Return what could be written in a row; called for every row in order."""
        if len(self._heads) < HEADER_ROWS:
            self._begin(number, cells)
        made: list[Suggestion] = []
        columns: dict[str | None, int] = {}
        for one in found:
            column = self._column(one.column, number, cells)
            if column is None:
                continue
            place = Place(sheet=self._sheet, row=number, column=one.column)
            columns[one.column] = column
            # Readers pass over blanks around a cell; a correction leaves none.
            cell = _text(cells, column)
            spot = Spot(cell.strip(), one.expected, one.refuses, self._texts(cells))
            suggestion = self._suggester.suggest(one.rule, place, spot)
            if suggestion is not None:
                made.append(replace(suggestion, old=cell))
        return [Suggested(columns[one.place.column], one) for one in merged(made)]

    def _begin(self, number: int, cells: Sequence[str]) -> None:
        heads = {cell.strip(): index for index, cell in enumerate(cells) if cell.strip()}
        if not heads:
            return
        self._heads.append((number, heads))
        for part, names in self._suggester.kinds.beside.items():
            for head, index in heads.items():
                if head in names or self._known(head) in names:
                    self._beside.setdefault(part, index)

    def _column(self, name: str, number: int, cells: Sequence[str]) -> int | None:
        """Return where a column stands by the row of headings above; else the value of a key."""
        heads = (head for row, head in self._heads if row < number)
        column = next((head[name] for head in heads if name in head), None)
        if column is None and cells and cells[0].strip() == name and len(cells) > NAMED_BESIDE:
            return NAMED_BESIDE
        return column

    def _texts(self, cells: Sequence[str]) -> Mapping[str, str]:
        return {part: _text(cells, index) for part, index in self._beside.items()}


def _text(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
