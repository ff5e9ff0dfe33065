"""A sender and the way in for it, as the suite over all ways in needs them.

A new way in joins the suite with a bench of its own: an entry in ``BENCHES`` of
``test_intake.py``. The account is always ``mill``.
"""

from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from hub.app.clock import SystemClock
from hub.app.intakerole import IntakeRole
from hub.errors import StoreUnavailable
from hub.intake.folder import FolderIntake
from hub.intake.http import HttpIntake
from hub.pipeline.protocols import Intake
from hub.store.store import SqlStore
from tests.peers.web import KEYS, Web

__all__ = ["Crash", "FolderBench", "HttpBench", "IntakeBench"]


class Crash(BaseException):
    """The process ends here."""


class IntakeBench(Protocol):
    """A way in, its sender, and the store behind it."""

    store: SqlStore
    intake: Intake

    def deliver(self, name: str, content: bytes) -> None:
        """Let the sender hand in a whole document, or try to."""

    def begin(self, name: str, content: bytes) -> None:
        """Let the sender hand in a part of a document and break off."""

    def take(self) -> None:
        """Let hub and sender do what they do of themselves: look, accept, try again."""

    def crash(self) -> None:
        """Do the same, but end between the acceptance and everything after it."""

    def close(self) -> None:
        """End everything."""


class FolderBench:
    """A drop folder. A document is complete under its own name, half of it is hidden."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "in"
        self._folder.mkdir()
        (home / "work").mkdir()
        self.store = SqlStore.embedded(home, SystemClock(), patience=0.2)
        self.intake: Intake = self._fresh()

    def deliver(self, name: str, content: bytes) -> None:
        """Drop a file."""
        self.begin(name, content)
        (self._folder / f".{name}.part").rename(self._folder / name)

    def begin(self, name: str, content: bytes) -> None:
        """Write under a temporary name."""
        (self._folder / f".{name}.part").write_bytes(content)

    def take(self) -> None:
        """Go round once; trouble of the store stops the role, which tries again."""
        with suppress(StoreUnavailable):
            self._role(lambda _: None).step()

    def crash(self) -> None:
        """Die after the commit, and start again."""

        def die(moment: str) -> None:
            if moment == "intake.after-commit":
                raise Crash

        with suppress(Crash):
            self._role(die).step()
        self.intake = self._fresh()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _fresh(self) -> FolderIntake:
        return FolderIntake("mill", self._folder, self._home / "work", SystemClock(), settle=0.0)

    def _role(self, checkpoint: object) -> IntakeRole:
        return IntakeRole(self.store.inbox, {"mill": self.intake}, SystemClock(), checkpoint)  # type: ignore[arg-type]


class HttpBench:
    """An HTTP sender that repeats under the same key until it is told that it is accepted."""

    def __init__(self, home: Path) -> None:
        self._crashing = False
        self._web = Web.open(home, SystemClock(), checkpoint=self._checkpoint)
        self._unsure: dict[str, tuple[str, bytes]] = {}
        self.store = self._web.store
        self.intake: Intake = HttpIntake("mill")

    def deliver(self, name: str, content: bytes) -> None:
        """Post a document."""
        self._post(str(uuid4()), name, content)

    def begin(self, name: str, content: bytes) -> None:
        """Announce more than is sent."""
        with self._web.connect() as line:
            line.sendall(
                b"POST /v1/accounts/mill/documents HTTP/1.1\r\nHost: x\r\n"
                + f"Content-Length: {len(content) + 1}\r\n".encode()
                + f"Authorization: Bearer {KEYS['mill']}\r\n\r\n".encode()
                + content
            )
        del name

    def take(self) -> None:
        """Repeat what was not answered."""
        for token, (name, content) in list(self._unsure.items()):
            self._post(token, name, content)

    def crash(self) -> None:
        """Lose the answer after the commit."""
        self._crashing = True
        self.take()
        self._crashing = False

    def close(self) -> None:
        """End the server."""
        self._web.close()

    def _post(self, token: str, name: str, content: bytes) -> None:
        self._unsure[token] = (name, content)
        answer = self._web.caller.post(
            "/v1/accounts/mill/documents",
            params={"name": name},
            content=content,
            headers={"Authorization": f"Bearer {KEYS['mill']}", "Idempotency-Key": token},
        )
        if answer.is_success:
            del self._unsure[token]

    def _checkpoint(self, moment: str) -> None:
        if self._crashing and moment == "intake.after-commit":
            raise StoreUnavailable("the answer was lost")
