"""Which column of a file is which: by technical name, field number or label, in any order."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from hub.facts.remarks import heads_remarks
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.formats.sheetreach import letters_of
from hub.model.finding import Place

__all__ = ["ColumnNames", "Columns", "load_column_names"]

NEAR = 70
EXTRA = "X_"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table.

    ``at`` says where each known column stands, ``extra`` where the supplier's own ``X_``
    columns do, ``unread`` which others there are, ``unnamed`` which have no heading; ``heads`` is
    how the file names a column.
    """

    at: Mapping[str, int]
    extra: Mapping[str, int]
    unread: Mapping[str, int]
    heads: Mapping[str, str]
    unnamed: tuple[int, ...] = ()


class ColumnNames:
    """The names by which columns are known: folded name to technical name.

    ``labels`` are what people call the columns, by technical name, where they have such names.
    """

    def __init__(self, names: Mapping[str, str], labels: Mapping[str, str] | None = None) -> None:
        self._names = names
        self._labels = labels or {}

    def known(self, head: str) -> str | None:
        """Return the technical name of a head."""
        return self._names.get(fold(head))

    def columns(self, heads: Sequence[str], sheet: str, row: int, trouble: RowTrouble) -> Columns:
        """Tell the columns of a header row; unknown and repeated ones are findings."""
        at: dict[str, int] = {}
        extra: dict[str, int] = {}
        unread: dict[str, int] = {}
        shown: dict[str, str] = {}
        unnamed: list[int] = []
        there = {name for head in heads if (name := self.known(head.strip())) is not None}
        for index, raw in enumerate(heads):
            head = raw.strip()
            if not head:
                unnamed.append(index)
                continue
            if heads_remarks(head):
                continue
            place = Place(sheet=sheet, row=row, column=head)
            name = self.known(head)
            if name is None and head.upper().startswith(EXTRA):
                name = head.upper()
                kept = extra
            elif name is None:
                unread[head if head not in unread else f"{head} ({letters_of(index + 1)})"] = index
                self._unknown(head, place, trouble, there)
                continue
            else:
                kept = at
            if name in kept:
                trouble.tell(RowFault.COLUMN_TWICE, place, head)
                continue
            kept[name] = index
            shown[name] = head
        return Columns(at, extra, unread, shown, tuple(unnamed))

    def missing(self, columns: Columns, needed: Collection[str]) -> list[str]:
        """Return the needed columns that are not there."""
        return [name for name in needed if name not in columns.at]

    def said(self, name: str) -> str:
        """Return a column's technical name with its label: ``ITEM_NO (Varenummer)``."""
        label = self._labels.get(name)
        return name if label is None else f"{name} ({label})"

    def _unknown(
        self, head: str, place: Place, trouble: RowTrouble, there: Collection[str]
    ) -> None:
        """Tell an unknown column, with the one that may be meant if the file lacks that one."""
        free = [spelt for spelt, name in self._names.items() if name not in there]
        found = process.extractOne(fold(head), free, scorer=fuzz.ratio, score_cutoff=NEAR)
        near = None if found is None else self._names[found[0]]
        said = self.said(near) if near else ""
        trouble.tell(
            RowFault.COLUMN_UNKNOWN,
            place,
            head,
            near,
            near=f" Did you mean {said}?" if near else "",
            near_da=f" Mente I {said}?" if near else "",
            near_nl=f" Bedoelde u {said}?" if near else "",
        )


def fold(head: str) -> str:
    """Return a head as it is compared: without case, blanks, line breaks, hyphens, underscores.

    A star, a colon or a full stop at its end is none of its name.
    """
    bare = "".join(head.split()).rstrip("*:.")
    return bare.casefold().replace("_", "").replace("-", "")


def load_column_names(path: Path, only: Collection[str] | None = None) -> ColumnNames:
    """Read ``column,number,label`` from a CSV of a mapping folder; labels parted by ``|``."""
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            column = row["column"]
            if only is not None and column not in only:
                continue
            for name in (column, row["number"], *row["label"].split("|")):
                if name:
                    names.setdefault(fold(name), column)
            first, _, _ = row["label"].partition("|")
            # A name that people use themselves needs no other beside it.
            if first and "_" in column:
                labels[column] = first
    return ColumnNames(names, labels)
