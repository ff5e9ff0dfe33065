"""The servers that tests start, and Node for a test in another language."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import debian, software
from tools.step import CACHE, ROOT, CommandFailed, digest, give_up, is_done, run, say

__all__ = ["NODE_MODULES", "install_node", "install_servers", "move_erlang"]

SERVERS = {"rabbitmq-server": software.rabbitmq, "postgresql": software.postgresql}
# Fetched although installed, where HUB_SERVERS=private asks for servers of the checkout's own.
FAMILIES = ("rabbitmq-server", "erlang-", "postgresql")
ERLANG = "usr/lib/erlang"
SUPER_USER = 0

NODE_MODULES = CACHE / "node" / "node_modules"
NODE_TEST = ROOT / "tests" / "node"


def install_servers() -> None:
    """Have RabbitMQ and PostgreSQL: those of this machine, else Debian's."""
    missing = [package for package, find in SERVERS.items() if find() is None]
    if not missing:
        return
    names = " ".join(missing)
    by_hand = f"apt-get install --no-install-recommends {names} (as root)"
    if shutil.which("apt-get") is None:
        give_up(f"the tests need {names}; install them with this system's packages")
    private = os.environ.get("HUB_SERVERS") == "private"
    try:
        if os.geteuid() == SUPER_USER and not private:
            say(f"installing {names}; no service is started")
            debian.install(missing, [package.partition("-")[0] for package in missing])
        else:
            say(f"unpacking {names} into .cache/servers")
            debian.unpack(list(SERVERS), software.PRIVATE, again=FAMILIES if private else ())
            move_erlang(software.PRIVATE / ERLANG)
    except CommandFailed as failure:
        give_up(f"{names} could not be had; type: {by_hand}", str(failure))
    if any(SERVERS[package]() is None for package in missing):
        give_up(f"{names}: installed, but not where it was looked for; type: {by_hand}")


def move_erlang(root: Path) -> None:
    """Let Erlang find itself where it lies: Debian's script knows one place only."""
    script = root / "bin" / "erl"
    if script.is_file():
        own = 'ROOTDIR=$(dirname "$(dirname "$(readlink -f "$0")")")'
        script.write_text(script.read_text().replace(f"ROOTDIR=/{ERLANG}", own))


def install_node(pip: Callable[[], Sequence[str | Path]]) -> None:
    """Have Node, that of this machine or one that comes as a wheel, and the test's npm packages."""
    if software.node() is None:
        say("installing the Node of requirements/node.lock into .cache/servers")
        place = software.NODE_WHEEL.parent
        try:
            run(
                [
                    *pip(),
                    *("install", "--quiet", "--no-input", "--disable-pip-version-check"),
                    *("--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile"),
                    *("--target", place, "--requirement", "requirements/node.lock"),
                ]
            )
        except CommandFailed as failure:
            give_up("Node could not be had; type: apt-get install nodejs npm", str(failure))
    program = software.node()
    if program is None:
        give_up("Node was installed and is not there; type: apt-get install nodejs npm")
    manifests = [NODE_TEST / "package.json", NODE_TEST / "package-lock.json"]
    folder, fingerprint = NODE_MODULES.parent, digest(*manifests)
    mark = folder / ".installed"
    if is_done(mark, fingerprint):
        return
    say("installing the packages of tests/node/package-lock.json")
    folder.mkdir(exist_ok=True)
    for manifest in manifests:
        shutil.copy(manifest, folder)
    # Node trusts its own list of authorities; that of a company's proxy is in the system's.
    trusted = os.environ.get("NODE_EXTRA_CA_CERTS", "/etc/ssl/certs/ca-certificates.crt")
    path = f"{program.parent}:{os.environ.get('PATH', os.defpath)}"
    try:
        run(
            [*software.npm(program), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            extra={"PATH": path, "NODE_EXTRA_CA_CERTS": trusted},
        )
    except CommandFailed as failure:
        give_up(
            "npm packages could not be installed; check the network, or name a mirror: "
            "npm_config_registry=... make test",
            str(failure),
        )
    mark.write_text(fingerprint)
