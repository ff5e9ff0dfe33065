"""What travels on the hub's own queues: references, never documents."""

import datetime as dt
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec import Struct
from msgspec.structs import replace

__all__ = [
    "DESK",
    "ClaimCheck",
    "Envelope",
    "document_id",
    "of_document",
    "output_id",
    "own_ports",
    "route_name",
]

DESK = "desk"
"""The channel of what is only asked about: nothing is sent, kept or remembered."""

DOCUMENT = "document="
"""Begins what asks for a port for one document of an interchange, in the place of a port."""

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:procurement-hub")


class ClaimCheck(Struct, frozen=True):
    """Where a stored payload is; only good together with its tenant."""

    tenant: str
    blob: str
    sha256: str
    size: int
    media_type: str | None = None


class Envelope(Struct, frozen=True):
    """One accepted interchange on its way to a worker. Partners can never write one."""

    interchange: str
    """Random id given at intake."""
    accept_number: int
    """Order of acceptance; deliveries of a lane keep it."""
    account: str
    tenant: str
    channel: str
    name: str
    accepted_at: dt.datetime
    payload: ClaimCheck
    attempt: int = 1
    replay_of: str | None = None
    ports: tuple[str, ...] = ()
    """On a replay: only these; empty means all. Ports, parties, or single routes of a port
    (``route_name``): members of a network and agreements share ports; each for one document of
    the interchange where it says so (``of_document``)."""
    positions: tuple[int, ...] = ()
    """On a replay: only these documents of the interchange; empty means all."""
    onwards: int | None = None
    """On a replay of some documents: this one and all after it as well. Where reading broke off
    nobody knows yet how many follow."""

    @property
    def first(self) -> int:
        """The first document of the interchange that is asked for."""
        return min(self.positions, default=1)

    def wants(self, number: int) -> bool:
        """Whether the n-th document of the interchange is asked for."""
        return (
            not self.positions
            or number in self.positions
            or (self.onwards is not None and number >= self.onwards)
        )

    def reaches(self, number: int) -> bool:
        """Whether anything is asked for from the n-th document on."""
        return not self.positions or self.onwards is not None or max(self.positions) >= number

    def of_document(self, number: int) -> "Envelope":
        """Return what holds for the n-th document: its own ports, else those named for all."""
        ports = own_ports(self.ports, number)
        return self if ports == self.ports else replace(self, ports=ports)

    def encode(self) -> bytes:
        """Return the queue form."""
        return msgspec.json.encode(self)

    @classmethod
    def decode(cls, data: bytes) -> "Envelope":
        """Read the queue form; raises ``msgspec.DecodeError``."""
        return msgspec.json.decode(data, type=cls)


def route_name(port: str, receiver: str, agreement: str | None) -> str:
    """Name one of the routes that a port carries: ``net.catalogues#town#A-1``."""
    return f"{port}#{receiver}" if agreement is None else f"{port}#{receiver}#{agreement}"


def of_document(number: int, port: str) -> str:
    """Ask for a port for the n-th document only: ``document=2/net.catalogues#town``."""
    return f"{DOCUMENT}{number}/{port}"


def own_ports(ports: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Return what ports are asked for the n-th document, else those asked for all of them."""
    prefix = f"{DOCUMENT}{number}/"
    own = tuple(port.removeprefix(prefix) for port in ports if port.startswith(prefix))
    return own or tuple(port for port in ports if not port.startswith(DOCUMENT))


def document_id(interchange: str, number: int) -> str:
    """Name the n-th document of an interchange, the same at every attempt."""
    return str(uuid5(_NAMESPACE, f"document/{interchange}/{number}"))


def output_id(document: str, port: str, mapping: str, part: int, replay: str | None = None) -> str:
    """Name an output: not of time, worker or attempt, so that a repeat is recognised.

    An operator's replay is a new output on purpose and gets a name of its own.
    """
    name = f"output/{document}/{port}/{mapping}/{part}"
    return str(uuid5(_NAMESPACE, name if replay is None else f"{name}/{replay}"))
