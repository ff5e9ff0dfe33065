"""Starts real hub processes one after the other, cheaply: what they load is loaded once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.installation import EXAMPLES, Installation

SCRIPT = Path(__file__).with_name("real_process.py")
CATALOGUE = EXAMPLES / "catalogues" / "fjordmad.xlsx"


class Servant:
    """Lets one new hub process after another do everything there is to do."""

    def __init__(self, folder: Path, schemas: Path, **settings: str) -> None:
        self.schemas = schemas
        self._log = (folder / "log").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(CATALOGUE)],
            env=Installation(folder, schemas, HUB_SETTLE="0", **settings).environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def once(self, home: Path, failpoint: str = "-") -> int:
        """Return how the process ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{home} {failpoint}\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        if not said.strip():
            self._log.seek(0)
            pytest.fail(self._log.read().decode()[-4000:])
        return int(said)

    def close(self) -> None:
        """End it."""
        self._process.communicate()
        self._log.close()
