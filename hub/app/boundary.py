"""The one place that decides what trouble means: acknowledge, wait or park.

===========================  ==========================================================
trouble                      meaning for the document in hand
===========================  ==========================================================
none                         its outcome stands
``TransientError``           wait: the world is in the way, not the document
``TooEarly``                 wait a moment, for the sender's earlier document
``SchemasMissing``           wait: the installation is not complete yet
``MemoryError``,             stopped at a limit: alone once more, then rejected
``LimitReached``
``Fenced``                   drop: somebody else has it now
any other ``HubError``       park: an operator repairs and replays
anything else                park as a defect of the hub; the sender is not blamed
===========================  ==========================================================
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from hub.errors import (
    Defect,
    Fenced,
    HubError,
    LimitReached,
    SchemasMissing,
    TransientError,
)
from hub.telemetry.logs import log_of

__all__ = ["Done", "Drop", "Fate", "Park", "Stopped", "Wait", "attempt", "definite", "loggable"]

LONGEST_ERROR = 500
DEFECT = "defect"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """It worked."""

    value: T


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again later; after ``seconds``, where the other side said how long."""

    error: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Park:
    """Put it before an operator."""

    reason: str
    error: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """It used more than one document may use."""

    resource: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave it alone: it is somebody else's now."""

    error: str


Fate = Wait | Park | Stopped | Drop


def attempt(work: Callable[[], T]) -> Done[T] | Fate:
    """Do something for a document and say what became of it; raises nothing."""
    try:
        return Done(work())
    except Exception as error:  # noqa: BLE001 - the one place: whatever it is, it gets a meaning
        return _meaning(error)


def definite(work: Callable[[], T]) -> T:
    """Do something and return what it returns; whatever else it raises, it raises a ``HubError``.

    For those who take trouble of the hub apart from a defect and have no document in hand.
    """
    try:
        return work()
    except HubError:
        raise
    except Exception as error:
        log_of("boundary").error("defect", exc_info=error)
        raise Defect(f"{type(error).__name__}: {_said(error)}") from error


def loggable(fate: Fate) -> str:
    """Return a fate in words for the log.

    What a defect says may hold contents of the document: it stands in the archive only,
    where `hub parked` shows it to operators.
    """
    if isinstance(fate, Park) and fate.reason == DEFECT:
        return f"Park(reason={DEFECT!r})"
    return str(fate)


def _meaning(error: Exception) -> Fate:
    match error:
        case TransientError():
            return Wait(_said(error), error.retry_after)
        case SchemasMissing():
            return Wait(_said(error))
        case Fenced():
            return Drop(_said(error))
        case MemoryError() | LimitReached():
            return Stopped("memory" if isinstance(error, MemoryError) else _said(error))
        case HubError():
            return Park(_reason(error), _said(error))
        case _:
            log_of("boundary").error("defect", exc_info=error)
            return Park(DEFECT, f"{type(error).__name__}: {_said(error)}")


def _reason(error: HubError) -> str:
    letters = type(error).__name__
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in letters).lstrip("-")


def _said(error: Exception) -> str:
    return str(error)[:LONGEST_ERROR]
