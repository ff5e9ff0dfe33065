"""A port that is a queue of the broker, which the receiver reads."""

from collections.abc import Callable

import msgspec

from hub.amqp.publisher import Fate, Publication, Publisher
from hub.amqp.topology import PORTS, port_queue
from hub.disk import safe_name
from hub.errors import BrokerUnavailable, PortRefused, PortUnavailable, StoreUnavailable
from hub.pipeline.party import Port
from hub.pipeline.protocols import Consignment, Receipt

__all__ = ["LINK", "QueuePort"]

LINK = "application/vnd.procurement-hub.link+json"
"""Media type of a message that says where a document is, in place of the document."""
MOST = 8
MEBI = 1 << 20
SOON = 1.0
"""Seconds after which a full queue, or a broker that is away, is tried again."""


class QueuePort:
    """Publishes each document as one message, under the same id at every attempt.

    Handed over means confirmed by the broker. A queue that is full, or gone, stops its
    lanes until it takes documents again, so their order stays.

    Args:
        publisher: a connection for publishing.
        port: with ``max_body``, MiB up to which a message is the document itself.
        link: returns where a longer document is fetched; None where nobody can.
    """

    def __init__(
        self, publisher: Publisher, port: Port, link: Callable[[Consignment], str | None]
    ) -> None:
        self._publisher = publisher
        self._queue = port_queue(port.key)
        self._most = port.settings.get("max_body", MOST) * MEBI
        self._link = link

    def send(self, consignment: Consignment) -> Receipt:
        """Publish; raises ``PortUnavailable``, or ``PortRefused`` when it is too long to send."""
        publication = self._publication(consignment)
        try:
            (fate,) = self._publisher.publish([publication])
        except BrokerUnavailable as error:
            raise PortUnavailable(str(error), SOON) from error
        match fate:
            case Fate.KEPT:
                return Receipt(self._queue, consignment.id)
            case Fate.REFUSED:
                raise PortUnavailable(f"queue {self._queue} is full", SOON)
            case Fate.RETURNED:
                raise PortUnavailable(f"there is no queue {self._queue}; type: hub topology apply")
            case _:
                trouble = self._publisher.trouble or "it was too slow"
                raise PortUnavailable(
                    f"the broker did not say whether it keeps the document: {trouble}", SOON
                )

    def flush(self) -> None:
        """Do nothing: what the broker confirmed it keeps."""

    def _publication(self, consignment: Consignment) -> Publication:
        payload = consignment.payload
        body, media_type = self._body(consignment)
        return Publication(
            PORTS,
            self._queue,
            body,
            consignment.id,
            consignment.family or consignment.kind,
            content_type=media_type,
            headers={
                "name": safe_name(consignment.name),
                "document": consignment.document or "",
                "interchange": consignment.interchange,
                "lane": consignment.lane,
                "number": consignment.number,
                "sha256": payload.sha256,
                "size": payload.size,
            },
        )

    def _body(self, consignment: Consignment) -> tuple[bytes, str]:
        """Return the message: the document, or where to fetch one that is too long."""
        payload = consignment.payload
        if payload.size <= self._most:
            try:
                with payload.open() as stream:
                    return stream.read(), consignment.media_type
            except OSError as error:
                raise StoreUnavailable(f"{consignment.name} could not be read: {error}") from error
        href = self._link(consignment)
        if href is None:
            raise PortRefused(
                f"{consignment.name} has {payload.size / MEBI:.1f} MiB, a message at most "
                f"{self._most // MEBI}; set HUB_LISTEN or HUB_PUBLIC_URL, so that it can be "
                "fetched over HTTP, then replay it"
            )
        told = {
            "id": consignment.id,
            "name": safe_name(consignment.name),
            "media_type": consignment.media_type,
            "size": payload.size,
            "sha256": payload.sha256,
            "href": href,
        }
        return msgspec.json.encode(told), LINK
