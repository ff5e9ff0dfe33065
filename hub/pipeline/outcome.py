"""How a document ended, and how each of its routes ended. Matched exhaustively.

::

    Outcome       Accepted | Rejected | Duplicate | Conflict | Unroutable | Held
    RouteOutcome  Routed | Refused | OutputInvalid | RouteHeld
"""

import datetime as dt
from dataclasses import dataclass

from hub.formats.document import Part
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.enclosure import Enclosure
from hub.pipeline.filed import Filed
from hub.pipeline.leftout import LeftOut
from hub.pipeline.roundtrip import Survival
from hub.pipeline.routing import Route

__all__ = [
    "Accepted",
    "Conflict",
    "Duplicate",
    "Held",
    "Outcome",
    "OutputInvalid",
    "Processed",
    "Refused",
    "Rejected",
    "RouteHeld",
    "RouteOutcome",
    "Routed",
    "Unroutable",
]


@dataclass(frozen=True, slots=True)
class Routed:
    """The outputs are ready to be handed over.

    ``unchanged`` says that the one part is the sender's original, byte for byte: the file that
    came, or of an interchange the part that is this document. An
    ``enclosure`` goes with the first part, to ports whose receiver is a person. ``left_out``
    names the first of the ``refused_lines``. ``survival`` is there when the workbench weighs what
    it wrote.
    """

    route: Route
    report: Report
    parts: tuple[Part, ...]
    lines: int
    refused_lines: int = 0
    unchanged: bool = False
    not_before: dt.datetime | None = None
    enclosure: Enclosure | None = None
    left_out: tuple[LeftOut, ...] = ()
    survival: Survival | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The receiver's own rules refuse the document; nothing goes to it.

    ``lines`` were right all the same; they stay behind with the ``refused_lines``.
    """

    route: Route
    report: Report
    lines: int = 0
    refused_lines: int = 0


@dataclass(frozen=True, slots=True)
class OutputInvalid:
    """What the hub wrote is not valid: the hub's fault, parked, the sender not blamed."""

    route: Route
    report: Report


@dataclass(frozen=True, slots=True)
class RouteHeld:
    """The route waits for something the hub will hear of."""

    route: Route
    report: Report
    until: dt.datetime | None
    reason: str


RouteOutcome = Routed | Refused | OutputInvalid | RouteHeld


@dataclass(frozen=True, slots=True)
class Accepted:
    """The document is good; each route says what became of it there."""

    routes: tuple[RouteOutcome, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """The document cannot be used; ``reason`` is the first rule that refused it.

    ``routes`` are there when the document itself is good but every receiver refused it.
    """

    reason: str
    routes: tuple[RouteOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same document was accepted before; its answer is repeated, nothing is sent again."""

    of: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another document was accepted under the same number."""

    earlier: str


@dataclass(frozen=True, slots=True)
class Unroutable:
    """The document is good but nobody is configured to get it: loud, and an operator's work."""

    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """The whole document waits."""

    until: dt.datetime | None
    reason: str


Outcome = Accepted | Rejected | Duplicate | Conflict | Unroutable | Held


@dataclass(frozen=True, slots=True)
class Processed:
    """Everything the hub says about one document of an interchange.

    ``sha256`` is of its own bytes; None where they are not known apart from the interchange's.
    """

    document: str
    number: int
    format: FormatId | None
    summary: Summary | None
    outcome: Outcome
    report: Report
    filed: Filed | None = None
    sha256: str | None = None
