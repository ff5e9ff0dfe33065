"""What a hub and the process that runs stylesheets say to each other: lengths and messages."""

from typing import IO, Final

import msgspec
from msgspec import Struct

from hub.model.sentence import Sentence

__all__ = ["Answer", "Question", "read_frame", "write_frame"]

_LENGTH: Final = 4


class Question(Struct, frozen=True):
    """A document to be judged by a stylesheet; ``sheet`` is empty where it was sent before.

    ``seconds`` is the processor time it may take.
    """

    key: str
    sheet: bytes
    document: bytes
    seconds: int


class Answer(Struct, frozen=True):
    """The ids of broken rules, or why there is no verdict.

    ``advice`` are those of ``ids`` of which the report itself says that they refuse nothing.
    """

    ids: tuple[str, ...] = ()
    trouble: Sentence | None = None
    advice: tuple[str, ...] = ()


def write_frame(stream: IO[bytes], message: Struct) -> None:
    """Write a message; it is through when this returns."""
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(_LENGTH) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next message as it came; None where the other side is gone."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head)
    data = stream.read(size)
    return data if len(data) == size else None
