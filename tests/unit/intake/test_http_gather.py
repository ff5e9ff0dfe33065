"""Accepting for all who wait, in one transaction."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from hub.errors import Defect, StoreUnavailable
from hub.formats.payload import Payload
from hub.intake.httpgather import GatheringInbox
from hub.pipeline.protocols import Acceptance, Arrival


def arrival(key: str) -> Arrival:
    """One delivery."""
    return Arrival("mill", "main", "http", key, "a", Payload.of_bytes(b"x", "a"))


class SlowInbox:
    """Numbers what it accepts; the first transaction lasts until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.began = threading.Event()
        self.go = threading.Event()
        self.fails: Callable[[list[str]], Exception | None] = lambda _: None

    def accept(self, arrivals: Sequence[Arrival]) -> list[Acceptance]:
        """Accept, or fail as told."""
        keys = [one.key for one in arrivals]
        self.began.set()
        assert self.go.wait(10)
        error = self.fails(keys)
        if error is not None:
            raise error
        self.batches.append(keys)
        return [Acceptance(key, len(self.batches)) for key in keys]


def gather(inbox: SlowInbox, *keys: str) -> dict[str, Future[list[Acceptance]]]:
    """Accept the first key, and the others while the first one's transaction lasts."""
    gathering = GatheringInbox(inbox)
    with ThreadPoolExecutor(len(keys)) as threads:
        first, *others = keys
        asked = {first: threads.submit(gathering.accept, [arrival(first)])}
        assert inbox.began.wait(10)
        asked |= {key: threads.submit(gathering.accept, [arrival(key)]) for key in others}
        while len(gathering._wishes) < len(others):
            threading.Event().wait(0.002)
        inbox.go.set()
    return asked


def test_those_who_wait_share_a_transaction() -> None:
    """Whoever comes during a commit is in the next one, and each gets its own answer."""
    inbox = SlowInbox()
    asked = gather(inbox, "a", "b", "c", "d")
    assert {key: one.result()[0].interchange for key, one in asked.items()} == {
        key: key for key in "abcd"
    }
    assert inbox.batches[0] == ["a"]
    assert [sorted(batch) for batch in inbox.batches[1:]] == [["b", "c", "d"]]


def test_trouble_of_the_store_is_told_to_all() -> None:
    """When the transaction cannot be written nobody is told that it was."""
    inbox = SlowInbox()
    inbox.fails = lambda keys: StoreUnavailable("gone") if len(keys) > 1 else None
    asked = gather(inbox, "a", "b", "c")
    assert asked["a"].result()
    for key in "bc":
        with pytest.raises(StoreUnavailable):
            asked[key].result()


def test_one_bad_arrival_fails_by_itself() -> None:
    """What cannot be written takes nobody with it, not even the one who accepted for all."""
    inbox = SlowInbox()
    inbox.fails = lambda keys: Defect("bad") if "bad" in keys else None
    asked = gather(inbox, "a", "b", "bad", "c", "d")
    assert [key for key, one in asked.items() if one.exception()] == ["bad"]
    assert sorted(key for batch in inbox.batches for key in batch) == ["a", "b", "c", "d"]
