"""Makes a checkout ready: environment, pinned packages, the project itself, schemas, servers.

Runs on the bare Python that ``tools/setup`` found, so it uses the standard library alone. It
writes inside the checkout only (``.venv`` and ``.cache``). Every step leaves a mark that says
what it was made from; a step is done again when that has changed, and only then.
"""

import fcntl
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.debian import private_apt
from tools.installation import install_node, install_servers
from tools.step import CACHE, ROOT, CommandFailed, digest, give_up, is_done, run, say, works

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HUB = VENV / "bin" / "hub"

# build.lock comes first: it brings a pip that needs half the time of an old one for the rest.
LOCKS = {"runtime": ("build", "main"), "development": ("build", "dev")}


@contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout's set-up lock, so that two makes at once do not meet."""
    try:
        CACHE.mkdir(exist_ok=True)
        lock = (CACHE / "setup.lock").open("w")
    except OSError as error:
        clone = f"git clone {shlex.quote(str(ROOT))}"
        give_up(f"{error.strerror}: {CACHE}; work in a clone of your own: {clone}")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another make in this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make an empty virtual environment, with pip inside where this Python can."""
    say(f"making .venv with Python {sys.version.split()[0]} ({sys.executable})")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        try:
            run([sys.executable, "-m", "venv", VENV])
        except CommandFailed:  # Debian without python3-venv cannot put pip into it
            shutil.rmtree(VENV, ignore_errors=True)
            run([sys.executable, "-m", "venv", "--without-pip", VENV])
    except CommandFailed as failure:
        give_up(
            "no virtual environment could be made; type: apt-get install python3-venv", str(failure)
        )


def pip() -> list[str | Path]:
    """The command that fills ``.venv``: the pip in it, or the one of this Python.

    Where there is neither, one is unpacked and put into ``.venv``.
    """
    own: list[str | Path] = [PYTHON, "-m", "pip"]
    if works([*own, "--version"]):
        return own
    neighbour: list[str | Path] = [sys.executable, "-m", "pip", "--python", PYTHON]
    if works([*neighbour, "--version"]):  # pip before 22.3 does not know --python
        return neighbour
    wheel = pip_wheel()
    install([PYTHON, wheel / "pip", "install", "--quiet", "--no-index", wheel])
    return own


def pip_wheel() -> Path:
    """A pip wheel as Debian packs it: installed, or downloaded and unpacked into the cache."""
    unpacked = CACHE / "python3-pip-whl"
    for place in (Path("/usr/share/python-wheels"), unpacked / "usr/share/python-wheels"):
        for wheel in sorted(place.glob("pip-*.whl")):
            return wheel
    say("this Python has no pip; unpacking Debian's python3-pip-whl into .cache")
    apt = private_apt()
    try:
        run([*apt, "update"])
        run([*apt, "download", "python3-pip-whl"], cwd=CACHE / "apt")
        for package in (CACHE / "apt").glob("python3-pip-whl_*.deb"):
            run(["dpkg-deb", "--extract", package, unpacked])
    except CommandFailed as failure:
        give_up("no pip to be had; type: apt-get install python3-venv (as root)", str(failure))
    return next(iter((unpacked / "usr/share/python-wheels").glob("pip-*.whl")))


def install_packages(level: str) -> None:
    """Install the pinned packages of one level."""
    for name in LOCKS[level]:
        say(f"installing the packages of requirements/{name}.lock")
        install(
            [*pip(), "install", "--quiet", "--no-input", "--disable-pip-version-check"],
            ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile"],
            ["--requirement", f"requirements/{name}.lock"],
        )


def install_project() -> None:
    """Put the ``hub`` command into ``.venv``, running the code of this checkout."""
    say("installing the project itself")
    install(
        [*pip(), "install", "--quiet", "--no-input", "--disable-pip-version-check"],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    )


def install(*command: Sequence[str | Path]) -> None:
    """Run one pip installation, or stop and say what helps."""
    try:
        run([part for group in command for part in group])
    except CommandFailed as failure:
        give_up(
            "packages could not be installed; check the network, or name a mirror: "
            "PIP_INDEX_URL=... make demo",
            str(failure),
        )


def prepare(level: str) -> None:
    """Bring ``.venv`` to a level: ``runtime`` for the hub, ``development`` for its checks too."""
    locks = {
        name: [ROOT / "requirements" / f"{lock}.lock" for lock in LOCKS[name]] for name in LOCKS
    }
    marks = {name: VENV / f".{name}" for name in LOCKS}
    outdated = [
        name
        for name, mark in marks.items()
        if mark.is_file() and not is_done(mark, digest(*locks[name]))
    ]
    if outdated or not any(mark.is_file() for mark in marks.values()):
        make_environment()
    if not is_done(marks[level], digest(*locks[level])):
        install_packages(level)
        marks[level].write_text(digest(*locks[level]))
    project, fingerprint = VENV / ".project", digest(ROOT / "pyproject.toml")
    if not is_done(project, fingerprint):
        install_project()
        project.write_text(fingerprint)


def install_schemas() -> None:
    """Install the document schemas that the manifest names, with the hub's own command."""
    folder = Path(os.environ.get("HUB_SCHEMAS") or CACHE / "schemas")
    os.environ["HUB_SCHEMAS"] = str(folder)
    sources = [ROOT / "requirements" / "schemas.lock", *sorted((ROOT / "xsd").rglob("*"))]
    fingerprint = digest(*(path for path in sources if path.is_file())) + f" {folder}"
    mark = CACHE / "schemas.installed"
    if folder.is_dir() and is_done(mark, fingerprint):
        return
    say(f"installing the document schemas into {folder}")
    try:
        run([HUB, "schemas", "install"])
    except CommandFailed as failure:
        give_up(
            "schemas could not be installed; without a network type: "
            "HUB_SCHEMAS=.cache/schemas .venv/bin/hub schemas install --from FILE",
            str(failure),
        )
    mark.write_text(fingerprint)


STEPS: dict[str, Callable[[], None]] = {
    "schemas": install_schemas,
    "servers": install_servers,
    "node": lambda: install_node(pip),
}


def main(wanted: Sequence[str]) -> None:
    """Do the named steps; see ``tools/setup``."""
    if not wanted or not set(wanted) <= {*LOCKS, *STEPS}:
        print(
            "usage: tools/setup [runtime|development] [schemas] [servers] [node]", file=sys.stderr
        )
        sys.exit(2)
    with alone():
        for step in wanted:
            if step in STEPS:
                STEPS[step]()
            else:
                prepare(step)


if __name__ == "__main__":
    main(sys.argv[1:])
