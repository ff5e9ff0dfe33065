"""The hub's own trouble, as a tree.

Trouble with a *document* is never an exception: it is a ``Finding`` in a ``Report``.
What is raised from here means that the hub, its configuration or the world around it
failed, and exactly one place (``hub.app.boundary``) decides what that means for the
document in hand.

::

    HubError
    +-- ConfigurationError     what an operator wrote is wrong; every mistake is listed
    |   +-- MappingError       the same, in a mapping folder
    |   +-- SchemasMissing     ``hub schemas install`` has not been run
    +-- TransientError         the same call may succeed later; the only kind that is retried
    |   +-- StoreUnavailable   the database did not answer or was locked too long
    |   +-- BrokerUnavailable  the message broker did not answer, or did not keep a message
    |   +-- TooEarly           an earlier document of the same sender is still being worked on
    |   +-- PortUnavailable    a way out did not answer, or refused for now
    +-- PermanentError         the same call will never succeed
    |   +-- PortRefused        a way out refused this one document for good
    |   +-- DocumentMoved      another document stands where the one to replay stood
    +-- LimitReached           a document used more time or memory than a worker may
    +-- Fenced                 another process has taken this lane or lease over
    +-- Defect                 the hub broke its own promise (a bug: park, alert, never blame)
        +-- ContentGone        what the hub kept is lost, damaged or not readable any more
"""

from collections.abc import Sequence

__all__ = [
    "BrokerUnavailable",
    "ConfigurationError",
    "ContentGone",
    "Defect",
    "DocumentMoved",
    "Fenced",
    "HubError",
    "LimitReached",
    "MappingError",
    "PermanentError",
    "PortRefused",
    "PortUnavailable",
    "SchemasMissing",
    "StoreUnavailable",
    "TooEarly",
    "TransientError",
]


class HubError(Exception):
    """Something is wrong with the hub or the world, not with a document."""


class ConfigurationError(HubError):
    """What an operator wrote cannot be used.

    Args:
        mistakes: one sentence each, starting with file and key; all of them at once,
            so that nobody has to repair and rerun mistake by mistake.
    """

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class MappingError(ConfigurationError):
    """A mapping folder cannot be used."""


class SchemasMissing(ConfigurationError):
    """A schema set is not installed where the hub looks for it."""


class TransientError(HubError):
    """The same call may succeed later.

    Args:
        message: what is in the way, for an operator.
        retry_after: seconds after which to try again, where that is known.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class StoreUnavailable(TransientError):
    """The database did not answer, or stayed locked longer than its time limit."""


class TooEarly(TransientError):
    """An earlier document of the same sender is still being worked on, and this one needs it."""


class BrokerUnavailable(TransientError):
    """The message broker did not answer, or would not keep a message for now."""


class PortUnavailable(TransientError):
    """A way out did not answer, or refused for the time being."""


class PermanentError(HubError):
    """The same call will never succeed."""


class PortRefused(PermanentError):
    """A way out refused this one document for good."""


class DocumentMoved(PermanentError):
    """Another document stands where the one that is to be replayed stood in its file."""


class LimitReached(HubError):
    """A document used more time or memory than a worker may spend on it."""


class Fenced(HubError):
    """Another process owns this lane or lease now; what was done here must not be written."""


class Defect(HubError):
    """The hub broke one of its own promises, for example by writing an invalid document."""


class ContentGone(Defect):
    """What the hub kept of an earlier document is lost, damaged or cannot be read any more."""
