"""Several processes that count together."""

import os
import subprocess
import sys
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from hub.telemetry.board import Board
from hub.telemetry.metrics import Metrics
from hub.telemetry.processes import FOLDER, board_folder, forget, gathered, prepare
from hub.telemetry.scrape import Scrape

ROOT = Path(__file__).parents[3]

CHILD = """
import sys
from pathlib import Path
from hub.telemetry.board import Board
from hub.telemetry.metrics import Metrics
metrics = Metrics(("invoice",), {"north.main": "folder"})
for _ in range(int(sys.argv[1])):
    metrics.received("folder", "invoice", 2000)
metrics.linked("worker", up=sys.argv[2] == "up")
Board(Path(sys.argv[3])).tick("worker")
context = metrics.inflight("process", 2)
context.__enter__()
print("ready", flush=True)
sys.stdin.read()
"""


class Child:
    """A process that counts, until it is killed."""

    def __init__(self, environment: dict[str, str], count: int, link: str = "up") -> None:
        board = board_folder(Path(environment[FOLDER]))
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(count), link, str(board)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def kill(self) -> int:
        """End it without a word; returns its number."""
        self.process.kill()
        self.process.communicate()
        return self.process.pid


def values(folder: Path) -> dict[str, float]:
    """Every series of all processes, by name and labels."""
    found = {}
    for metric in gathered(folder):
        for sample in metric.samples:
            labels = ",".join(f"{key}={word}" for key, word in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


RECEIVED = "hub_documents_received_total{channel=folder,document_type=invoice}"
SIZES = "hub_document_size_bytes_count{}"
LINK = "hub_broker_connected{role=worker}"
IN_HAND = "hub_inflight_documents{stage=process}"


def test_processes_are_added_up_and_the_dead_keep_what_they_did(tmp_path: Path) -> None:
    """Counters outlive their process; its gauges and notes go with it, and no file stays."""
    environment = dict(prepare(tmp_path, ("worker", "intake")))
    folder = Path(environment[FOLDER])
    first, second = Child(environment, 3), Child(environment, 4, "down")
    both = values(folder)
    assert (both[RECEIVED], both[SIZES], both[IN_HAND]) == (7, 7, 4)
    assert both[LINK] == 0, "one of the two has no broker"
    dead = second.kill()
    forget(folder, dead)
    after = values(folder)
    assert (after[RECEIVED], after[SIZES], after[IN_HAND], after[LINK]) == (7, 7, 2, 1)
    assert list(folder.glob(f"*_{dead}.db")) == []
    assert {loop.process for loop in Board(board_folder(folder)).loops()} == {first.process.pid}
    forget(folder, dead)
    forget(folder, first.kill())
    assert values(folder)[RECEIVED] == 7
    third = Child(environment, 1)
    assert values(folder)[RECEIVED] == 8
    third.kill()


def test_an_empty_folder_is_prepared_at_every_start(tmp_path: Path) -> None:
    """Numbers of an earlier run are gone; another supervisor of the same home keeps its own."""
    worker, ports = prepare(tmp_path, ("worker",)), prepare(tmp_path, ("ports",))
    assert worker[FOLDER] != ports[FOLDER]
    Child(dict(worker), 3).kill()
    Child(dict(ports), 5).kill()
    assert prepare(tmp_path, ("worker",)) == worker
    assert RECEIVED not in values(Path(worker[FOLDER]))
    assert values(Path(ports[FOLDER]))[RECEIVED] == 5


def test_a_scrape_shows_all_processes(tmp_path: Path) -> None:
    """Whoever serves the scrape answers for every process, and once for each series."""
    environment = dict(prepare(tmp_path, ("worker",)))
    child = Child(environment, 2)
    text = Scrape(Metrics(), folder=Path(environment[FOLDER]))().decode()
    child.kill()
    line = 'hub_documents_received_total{channel="folder",document_type="invoice"}'
    assert [row for row in text.splitlines() if row.startswith(line)] == [f"{line} 2.0"]
    assert "pid=" not in text


def test_half_begun_file_is_waited_for(tmp_path: Path) -> None:
    """A file that a starting process has just begun does not break the scrape."""
    folder = Path(prepare(tmp_path, ("worker",))[FOLDER])
    (folder / "counter_1.db").write_bytes(b"")
    metrics = Metrics()
    text = Scrape(metrics, folder=folder)()
    assert text == generate_latest(CollectorRegistry())
    failed = {"source": "processes"}
    assert metrics.registry.get_sample_value("hub_scrape_errors_total", failed) == 1
