"""Suggestions for a sender's own rows, from what a check has noted of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from hub.app.toolbox import Toolbox
from hub.formats.owntables import own_tables
from hub.formats.payload import Payload
from hub.formats.rowcolumns import ColumnNames, load_column_names
from hub.render.rownotes import Note, RowNotes
from hub.render.wording import Wording
from hub.suggest.classes import ClassFinder
from hub.suggest.kinds import load_kinds
from hub.suggest.rows import Found, RowSuggestions, Suggested
from hub.suggest.spot import Means
from hub.suggest.suggester import Suggester
from hub.suggest.suggestion import Suggestion

__all__ = ["Adviser", "suggested_in_words"]

COLUMNS = "columns.csv"


class Adviser:
    """Joins the rows of a file with what was found in them.

    ``settled`` are the unit words this supplier has decided, word to code; ``chosen`` what it
    decides now, new text by old.
    """

    def __init__(
        self, tools: Toolbox, settled: Mapping[str, str], chosen: Mapping[str, str]
    ) -> None:
        table = tools.lookups.unspsc
        finder = None if table is None else ClassFinder(table)
        self._suggester = Suggester(
            load_kinds(tools.folders), Means(table, finder, settled=settled, chosen=chosen)
        )
        paths = [folder / COLUMNS for folder in tools.folders]
        self._names = [load_column_names(path) for path in paths if path.is_file()]

    def suggested(self, payload: Payload, notes: RowNotes) -> Iterator[Suggested]:
        """Yield every suggestion, in the order of the file; reads no further than the last note."""
        for table in own_tables(payload):
            # What was found in no column of a row, nothing can be written for.
            noted = (one for one in notes.of(table.name) if any(_found(one[1])))
            row_noted, here = next(noted, (0, list[Note]()))
            rows = self.table(table.name)
            for row, cells in table.rows():
                while row_noted and row_noted < row:
                    row_noted, here = next(noted, (0, []))
                if not row_noted:
                    break
                yield from rows.row(row, cells, _found(here if row_noted == row else ()))

    def adviser(
        self, sheet: str, words: Wording
    ) -> Callable[[int, Sequence[str], Sequence[Note]], None]:
        """Return what writes into the notes of a row what could stand there instead."""
        rows = self.table(sheet)

        def advise(row: int, cells: Sequence[str], notes: Sequence[Note]) -> None:
            for one in rows.row(row, cells, _found(notes)):
                suggestion = one.suggestion
                for note in notes:
                    if note.column == suggestion.place.column and note.rule in suggestion.rules:
                        note.suggested = suggested_in_words(suggestion, words)

        return advise

    def table(self, sheet: str) -> RowSuggestions:
        """Return what suggests for one table."""
        return RowSuggestions(sheet, self._suggester, lambda head: _known(self._names, head))


def suggested_in_words(one: Suggestion, words: Wording) -> str:
    """Return what could be written, as a sentence."""
    if one.new is None:
        return words.say("suggested-choice", choices=", ".join(one.choices))
    return words.say("suggested", value=one.new)


def _found(notes: Iterable[Note]) -> Iterator[Found]:
    for note in notes:
        if note.column:
            yield Found(note.rule, note.column, note.expected, note.severity.refuses)


def _known(names: Iterable[ColumnNames], head: str) -> str | None:
    return next((name for one in names if (name := one.known(head)) is not None), None)
