"""Many suggestions as few: some of each rule, and how many there are."""

from collections.abc import Iterable

from hub.model.report import FINDINGS_PER_RULE
from hub.suggest.rows import Suggested
from hub.suggest.suggestion import Suggestion

__all__ = ["Listing"]


class Listing:
    """Keeps at most twenty suggestions of a rule, as a report does, and counts all."""

    def __init__(self, suggested: Iterable[Suggested]) -> None:
        self.kept: list[Suggestion] = []
        self.counts: dict[str, int] = {}
        for one in suggested:
            suggestion = one.suggestion
            for rule in suggestion.rules:
                self.counts[rule] = self.counts.get(rule, 0) + 1
            if any(self.counts[rule] <= FINDINGS_PER_RULE for rule in suggestion.rules):
                self.kept.append(suggestion)

    @property
    def ready(self) -> list[str]:
        """The rules of those kept that need nobody to choose."""
        rules = (one.rules[0] for one in self.kept if one.new is not None)
        return sorted(dict.fromkeys(rules))
