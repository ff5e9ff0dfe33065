"""Debian packages: installed by root, unpacked into the checkout's cache by anybody."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.step import CACHE, run, works

__all__ = ["install", "private_apt", "services_off", "status_without", "unpack"]

STATUS = Path("/var/lib/dpkg/status")
POLICY = Path("/usr/sbin/policy-rc.d")
FORBIDDEN = (
    "#!/bin/sh\n# Made by tools/setup of the integration hub, which removes it again.\nexit 101\n"
)
# The system's own loader belongs to the system's own C library.
NEVER_UNPACKED = ("libc6_", "libc-bin_")


def private_apt() -> list[str]:
    """An apt-get which anybody may use: its lists and archives lie in the cache."""
    folder = CACHE / "apt"
    for part in ("lists/partial", "archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State::Lists": f"{folder}/lists",
        "Dir::Cache": f"{folder}",
        "Dir::Cache::Archives": f"{folder}/archives",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",
    }
    return ["apt-get", "-q", *(f"-o{key}={value}" for key, value in options.items())]


def unpack(packages: Sequence[str], folder: Path, *, again: Sequence[str] = ()) -> None:
    """Download packages with what they depend on and lay out their files below a folder.

    Args:
        packages: What is wanted.
        folder: Takes the place of the root folder.
        again: Beginnings of names: such packages are fetched although they are installed.

    Raises:
        CommandFailed: There is no apt, no network, or no such package.
    """
    apt = private_apt()
    known = CACHE / "apt" / "status"
    known.write_text(status_without(again))
    archives = CACHE / "apt" / "archives"
    run([*apt, "update"])
    options = (
        "--yes",
        "--no-install-recommends",
        "--download-only",
        f"-oDir::State::status={known}",
    )
    run([*apt, *options, "install", *packages])
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for package in sorted(archives.glob("*.deb")):
        if not package.name.startswith(NEVER_UNPACKED):
            run(["dpkg-deb", "--extract", package, unfinished])
        package.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def status_without(beginnings: Sequence[str]) -> str:
    """What dpkg knows to be installed, less some packages."""
    known = STATUS.read_text(errors="replace") if STATUS.is_file() else ""
    heads = tuple(f"Package: {beginning}" for beginning in beginnings)
    kept = [entry for entry in known.split("\n\n") if not (heads and entry.startswith(heads))]
    return "\n\n".join(kept)


def install(packages: Sequence[str], services: Sequence[str]) -> None:
    """Install packages on this machine, as root, and leave their services off.

    Raises:
        CommandFailed: There is no apt, no network, or no such package.
    """
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    patient = "-oDPkg::Lock::Timeout=300"
    run(["apt-get", "-q", patient, "update"], extra=quiet)
    with services_off():
        command = ["apt-get", "-q", patient, "install", "--yes", "--no-install-recommends"]
        run([*command, *packages], extra=quiet)
    works(["systemctl", "disable", *services])  # where there is no systemd nothing starts them


@contextmanager
def services_off() -> Iterator[None]:
    """Forbid packages to start services, unless somebody has decided that already."""
    ours = not POLICY.exists() or POLICY.read_text(errors="replace") == FORBIDDEN
    if ours:
        POLICY.write_text(FORBIDDEN)
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink()
