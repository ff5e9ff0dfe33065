"""The ledger finds what it is there to find: histories made bad on purpose, and good ones."""

import ast
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.proof.ledger import Accepted, Arrived, Entry, Ledger, Offered, read
from tests.proof.story import compare
from tests.proof.verdict import FAULTS, judge

HERE = Path(__file__).parent
INDEPENDENT = (
    *("ledger", "verdict", "story", "invoices", "shipment", "load"),
    *("senders", "receivers", "proxy"),
)
"""Modules that judge, send and receive: they share no code with the hub."""

PORT = "north.documents"
OTHER = "south.documents"


def sha(document: str) -> str:
    """The hash a document was offered with."""
    return f"hash of {document}"


def offered(document: str, port: str = PORT) -> Offered:
    """A sender offers."""
    return Offered(document, f"mill>{port}", port, sha(document))


def arrived(document: str | None, port: str = PORT, **other: object) -> Arrived:
    """A receiver has it."""
    said = {"sha256": sha(str(document)), "id": f"id of {document}", **other}
    return Arrived(document, port, **said)  # type: ignore[arg-type]


def sent(*documents: str) -> list[Entry]:
    """Documents offered and accepted one after the other."""
    return [entry for one in documents for entry in (offered(one), Accepted(one))]


GOOD = [*sent("1", "2", "3"), arrived("1"), arrived("2"), arrived("3")]

BAD: dict[str, tuple[str, list[Entry]]] = {
    "never arrives": ("lost", [*sent("1", "2"), arrived("2")]),
    "arrives only at a stranger": ("lost", [*sent("1"), arrived("1", OTHER)]),
    "last one missing": ("lost", GOOD[:-1]),
    "everything missing": ("lost", sent("1", "2", "3")),
    "nobody offered it": ("invented", [*GOOD, arrived("4")]),
    "without a number": ("invented", [*GOOD, arrived(None)]),
    "receipt for nothing": ("invented", [Accepted("1"), *sent("1"), arrived("1")]),
    "other bytes": ("wrong", [*sent("1"), arrived("1", sha256="cut")]),
    "copy has other bytes": ("wrong", [*GOOD, arrived("3", sha256="cut")]),
    "the other customer got it too": ("astray", [*GOOD, arrived("1", OTHER)]),
    "copy under another id": ("twice", [*GOOD, arrived("3", id="another")]),
    "two documents under one id": (
        "confused",
        [*sent("1", "2"), arrived("1", id="same"), arrived("2", id="same")],
    ),
    "second before first": ("disordered", [*sent("1", "2"), arrived("2"), arrived("1")]),
    "first comes last": (
        "disordered",
        [*sent("1", "2", "3"), arrived("2"), arrived("3"), arrived("1")],
    ),
    "overtaken by one that was never confirmed": (
        "disordered",
        [*sent("1"), offered("2"), arrived("2"), arrived("1")],
    ),
    "second seen a glance earlier": (
        "disordered",
        [*sent("1", "2"), arrived("2", glance=1), arrived("1", glance=2)],
    ),
    "lane numbers go back": (
        "misnumbered",
        [*sent("1", "2"), arrived("1", number=8), arrived("2", number=7)],
    ),
    "lane number used twice": (
        "misnumbered",
        [*sent("1", "2"), arrived("1", number=8), arrived("2", number=8)],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_history(name: str) -> None:
    """What is wrong with this history is found, under its name."""
    fault, history = BAD[name]
    verdict = judge(history)
    assert verdict.faults[fault], verdict
    assert not verdict.good


def test_every_check_is_tried() -> None:
    """There is a bad history for every check."""
    assert {fault for fault, _ in BAD.values()} == set(FAULTS)


FINE: dict[str, list[Entry]] = {
    "nothing happened": [],
    "all in order": GOOD,
    "arrived before the receipt was read": [offered("1"), arrived("1"), Accepted("1")],
    "a copy late, under its id": [*GOOD, arrived("1")],
    "never confirmed, never arrived": [*GOOD, offered("4")],
    "never confirmed, arrived": [*GOOD, offered("4"), arrived("4")],
    "offered again": [offered("1"), *sent("1", "2"), arrived("1"), arrived("2")],
    "seen at once": [*sent("1", "2"), arrived("2", glance=1), arrived("1", glance=1)],
    "offered at once": [
        *(offered("1"), offered("2"), Accepted("1"), Accepted("2")),
        *(arrived("2"), arrived("1")),
    ],
    "two lanes": [
        *(*sent("1"), offered("2", OTHER), Accepted("2"), *sent("3")),
        *(arrived("2", OTHER), arrived("1", number=1), arrived("3", number=3)),
    ],
}


@pytest.mark.parametrize("name", FINE)
def test_good_history(name: str) -> None:
    """Nothing is found in a history that keeps every promise."""
    verdict = judge(FINE[name])
    assert verdict.good, verdict


def test_copies_are_counted() -> None:
    """Raw duplicates are told and are no fault; so are documents without a confirmation."""
    verdict = judge([*GOOD, arrived("1"), arrived("1"), offered("4")])
    assert verdict.good
    assert (verdict.offered, verdict.accepted, verdict.delivered) == (4, 3, 3)
    assert (verdict.duplicates, verdict.unconfirmed) == (2, 1)


def test_other_endings_are_no_loss() -> None:
    """A document that the trace says was rejected or parked is counted as that."""
    verdict = judge([*sent("1", "2"), arrived("2")], {"1": "parked"})
    assert verdict.good
    assert verdict.ended == {"parked": 1}


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """A good history of several senders at once: repeats, copies and delays at random."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 25))
    ways = [(sender, port) for sender in ("mill", "bakery") for port in (PORT, OTHER)]
    waiting = {sender: [] for sender, _ in ways}
    for number in range(count):
        sender, port = chance.choice(ways)
        waiting[sender].append((f"{sender}-{number}", f"{sender}>{port}", port))
    under_way: dict[str, list[tuple[str, str]]] = {}
    told: list[Entry] = []
    numbers = iter(range(1000))
    while any(waiting.values()) or any(under_way.values()):
        sender = chance.choice([name for name, many in waiting.items() if many] or [""])
        lane = chance.choice([name for name, many in under_way.items() if many] or [""])
        if sender and (not lane or chance.random() < 0.5):
            document, its_lane, port = waiting[sender].pop(0)
            told += [Offered(document, its_lane, port, sha(document))] * chance.choice((1, 1, 2))
            under_way.setdefault(its_lane, []).append((document, port))
            if chance.random() < 0.9:
                told.append(Accepted(document))
        elif lane:
            document, port = under_way[lane].pop(0)
            copies = chance.choice((1, 1, 1, 3))
            told += [arrived(document, port, number=next(numbers))] * copies
    return told


@given(histories())
def test_good_histories_at_random(history: list[Entry]) -> None:
    """However senders, lanes, repeats and copies interleave, nothing is found."""
    verdict = judge(history)
    assert verdict.good, verdict


@given(histories(), st.data())
def test_missing_arrival_at_random(history: list[Entry], data: st.DataObject) -> None:
    """Whichever accepted document is taken away from its receiver, it is missed."""
    accepted = sorted({one.document for one in history if isinstance(one, Accepted)})
    if accepted:
        gone = data.draw(st.sampled_from(accepted))
        rest = [one for one in history if not (isinstance(one, Arrived) and one.document == gone)]
        assert judge(rest).faults["lost"] == (gone,)


@given(histories(), st.data())
def test_exchanged_arrivals_at_random(history: list[Entry], data: st.DataObject) -> None:
    """Whichever two neighbours of a lane change places, it is noticed, unless neither waited."""
    lanes: dict[str, list[str]] = {}
    receipts = {}
    offers: dict[str, int] = {}
    for position, one in enumerate(history):
        if isinstance(one, Offered) and one.document not in offers:
            offers[one.document] = position
            lanes.setdefault(one.lane, []).append(one.document)
        if isinstance(one, Accepted):
            receipts[one.document] = position
    pairs = [(a, b) for many in lanes.values() for a, b in pairwise(many)]
    if not pairs:
        return
    first, second = data.draw(st.sampled_from(pairs))
    other = {first: second, second: first}
    changed = [
        arrived(other[str(one.document)], one.port)
        if isinstance(one, Arrived) and one.document in other
        else one
        for one in history
    ]
    assert bool(judge(changed).faults["disordered"]) == (
        receipts.get(first, len(history)) < offers[second]
    )


def told(document: str, *, outcome: str = "accepted", events: tuple[str, ...] = ()) -> dict:
    """An interchange as the trace tells it."""
    delivered = {"event": "delivered", "output": f"id of {document}", "details": {"port": PORT}}
    shown = [
        delivered if event == "delivered" else {"event": event, "output": None, "details": {}}
        for event in ("received", outcome, *events)
    ]
    return {
        "id": f"interchange of {document}",
        "sha256": sha(document),
        "state": "ended",
        "documents": [{"outcome": outcome}],
        "trace": shown,
    }


def whole(document: str) -> dict:
    """An interchange that was delivered."""
    return told(document, events=("delivered",))


def test_same_story() -> None:
    """A trace that says what the ledger says is believed, also with a duplicate in it."""
    story = compare(GOOD, [whole("1"), whole("2"), whole("3"), told("2", outcome="duplicate")])
    assert not any(story.faults.values())
    assert not story.ended


OTHERWISE: dict[str, tuple[str, list[dict]]] = {
    "an interchange is missing": ("untold", [whole("1"), whole("2")]),
    "a delivery is missing": ("untold", [whole("1"), whole("2"), told("3")]),
    "delivered, but to nobody": ("claimed", [whole("1"), whole("2"), whole("3"), whole("4")]),
    "accepted twice": ("repeated", [whole("1"), whole("2"), whole("3"), told("3")]),
    "delivered twice": (
        "repeated",
        [whole("1"), whole("2"), told("3", events=("delivered", "delivered"))],
    ),
    "still open": ("unended", [whole("1"), whole("2"), {**whole("3"), "state": "open"}]),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_other_story(name: str) -> None:
    """Where the trace departs from the ledger, it is found, under its name."""
    fault, interchanges = OTHERWISE[name]
    assert compare(GOOD, interchanges).faults[fault]


def test_claimed_delivery_of_a_known_document() -> None:
    """A trace that says delivered of what its receiver never saw is not believed."""
    story = compare(sent("1"), [whole("1")])
    assert story.faults["claimed"]


def test_endings_from_the_trace() -> None:
    """How a document ended that was not delivered is taken from the trace."""
    parked = {**told("2", events=("delivery-parked",))}
    story = compare(sent("1", "2"), [told("1", outcome="rejected"), parked])
    assert story.ended == {"1": "rejected", "2": "parked"}
    assert not any(story.faults.values())


def test_ledger_is_read_as_written(tmp_path: Path) -> None:
    """Entries come back as they were written; an unfinished last line is nobody's word."""
    with Ledger(tmp_path / "ledger") as ledger:
        for entry in GOOD:
            ledger.write(entry)
        assert ledger.count("arrived") == 3
    with (tmp_path / "ledger").open("ab") as file:
        file.write(b'{"kind": "arri')
    assert read(tmp_path / "ledger") == GOOD


def test_broken_ledger_is_refused(tmp_path: Path) -> None:
    """A broken line that is not the last one is no history."""
    (tmp_path / "ledger").write_bytes(b'{"kind": "arri\n{}\n')
    with pytest.raises(ValueError, match=r"delimiter|Unterminated"):
        read(tmp_path / "ledger")


@pytest.mark.parametrize("name", INDEPENDENT)
def test_shares_no_code_with_the_hub(name: str) -> None:
    """Whoever judges, sends or receives imports nothing of the hub, nor of what does."""
    tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
    own = {f"tests.proof.{other}" for other in INDEPENDENT}
    for node in ast.walk(tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        for imported in names:
            assert imported.partition(".")[0] != "hub", imported
            assert not imported.startswith("tests.") or imported in own, imported
