"""What every step of the set-up is made of: a place, a voice, and programs that are run quietly."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

__all__ = [
    "CACHE",
    "ROOT",
    "CommandFailed",
    "digest",
    "give_up",
    "is_done",
    "run",
    "say",
    "works",
]

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"

# What would make pip install somewhere else than into the environment it is told to fill.
MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")
NOT_TO_BE_HAD = 4


class CommandFailed(Exception):
    """A program that was started said no; the text is the end of what it printed."""


def say(text: str) -> None:
    """Tell the person at the terminal what happens next."""
    print(f"setup: {text}", flush=True)


def give_up(advice: str, detail: str = "") -> NoReturn:
    """Stop with one line that says what to type, below what the failed program printed."""
    if detail:
        print(detail, file=sys.stderr)
    print(f"setup: {advice}", file=sys.stderr)
    sys.exit(NOT_TO_BE_HAD)


def run(
    command: Sequence[str | Path], *, cwd: Path = ROOT, extra: Mapping[str, str] | None = None
) -> str:
    """Run a program quietly and return what it printed."""
    environment = {key: value for key, value in os.environ.items() if key not in MISLEADING}
    environment |= extra or {}
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise CommandFailed(str(error)) from error
    if done.returncode != 0:
        raise CommandFailed("\n".join(done.stdout.splitlines()[-20:]))
    return done.stdout


def digest(*paths: Path) -> str:
    """Fingerprint files together with this Python and the place of the checkout."""
    total = hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def is_done(mark: Path, fingerprint: str) -> bool:
    """Whether the step that leaves this mark was finished from the same things."""
    return mark.is_file() and mark.read_text() == fingerprint


def works(command: Sequence[str | Path]) -> bool:
    """Whether a program starts and is content."""
    try:
        run(command)
    except CommandFailed:
        return False
    return True
