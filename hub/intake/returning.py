"""How a drop folder hands a file back to its sender with the report beside it."""

from pathlib import Path

import msgspec

from hub.disk import LONGEST_NAME, safe_name, write_whole
from hub.errors import Defect
from hub.pipeline.protocols import Checkpoint, Consignment, Receipt

__all__ = ["hand_back", "taken_as"]

REPORT = ".report.json"
TEXT = ".report.txt"
LONGEST_REPORT = 64 << 20
"""Bytes of a report; findings are capped, so the hub writes none that long."""


class _Owner(msgspec.Struct):
    interchange: str = ""


def taken_as(folder: Path, interchange: str, name: str) -> Path:
    """Return where a file waits while the hub has it in hand."""
    return folder / "taken" / f"{interchange}~{safe_name(name)}"


def hand_back(folder: Path, answer: Consignment, checkpoint: Checkpoint | None) -> Receipt:
    """Write the report, its text, and move the file beside them; every step may be repeated.

    The report goes first: it names its interchange, and so claims the name for it.
    """
    if answer.companion is None or answer.verdict is None:
        raise Defect(f"answer {answer.id} has no text or no verdict")
    target = folder / answer.verdict
    name = _claim(target, answer)
    if checkpoint is not None:
        checkpoint("answer.report-written")
    with answer.companion.open() as text:
        write_whole(target / f"{name}{TEXT}", text)
    place = taken_as(folder, answer.interchange, answer.name)
    if place.exists():
        place.rename(target / name)
        if checkpoint is not None:
            checkpoint("answer.file-moved")
    return Receipt(str(target / name))


def _claim(target: Path, answer: Consignment) -> str:
    """Write the report under the file's own name, or beside it when that is another's."""
    plain = safe_name(answer.name, LONGEST_NAME)
    stem, dot, ending = plain.rpartition(".")
    stem, ending = (stem, f".{ending}") if dot else (plain, "")
    for name in (plain, f"{stem}~{answer.interchange[:8]}{ending}"):
        report = target / f"{name}{REPORT}"
        if not report.exists():
            if (target / name).exists():
                continue
            with answer.payload.open() as source:
                write_whole(report, source)
            return name
        if _owner(report) == answer.interchange:
            return name
    raise Defect(f"{target / plain}: both names for interchange {answer.interchange} are taken")


def _owner(report: Path) -> str | None:
    """Return whose report it is; None for what the hub did not write."""
    if report.is_symlink() or report.stat().st_size > LONGEST_REPORT:
        return None
    try:
        return msgspec.json.decode(report.read_bytes(), type=_Owner).interchange
    except msgspec.MsgspecError:
        return None
