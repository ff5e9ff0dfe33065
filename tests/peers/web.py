"""The hub's own HTTP interface in this process, over a real store and a real socket."""

import hashlib
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from hub.app.webapp import WebSettings, build_web
from hub.app.webserver import WebServer
from hub.intake.http import Reception
from hub.intake.httpgather import GatheringInbox
from hub.pipeline.party import Account, Port
from hub.pipeline.protocols import Checkpoint, Clock
from hub.store.store import SqlStore
from hub.store.submissions import Submissions
from hub.telemetry.logs import configure_logs
from tests.world import World

KEYS = {name: f"{name}-key-{'x' * 32}" for name in ("mill", "bakery", "north.main", "south.main")}
MOST = 4 << 20


def entry_of(name: str) -> str:
    """What configuration holds of a key."""
    key = KEYS[name]
    return f"{key[:8]}:{hashlib.sha256(key.encode()).hexdigest()}"


class WebWorld(World):
    """The made-up world with senders and receivers on HTTP."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Two sellers with a key each."""
        return tuple(
            Account(name, name, "http", (name,), {"keys": [entry_of(name)]}, language="da")
            for name in ("mill", "bakery")
        )

    @property
    def ports(self) -> tuple[Port, ...]:
        """Two ports that are fetched from."""
        return tuple(
            Port(name, name.partition(".")[0], "pull", {"keys": [entry_of(name)]})
            for name in ("north.main", "south.main")
        )


def _nothing(_: str) -> None:
    """No moment is watched."""


@dataclass
class Web:
    """A server with its store, and a caller."""

    store: SqlStore
    server: WebServer
    workshop: Path
    caller: httpx.Client

    @classmethod
    def open(
        cls,
        home: Path,
        clock: Clock,
        *,
        checkpoint: Checkpoint = _nothing,
        patience: float = 20.0,
        at_once: int = 32,
    ) -> Self:
        """Start it on a free port."""
        configure_logs("test")
        store = SqlStore.embedded(home, clock, patience=0.2)
        workshop = home / "uploads"
        app = build_web(
            WebWorld(home),
            Reception(GatheringInbox(store.inbox), store.archive, checkpoint=checkpoint),
            Submissions(store.database),
            store.deliveries,
            workshop,
            settings=WebSettings(MOST, patience, at_once),
        )
        server = WebServer(app, "127.0.0.1:0")
        server.start()
        base = f"http://127.0.0.1:{server.port}"
        caller = httpx.Client(base_url=base, timeout=20, trust_env=False)
        return cls(store, server, workshop, caller)

    def close(self) -> None:
        """Stop it."""
        self.caller.close()
        self.server.stop()
        self.store.close()

    def post(
        self, content: bytes, account: str = "mill", path: str = "documents", **headers: str
    ) -> httpx.Response:
        """Hand in a document."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.caller.post(
            f"/v1/accounts/{account}/{path}", content=content, headers=bearer(account) | given
        )

    def get(self, path: str, key: str = "mill") -> httpx.Response:
        """Ask for something."""
        return self.caller.get(path, headers=bearer(key))

    @property
    def connections(self) -> int:
        """How many callers are connected."""
        return len(self.server._server.server_state.connections)

    def connect(self) -> socket.socket:
        """Connect without saying anything."""
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=20)


def bearer(name: str) -> dict[str, str]:
    """The header with the key of an account or port."""
    return {"Authorization": f"Bearer {KEYS[name]}"}
