"""Processes that never outlive the program which started them."""

import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from pwd import struct_passwd
from typing import TypedDict

from tools.servers.trouble import ServerTrouble, last_lines

__all__ = ["Den", "ServerProcess", "free_port", "identity", "runs", "wait_until"]

# Reads the process groups that live now, one line for each change. When the other end of the pipe
# closes, for whatever reason, it ends them and removes the folder.
KEEPER = """
while read -r line; do groups=$line; done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
for again in 1 2 3 4 5; do rm -rf -- "$1" 2>/dev/null && exit 0; sleep 1; done
"""


class Den:
    """The folder of a server, with a keeper that ends the processes started in it.

    The keeper is a shell in a session of its own. It outlives a SIGKILL of this program, but not
    by much: servers left behind by a killed test run would fill the machine.
    """

    def __init__(self, name: str, owner: struct_passwd | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"hub-{name}-"))
        self.owner = owner
        self.give(self.folder)
        self._processes: list[ServerProcess] = []
        end, self._lifeline = os.pipe()  # neither end is inherited by other programs
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(self.folder)],
            stdin=end,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        os.close(end)

    def spawn(
        self, command: Sequence[str | Path], environment: Mapping[str, str], log: Path
    ) -> "ServerProcess":
        """Start a program in a process group of its own; what it prints goes to a file."""
        process = ServerProcess(command, environment, log, self.folder, self.owner)
        self._processes = [known for known in self._processes if known.alive] + [process]
        os.write(
            self._lifeline, f"{' '.join(str(known.pid) for known in self._processes)}\n".encode()
        )
        return process

    def give(self, path: Path) -> None:
        """Let a file or folder belong to whom the processes run as."""
        if self.owner is not None:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def close(self) -> None:
        """End what still runs and remove the folder."""
        for process in self._processes:
            process.kill()
        if self._keeper.poll() is None:
            os.write(self._lifeline, b"\n")
            os.close(self._lifeline)
            self._keeper.wait()


class Identity(TypedDict):
    """Whom a program runs as, in subprocess's words."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


def identity(owner: struct_passwd | None) -> Identity:
    """An account in subprocess's words; None is whoever runs this."""
    if owner is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


class ServerProcess:
    """A running program, with all that it started."""

    def __init__(
        self,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        log: Path,
        folder: Path,
        owner: struct_passwd | None,
    ) -> None:
        self.log = log
        with log.open("ab") as printed:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=folder,
                process_group=0,
                **identity(owner),
            )
        self.pid = self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server itself."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once, and what it started: nobody may hold its files or ports afterwards."""
        if not self.alive:  # its number may be somebody else's by now
            return
        family = _descendants(self.pid)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        wait_until(lambda: not any(runs(pid) for pid in family), 10)

    def wait(self, seconds: float) -> int:
        """Its exit code.

        Raises:
            ServerTrouble: It did not end in time.
        """
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise ServerTrouble(
                f"still running after {seconds} s\n{last_lines(self.log)}"
            ) from None


def _status(pid: int) -> list[str]:
    """State, parent and so on; empty when there is no such process."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return []
    return status.rpartition(")")[2].split()


def runs(pid: int) -> bool:
    """Whether a process is more than a name that nobody has crossed out yet."""
    return _status(pid)[:1] not in ([], ["Z"])


def _descendants(pid: int) -> list[int]:
    """Children and their children; PostgreSQL puts each into a session of its own."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (status := _status(int(entry.name))):
            parents[int(entry.name)] = int(status[1])
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def free_port(count: int = 1) -> int:
    """The first of some neighbouring ports that nobody uses.

    From below the range that the system hands to outgoing connections: a server that was killed
    finds its port free when it comes back.
    """
    setting = Path("/proc/sys/net/ipv4/ip_local_port_range")
    highest = int(setting.read_text().split()[0]) if setting.is_file() else 32768
    chance = random.SystemRandom()
    for _ in range(100):
        first = chance.randrange(min(10_000, highest - 5_000), highest - count)
        if all(_is_free(first + offset) for offset in range(count)):
            return first
    raise ServerTrouble("no free port found")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def wait_until(happened: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again; False when it has not happened in time."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
