"""What waits for somebody until a replay takes it up: conditions for lists and counts of it."""

from sqlalchemy import exists, or_

from hub.pipeline.filing import MATCHING
from hub.store.schema import document, interchange

__all__ = ["DOCUMENT_LEFT", "INTERCHANGE_LEFT"]

_replay = interchange.alias("replay")
_again = document.alias("again")
_of_it = _replay.c.replay_of == interchange.c.id
# An operator's replay takes up whatever failed in an interchange. What the hub takes up by itself
# is one bill, which may have come in a file with others.
_by_operator = _replay.c.channel != MATCHING

INTERCHANGE_LEFT = ~exists().where(_of_it, _by_operator)
"""Interchanges that no operator sent again."""
DOCUMENT_LEFT = ~exists().where(
    _of_it,
    or_(
        _by_operator,
        exists()
        .where(_again.c.interchange == _replay.c.id, _again.c.position == document.c.position)
        .correlate(_replay, document),
    ),
)
"""Documents, each beside its interchange, that nobody sent again."""
