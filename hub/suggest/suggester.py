"""From a finding and the cell it stands in to a suggestion."""

from hub.model.finding import Place
from hub.suggest.kinds import Kinds
from hub.suggest.menders import MENDERS
from hub.suggest.spot import Means, Spot
from hub.suggest.suggestion import Confidence, Suggestion
from hub.suggest.wording import reason

__all__ = ["Suggester"]


class Suggester:
    """Suggests by the ways that rules may be mended with."""

    def __init__(self, kinds: Kinds, means: Means) -> None:
        self.kinds = kinds
        self._means = means

    def suggest(self, rule: str, place: Place, spot: Spot) -> Suggestion | None:
        """Return what could stand in a place; None where nothing can be said."""
        ways = self.kinds.mend.get(rule, ())
        chosen = self._means.chosen.get(spot.cell)
        if chosen is not None:
            return Suggestion(
                (rule,), place, spot.cell, chosen, reason("chosen"), Confidence.CERTAIN,
                unit="unit" in ways, chosen=True,
            )  # fmt: skip
        for way in ways:
            found = MENDERS[way](spot, self._means)
            if found is not None:
                return Suggestion(
                    (rule,), place, spot.cell, found.new, found.reason, found.confidence,
                    found.choices, unit=way == "unit",
                )  # fmt: skip
        return None
