"""One transaction for all requests that come at the same time.

A commit that is on the disk costs the same for one document as for forty. While one is under
way the next requests gather; whoever is next in turn accepts for all of them.
"""

import threading
from collections.abc import Sequence

from hub.errors import Defect, HubError
from hub.pipeline.protocols import Acceptance, Arrival, Inbox

__all__ = ["GatheringInbox"]


class _Wish:
    """What one request wants accepted, and what became of it."""

    def __init__(self, arrivals: Sequence[Arrival]) -> None:
        self.arrivals = arrivals
        self.accepted: list[Acceptance] | None = None
        self.error: HubError | None = None


class GatheringInbox:
    """An inbox for many threads, over one that writes and raises ``HubError`` only.

    Trouble of the hub is everybody's. A defect is not: then each goes on alone, whoever led them
    too, so that one arrival that cannot be written fails by itself.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._wishes: list[_Wish] = []

    def accept(self, arrivals: Sequence[Arrival]) -> list[Acceptance]:
        """Accept, together with whatever else waits; returns after the commit."""
        mine = _Wish(arrivals)
        with self._guard:
            self._wishes.append(mine)
        with self._turn:
            if mine in self._wishes:
                with self._guard:
                    together, self._wishes = self._wishes, []
                self._fulfil(together)
        if mine.error is not None:
            raise mine.error
        # Neither: together they met a defect.
        return self._inbox.accept(arrivals) if mine.accepted is None else mine.accepted

    def _fulfil(self, together: Sequence[_Wish]) -> None:
        try:
            accepted = iter(self._inbox.accept([one for wish in together for one in wish.arrivals]))
        except HubError as error:
            if len(together) == 1 or not isinstance(error, Defect):
                for wish in together:
                    wish.error = error
            return
        for wish in together:
            wish.accepted = [next(accepted) for _ in wish.arrivals]
