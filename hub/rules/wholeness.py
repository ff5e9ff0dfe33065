"""Receivers that replace a whole catalogue by what they get: an update is not for them."""

from collections.abc import Callable, Iterable

from hub.model.catalogue import CatalogueLine
from hub.model.finding import Place, Severity
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope

__all__ = ["OPTION", "WHOLE", "is_change", "is_gone", "whole_rule"]

CHANGES = frozenset({"Update", "Delete"})
GONE = "ItemDeleted"
OPTION, WHOLE = "updates", "whole"


def is_change(body: CatalogueLine) -> bool:
    """Whether a line changes a catalogue that is there, instead of being part of a whole one."""
    return body.action_code is not None and body.action_code.value in CHANGES


def is_gone(body: CatalogueLine) -> bool:
    """Whether a line says that its item is no more."""
    action, status = body.action_code, body.life_cycle_status_code
    removed = action is not None and action.value == "Delete"
    return removed or (status is not None and status.value == GONE)


def whole_rule(rule_id: str) -> Rule:
    """Return the rule that refuses updates.

    Sent as if it were whole, an update would take everything else out of the receiver's
    catalogue. A profile whose option ``updates`` is ``whole`` takes the word of suppliers who
    mark the lines of a whole catalogue so.
    """
    check: Callable[[RuleContext], _Whole] = _Whole
    return Rule(rule_id, Severity.FATAL, Scope.STREAM, check, mark=Mark.OWN, shared=True)


class _Whole:
    """Counts the lines that change a catalogue."""

    def __init__(self, ctx: RuleContext) -> None:
        self._asked = ctx.options.get(OPTION) != WHOLE
        self._count = 0
        self._first: tuple[str, Place] | None = None

    def line(self, _number: int, body: CatalogueLine, locate: Locate) -> Iterable[Hit]:
        """Look at the action of one line."""
        if self._asked and is_change(body) and body.action_code is not None:
            self._count += 1
            if self._first is None:
                self._first = (body.action_code.value, locate("action_code"))
        return ()

    def end(self) -> Iterable[Hit]:
        """Say that it is an update, once."""
        if self._first is None:
            return ()
        value, place = self._first
        return [Hit("action_code", value, "Add", {"count": self._count}, place=place)]
