"""TTK-14: an item of an active price book goes only when another one takes its place."""

from collections.abc import Iterable

from hub.model.catalogue import CatalogueLine
from hub.model.finding import Place, Severity
from hub.rules.catalogues import agreement_of, item_key
from hub.rules.rule import Hit, Locate, Rule, RuleContext, Scope

GONE = "Delete"
ENDED = "ItemDeleted"
"""The life cycle's word for it."""
PLACE = "replacement_related_item"


class Discontinued:
    """Notes what the catalogue takes away, and asks at its end whether anybody still orders it."""

    def __init__(self, ctx: RuleContext) -> None:
        self._ctx = ctx
        self._gone: dict[tuple[str, str | None], Place] = {}

    def line(self, _number: int, body: CatalogueLine, locate: Locate) -> Iterable[Hit]:
        """Note an item that ends without another in its place."""
        action, status = body.action_code, body.life_cycle_status_code
        ends = (action is not None and action.value == GONE) or (
            status is not None and status.value == ENDED
        )
        key = item_key(body) if ends else None
        if key is not None and not any(one.id for one in body.replacement_related_item):
            self._gone[key] = locate(PLACE)
        return ()

    def end(self) -> Iterable[Hit]:
        """Name the items that stand in the active price book."""
        if not self._gone:
            return ()
        known, route = self._ctx.known, self._ctx.route
        agreement = agreement_of(self._ctx.header, self._ctx)
        if known is None or route.sender is None or route.receiver is None or agreement is None:
            return ()
        active = known.active_items(route.sender.key, route.receiver.key, agreement) or ()
        return [
            Hit(PLACE, " / ".join(part for part in key if part), place=self._gone[key])
            for key in active
            if key in self._gone
        ]


RULE = Rule(
    "TTK-14",
    Severity.ERROR,
    Scope.STREAM,
    Discontinued,
    needs_known=True,
    documents=frozenset({"catalogue"}),
)
