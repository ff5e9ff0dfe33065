"""What goes wrong with a server."""

from pathlib import Path

__all__ = ["ServerTrouble", "last_lines"]


class ServerTrouble(Exception):
    """A server is not installed, did not start or did not answer; the text says what it printed."""


def last_lines(log: Path, count: int = 30) -> str:
    """The end of what a server wrote."""
    if not log.is_file():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
