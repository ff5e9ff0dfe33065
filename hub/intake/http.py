"""Documents that come over HTTP, and where their senders find the answer.

Nothing waits outside the hub here: a request is accepted before it is answered. So the way
in has nothing to poll, and the way back only has to say where the answer lies.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from hub.formats.payload import Payload
from hub.pipeline.protocols import (
    Acceptance,
    Archive,
    Arrival,
    Checkpoint,
    Consignment,
    Inbox,
    Receipt,
)

__all__ = ["CHANNEL", "HttpIntake", "KeyReused", "Reception", "document_path", "is_token"]

CHANNEL = "http"
_TOKEN = re.compile(r"[\x21-\x7e]{1,200}")


def document_path(account: str, interchange: str) -> str:
    """Return where an account finds what became of an interchange."""
    return f"/v1/accounts/{account}/documents/{interchange}"


def is_token(text: str) -> bool:
    """Whether a text can be an ``Idempotency-Key``: 1 to 200 visible ASCII characters."""
    return _TOKEN.fullmatch(text) is not None


class KeyReused(Exception):
    """An ``Idempotency-Key`` was used before for other bytes. ``interchange`` is the first one."""

    def __init__(self, interchange: str) -> None:
        self.interchange = interchange
        super().__init__(interchange)


def _nothing(_: str) -> None:
    """No checkpoint is watched outside tests."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Brings a whole document before the inbox; works without a broker.

    The sender's key of one delivery makes a repeat harmless. Without one every request is a
    delivery of its own, and a repeat is recognised by the document's number as on any way in.
    """

    inbox: Inbox
    archive: Archive
    tenant: str = "main"
    checkpoint: Checkpoint = _nothing

    def accept(self, account: str, payload: Payload, token: str | None) -> Acceptance:
        """Accept a document; when this returns the hub answers for it.

        Raises ``KeyReused``, and ``StoreUnavailable`` when nothing can be promised.
        """
        key = f"once/{token}" if token is not None else f"one/{uuid4()}"
        arrival = Arrival(account, self.tenant, CHANNEL, key, payload.name, payload)
        self.checkpoint("intake.before-transaction")
        accepted = self.inbox.accept([arrival])[0]
        self.checkpoint("intake.after-commit")
        if accepted.repeated:
            first = self.archive.interchange(accepted.interchange)
            if first is None or first["sha256"] != payload.sha256:
                raise KeyReused(accepted.interchange)
        return accepted


class HttpIntake:
    """One account's way back: its answers stay where the sender asks for them."""

    def __init__(self, account: str) -> None:
        self._account = account

    def arrivals(self, limit: int) -> list[Arrival]:
        """Return nothing: requests are accepted as they come."""
        del limit
        return []

    def taken(self, accepted: Sequence[tuple[Arrival, Acceptance]]) -> None:
        """Do nothing: the answer to the request said it."""

    def settling(self) -> bool:
        """Return False: nothing is ever half there."""
        return False

    def answer(self, answer: Consignment) -> Receipt:
        """Say where the sender finds the answer, which the archive keeps."""
        return Receipt(document_path(self._account, answer.interchange))

    def flush(self) -> None:
        """Do nothing: the answer is in the store already."""
