"""A replay of single documents of a file is of the same documents that were meant.

They are asked for by position. Where a newer hub takes a file apart otherwise, another document
may stand there, which nobody wanted to send again.
"""

from pathlib import Path
from typing import Any

from hub.app.workerkit import Line
from hub.errors import DocumentMoved
from hub.formats.payload import Payload
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Processed
from hub.pipeline.protocols import Archive
from hub.store.schema import document

__all__ = ["same_documents"]


def same_documents(line: Line, archive: Archive) -> Line:
    """Return the line, which refuses to end a replay with other documents than were meant.

    Raises ``DocumentMoved`` when kind and number at a position are not those that were stored;
    a document that had no number then is not compared.
    """

    def compared(envelope: Envelope, payload: Payload, folder: Path) -> list[Processed]:
        processed = line(envelope, payload, folder)
        if envelope.replay_of is not None and envelope.positions:
            meant = _meant(archive, envelope.replay_of)
            for one in processed:
                if one.number in envelope.positions and one.number in meant:
                    _compare(one, meant[one.number])
        return processed

    return compared


def _meant(archive: Archive, replayed: str) -> dict[int, tuple[str, str]]:
    """Return kinds and numbers by position, of the replays of a file the last that ended."""
    identity: str | None = replayed
    while identity is not None:
        known: dict[str, Any] | None = archive.interchange(identity)
        if known is None:
            break
        if known["documents"]:
            numbered = [one for one in known["documents"] if one["number"] is not None]
            return {one["position"]: (one["kind"], one["number"]) for one in numbered}
        identity = known["replay_of"]
    return {}


def _compare(one: Processed, meant: tuple[str, str]) -> None:
    kind, number = meant
    found = None if one.summary is None else (one.summary.kind, _kept(one.summary.id))
    if found == meant:
        return
    said = "nothing that can be read" if found is None else " ".join(filter(None, found))
    message = (
        f"document {one.number} of the file was {kind} {number} and is read as {said} now; "
        "replay the first interchange with --to PORT, or ask the sender for the document alone"
    )
    raise DocumentMoved(message)


def _kept(number: str | None) -> str | None:
    kept: str | None = None if number is None else document.c.number.type.fit(number)  # type: ignore[attr-defined]
    return kept
