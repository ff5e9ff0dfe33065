"""What a hub stands on besides its home folder: servers, names and limits."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from hub.amqp.address import BrokerAddress
from hub.app.limits import Limits
from hub.app.settings import Settings

__all__ = ["Means"]

MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class Means:
    """What is there to work with; as it stands, everything is embedded.

    Attributes:
        broker: RabbitMQ; None is the queue in the store's database.
        database: address of PostgreSQL; None is SQLite in the home folder.
        payloads: folder for large payloads; None is one in the home folder.
        node: this installation's name among those that share a database.
        settle: seconds that a dropped file must stay unchanged before it is taken.
        patience: seconds to wait for another writer of the embedded database.
        limits: what one document may use.
        listen: where HTTP is served, ``host:port``; None: nowhere.
        max_body: bytes that a document sent through the broker may have.
        max_upload: bytes that a document sent over HTTP may have.
        public_url: how others reach the hub's HTTP, for links; None: they cannot.
        smtp_url: the mail server.
        mail_from: the sender's address of mails.
    """

    broker: BrokerAddress | None = None
    database: str | None = field(default=None, repr=False)
    payloads: Path | None = None
    node: str = "hub"
    settle: float = 2.0
    patience: float = 10.0
    limits: Limits = field(default_factory=Limits)
    listen: str | None = None
    max_body: int = 8 * MEBI
    max_upload: int = 1024 * MEBI
    public_url: str | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what the settings name; raises ``ConfigurationError`` for unusable addresses."""
        broker = settings.broker_url
        return cls(
            broker=None if broker is None else BrokerAddress.parse(broker),
            database=settings.database_url,
            payloads=settings.payload_folder,
            node=settings.node,
            settle=settings.settle,
            limits=Limits(
                memory=int(settings.document_memory * MEBI), seconds=settings.document_seconds
            ),
            listen=settings.listen,
            max_body=int(settings.max_body * MEBI),
            max_upload=int(settings.max_upload * MEBI),
            public_url=settings.public_url,
            smtp_url=settings.smtp_url,
            mail_from=settings.mail_from,
        )
