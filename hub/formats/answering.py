"""Answers to a sender in its own standard: what is answered, and who knows how to say it.

A mapping folder whose senders expect such answers has ``answering.py`` with a function::

    def answer(matter: Matter) -> Answered | None: ...

It says of which kind the answer is, and gives its head in the words of the format. A folder
whose standard also answers a file as a whole has ``receipt`` beside it::

    def receipt(matters: Sequence[Matter]) -> Answered | None: ...
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.formats.folder import Folder
from hub.model.applicationresponse import ApplicationResponse
from hub.model.context import PartyCard
from hub.model.identity import EndpointID

__all__ = [
    "Answered",
    "Answering",
    "Matter",
    "Receipt",
    "Side",
    "Verdict",
    "answering_of",
    "receipt_of",
]

Verdict = Literal["taken", "partly", "unusable", "refused"]
"""Taken by everybody, whole; taken, but not yet, not whole or not by all whom it was for; not a
document that can be used (syntax, schema, nobody to get it); against a rule.

Standards have no word for the second: what says no more than that the document came is used.
"""


@dataclass(frozen=True, slots=True)
class Side:
    """Who answers or is answered: its configuration, and the address the document has for it."""

    card: PartyCard
    address: EndpointID


@dataclass(frozen=True, slots=True)
class Matter:
    """A document that ended, and what its sender has to be told.

    ``id`` and ``uuid`` are those of the answer, ``kind``, ``version``, ``number`` and
    ``issued`` those of the document; ``words`` are sentences in the sender's language, few
    enough for a description. ``envelope`` is what the document's reader noted of the sender's
    own; only where it noted something may there be no ``number``.
    """

    id: str
    uuid: str
    day: dt.date
    verdict: Verdict
    words: tuple[str, ...]
    kind: str
    version: str
    number: str
    issued: dt.date | None
    sender: Side
    receiver: Side
    envelope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its kind and version among the formats of the folder, and its head."""

    kind: str
    version: str
    head: ApplicationResponse


Answering = Callable[[Matter], Answered | None]
Receipt = Callable[[Sequence[Matter]], Answered | None]


def answering_of(folder: Folder) -> Answering | None:
    """Return how a folder answers its senders; None where it does not."""
    found: Answering | None = getattr(folder.module("answering"), "answer", None)
    return found


def receipt_of(folder: Folder) -> Receipt | None:
    """Return how a folder answers a file as a whole; None where it does not."""
    found: Receipt | None = getattr(folder.module("answering"), "receipt", None)
    return found
