"""One business rule, and what it says when it is broken.

A check is a plain function that returns ``()`` when all is well, else its hits::

    def price_not_negative(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        ...
        return [Hit("required_item_location_quantity[0].price.price_amount", value)]

    RULES = [Rule("F-CAT203", Severity.FATAL, Scope.LINE, price_not_negative)]

The sentence, the place and the receiver are added by the engine (``hub.rules.checker``).
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from msgspec import Struct

from hub.facts.unspsc import UnspscTable
from hub.model.context import RouteContext
from hub.model.finding import Place, Severity, Who
from hub.model.line import Line
from hub.model.loss import LossKind
from hub.model.sentence import Sentence
from hub.rules.known import Known

__all__ = [
    "NEEDS_STATE",
    "NO_LOOKUPS",
    "Hit",
    "Locate",
    "Lookups",
    "Mark",
    "Rule",
    "RuleContext",
    "Scope",
    "StreamCheck",
]

Locate = Callable[[str], Place]
"""Where a dotted field stands in the sender's file."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Scope(StrEnum):
    """What a rule looks at."""

    HEADER = "header"
    LINE = "line"
    STREAM = "stream"
    """All lines, one after the other; also a line rule that prepares itself once."""


class Mark(StrEnum):
    """Where a rule comes from."""

    DOC = "doc"
    """Published by the receiver or in a standard."""
    OWN = "own"
    """Set by this project, made to fit what is published."""
    OBS = "obs"
    """Seen in public implementations."""


class Hit(Struct, frozen=True):
    """What a check found.

    ``field`` is a dotted path in the model, groups that repeat counted from 0:
    ``required_item_location_quantity[1].price.price_amount``. ``args`` fill further places
    of the sentence; a ``Sentence`` among them is spoken in each language. ``repaired`` is
    the whole corrected header or line, the second hit's built upon the first's.
    ``variant`` picks a second sentence of the rule (``[PRI-11.moved]``), ``message`` brings
    a finished one. ``severity`` differs from the rule's where the rule itself says so;
    ``rule`` is another id of the same family, named in ``Rule.also``. ``hold`` says that the
    document has to wait, without being refused. ``quiet`` applies a repair without a finding
    (its loss is counted; ``losses`` are those of a repair that lost several things: field, kind
    and value), and ``leave_out`` leaves the line out of the output: for what a
    receiver never gets and nobody has to correct. Only repairing rules may do these two.
    """

    field: str = ""
    value: object = None
    expected: object = None
    args: Mapping[str, object] = _NOTHING
    repaired: Any = None
    severity: Severity | None = None
    variant: str | None = None
    message: Sentence | None = None
    loss: LossKind | None = None
    losses: tuple[tuple[str, LossKind, object], ...] = ()
    place: Place | None = None
    who: Who | None = None
    rule: str | None = None
    hold: bool = False
    quiet: bool = False
    leave_out: bool = False


class _NeedsState(tuple[Hit, ...]):
    """No hits, because the hub's memory was not at hand."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Return True: it is not the same as nothing found."""
        return True


NEEDS_STATE = _NeedsState()
"""A check returns this when it can say nothing without the hub's memory."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """Tables of the operator that rules look into; each may be missing.

    ``unspsc`` is the UNSPSC table in use. ``settled_units`` are readings of unit words that
    this supplier has settled once (UOM-02a), word to code; ``settled_of`` asks for those of any.
    """

    unspsc: UnspscTable | None = None
    settled_units: Mapping[str, str] = dataclasses.field(default_factory=lambda: _NOTHING)
    settled_of: Callable[[str], Mapping[str, str]] | None = None

    def of_supplier(self, key: str) -> "Lookups":
        """Return the tables with what this supplier has settled."""
        if self.settled_of is None:
            return self
        return dataclasses.replace(self, settled_units=self.settled_of(key))


NO_LOOKUPS = Lookups()


@dataclass(slots=True)
class RuleContext:
    """What a check knows besides the line: one per document and receiver.

    ``options`` are the profile's keys with every default filled in. ``codes`` answers with
    the codes of a list of the rule's folder. ``header`` is the header after the header
    rules' repairs. ``kind`` is the middle part of the target's format id. ``lines`` reads the
    lines as they came, anew at each call: for the few heads that cannot be judged without them.
    """

    route: RouteContext
    kind: str
    options: Mapping[str, Any]
    codes: Callable[[str], frozenset[str]]
    known: Known | None = None
    lookups: Lookups = NO_LOOKUPS
    header: Any = None
    lines: Callable[[], Iterable[Line]] = tuple

    def read_as(self, *authorities: str) -> bool:
        """Return whether the document came in a format of one of these authorities."""
        source = self.route.source
        return source is not None and source.authority in authorities


class StreamCheck(Protocol):
    """Looks at all lines of one document for one receiver."""

    def line(self, number: int, body: Any, locate: Locate) -> Iterable[Hit]:
        """Judge one line, remembering what later lines are compared with."""

    def end(self) -> Iterable[Hit]:
        """Judge what only the last line can show."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, how severe it is, what it looks at, and the check.

    ``check`` is ``check(header, ctx)``, ``check(body, ctx)`` or, for a stream,
    ``check(ctx)`` which returns a fresh ``StreamCheck``. Rules that repair run before those
    that only judge, so that nobody is blamed for what the hub puts right. ``documents``
    are the kinds of document it holds for, empty for all. ``by_writer`` marks what the
    writer of the format guarantees: judged only when a document is read in that format.
    ``to_write`` marks a receiver's rule that the writer of its format cannot do without: it
    is judged, as if no option were set, also where that format is written for nobody's profile.
    ``shared`` says that the verdict on a line is the same for all receivers with the same
    options: the check looks at the line, the options, the lookups and the format it came in,
    and is shown nothing else. Most rules should be, because then twenty receivers cost
    little more than one.
    ``also`` are further ids that its hits may come under, judged in the same go.
    ``sentence`` names the entry of sentences.toml when it is not the id.
    """

    id: str
    severity: Severity
    scope: Scope
    check: Callable[..., Any]
    who: Who = Who.SUPPLIER
    mark: Mark = Mark.DOC
    repairs: bool = False
    needs_known: bool = False
    by_writer: bool = False
    to_write: bool = False
    shared: bool = False
    documents: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    sentence: str = ""

    def holds_for(self, kind: str) -> bool:
        """Return whether the rule is about this kind of document."""
        return not self.documents or kind in self.documents

    @property
    def key(self) -> str:
        """The entry of sentences.toml."""
        return self.sentence or self.id
