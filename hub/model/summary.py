"""Who, what and when: what routing, duplicate checks and the trace need of a document."""

import datetime as dt

from msgspec import Struct

from hub.model.identity import EndpointID

__all__ = ["Reply", "Summary"]


class Reply(Struct, frozen=True):
    """What an answer says of a document: its number, the meaning, and the code that was used.

    ``meaning`` is ``accepted``, ``rejected``, ``queried``, ``paid`` or ``noted``. ``kinds`` are
    those that the document may be of, any where the answer does not say; ``issued`` and
    ``version`` tell editions of one number apart.
    """

    number: str
    meaning: str
    code: str
    kinds: tuple[str, ...] = ()
    issued: dt.date | None = None
    version: str | None = None


class Summary(Struct, frozen=True, omit_defaults=True):
    """The few facts that every document has, whatever its format.

    ``sender`` and ``receiver`` hold every address the document gives for that side, the
    endpoint first; both are empty when the document does not say. ``kind`` is the middle
    part of the format id (``catalogue``, ``invoice``, ...). ``agreement`` is the contract
    a catalogue belongs to; ``ports`` names the customer ports a sender asked for.
    ``references`` are kind and number of the other documents of the purchase that it names; the
    kind is empty where the document does not say what they are. ``replies`` is what an answer
    says of them, ``unnoted`` how many more it speaks of than the hub notes.
    ``envelope`` is what the reader noted of the sender's own envelope, for answers by the same
    mapping folder.
    """

    kind: str
    id: str | None = None
    version: str | None = None
    issue_date: dt.date | None = None
    sender: tuple[EndpointID, ...] = ()
    receiver: tuple[EndpointID, ...] = ()
    agreement: str | None = None
    ports: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    replies: tuple[Reply, ...] = ()
    unnoted: int = 0
    envelope: tuple[str, ...] = ()
