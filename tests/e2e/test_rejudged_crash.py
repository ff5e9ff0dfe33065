"""Killed while a bill that waited is taken up again, the hub judges and delivers it once."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.failpoints import REJUDGING
from tests.e2e.installation import Installation
from tests.e2e.marketplace import bill, matching_town, order
from tests.e2e.servant import Servant

FOUND, HANDED_IN = REJUDGING
DEATHS = [
    (FOUND,),
    (HANDED_IN,),
    (FOUND, HANDED_IN),
    *(
        (HANDED_IN, moment)
        for moment in (
            "relay.after-publish",
            "worker.after-attempt",
            "worker.processed",
            "worker.in-transaction",
            "worker.after-commit",
            "port.after-send",
        )
    ),
]
"""Where the hub dies, one after the other, after the order has come."""


@pytest.fixture(scope="module")
def servant(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Iterator[Servant]:
    """A starter of hub processes whose town has bills matched, and waits a day for an order."""
    folder = tmp_path_factory.mktemp("servant")
    config = matching_town(folder / "config", rules="opus", order_hours=24, receipts=False)
    started = Servant(folder, schemas_home, HUB_CONFIG=str(config))
    yield started
    started.close()


@pytest.mark.parametrize("deaths", DEATHS, ids="+".join)
def test_killed_at(deaths: tuple[str, ...], tmp_path: Path, servant: Servant) -> None:
    """However often it is killed, the bill has one replay, one verdict and one delivery each."""
    made = Installation(tmp_path, servant.schemas)
    made.drop("nordlys", bill().encode(), "faktura.xml")
    assert servant.once(tmp_path) == 0
    assert made.sent("odense", "documents") == []
    made.drop("odense", order().encode(), "ordre.xml")
    for moment in deaths:
        assert servant.once(tmp_path, moment) == -signal.SIGKILL
    assert servant.once(tmp_path) == 0

    assert made.sent("odense", "documents") == ["faktura.xml"]
    assert made.sent("odense", "finance") == ["faktura.xml"]
    (report,) = made.sent("odense", "matches")
    said = json.loads((tmp_path / "out" / "odense" / "matches" / report).read_bytes())
    assert said["verdict"] == "auto_approved"
    first, _, again = made.all()
    assert (first["replays"], again["replay_of"]) == ([again["id"]], first["id"])
    assert (again["channel"], again["state"]) == ("matching", "ended")
    events = [one["event"] for one in made.events(again["id"])]
    assert [events.count(one) for one in ("received", "accepted", "delivered")] == [1, 1, 3]
    with made.store() as store:
        assert store.archive.parked() == []
        assert store.waiting.due(10) == []
