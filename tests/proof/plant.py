"""The hub as processes that can be killed, frozen and started again.

Each process runs ``hub run ROLE`` in a process group of its own. They share a database and a
broker, or one home folder when there is neither.
"""

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

from tests.proof.forge import Forge
from tests.proof.town import HUB, Town
from tools.servers.process import Den

__all__ = ["Machine", "Plant", "Servers"]

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
STOP_WITHIN = 30.0
COMMAND_WITHIN = 600.0


@dataclass(frozen=True)
class Servers:
    """Addresses of a broker and a database; without them the hub has its own."""

    broker: str | None = None
    database: str | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings that name them."""
        named = {"HUB_BROKER_URL": self.broker, "HUB_DATABASE_URL": self.database}
        return {key: value for key, value in named.items() if value}


class Process(Protocol):
    """Something that runs."""

    pid: int

    @property
    def alive(self) -> bool:
        """Whether it runs."""

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""

    def kill(self) -> None:
        """End it at once, with what it started."""

    def wait(self, seconds: float) -> int:
        """How it ended."""


Spawn = Callable[[Sequence[str], dict[str, str], Path], Process]
"""Starts a hub for some roles with some settings, logging into a file."""


class Machine:
    """One ``hub run``, with everything that it starts."""

    def __init__(
        self, spawn: Spawn, name: str, roles: Sequence[str], settings: dict[str, str]
    ) -> None:
        self.name = name
        self.roles = roles
        self.environment = settings
        self.home = Path(settings["HUB_HOME"])
        self.home.mkdir(parents=True, exist_ok=True)
        self.log = self.home / f"{name}.log"
        self.log.touch()
        self._spawn = spawn
        self._process: Process | None = None
        self._from = 0

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.alive

    def start(self, **settings: str) -> None:
        """Start it; a setting given here holds for this one run."""
        self._from = self.log.stat().st_size
        self._process = self._spawn(self.roles, {**self.environment, **settings}, self.log)

    def kill(self) -> None:
        """End all of it at once, with the signal that nobody can catch."""
        assert self._process is not None
        self._process.kill()

    def freeze(self) -> None:
        """Stop all of it where it is; its connections stay open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def ended(self, seconds: float) -> int:
        """Wait until it ends by itself; returns how."""
        assert self._process is not None
        return self._process.wait(seconds)

    def stop(self) -> float:
        """Tell it to stop and wait; returns how many seconds it took."""
        if not self.alive:
            return 0.0
        assert self._process is not None
        before = time.monotonic()
        self._process.signal(signal.SIGTERM)
        self._process.wait(STOP_WITHIN)
        return time.monotonic() - before

    def said(self, event: str, *, ever: bool = False) -> Iterator[dict[str, Any]]:
        """Lines of its log about an event, since it was started last."""
        with self.log.open("rb") as file:
            file.seek(0 if ever else self._from)
            for line in file.read().splitlines():
                if f'"{event}"'.encode() in line and line.endswith(b"}"):
                    words = json.loads(line)
                    if words.get("event") == event:
                        yield words

    @property
    def ready(self) -> bool:
        """Whether each of its roles has said that it works."""
        parts = {line.get("part") for line in self.said("started")}
        return parts >= set(self.roles or ("intake", "relay", "worker", "ports"))

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, number)


@dataclass
class Plant:
    """All machines of one hub.

    Args:
        town: who is who.
        schemas: the folder of installed schemas.
        servers: broker and database as the machines reach them.
        workers: how many machines work on documents.
        ports: how many machines hand over.
        forged: start them as forks of one process that has loaded everything: in a moment,
            and without a supervisor that would start them again.
        direct: broker and database as an operator's commands reach them, when otherwise.
    """

    town: Town
    schemas: Path
    servers: Servers = field(default_factory=Servers)
    workers: int = 1
    ports: int = 1
    direct: Servers | None = None
    forged: bool = False

    def __post_init__(self) -> None:
        self._den = Den("plant")
        self._forge: Forge | None = None
        alone = self.servers.database is None
        self.machines: dict[str, Machine] = {}
        names = {"intake": "intake", "relay": "relay"}
        names |= {f"worker{n}": "worker" for n in range(self.workers)}
        names |= {f"ports{n}": "ports" for n in range(self.ports)}
        for name, role in names.items():
            home = self.town.folder / ("hub" if alone else f"hub-{name}")
            settings = {**self._environment(home, self.servers), "HUB_NODE": name}
            if role == "intake" and self.town.serves_http:
                settings["HUB_LISTEN"] = f"127.0.0.1:{self.town.address(HUB)}"
            self.machines[name] = Machine(self._spawn, name, (role,), settings)

    def _environment(self, home: Path, servers: Servers) -> dict[str, str]:
        return {
            **_surroundings(),
            "HUB_HOME": str(home),
            "HUB_CONFIG": str(self.town.config),
            "HUB_SCHEMAS": str(self.schemas),
            "HUB_PAYLOADS": str(self.town.folder / "payloads"),
            "HUB_SETTLE": "0",
            "HUB_LISTEN": "none",
            **self.town.surroundings,
            **servers.environment,
        }

    def __getitem__(self, name: str) -> Machine:
        return self.machines[name]

    def start(self) -> None:
        """Start every machine that does not run and wait until it works."""
        for machine in self.machines.values():
            if not machine.alive:
                machine.start()
        self.until(lambda: all(one.ready for one in self.machines.values()), "every role started")

    def restart(self, name: str) -> None:
        """Start one machine again and wait until it works."""
        self[name].start()
        self.until(lambda: self[name].ready, f"{name} started")

    def stop(self) -> dict[str, float]:
        """Tell every machine to stop; returns how long each took."""
        return {name: machine.stop() for name, machine in self.machines.items()}

    def close(self) -> None:
        """End whatever still runs."""
        if self._forge is not None:
            self._forge.close()
        self._den.close()

    def command(self, *words: str) -> str:
        """What a command of the hub prints."""
        log = self.town.folder / "command.err"
        home = self.machines["relay"].home
        settings = self._environment(home, self.direct or self.servers)
        process = self._den.spawn(
            ["/bin/sh", "-c", 'exec "$@" 2>"$0"', log, sys.executable, "-m", "hub", *words],
            settings,
            out := self.town.folder / "command.out",
        )
        code = process.wait(COMMAND_WITHIN)
        text = out.read_text(encoding="utf-8")
        out.unlink()
        assert code == 0, log.read_text(encoding="utf-8")[-4000:]
        return text

    def _spawn(self, roles: Sequence[str], settings: dict[str, str], log: Path) -> Process:
        if not self.forged:
            command = [sys.executable, "-m", "hub", "run", *roles]
            return self._den.spawn(command, settings, log)
        if self._forge is None:
            example = self.town.folder / "example.xml"
            shipment = self.town.shipment("0", self.town.suppliers[0], self.town.customers[0])
            example.write_bytes(shipment.contents)
            self._forge = Forge(settings, example, self.town.folder / "forge.log")
        # What the supervisor would see to: the settings say whether somebody serves HTTP.
        web = [] if settings["HUB_LISTEN"] == "none" else [f"web@{'+'.join(roles)}"]
        return self._forge.start([*roles, *web], settings, log)

    def until(self, reached: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
        """Wait for something to become true; returns how long it took."""
        before = time.monotonic()
        while not reached():
            waited = time.monotonic() - before
            assert waited < seconds, f"not within {seconds} s: {what}\n{self.last_words()}"
            time.sleep(0.02)
        return time.monotonic() - before

    def said(self, event: str) -> int:
        """How often anybody's log told of an event."""
        return sum(len(list(one.said(event, ever=True))) for one in self.machines.values())

    def last_words(self, lines: int = 8) -> str:
        """The end of every machine's log."""
        return "\n".join(
            f"--- {name}{'' if machine.alive else ' (not running)'}\n"
            + "\n".join(machine.log.read_text(errors="replace").splitlines()[-lines:])
            for name, machine in self.machines.items()
        )

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Everything started, and ended afterwards."""
        try:
            self.start()
            yield self
        finally:
            self.close()


def _surroundings() -> dict[str, str]:
    """What a hub process gets from around it: nothing that sets the hub itself."""
    given = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HUB_", "RABBITMQ_", "PG"))
    }
    given["PYTHONPATH"] = str(ROOT)
    # The same modules are loaded by many processes: compiled once, wherever that is allowed.
    given["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "hub-test-bytecode")
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given
