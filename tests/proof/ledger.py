"""The ledger: what was offered to the hub, what it accepted, and what arrived at the other end.

It knows nothing of the hub and shares no code with it. Senders write ``offered`` before they
hand a document over and ``accepted`` once the hub (or its broker) has said that it keeps it;
receivers write ``arrived`` before they acknowledge. One file, one JSON object a line, on disk
before the call returns: whoever is killed, what stands here happened.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

__all__ = ["Accepted", "Arrived", "Entry", "Ledger", "Offered", "read"]


@dataclass(frozen=True, slots=True)
class Offered:
    """A sender is about to hand over a document; written again for each repeat.

    ``lane`` names what is kept in order: one sender's documents for one port.
    """

    document: str
    lane: str
    port: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The sender holds the receipt: from here on the document must not be lost."""

    document: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A receiver has it.

    ``document`` is the number as the receiver reads it in the contents, None when there is
    none. ``id`` is the name under which the hub sent it: the same for every copy of one output.
    ``number`` is the hub's own position in the lane, where the way tells it. ``glance`` is
    equal for what a receiver saw at once, without an order among it.
    """

    document: str | None
    port: str
    sha256: str
    id: str
    number: int | None = None
    glance: int | None = None


Entry = Offered | Accepted | Arrived
_KINDS: dict[str, type[Offered | Accepted | Arrived]] = {
    "offered": Offered,
    "accepted": Accepted,
    "arrived": Arrived,
}


class Ledger:
    """Writes one ledger file; several threads and processes may write the same one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        # An object, not a bare number: a number is used again by others once it is closed.
        self._file = path.open("ab", buffering=0)
        self._guard = threading.Lock()
        self._counts = {"offered": 0, "accepted": 0, "arrived": 0}
        self._awaited: set[str] = set()
        self._ports: dict[str, str] = {}
        self._arrived: set[str | None] = set()

    def write(self, entry: Entry) -> None:
        """Return when the entry is on disk."""
        kind = type(entry).__name__.lower()
        line = json.dumps({"kind": kind, "at": round(time.time(), 4), **asdict(entry)})
        with self._guard:
            if self._file.closed:
                return  # a receiver that saw something after the verdict
            # One write: with O_APPEND it goes in whole, whoever else is writing.
            self._file.write(line.encode() + b"\n")
            os.fsync(self._file.fileno())
            self._counts[kind] += 1
            if isinstance(entry, Accepted) and entry.document not in self._arrived:
                self._awaited.add(entry.document)
            elif isinstance(entry, Offered):
                self._ports[entry.document] = entry.port
            elif isinstance(entry, Arrived):
                self._arrived.add(entry.document)
                self._awaited.discard(str(entry.document))

    def offered(self, document: str, lane: str, port: str, contents: bytes) -> None:
        """Note what is about to be handed over."""
        self.write(Offered(document, lane, port, hashlib.sha256(contents).hexdigest()))

    def accepted(self, document: str) -> None:
        """Note a receipt."""
        self.write(Accepted(document))

    def count(self, kind: str) -> int:
        """Return how many entries of a kind this object wrote."""
        with self._guard:
            return self._counts[kind]

    def awaited(self) -> list[str]:
        """Return what was accepted and has not arrived, by what this object wrote."""
        with self._guard:
            return sorted(self._awaited)

    def awaited_at(self, ports: Collection[str]) -> list[str]:
        """Return what was accepted for some ports and has not arrived."""
        with self._guard:
            return sorted(one for one in self._awaited if self._ports.get(one) in ports)

    def close(self) -> None:
        """Close the file."""
        with self._guard:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(path: Path) -> list[Entry]:
    """Return the entries of a ledger in the order in which they were written.

    A last line that was never finished is nobody's word and is left out; a broken line
    anywhere else raises ``ValueError``.
    """
    return [entry for entry, _ in timed(path)]


def timed(path: Path) -> Iterator[tuple[Entry, float]]:
    """Yield each entry with the second at which it was written."""
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    for line in whole.split(b"\n"):
        if line:
            words = json.loads(line)
            at = words.pop("at")
            yield _KINDS[words.pop("kind")](**words), at
