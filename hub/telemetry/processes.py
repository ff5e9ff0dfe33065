"""Numbers of several processes that share one address to be scraped.

The supervisor empties a folder, names it to its children and tells when one has ended;
each child counts in files of its own there, and whoever serves ``/metrics`` adds them up.
"""

import fcntl
import os
import shutil
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from hub.telemetry.board import take_down

__all__ = ["FOLDER", "board_folder", "forget", "gathered", "prepare"]

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Must be in a child's environment before it starts: the library reads it on import."""

ENDED = "ended"
TRIES = 5

# The library gives these no types.
_Collector: Any = MultiProcessCollector
_Numbers: Any = MmapedDict
_mark_dead: Any = mark_process_dead


def prepare(home: Path, roles: Sequence[str]) -> Mapping[str, str]:
    """Empty the folder of a supervisor; returns what its children need in their environment.

    Its name is made of the roles, which no two supervisors of one home folder share.
    """
    folder = home / "run" / "-".join(sorted(roles)) / "metrics"
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o750)
    board_folder(folder).mkdir(mode=0o750)
    return {FOLDER: str(folder)}


def board_folder(metrics: Path) -> Path:
    """Return where the processes leave their notes (``hub.telemetry.board``)."""
    return metrics.parent / "board"


def forget(folder: Path, process: int) -> None:
    """Put the numbers of an ended process with those of all ended ones.

    Counters stay: what it did was done. Its gauges and notes go. Without this the folder
    would grow with every worker that was replaced.
    """
    take_down(board_folder(folder), process)
    with _turn(folder, fcntl.LOCK_EX):
        _mark_dead(process, str(folder))
        for kind in ("counter", "histogram"):
            path = folder / f"{kind}_{process}.db"
            if path.exists():
                _add_up(path, folder / f"{kind}_{ENDED}.db")
                path.unlink()


def gathered(folder: Path) -> list[Metric]:
    """Return the numbers of all processes together; raises ``OSError`` when they cannot be read.

    A file that is just being begun cannot be read for a moment.
    """
    for _ in range(TRIES):
        try:
            with _turn(folder, fcntl.LOCK_SH):
                collector = _Collector(CollectorRegistry(), str(folder))
                return list(collector.collect())
        except (struct.error, RuntimeError, ValueError):
            time.sleep(0.02)
    raise OSError(f"{folder}: the numbers of the processes cannot be read")


def _add_up(source: Path, target: Path) -> None:
    total = _Numbers(str(target))
    try:
        for key, value, _, _ in _Numbers.read_all_values_from_file(str(source)):
            total.write_value(key, total.read_value(key)[0] + value, 0.0)
    finally:
        total.close()


@contextmanager
def _turn(folder: Path, way: int) -> Iterator[None]:
    """Keep adding up and reading apart, so that nothing is counted twice or not at all."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(handle, way)
        yield
    finally:
        os.close(handle)
