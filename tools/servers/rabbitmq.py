"""A RabbitMQ node of one's own."""

import json
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tools.servers.process import Den, ServerProcess, free_port, wait_until
from tools.servers.trouble import ServerTrouble, last_lines
from tools.software import rabbitmq

__all__ = ["RabbitNode"]

HEADER = b"AMQP\x00\x00\x09\x01"
# Ports that run beside each other when several of these programs are started at once.
CTL_PORTS = 10

CONFIGURATION = {
    "log.console": "false",
    "log.file.level": "warning",
    "vm_memory_high_watermark.absolute": "800MiB",
    "disk_free_limit.absolute": "50MB",
    "default_user": "hub",
}
# A dead letter whose target was missing is tried again after this, in milliseconds.
ADVANCED = "[{rabbit, [{dead_letter_worker_publisher_confirm_timeout, 3000}]}].\n"


class RabbitNode:
    """A node with its own folder, ports, cookie and name service; not part of any cluster.

    Args:
        plugins: What to enable, such as ``rabbitmq_management``; each makes the start slower.
        settings: Further lines of ``rabbitmq.conf``.
        advanced: ``advanced.config``, where the default will not do.
        schedulers: Cores that the node may keep busy.
    """

    user = "hub"

    def __init__(
        self,
        *,
        plugins: Sequence[str] = (),
        settings: Mapping[str, str] | None = None,
        advanced: str = ADVANCED,
        schedulers: int = 1,
    ) -> None:
        software = rabbitmq()
        if software is None:
            raise ServerTrouble("RabbitMQ is not installed; type: tools/setup servers")
        self._software = software
        self._den = Den("rabbitmq")
        self.folder = self._den.folder
        self.port = free_port()
        self.password = secrets.token_urlsafe(12)
        self._name_service = free_port()
        self._lines = {**CONFIGURATION, "default_pass": self.password, **(settings or {})}
        self._lines["listeners.tcp.1"] = f"127.0.0.1:{self.port}"
        self._environment = {**software.environment, **self._settings(schedulers)}
        self._write_files(plugins, advanced)
        self._names: ServerProcess | None = None
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

    def url(self, vhost: str = "/") -> str:
        """The address of a virtual host, with name and password."""
        place = f"127.0.0.1:{self.port}/{quote(vhost, safe='')}"
        return f"amqp://{self.user}:{self.password}@{place}"

    @property
    def pid(self) -> int:
        """The process that is the broker."""
        return self._running().pid

    # Life

    def start(self, seconds: float = 180) -> None:
        """Start, also after ``kill`` or ``terminate``, and wait until AMQP is answered."""
        if self._names is None:
            epmd = ["epmd", "-port", str(self._name_service), "-address", "127.0.0.1"]
            # In the foreground and ours: the broker would leave one behind as a daemon.
            self._names = self._den.spawn(
                epmd, {**self._environment, "EPMD_PORT": ""}, self.folder / "epmd.log"
            )
            if not wait_until(lambda: _connects(self._name_service), 10):
                raise ServerTrouble(f"epmd: {last_lines(self._names.log)}")
        script = self._software.program("rabbitmq-server")
        printed = self.folder / "printed.log"
        server = self._den.spawn([script], self._environment, printed)
        self._server = server
        if not wait_until(lambda: self.answers() or not server.alive, seconds) or not server.alive:
            server.kill()
            logs = sorted((self.folder / "log").glob("*.log"))
            raise ServerTrouble("\n".join(map(last_lines, (printed, *logs))))

    def answers(self) -> bool:
        """Whether it speaks AMQP: a port that can be connected to is too early."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as link:
                link.sendall(HEADER)
                return bool(link.recv(1))
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._running().kill()

    def terminate(self, seconds: float = 30) -> None:
        """Ask it to stop and wait until it has."""
        server = self._running()
        server.signal(signal.SIGTERM)
        server.wait(seconds)

    def freeze(self) -> None:
        """Let it hang: its connections stay open and nobody answers."""
        self._running().signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it was frozen."""
        self._running().signal(signal.SIGCONT)

    def stop(self) -> None:
        """End everything and remove the folder."""
        self._den.close()

    # Management

    def ctl(self, *arguments: str | Path) -> str:
        """What ``rabbitmqctl`` prints; takes a third of a second.

        Raises:
            ServerTrouble: The command failed.
        """
        done = subprocess.run(
            [self._software.program("rabbitmqctl"), "--quiet", *arguments],
            env=self._environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ServerTrouble(f"rabbitmqctl {' '.join(map(str, arguments))}: {done.stdout}")
        return done.stdout

    def add_vhost(self, *names: str) -> str:
        """Add virtual hosts in which the hub's own user may do everything; the address of the last.

        Several take hardly longer than one.
        """
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self.define(
            {
                "vhosts": [{"name": name} for name in names],
                "permissions": [{"user": self.user, "vhost": name, **everything} for name in names],
            }
        )
        return self.url(names[-1])

    def delete_vhosts(self, names: Iterable[str]) -> None:
        """Remove virtual hosts with all that is in them, in one go."""
        calls = [f'rabbit_vhost:delete(<<"{name}">>, <<"hub">>)' for name in names]
        if calls:
            self.ctl("eval", ", ".join([*calls, "ok."]))

    def define(self, definitions: Mapping[str, object]) -> None:
        """Import definitions: virtual hosts, users, permissions, queues and so on."""
        path = self.folder / f"definitions-{secrets.token_hex(4)}.json"
        path.write_text(json.dumps(definitions), encoding="utf-8")
        self.import_definitions(path)

    def import_definitions(self, path: Path) -> None:
        """Import a definitions file."""
        self.ctl("import_definitions", path.resolve())

    def settle(self) -> None:
        """Let the node write down which queues there are.

        RabbitMQ keeps the directory of its quorum queues in memory for up to three seconds. Killed
        within them it forgets a new queue's log, and with it the messages it has confirmed.
        """
        self.ctl("eval", "[ok = dets:sync(Table) || Table <- dets:all()], ok.")

    # Parts

    def _running(self) -> ServerProcess:
        if self._server is None:
            raise ServerTrouble("the node was never started")
        return self._server

    def _settings(self, schedulers: int) -> dict[str, str]:
        """The node's environment; every file it knows of lies in its own folder."""
        folder = self.folder
        (folder / "software").symlink_to(self._software.folder.parent)  # its scripts fear blanks
        first = free_port(CTL_PORTS)
        erlang = (
            "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} "
            f"+S {schedulers}:{schedulers} +sbwt none +sbwtdcpu none +sbwtdio none"
        )
        return {
            "HOME": str(folder / "home"),
            "RABBITMQ_SCRIPTS_DIR": str(folder / "software" / self._software.folder.name),
            "RABBITMQ_NODENAME": f"{folder.name}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CTL_DIST_PORT_MIN": str(first),
            "RABBITMQ_CTL_DIST_PORT_MAX": str(first + CTL_PORTS - 1),
            "ERL_EPMD_PORT": str(self._name_service),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_FEATURE_FLAGS_FILE": str(folder / "feature_flags"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": erlang,
            "ERL_CRASH_DUMP_SECONDS": "0",
            # Makes the script become the broker instead of waiting for it.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _write_files(self, plugins: Sequence[str], advanced: str) -> None:
        lines = [f"{key} = {value}\n" for key, value in self._lines.items()]
        (self.folder / "rabbitmq.conf").write_text("".join(lines))
        (self.folder / "advanced.config").write_text(advanced)
        (self.folder / "enabled_plugins").write_text(f"[{','.join(plugins)}].\n")
        (self.folder / "home").mkdir()
        cookie = self.folder / "home" / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(16))
        cookie.chmod(0o400)


def _connects(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False
