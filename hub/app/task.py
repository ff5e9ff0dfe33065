"""What one process of the hub is told to do, and how it says that it has ended.

It loads next to nothing, so that a supervisor is there in a moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from hub.errors import ConfigurationError

__all__ = ["CONFIGURATION", "DRAIN", "ROLES", "WORN_OUT", "Task"]

ROLES = ("intake", "relay", "worker", "ports")
WEB = "web"
"""What serves HTTP, in one process of an installation; not a role to ask for."""

DRAIN = 20.0
"""Seconds a document in hand gets to end after the hub was told to stop."""

WORN_OUT = 75
"""Exit code of a process that wants a fresh one to take over."""
CONFIGURATION = 3
"""Exit code of one that found the configuration wrong."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one process does.

    ``slot`` tells the workers of one installation apart. ``serves`` are the roles whose health
    this process answers for over HTTP, wherever they run; none: it serves no HTTP.
    """

    roles: Sequence[str]
    slot: int = 1
    serves: Sequence[str] = ()

    @classmethod
    def read(cls, words: Sequence[str]) -> Self:
        """Read ``intake relay``, ``worker@2``, ``web@intake+relay+worker``."""
        said = dict(word.partition("@")[::2] for word in words)
        served = said.pop(WEB, "")
        unknown = [role for role in said if role not in ROLES]
        if unknown:
            raise ConfigurationError(
                [f"role {role!r} is not known; use {', '.join(ROLES)}" for role in unknown]
            )
        serves = tuple(served.split("+")) if served else ()
        return cls(tuple(said), int(said.get("worker") or 1), serves)

    def words(self) -> list[str]:
        """Return what ``read`` reads."""
        words = [f"worker@{self.slot}" if role == "worker" else role for role in self.roles]
        return [*words, f"{WEB}@{'+'.join(self.serves)}"] if self.serves else words
