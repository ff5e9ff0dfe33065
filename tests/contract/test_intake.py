"""What every way in promises, whatever its senders use."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from tests.contract.consignments import consignment
from tests.contract.intakebench import FolderBench, HttpBench, IntakeBench, QueueBench

Make = Callable[[pytest.FixtureRequest, Path], IntakeBench]

BENCHES: dict[str, Make] = {
    "folder": lambda _, home: FolderBench(home),
    "http": lambda _, home: HttpBench(home),
    "queue": lambda request, home: QueueBench(home, request.getfixturevalue("vhost")),
}
ANSWERING = ("folder", "http")
"""Ways in that take answers back to their senders; a queue's answers go to a port."""


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IntakeBench]:
    """Each way in with its sender."""
    made = BENCHES[request.param](request, tmp_path)
    yield made
    made.close()


def accepted(bench: IntakeBench) -> list[tuple[str, bytes]]:
    """Name and bytes of everything the hub answers for, in the order of acceptance."""
    found = []
    for row in reversed(bench.store.archive.search("")):
        assert row["account"] == "mill"
        payload = bench.store.archive.content(row["id"])
        assert payload is not None
        found.append((row["name"], payload.head(payload.size)))
    return found


def test_whole_documents_are_accepted_once(bench: IntakeBench) -> None:
    """A document is accepted byte for byte, in order, and looking again changes nothing."""
    sent = [("a.xml", b"<a/>"), ("b.xml", b"\xff\x00\r\n"), ("c.xml", b"<a/>")]
    for name, content in sent:
        bench.deliver(name, content)
        bench.take()
    bench.take()
    assert accepted(bench) == sent


def test_large_documents_are_accepted(bench: IntakeBench) -> None:
    """A document that is too large to be carried about in memory arrives whole."""
    content = bytes(range(256)) * 12_000
    bench.deliver("a.xml", content)
    bench.take()
    assert accepted(bench) == [("a.xml", content)]


def test_half_a_document_is_none(bench: IntakeBench) -> None:
    """What a sender broke off is not accepted; what it hands in afterwards is."""
    bench.begin("a.xml", b"<a>half")
    bench.take()
    bench.deliver("b.xml", b"<b/>")
    bench.take()
    assert accepted(bench) == [("b.xml", b"<b/>")]


def test_crash_after_acceptance_repeats_harmlessly(bench: IntakeBench) -> None:
    """A hub that dies before it could tell its sender has the document once, not twice."""
    with bench.store.database.write():
        bench.deliver("a.xml", b"<a/>")
        bench.take()
    assert accepted(bench) == []
    bench.crash()
    assert accepted(bench) == [("a.xml", b"<a/>")]
    for _ in range(2):
        bench.take()
    assert accepted(bench) == [("a.xml", b"<a/>")]


def test_nothing_is_lost_while_the_store_is_away(bench: IntakeBench) -> None:
    """What comes while the database does not answer stays with its sender and comes again."""
    with bench.store.database.write():
        for number in range(3):
            bench.deliver(f"{number}.xml", b"<a/>")
        bench.take()
    assert accepted(bench) == []
    bench.take()
    assert sorted(accepted(bench)) == [(f"{number}.xml", b"<a/>") for number in range(3)]


NAMES = {
    "a\nb.xml": "a_b.xml",
    "\x1b[31mred.xml": "_[31mred.xml",
    "\u202efdp.xml": "_fdp.xml",
    "price list (1).xml": "price list (1).xml",
    "præmie.xml": "præmie.xml",
    "x" * 240 + ".xml": "x" * 196 + ".xml",
    "no ending": "no ending",
}


def test_strange_names_become_harmless(bench: IntakeBench) -> None:
    """A document is accepted under a name that no terminal, disk or folder stumbles over."""
    for name in NAMES:
        bench.deliver(name, name.encode())
        bench.take()
    assert accepted(bench) == [(safe, name.encode()) for name, safe in NAMES.items()]


@pytest.mark.parametrize("bench", ANSWERING, indirect=True)
def test_answers_may_be_handed_back_again(bench: IntakeBench) -> None:
    """An answer that is handed back twice is one answer, and its receipt says where."""
    bench.deliver("a.xml", b"<a/>")
    bench.take()
    row = bench.store.archive.search("")[0]
    report = f'{{"interchange": "{row["id"]}"}}'.encode()
    answer = consignment(
        kind="return",
        port="account:mill",
        name="a.xml",
        interchange=row["id"],
        payload=Payload.of_bytes(report, "r"),
        companion=Payload.of_bytes(b"words", "t"),
        verdict="rejected",
    )
    first = bench.intake.answer(answer)
    again = bench.intake.answer(dataclasses.replace(answer, attempt=2))
    bench.intake.flush()
    assert first == again
    assert first.where
    assert not bench.intake.settling()
