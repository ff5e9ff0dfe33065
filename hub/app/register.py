"""The directory as the running hub needs it: with lists of accounts and ports."""

from typing import Protocol

from hub.pipeline.party import Account, Directory, Party, Port

__all__ = ["Register"]


class Register(Directory, Protocol):
    """Who is who, and every way in and out."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All ways in."""

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody."""

    @property
    def ports(self) -> tuple[Port, ...]:
        """All ways out."""
