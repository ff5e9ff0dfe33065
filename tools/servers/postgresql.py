"""A PostgreSQL cluster of one's own."""

import os
import pwd
import secrets
import signal
import subprocess
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from tools.servers.process import Den, ServerProcess, free_port, identity, wait_until
from tools.servers.trouble import ServerTrouble, last_lines
from tools.software import postgresql

__all__ = ["PostgresCluster"]

ROOT = 0


class PostgresCluster:
    """A cluster with its own folder, port and password, reached by TCP from this machine only.

    Args:
        durable: Whether what is committed also outlives the loss of the whole machine. Without,
            commits are quicker and still outlive the death of the server.
        settings: Further settings of ``postgresql.conf``.
    """

    user = "hub"

    def __init__(self, *, durable: bool = True, settings: dict[str, str] | None = None) -> None:
        software = postgresql()
        if software is None:
            raise ServerTrouble("PostgreSQL is not installed; type: tools/setup servers")
        self._software = software
        self._den = Den("postgresql", _unprivileged())
        self.folder = self._den.folder
        self.port = free_port()
        self.password = secrets.token_urlsafe(12)
        self._environment = {**software.environment, "HOME": str(self.folder)}
        self._settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "shared_buffers": "32MB",
            "fsync": "on" if durable else "off",
            "full_page_writes": "on" if durable else "off",
            **(settings or {}),
        }
        self._server: ServerProcess | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def url(self, database: str = "postgres") -> str:
        """The address of a database, with name and password."""
        return f"postgresql://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"

    @property
    def pid(self) -> int:
        """The process that all others belong to."""
        return self._running().pid

    def start(self, seconds: float = 180) -> None:
        """Start, also after ``kill``, and wait until a connection is answered."""
        if not (self.folder / "data").is_dir():
            self._make_cluster()
        printed = self.folder / "printed.log"
        program = self._software.program("postgres")
        options = [f"--{key}={value}" for key, value in self._settings.items()]

        def started() -> bool:
            # After SIGKILL it refuses until the system has let go of the shared memory.
            if self._server is None or not self._server.alive:
                self._server = self._den.spawn(
                    [program, "-D", self.folder / "data", *options], self._environment, printed
                )
            return self.answers()

        if not wait_until(started, seconds):
            raise ServerTrouble(last_lines(printed))

    def answers(self) -> bool:
        """Whether a connection is answered."""
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """End it and all its connections at once, as a power cut does."""
        self._running().kill()

    def terminate(self, seconds: float = 30) -> None:
        """Let it write everything and stop; connections are cut."""
        server = self._running()
        server.signal(signal.SIGINT)
        server.wait(seconds)

    def stop(self) -> None:
        """End everything and remove the folder."""
        self._den.close()

    def create_database(self, name: str) -> str:
        """Make an empty database; its address."""
        self._execute(sql.SQL("CREATE DATABASE {}"), name)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)

    def _execute(self, command: sql.SQL, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(command.format(sql.Identifier(name)))

    def _make_cluster(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        self._den.give(secret)
        done = subprocess.run(
            [
                self._software.program("initdb"),
                *("--pgdata", self.folder / "data", "--no-sync", "--no-instructions"),
                *("--username", self.user, "--pwfile", secret, "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--locale", "C"),
            ],
            env=self._environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **identity(self._den.owner),
        )
        secret.unlink()
        if done.returncode != 0:
            raise ServerTrouble(done.stdout)

    def _running(self) -> ServerProcess:
        if self._server is None:
            raise ServerTrouble("the cluster was never started")
        return self._server


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != ROOT:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]
