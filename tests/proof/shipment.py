"""What a sender is given to send."""

from dataclasses import dataclass

__all__ = ["Shipment"]


@dataclass(frozen=True, slots=True)
class Shipment:
    """One document, with the lane and port that it is meant for."""

    document: str
    lane: str
    port: str
    contents: bytes
