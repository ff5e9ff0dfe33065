"""A port that a receiver fetches from, over HTTP."""

from urllib.parse import quote

from hub.pipeline.protocols import Consignment, Receipt

__all__ = ["PullPort", "content_path"]


def content_path(port: str, identity: str) -> str:
    """Return where the receiver finds a document."""
    return f"/v1/ports/{quote(port, safe='')}/documents/{identity}"


class PullPort:
    """Lays documents ready: once the receipt is written down they are in the port's list.

    Handed over means ready to be fetched. That the receiver has a document is known when it
    confirms it.
    """

    def __init__(self, port: str) -> None:
        self._port = port

    def send(self, consignment: Consignment) -> Receipt:
        """Say where the receiver finds it; the store has it already."""
        return Receipt(content_path(self._port, consignment.id))

    def flush(self) -> None:
        """Do nothing: the store is durable."""
