"""The battery, run once for all tests of this folder."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server() -> Iterator[socket.socket]:
    """A server on this machine that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)  # noqa: FBT003 - so the standard library wants it
        yield listening


@pytest.fixture(scope="session")
def environment(schemas_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the command line is started with."""
    return {
        **os.environ,
        "HUB_SCHEMAS": str(schemas_home),
        "HUB_CONFIG": str(ROOT / "examples" / "config"),
        "HUB_HOME": str(tmp_path_factory.mktemp("home")),
        "HUB_LANGUAGE": "en",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture(scope="session")
def attacked(
    server: socket.socket,
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, dict[str, Any]]:
    """What became of every kind: its name to exit code, outputs and cost."""
    folder = tmp_path_factory.mktemp("attacks")
    port = str(server.getsockname()[1])
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.battery", str(folder), port],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr.decode()
    results = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    return {result["kind"]: result for result in results}
