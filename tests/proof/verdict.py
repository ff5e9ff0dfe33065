"""The verdict over a ledger, in the manner of a total queue: what went in must come out.

Each check is a function from a history to complaints, so that a test can show it a history
that is bad on purpose and see it complain. Repeats of one output under one id are no fault:
they are counted and told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.proof.ledger import Accepted, Arrived, Entry, Offered

__all__ = ["FAULTS", "Verdict", "judge"]


@dataclass(frozen=True)
class History:
    """A ledger, sorted for questions. Positions are places in the ledger."""

    offered: dict[str, tuple[int, Offered]] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)
    arrived: list[Arrived] = field(default_factory=list)
    ended: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[Entry], ended: Mapping[str, str]) -> "History":
        """Sort the entries of a ledger; the first offer and the first receipt count."""
        history = cls(ended=ended)
        for position, entry in enumerate(entries):
            match entry:
                case Offered():
                    history.offered.setdefault(entry.document, (position, entry))
                case Accepted():
                    history.accepted.setdefault(entry.document, position)
                case Arrived():
                    history.arrived.append(entry)
        return history

    def known(self, arrival: Arrived) -> Offered | None:
        """Return what an arrival was offered as."""
        if arrival.document is None or arrival.document not in self.offered:
            return None
        return self.offered[arrival.document][1]

    def firsts(self) -> dict[str, list[Arrived]]:
        """Return, by lane, the first arrival of each document at its own port, in order."""
        lanes: dict[str, list[Arrived]] = defaultdict(list)
        seen = set()
        for arrival in self.arrived:
            offer = self.known(arrival)
            if offer is None or offer.port != arrival.port or offer.document in seen:
                continue
            seen.add(offer.document)
            lanes[offer.lane].append(arrival)
        return lanes


def lost(history: History) -> Iterator[str]:
    """A document that was accepted and neither arrived nor is known to have ended otherwise."""
    arrived = {
        one.document for one in history.arrived if (o := history.known(one)) and o.port == one.port
    }
    for document in history.accepted:
        if document not in arrived and document not in history.ended:
            yield document


def invented(history: History) -> Iterator[str]:
    """Something arrived that nobody offered; or a receipt was given for it."""
    for arrival in history.arrived:
        if history.known(arrival) is None:
            yield f"{arrival.document} at {arrival.port} ({arrival.id})"
    for document, position in history.accepted.items():
        if document not in history.offered or history.offered[document][0] > position:
            yield f"{document}: accepted before it was offered"


def wrong(history: History) -> Iterator[str]:
    """A document arrived with other bytes than it was offered with."""
    for arrival in history.arrived:
        offer = history.known(arrival)
        if offer is not None and offer.sha256 != arrival.sha256:
            yield f"{arrival.document} at {arrival.port} ({arrival.id})"


def astray(history: History) -> Iterator[str]:
    """A document arrived at a port that it was not for."""
    for arrival in history.arrived:
        offer = history.known(arrival)
        if offer is not None and offer.port != arrival.port:
            yield f"{arrival.document} at {arrival.port}, is for {offer.port}"


def twice(history: History) -> Iterator[str]:
    """One document arrived at one port under two ids: the receiver cannot know it is one."""
    ids: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for arrival in history.arrived:
        ids[arrival.document, arrival.port].add(arrival.id)
    for (document, port), names in ids.items():
        if document is not None and len(names) > 1:
            yield f"{document} at {port} as {', '.join(sorted(names))}"


def confused(history: History) -> Iterator[str]:
    """One id stood for two contents: a receiver would drop the second."""
    contents: dict[tuple[str, str], set[str]] = defaultdict(set)
    for arrival in history.arrived:
        contents[arrival.port, arrival.id].add(arrival.sha256)
    for (port, name), hashes in contents.items():
        if len(hashes) > 1:
            yield f"{name} at {port}: {len(hashes)} contents"


def disordered(history: History) -> Iterator[str]:
    """A document arrived before one of its lane that was accepted before it was offered.

    Of two documents that were under way to the hub at once, either may be the first.
    """
    for lane, arrivals in history.firsts().items():
        latest, its_document = -1, None
        waiting: list[tuple[int, str]] = []
        glance: int | None = None
        for arrival in arrivals:
            document = str(arrival.document)
            if arrival.glance is None or arrival.glance != glance:
                latest, its_document = max([(latest, its_document), *waiting], key=lambda w: w[0])
                waiting = []
                glance = arrival.glance
            accepted = history.accepted.get(document)
            if accepted is not None and accepted < latest:
                yield f"{document} after {its_document} in {lane}"
            waiting.append((history.offered[document][0], document))


def misnumbered(history: History) -> Iterator[str]:
    """The numbers that the hub gave to a lane's documents do not grow in order of arrival."""
    for lane, arrivals in history.firsts().items():
        before = -1
        for arrival in arrivals:
            if arrival.number is None:
                continue
            if arrival.number <= before:
                yield f"{arrival.document} is number {arrival.number} after {before} in {lane}"
            before = max(before, arrival.number)


FAULTS: Mapping[str, Callable[[History], Iterator[str]]] = {
    "lost": lost,
    "invented": invented,
    "wrong": wrong,
    "astray": astray,
    "twice": twice,
    "confused": confused,
    "disordered": disordered,
    "misnumbered": misnumbered,
}
"""Every check, by what it finds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a ledger proves.

    ``faults`` holds what was found, by check; ``ended`` counts documents that ended without
    being delivered, by how; ``duplicates`` are further copies of outputs that had arrived;
    ``unconfirmed`` were offered and never confirmed, so that they may be anywhere.
    """

    offered: int
    accepted: int
    delivered: int
    duplicates: int
    unconfirmed: int
    ended: Mapping[str, int]
    faults: Mapping[str, tuple[str, ...]]

    @property
    def good(self) -> bool:
        """Whether no check found anything."""
        return not any(self.faults.values())

    def __str__(self) -> str:
        counts = (
            f"offered {self.offered}, accepted {self.accepted}, delivered {self.delivered}, "
            f"raw duplicates {self.duplicates}, unconfirmed {self.unconfirmed}"
        )
        ends = "".join(f", {how} {many}" for how, many in sorted(self.ended.items()))
        found = ", ".join(f"{name} {len(self.faults[name])}" for name in self.faults)
        lines = [f"{counts}{ends}", found]
        lines += [
            f"  {name}: {what}" for name, many in self.faults.items() for what in many[:_SHOWN]
        ]
        return "\n".join(lines)


_SHOWN = 10


def judge(
    entries: Sequence[Entry],
    ended: Mapping[str, str] | None = None,
    story: Mapping[str, tuple[str, ...]] | None = None,
) -> Verdict:
    """Return the verdict over a ledger.

    ``ended`` says of documents that were not delivered how they ended; ``story`` holds what
    a comparison with the hub's own trace found.
    """
    history = History.of(entries, ended or {})
    faults = {name: tuple(check(history)) for name, check in FAULTS.items()}
    copies = {(one.document, one.port, one.id) for one in history.arrived}
    firsts = history.firsts()
    hows = list(history.ended.values())
    return Verdict(
        offered=len(history.offered),
        accepted=len(history.accepted),
        delivered=sum(map(len, firsts.values())),
        duplicates=len(history.arrived) - len(copies),
        unconfirmed=len(history.offered.keys() - history.accepted.keys()),
        ended={how: hows.count(how) for how in set(hows)},
        faults={**faults, **(story or {})},
    )
