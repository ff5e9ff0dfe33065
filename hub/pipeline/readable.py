"""The readable side of a delivery to a person: gathered line by line, made at the end."""

from typing import Any, cast

from msgspec import Struct

from hub.model.finding import Finding
from hub.model.sentence import Language
from hub.pipeline.enclosure import Enclosure
from hub.pipeline.party import Port

__all__ = ["BODIES", "Readable", "readable"]

BODIES = ("xml", "pdf")
"""What a port may ask for: the document with a covering text, or a PDF as well."""

MOST_LINES = 10_000
"""More would be a longer PDF than there may be, so they are not even kept."""


class Readable:
    """Keeps what is delivered until it can be shown."""

    def __init__(self, kind: str, header: Struct, port: Port) -> None:
        self._kind = kind
        self._header = header
        self._language = cast(Language, port.settings.get("language", "en"))
        self._paper = port.settings["body"] == "pdf"
        self._lines: list[Any] = []
        self._many = 0

    def take(self, body: Any) -> None:
        """Keep one line."""
        self._many += 1
        if self._many <= MOST_LINES:
            self._lines.append(body)

    def finish(self) -> Enclosure | Finding:
        """Return the enclosure, or what keeps the document from being shown."""
        # Two seconds of libraries, which only those who send to people need.
        from hub.render.rendering import render, too_long  # noqa: PLC0415

        if self._many > MOST_LINES:
            return too_long()
        page = render(self._kind, self._header, self._lines, self._language, paper=self._paper)
        if isinstance(page, Finding):
            return page
        return Enclosure(page.number, page.subject, page.text, page.pdf or None)


def readable(kind: str, header: Struct | None, port: Port) -> Readable | None:
    """Return what gathers the readable side; None where the port asks for none."""
    if header is None or port.settings.get("body") not in BODIES:
        return None
    return Readable(kind, header, port)
