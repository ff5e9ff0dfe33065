"""What a worker works with, and when it has had enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.app.answer import Answering
from hub.app.instruments import Instruments
from hub.app.limits import Limits
from hub.formats.payload import Payload
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Processed
from hub.pipeline.party import Directory

__all__ = ["Equipment", "Line", "WornOut"]


class WornOut(Exception):
    """This process ran out of memory and should be replaced by a fresh one."""


Line = Callable[[Envelope, Payload, Path], list[Processed]]
"""The whole business: ``hub.pipeline.process`` with its workbench."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a worker works with; ``workshop`` is a folder of its own.

    ``max_body`` is what a document may have, in bytes, that came through the broker;
    ``rejudge`` hands in again what waited for another document, and returns how much.
    """

    line: Line
    answering: Answering
    directory: Directory
    versions: Callable[[], Mapping[str, str]]
    workshop: Path
    limits: Limits = field(default_factory=Limits)
    max_body: int = 8 << 20
    instruments: Instruments = field(default_factory=Instruments.of)
    rejudge: Callable[[], int] = int
