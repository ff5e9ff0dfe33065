"""What the routes of accounts share: who may come in, and what they find."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fastapi import Request

from hub.app.webkeys import Keyring
from hub.app.webproblem import Problem, known_id
from hub.intake.http import Reception
from hub.model.sentence import Language
from hub.pipeline.protocols import Archive

__all__ = [
    "AT_ONCE",
    "LARGEST_NUMBER",
    "LONGEST_PAGE",
    "PAGE",
    "PATIENCE",
    "AccountDesk",
    "Listing",
]

PAGE = 100
LONGEST_PAGE = 1000
LARGEST_NUMBER = 2**62
AT_ONCE = 32
"""Uploads that are taken in at one time."""

PATIENCE = 30.0
"""Seconds that a sender may be silent within a body."""


class Listing(Protocol):
    """The interchanges of an account."""

    def listed(
        self, account: str, limit: int, after: int = 0, state: str | None = None
    ) -> list[dict[str, Any]]:
        """Return them in the order of acceptance, after a number."""


@dataclass(frozen=True)
class AccountDesk:
    """What the routes of accounts need.

    Args:
        reception: brings documents before the inbox.
        archive: tells what became of them.
        listing: tells what there is.
        keys: by account.
        languages: by account; English when it is not there.
        workshop: folder for bodies that do not fit in memory.
        most: bytes a document may have.
        link: makes an address of a path.
        patience: seconds that a sender may be silent within a body.
        places: one for each document that may be taken in at one time.
    """

    reception: Reception
    archive: Archive
    listing: Listing
    keys: Keyring
    languages: dict[str, Language]
    workshop: Path
    most: int
    link: Callable[[str], str]
    patience: float
    places: asyncio.Semaphore

    def enter(self, account: str, request: Request) -> None:
        """Let a caller in who has a key of the account."""
        if not self.keys.bearer(account, request.headers.get("authorization")):
            raise Problem.unauthorised()

    def found(self, account: str, identity: str) -> dict[str, Any]:
        """Return an interchange of an account."""
        found = self.archive.interchange(known_id(identity))
        if found is None or found["account"] != account:
            raise Problem.unknown()
        return found

    def report(self, found: dict[str, Any]) -> bytes | None:
        """Return the answer to an interchange, if there is one yet."""
        for one in found["deliveries"]:
            if one["kind"] in ("return", "answer"):
                payload = self.archive.content(one["id"])
                if payload is not None:
                    with payload.open() as stream:
                        return stream.read()
        return None
