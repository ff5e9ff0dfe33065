"""Accepted suggestions written into a copy of the sender's own file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.errors import ConfigurationError
from hub.formats.celledit import CellEdit, EditFault
from hub.formats.payload import Payload
from hub.formats.sheetout import LONGEST_CELL, SheetOut
from hub.formats.tableedit import correct
from hub.model.finding import Place
from hub.model.sentence import Sentence
from hub.render.wording import Wording
from hub.suggest.rows import Suggested
from hub.suggest.suggestion import Confidence, Suggestion, describe_suggestion
from hub.suggest.wording import reason

__all__ = ["Change", "Changes", "read_plan", "write_log"]

LOG_WIDTHS = (14, 8, 20, 14, 30, 30, 16, 60, 60)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell to be corrected; ``fault`` is why it is not."""

    edit: CellEdit
    suggestion: Suggestion
    fault: EditFault | None = None

    def why_not(self) -> Sentence | None:
        """Return why the cell stays as it is; None when it is corrected."""
        if self.fault is None:
            return None
        return reason(self.fault.value, value=f"“{self.edit.old}”")

    def describe(self, words: Wording) -> dict[str, Any]:
        """Return the change as JSON-ready data; ``cell`` counts from 0."""
        said = self.why_not()
        return {
            **describe_suggestion(self.suggestion, words.language),
            "cell": self.edit.column,
            "done": said is None,
            "why_not": None if said is None else words.speak(said),
        }


@dataclass
class Changes:
    """What is to be corrected, in the order of the file; ``to_choose`` waits for somebody."""

    made: list[Change] = field(default_factory=list)
    refused: list[Change] = field(default_factory=list)
    to_choose: list[Suggested] = field(default_factory=list)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that suggested anything of it."""
        named = [one.suggestion for one in (*self.made, *self.refused)]
        waiting = [one.suggestion for one in self.to_choose]
        return frozenset(rule for one in (*named, *waiting) for rule in one.rules)

    @classmethod
    def accepted(cls, suggested: Iterable[Suggested], rules: frozenset[str]) -> "Changes":
        """Return what these rules suggest, and what the sender chose; one change for a cell."""
        changes = cls()
        taken: set[tuple[str, int, int]] = set()
        for one in suggested:
            suggestion = one.suggestion
            if not suggestion.chosen and rules.isdisjoint(suggestion.rules):
                continue
            if suggestion.new is None:
                changes.to_choose.append(one)
                continue
            edit = _edit_of(one, suggestion.new)
            cell = (edit.sheet, edit.row, edit.column)
            if cell in taken:
                changes.refused.append(Change(edit, suggestion, EditFault.TAKEN))
            else:
                taken.add(cell)
                changes.made.append(Change(edit, suggestion))
        return changes

    def write(self, payload: Payload, target: Path) -> bool:
        """Write the corrected file; return whether anything could be corrected."""
        unfinished = target.with_name(f".{target.name[:100]}.part")
        try:
            faults = dict(correct(payload, [one.edit for one in self.made], unfinished))
            self.refused += [
                Change(one.edit, one.suggestion, faults[one.edit])
                for one in self.made
                if one.edit in faults
            ]
            self.made = [one for one in self.made if one.edit not in faults]
            if self.made:
                unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return bool(self.made)

    def settled(self) -> dict[str, str]:
        """Return the unit words that the sender chose a code for."""
        return {
            one.edit.old.strip(): one.edit.new
            for one in self.made
            if one.suggestion.unit and one.suggestion.chosen
        }


def read_plan(entries: Sequence[Any], suggested: Iterable[Suggested]) -> Changes:
    """Return the changes of a list that an earlier run printed, as far as it still holds.

    What stands in a cell is compared when it is written; what nothing suggests any more is
    refused. Raises ``ConfigurationError`` for what is no such list.
    """
    known = {
        (one.suggestion.place.sheet, one.suggestion.place.row, one.column): one for one in suggested
    }
    changes = Changes()
    for number, entry in enumerate(entries, start=1):
        try:
            place = (str(entry["sheet"]), int(entry["row"]), int(entry["cell"]))
            old, new = str(entry["old"]), entry["new"]
        except (KeyError, TypeError, ValueError) as error:
            mistake = f"line {number}: is not as `hub fix --dry-run --json` prints it"
            raise ConfigurationError([mistake]) from error
        if not isinstance(new, str):
            continue
        edit = CellEdit(*place, old, new)
        one = known.get(place)
        if one is None or one.suggestion.old != old:
            changes.refused.append(Change(edit, _gone(entry, edit), EditFault.CHANGED))
            continue
        chosen = one.suggestion.new is None
        suggestion = replace(one.suggestion, new=new, chosen=chosen)
        changes.made.append(Change(edit, suggestion))
    return changes


def write_log(path: Path, changes: Changes, words: Wording) -> None:
    """Write a workbook that says what was changed and what was not."""
    keys = ("sheet", "row", "column", "rule", "old", "new", "how-sure", "because", "not-done")
    heads = [words.say(key if key in OWN_HEADS else f"log-{key}") for key in keys]
    path.parent.mkdir(parents=True, exist_ok=True)
    out = SheetOut(path.parent, path.name)
    out.sheet(words.say("log-title"), heads, LOG_WIDTHS)
    for one in (*changes.made, *changes.refused):
        said = one.why_not()
        cells = (
            one.edit.sheet,
            str(one.edit.row),
            one.suggestion.place.column or "",
            ", ".join(one.suggestion.rules),
            one.edit.old,
            one.edit.new,
            words.say(f"confidence-{one.suggestion.confidence.value}"),
            words.speak(one.suggestion.reason),
            "" if said is None else words.speak(said),
        )
        out.row([cell[:LONGEST_CELL] for cell in cells])
    out.finish()


OWN_HEADS = frozenset({"rule", "how-sure", "because"})


def _gone(entry: Any, edit: CellEdit) -> Suggestion:
    """Return the entry of a list as a suggestion that nothing makes any more."""
    rules = entry.get("rules")
    named = tuple(map(str, rules)) if isinstance(rules, list) else ()
    column = str(entry.get("column") or "")
    place = Place(sheet=edit.sheet, row=edit.row, column=column)
    said = reason("changed", value=f"“{edit.old}”")
    return Suggestion(named, place, edit.old, edit.new, said, Confidence.POSSIBLE)


def _edit_of(one: Suggested, new: str) -> CellEdit:
    place = one.suggestion.place
    return CellEdit(place.sheet or "", place.row or 0, one.column, one.suggestion.old, new)
