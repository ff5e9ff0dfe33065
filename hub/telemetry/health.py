"""Is this installation alive, and can it take work: plain data for whoever asks.

*Alive* asks nothing of the outside: the loops of all processes turn. An orchestrator that
finds it false starts the hub anew. *Ready* asks whether what it needs is there: the
configuration, the database, the broker, and that it is not being stopped.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from hub.errors import HubError
from hub.telemetry.board import Board
from hub.telemetry.inquiry import Inquiry

__all__ = ["Check", "Health", "Verdict"]

LATE = 10.0
"""Seconds a loop may be silent beyond what it promised."""

STARTING = 60.0
"""Seconds in which a role may not be heard of yet: it is being started, or started again."""

LINK_LATE = 30.0
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. What is not ``needed`` is told and decides nothing."""

    name: str
    well: bool
    said: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was looked at."""

    checks: tuple[Check, ...]

    @property
    def well(self) -> bool:
        """Whether everything needed is well."""
        return all(check.well for check in self.checks if check.needed)

    def plain(self) -> dict[str, object]:
        """Return it ready for JSON."""
        return {
            "well": self.well,
            "checks": {
                one.name: {"well": one.well, "said": one.said, "needed": one.needed}
                for one in self.checks
            },
        }


class Health:
    """Answers for all processes of one ``hub run``.

    Args:
        roles: those that are to run, in whichever process.
        board: where their loops and links are noted.
        probes: what must answer, by name, such as ``database``; each raises ``HubError``
            when it does not. They are asked in threads of their own, with a time limit.
        links: the roles that have a link to the broker; empty without a broker.
        clock: seconds that never go back, the same as the board's.
        patience: seconds that a probe may take.
    """

    def __init__(
        self,
        roles: Collection[str],
        board: Board | None = None,
        *,
        probes: Mapping[str, Callable[[], object]] | None = None,
        links: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._roles = tuple(roles)
        self._links = tuple(links)
        self._board = board or Board(clock=clock)
        self._clock = clock
        self._probes = {name: Inquiry(ask, patience) for name, ask in (probes or {}).items()}
        self._unheard = dict.fromkeys((*self._roles, *(f"link {r}" for r in links)), clock())
        self._draining = False

    @property
    def board(self) -> Board:
        """Where the loops are noted."""
        return self._board

    def tick(self, role: str, quiet: float = 0.0) -> None:
        """A loop turns; it may not be heard of again for ``quiet`` seconds."""
        self._board.tick(role, quiet)

    def drain(self) -> None:
        """The hub was told to stop: nothing more should be sent here."""
        self._draining = True

    def livez(self) -> Verdict:
        """Whether every loop turns."""
        now = self._clock()
        return Verdict(tuple(self._loop(role, now) for role in self._roles))

    def readyz(self) -> Verdict:
        """Whether work should be sent here.

        Without a broker an intake goes on: it accepts into the database. So the broker
        decides nothing where there is one.
        """
        now = self._clock()
        checks = [
            Check("draining", not self._draining, "is being stopped" if self._draining else "")
        ]
        checks += [self._probe(name, inquiry) for name, inquiry in self._probes.items()]
        checks += [self._link(role, now) for role in self._links]
        return Verdict(tuple(checks))

    def _loop(self, role: str, now: float) -> Check:
        known = [loop for loop in self._board.loops() if loop.role == role]
        if not known:
            return self._awaited(role, role, now, STARTING)
        self._unheard[role] = now
        late = max(now - loop.due for loop in known)
        well = late <= LATE
        return Check(role, well, "" if well else f"silent {late:.0f} s longer than it said")

    def _link(self, role: str, now: float) -> Check:
        name = f"link {role}"
        needed = "intake" not in self._roles
        known = [link for link in self._board.links() if link.role == role]
        if not known:
            return self._awaited(name, name, now, LINK_LATE, needed=needed)
        self._unheard[name] = now
        down = max((now - link.since for link in known if not link.up), default=0.0)
        well = down <= LINK_LATE
        said = "" if well else f"no broker for {down:.0f} s"
        return Check(name, well, said, needed)

    def _awaited(
        self, name: str, key: str, now: float, patience: float, *, needed: bool = True
    ) -> Check:
        """Judge what has not been heard of: it may be starting."""
        waited = now - self._unheard[key]
        well = waited <= patience
        return Check(name, well, "starting" if well else f"not heard of for {waited:.0f} s", needed)

    def _probe(self, name: str, inquiry: Inquiry[object]) -> Check:
        try:
            inquiry.answer()
        except HubError as error:
            # What it says may name hosts and users; who asks here may be anybody.
            return Check(name, well=False, said=type(error).__name__)
        return Check(name, well=True)
