"""One output in the making: written line by line, closed, and checked before it may leave."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from hub.errors import Defect
from hub.formats.document import Part
from hub.formats.format import Format
from hub.formats.registry import Formats
from hub.formats.xmlwriter import XmlWriter
from hub.model.context import RouteContext
from hub.model.report import Report
from hub.pipeline.addressing import addressed
from hub.pipeline.roundtrip import RoundTrip, Survival

__all__ = ["Conversion"]


class Conversion:
    """A document being written in another format.

    What the format cannot hold goes to the losses of ``report``. Raises ``Defect`` when the
    target cannot be written at all; ask ``target.writer`` first. With ``weighs`` the output is
    read back when it is finished, and compared with what was written.
    """

    survival: Survival | None = None

    def __init__(
        self,
        target: Format,
        header: Struct,
        context: RouteContext,
        report: Report,
        folder: Path,
        formats: Formats,
        *,
        weighs: bool = False,
    ) -> None:
        if target.writer is None:
            message = f"{target.id} cannot be written"
            raise Defect(message)
        self.target = target.id
        self._target = target
        self._formats = formats
        self._personal = report.losses.personal
        if not isinstance(target.writer, XmlWriter):
            # That one makes the folder itself, when its output is too large for memory.
            folder.mkdir(parents=True, exist_ok=True)
        header = addressed(header, context, report.losses)
        self._losses = report.losses
        self._trip = RoundTrip(header) if weighs else None
        self._writing = target.writer.start(header, context, report.losses, folder)

    def take(self, body: Any) -> None:
        """Write one line."""
        self._losses.at_lines = True
        if self._trip is not None:
            self._trip.take(body)
        self._writing.take(body)

    def finish(self, *, crowded: bool = False) -> tuple[tuple[Part, ...], Report]:
        """Close the output; return its files and what checking them found.

        ``crowded`` says that many documents are in hand, whose outputs shall not be in memory.
        """
        parts = tuple(self._writing.finish())
        checked = Report(
            ", ".join(part.name for part in parts),
            str(self._target.id),
            personal=self._personal,
        )
        for part in parts:
            self._formats.validate_part(part, self._target, checked)
        if self._trip is not None and checked.valid:
            self.survival = self._trip.compare(parts, self._target, self._losses)
        return tuple(part.on_disk() for part in parts) if crowded else parts, checked

    def discard(self) -> None:
        """Remove what was written."""
        self._writing.discard()
