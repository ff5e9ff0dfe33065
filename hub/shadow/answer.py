"""What a stand-in is given, and what it answers."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct, field

from hub.shadow.shelf import Shelf, Version

__all__ = ["Answer", "Delivered", "Remark", "System", "Weight"]


class Weight(StrEnum):
    """What a remark means for what was delivered."""

    REFUSED = "refused"
    """The system does not load the file."""
    LEFT_OUT = "left-out"
    """The system loads the file without this item."""
    CHANGED = "changed"
    """The system loads another value than was delivered."""
    NOTED = "noted"


class Delivered(Struct, frozen=True):
    """One file, the day on which it came, and how the system is set up."""

    name: str
    content: bytes
    day: dt.date
    setup: Mapping[str, str] = {}


class Remark(Struct, frozen=True, omit_defaults=True):
    """One thing that the system says; ``item`` is the supplier's number where it is about one."""

    rule: str
    weight: Weight
    said: str
    item: str | None = None


class Answer(Struct, kw_only=True):
    """What the system makes of a file.

    ``state`` is ``loaded``, ``scheduled`` (until ``starts``) or ``refused``; ``in_force`` is the
    version that orderers see afterwards, which after a refusal is the one of before.
    """

    system: str
    file: str
    kind: str = ""
    number: str = ""
    version: str = ""
    state: str = "loaded"
    starts: dt.date | None = None
    items: int = 0
    in_force: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    def say(self, rule: str, said: str, item: str | None = None) -> None:
        """Say why the file is refused."""
        self.remarks.append(Remark(rule, Weight.REFUSED, said, item))

    def add(self, weight: Weight, rule: str, said: str, item: str | None = None) -> None:
        """Say anything else."""
        self.remarks.append(Remark(rule, weight, said, item))

    @property
    def refused(self) -> bool:
        """Whether anything refuses the file."""
        return any(one.weight is Weight.REFUSED for one in self.remarks)

    def settle(self, shelf: Shelf, key: str, items: Mapping[str, Any], day: dt.date) -> "Answer":
        """Put the items on the shelf unless the file is refused, and say what is in force."""
        self.items = len(items)
        if self.refused:
            self.state = "refused"
        else:
            starts = self.starts or day
            shelf.put(self.kind, key, Version(self.version, starts, dict(items)), day)
            self.state = "scheduled" if starts > day else "loaded"
        active = shelf.active(self.kind, key, day)
        self.in_force = None if active is None else active.version
        return self


class System(Protocol):
    """``shadow.py`` of a mapping folder."""

    def receive(self, delivered: Delivered, shelf: Shelf) -> Answer:
        """Load one file."""
