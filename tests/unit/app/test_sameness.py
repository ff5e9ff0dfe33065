"""Replays of single documents of a file, which are asked for by their position."""

from sqlalchemy import update

from hub.store.schema import document
from tests.unit.app.stepped import Bench
from tests.world import drop


def test_replay_sends_no_other_document_than_was_meant(bench: Bench) -> None:
    """An older hub counted the documents of a file otherwise: at that place stands another now."""
    drop(bench.home, "mill", "c.txt", "catalogue K-1 good north\ncatalogue K-2 lost")
    bench.go()
    first = bench.hub.archive.search("c.txt")[0]["id"]
    with bench.hub.store.database.write() as connection:
        connection.execute(update(document).values(position=3 - document.c.position))
    again = bench.hub.replay(first)
    bench.go()
    found = bench.hub.archive.interchange(again.interchange)
    assert found is not None
    assert (found["state"], found["reason"], found["documents"]) == ("parked", "document-moved", [])
    assert "was catalogue K-2 and is read as catalogue K-1 now" in found["error"]
