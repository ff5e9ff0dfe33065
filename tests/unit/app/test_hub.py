"""The embedded hub in one process: what senders, receivers and operators see."""

import json
import os

import pytest
from sqlalchemy import insert, update

from hub.app.workerkit import WornOut
from hub.errors import ConfigurationError, PortUnavailable
from hub.pipeline.filing import MATCHING
from hub.pipeline.protocols import Consignment, Receipt
from hub.store.papers import HELD
from hub.store.schema import paper
from tests.unit.app.stepped import Bench
from tests.world import drop, files


def test_story_of_a_good_document(bench: Bench) -> None:
    """The trace tells each step once, in order."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    events = bench.events("a.txt")
    assert events[:3] == ["received", "accepted", "route-routed"]
    assert sorted(events[3:]) == ["answered", "delivered"]  # two ways out, side by side
    assert files(bench.home / "out") == {"north/K-1.txt": "K-1 good for north\n"}


def test_same_file_twice_at_once(bench: Bench) -> None:
    """Two copies dropped together are one document: the second hears of the first."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    os.utime(bench.home / "in" / "mill" / "a.txt", ns=(1, 1))
    drop(bench.home, "mill", "b.txt", "catalogue K-1 good north")
    bench.go()
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]
    report = json.loads((bench.home / "in/mill/done/b.txt.report.json").read_text())
    assert report["documents"][0]["outcome"] == "duplicate"
    assert report["documents"][0]["earlier"]["file"] == "a.txt"


def test_other_content_under_one_number(bench: Bench) -> None:
    """A used number with other content is rejected, and nothing of it goes out."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    drop(bench.home, "mill", "b.txt", "catalogue K-1 good north south")
    bench.go()
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]
    assert "b.txt" in {path.name for path in (bench.home / "in/mill/rejected").iterdir()}


def test_rejected_document_may_come_again(bench: Bench) -> None:
    """Bytes that were rejected are a new attempt."""
    for _ in range(2):
        drop(bench.home, "mill", "a.txt", "catalogue K-1 bad")
        bench.go()
    found = bench.hub.archive.search("a.txt")
    assert [one["documents"][0]["outcome"] for one in found] == ["rejected", "rejected"]


def test_operator_sees_what_waits(bench: Bench) -> None:
    """What nobody receives, what waits and what the hub wrote wrongly is listed as parked."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 lost")
    drop(bench.home, "mill", "b.txt", "catalogue K-2 held")
    drop(bench.home, "mill", "c.txt", "catalogue K-3 good north south?")
    bench.go()
    parked = {(row["name"], row["what"], row["reason"]) for row in bench.hub.archive.parked()}
    assert parked == {
        ("a.txt", "document", "no-route"),
        ("b.txt", "document", "T-WAIT"),
        ("c.txt", "route", "output-invalid"),
    }


def test_replay_goes_where_it_failed(bench: Bench) -> None:
    """A replay is a new interchange from the original, only for the failed route."""
    drop(bench.home, "mill", "c.txt", "catalogue K-3 good north south?")
    bench.go()
    first = bench.hub.archive.search("c.txt")[0]
    again = bench.hub.replay(first["id"])
    bench.go()
    found = bench.hub.archive.interchange(again.interchange)
    assert found is not None
    assert found["replay_of"] == first["id"]
    assert found["ports"] == ["south.main#south"]
    assert [way["receiver"] for way in found["documents"][0]["routes"]] == ["south"]
    assert list(files(bench.home / "out")) == ["north/K-3.txt"]


def test_replay_leaves_good_documents_alone(bench: Bench) -> None:
    """Of three documents in a file one reached everybody, one half, and one nobody."""
    rows = ("catalogue K-1 good north", "catalogue K-2 good north south?", "catalogue K-3 lost")
    drop(bench.home, "mill", "c.txt", "\n".join(rows))
    bench.go()
    again = bench.hub.replay(bench.hub.archive.search("c.txt")[0]["id"])
    bench.go()
    found = bench.hub.archive.interchange(again.interchange)
    assert found is not None
    assert {
        one["position"]: [way["receiver"] for way in one["routes"]] for one in found["documents"]
    } == {2: ["south"], 3: []}
    assert sorted(files(bench.home / "out")) == ["north/K-1.txt", "north/K-2.txt"]
    third = bench.hub.replay(again.interchange)
    bench.go()
    found = bench.hub.archive.interchange(third.interchange)
    assert found is not None
    assert [one["position"] for one in found["documents"]] == [2, 3]


def test_only_what_was_corrected_of_a_file_goes_out(bench: Bench) -> None:
    """What was accepted of an interchange is known again in another file, byte for byte."""
    good = "catalogue K-1 good north\ncatalogue K-2 good north\n"
    drop(bench.home, "mill", "a.txt", f"{good}catalogue K-3 bad")
    bench.go()
    drop(bench.home, "mill", "b.txt", f"{good}catalogue K-3 good north")
    bench.go()
    report = json.loads((bench.home / "in/mill/done/b.txt.report.json").read_text())
    assert [one["outcome"] for one in report["documents"]] == ["duplicate", "duplicate", "accepted"]
    assert sorted(files(bench.home / "out")) == [f"north/K-{number}.txt" for number in (1, 2, 3)]


def test_replay_of_what_went_well_needs_a_port(bench: Bench) -> None:
    """Nothing is sent twice because somebody typed replay."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    identity = bench.hub.archive.search("a.txt")[0]["id"]
    with pytest.raises(ConfigurationError, match="nothing failed"):
        bench.hub.replay(identity)
    with pytest.raises(ConfigurationError, match="no interchange"):
        bench.hub.replay("unknown")


def test_submitted_file_is_answered_in_the_folder(bench: Bench) -> None:
    """A file handed over by command ends like a dropped one; its own copy stays."""
    path = bench.home / "mine.txt"
    path.write_text("catalogue K-1 good north")
    bench.hub.submit(path, "mill")
    bench.go()
    names = sorted(path.name for path in (bench.home / "in/mill/done").iterdir())
    assert names == ["mine.txt.report.json", "mine.txt.report.txt"]
    assert path.exists()
    with pytest.raises(ConfigurationError, match="no account 'nobody'"):
        bench.hub.submit(path, "nobody")


def test_customers_see_what_they_got(bench: Bench) -> None:
    """The table says for each receiver what came, what was refused and what was lost."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north south!")
    bench.go()
    north, south = bench.hub.archive.customers()
    assert (north["receiver"], north["received"], north["lines"]) == ("north", 1, 2)
    assert north["lost"] == {"item.colour (no-home)": 3}
    assert (south["received"], south["refused"], south["reasons"]) == (0, 1, {"T-REFUSED": 1})


def test_what_a_port_says_is_traced(bench: Bench) -> None:
    """The words of a port that failed stand in the trace."""

    class Deaf:
        def send(self, consignment: Consignment) -> Receipt:
            raise PortUnavailable(f"{consignment.name}: nobody there")

        def flush(self) -> None:
            """Nothing to flush."""

    bench.ports._ports = {"north.main": Deaf()}
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    trace = bench.hub.archive.trace(bench.hub.archive.search("a.txt")[0]["id"])
    postponed = [event for event in trace if event["event"] == "delivery-postponed"]
    assert postponed[0]["details"]["error"] == "K-1.txt: nobody there"


def test_relay_tidies_up_when_idle(bench: Bench) -> None:
    """With nothing to publish, the relay lets the store clear away what nobody needs."""
    forgotten = bench.home / "payloads" / "ab" / "abc"
    forgotten.parent.mkdir()
    forgotten.write_text("left by a crash")
    os.utime(forgotten, (1, 1))
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.intake.step()
    assert bench.relay.step() == 1
    assert forgotten.exists()
    assert bench.relay.step() == 0
    assert not forgotten.exists()


def test_one_number_twice_in_one_file(bench: Bench) -> None:
    """The second document is in conflict with the first, which goes its way; the third too."""
    rows = ("K-1 good north", "K-1 good north south", "K-2 good north", "- good south", "- bad")
    drop(bench.home, "mill", "a.txt", "\n".join(f"catalogue {row}" for row in rows))
    bench.go()
    report = json.loads((bench.home / "in/mill/rejected/a.txt.report.json").read_text())
    outcomes = [document["outcome"] for document in report["documents"]]
    assert outcomes == ["accepted", "conflict", "accepted", "accepted", "rejected"]
    second = report["documents"][1]
    assert second["earlier"]["document"] == report["documents"][0]["document"]
    assert {"north/K-1.txt", "north/K-2.txt"} <= set(files(bench.home / "out"))
    assert "south/K-1.txt" not in files(bench.home / "out")


def test_rejected_number_is_free_inside_one_file(bench: Bench) -> None:
    """A number whose first document was rejected may be used by the second."""
    drop(bench.home, "mill", "a.txt", "catalogue K-1 bad\ncatalogue K-1 good north")
    bench.go()
    report = json.loads((bench.home / "in/mill/rejected/a.txt.report.json").read_text())
    assert [one["outcome"] for one in report["documents"]] == ["rejected", "accepted"]
    assert list(files(bench.home / "out")) == ["north/K-1.txt"]


def test_replay_of_a_file_that_was_not_read(bench: Bench) -> None:
    """Documents of a file that was too big once are all taken up, not only the first."""
    bench.bomb = "c.txt"
    drop(bench.home, "mill", "c.txt", "catalogue K-1 good north\ncatalogue K-2 good north")
    for _ in range(2):
        with pytest.raises(WornOut):
            bench.go()
        bench.worker.start()
    bench.go()
    bench.bomb = ""
    first = bench.hub.archive.search("c.txt")[0]
    assert [one["reason"] for one in first["documents"]] == ["resource-limit"]
    bench.hub.replay(first["id"])
    bench.go()
    assert sorted(files(bench.home / "out")) == ["north/K-1.txt", "north/K-2.txt"]


def test_replay_of_a_replay_that_was_parked(bench: Bench) -> None:
    """It is for what the replay was for: neither other documents nor other receivers."""
    rows = ("catalogue K-1 good north", "catalogue K-2 good north south?", "catalogue K-3 held")
    drop(bench.home, "mill", "c.txt", "\n".join(rows))
    bench.go()
    first = bench.hub.archive.search("c.txt")[0]
    bench.trouble.append(KeyError("oops"))
    again = bench.hub.replay(first["id"])
    bench.go()
    assert [one["reason"] for one in bench.hub.archive.parked()] == ["defect"]
    bench.worker.start()
    third = bench.hub.replay(again.interchange)
    bench.go()
    found = bench.hub.archive.interchange(third.interchange)
    assert found is not None
    assert [
        (one["position"], [way["receiver"] for way in one["routes"]]) for one in found["documents"]
    ] == [(2, ["south"]), (3, [])]
    assert list(files(bench.home / "out")) == ["north/K-1.txt", "north/K-2.txt"]


def test_replay_of_one_document_that_needs_too_much(bench: Bench) -> None:
    """The document that was replayed is the one that is told of and replayed again."""
    rows = ("catalogue K-1 good north", "catalogue K-2 good north south?")
    drop(bench.home, "mill", "c.txt", "\n".join(rows))
    bench.go()
    first = bench.hub.archive.search("c.txt")[0]
    again = bench.hub.replay(first["id"])
    bench.bomb = "c.txt"
    for _ in range(2):
        with pytest.raises(WornOut):
            bench.go()
        bench.worker.start()
    bench.go()
    bench.bomb = ""
    third = bench.hub.replay(again.interchange)
    bench.go()
    positions = []
    for identity in (again.interchange, third.interchange):
        found = bench.hub.archive.interchange(identity)
        assert found is not None
        positions.append([one["position"] for one in found["documents"]])
    assert positions == [[2], [2]]


def test_replayed_twice_it_goes_out_once(bench: Bench) -> None:
    """What was replayed is not replayed again beside it; the operator hears where it is."""
    bench.trouble.append(KeyError("oops"))
    drop(bench.home, "mill", "a.txt", "catalogue K-1 good north")
    bench.go()
    bench.worker.start()
    first = bench.hub.archive.search("a.txt")[0]
    again = bench.hub.replay(first["id"], request="once")
    bench.go()
    assert bench.hub.replay(first["id"], request="once").interchange == again.interchange
    with pytest.raises(ConfigurationError, match=f"hub replay {again.interchange}"):
        bench.hub.replay(first["id"])


def test_replay_of_a_parked_bill_and_what_failed_beside_it(bench: Bench) -> None:
    """The bill is judged again and its neighbour taken up, each once and in one go."""
    rows = ("invoice K-1 held", "invoice K-2 good north south?", "invoice K-3 lost")
    drop(bench.home, "mill", "c.txt", "\n".join(rows))
    bench.go()
    first = bench.hub.archive.search("c.txt")[0]
    parked_bill = {
        "document": first["documents"][0]["id"],
        "interchange": first["id"],
        "position": 1,
        "accept_number": first["accept_number"],
        "tenant": first["tenant"],
        "buyer": "north",
        "subject": "mill/invoice/K-1/",
        "verdict": HELD,
        "content": b"",
        "parked_at": bench.clock.now(),
    }
    with bench.hub.store.database.write() as connection:
        connection.execute(insert(paper).values(**parked_bill))
    bench.clock.advance(1)
    accepted = bench.hub.replay(first["id"], request="once")
    assert bench.hub.replay(first["id"], request="once").interchange == accepted.interchange
    bill, others = bench.hub.store.replays.of(first["id"])
    assert (bill.interchange, bill.channel, bill.positions) == (
        accepted.interchange,
        MATCHING,
        (1,),
    )
    assert (others.channel, others.positions) == ("replay", (2, 3))
    with bench.hub.store.database.write() as connection:
        connection.execute(update(paper).values(parked_at=None))
    with pytest.raises(ConfigurationError, match="was not replayed since"):
        bench.hub.replay(first["id"])
