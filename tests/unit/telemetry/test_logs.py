"""Log lines: about one document at a time, and never its contents."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from hub.pipeline.envelope import Envelope
from hub.telemetry.logs import about, configure_logs, log_of
from tests.world import drop, open_world

CANARY = "canary-5f0c"


@pytest.fixture
def log() -> io.StringIO:
    """What the hub logs from now on."""
    stream = io.StringIO()
    configure_logs("tester", stream)
    return stream


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """The log's lines."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_context_ends_with_the_document(log: io.StringIO) -> None:
    """What is bound for one document is on its lines and on no other."""
    with about(interchange="one", attempt=1):
        log_of("part").info("inside")
        with about(interchange="two"):
            log_of("part").info("next")
        log_of("part").info("after")
    log_of("part").info("outside")
    inside, following, after, outside = lines(log)
    assert (inside["interchange"], inside["attempt"]) == ("one", 1)
    assert following["interchange"] == "two"
    assert "attempt" not in following
    assert "interchange" not in after
    assert "interchange" not in outside
    assert {line["role"] for line in lines(log)} == {"tester"}


def test_context_ends_with_an_exception(log: io.StringIO) -> None:
    """A document that fails leaves nothing behind for the next one."""
    with pytest.raises(KeyError), about(interchange="one"):
        raise KeyError("x")
    log_of("part").info("outside")
    assert "interchange" not in lines(log)[-1]


def test_exception_is_located_but_not_quoted(log: io.StringIO) -> None:
    """A defect's type and place are logged, also of what it came from; its message is not."""
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        log_of("part").error("defect", exc_info=error)
    assert CANARY not in log.getvalue()
    outer, inner = lines(log)[0]["exception"]
    assert (outer["type"], inner["type"]) == ("RuntimeError", "ValueError")
    assert "test_logs.py" in inner["calls"][-1]


def test_contents_are_never_logged(log: io.StringIO, tmp_path: Path) -> None:
    """Whatever becomes of documents, nothing that stood in them is in the log."""

    def stumble(envelope: Envelope) -> None:
        if envelope.name == "defect.txt":
            int(CANARY)

    drop(tmp_path, "mill", "good.txt", f"catalogue {CANARY} good north")
    drop(tmp_path, "mill", "bad.txt", f"catalogue {CANARY}-2 bad")
    drop(tmp_path, "mill", "unreadable.txt", CANARY)
    drop(tmp_path, "mill", "refused.txt", f"catalogue {CANARY}-3 good north!")
    drop(tmp_path, "mill", "defect.txt", f"catalogue {CANARY}-4 good north")
    with open_world(tmp_path, before=stumble) as hub:
        assert hub.run_until_idle(20)
        assert CANARY in hub.archive.parked()[0]["error"]
    events = [line["event"] for line in lines(log)]
    assert events.count("accepted") == 5
    assert events.count("ended") == 4
    assert events.count("defect") == 1
    # The output is named after the document's number, and names of files are logged.
    quoted = [line for line in lines(log) if CANARY in json.dumps(line)]
    assert {line["where"].rpartition("/")[2] for line in quoted} == {f"{CANARY}.txt"}
