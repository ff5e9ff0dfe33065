"""Ways in, back and out, built from accounts and ports as configured."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from hub.amqp.consumer import Consumer
from hub.amqp.link import LinkWatch
from hub.amqp.publisher import Publisher
from hub.amqp.topology import INTAKE_QUEUES
from hub.app.means import Means
from hub.app.register import Register
from hub.errors import ConfigurationError
from hub.intake.folder import FolderIntake
from hub.intake.http import HttpIntake
from hub.intake.queue import QueueIntake
from hub.pipeline.party import Port
from hub.pipeline.protocols import Checkpoint, Clock, Consignment, Intake, OutPort
from hub.ports.folder import FolderPort
from hub.ports.letter import Letter
from hub.ports.mail import MailPort
from hub.ports.mailserver import MailServer
from hub.ports.pull import PullPort, content_path
from hub.ports.push import PushPort
from hub.ports.queue import QueuePort
from hub.telemetry.logs import log_of

__all__ = ["Ways"]

QUEUES = "queues"
"""Name of the one way in that serves every account on the broker."""

AT_HAND = 1
"""Documents of one intake queue at hand: of several, the broker may bring later ones first when
it brings them again, and a sender's order would be lost. Other queues are taken beside it."""
PUSH_WITHIN = 30.0
"""Seconds that one post may take, unless the port says otherwise."""


class Ways:
    """Every way in and out of an installation, each made once, when it is first needed.

    Args:
        register: the accounts and ports.
        means: servers and limits.
        workshop: where what comes in is kept until it is accepted.
        clock: the time.
        checkpoint: told each instructive moment.
        watch: gives who is told about links to the broker.
    """

    def __init__(
        self,
        register: Register,
        means: Means,
        workshop: Path,
        clock: Clock,
        checkpoint: Checkpoint,
        watch: Callable[[], LinkWatch],
    ) -> None:
        self._register = register
        self._means = means
        self._workshop = workshop
        self._clock = clock
        self._checkpoint = checkpoint
        self._watch = watch
        self._inwards: dict[str, Intake] | None = None
        self._back: dict[str, Intake] | None = None
        self._outwards: dict[str, OutPort] | None = None

    def inwards(self) -> Mapping[str, Intake]:
        """Return the ways that are looked into, by name; HTTP comes by itself.

        Raises ``ConfigurationError`` when an account needs a broker and there is none.
        """
        if self._inwards is None:
            folders = self._folders()
            self._inwards = dict(folders)
            if any(account.kind == "queue" for account in self._register.accounts):
                self._inwards[QUEUES] = self._queues()
        return self._inwards

    def back(self) -> Mapping[str, Intake]:
        """Return the ways on which answers go back to their senders, by account."""
        if self._back is None:
            http = (account for account in self._register.accounts if account.kind == "http")
            self._back = {**self._folders(), **{one.key: HttpIntake(one.key) for one in http}}
        return self._back

    def outwards(self) -> Mapping[str, OutPort]:
        """Return every way out; raises ``ConfigurationError`` for what lacks its server."""
        if self._outwards is None:
            makers: Mapping[str, Callable[[Port], OutPort]] = {
                "folder": lambda port: FolderPort(Path(port.settings["path"]), self._checkpoint),
                "queue": lambda port: QueuePort(self._publisher, port, self._link),
                "http": self._push,
                "pull": lambda port: PullPort(port.key),
                "mail": self._mail,
            }
            self._outwards = _built(self._register.ports, makers)
        return self._outwards

    def close(self) -> None:
        """Let go of the broker."""
        if self._inwards is not None and isinstance(way := self._inwards.get(QUEUES), QueueIntake):
            way.close()
        if "_publisher" in self.__dict__:
            self._publisher.close()

    def _folders(self) -> dict[str, Intake]:
        return {
            account.key: FolderIntake(
                account.key,
                Path(account.settings["path"]),
                self._workshop,
                self._clock,
                settle=self._means.settle,
                checkpoint=self._checkpoint,
                closed=_tell_closed,
            )
            for account in self._register.accounts
            if account.kind == "folder"
        }

    def _queues(self) -> QueueIntake:
        broker = self._means.broker
        if broker is None:
            named = [one.key for one in self._register.accounts if one.kind == "queue"]
            raise ConfigurationError(
                [f"account {key}: is a queue of a broker; set HUB_BROKER_URL" for key in named]
            )
        consumer = Consumer(broker, "intake", INTAKE_QUEUES, prefetch=AT_HAND, watch=self._watch())
        known = frozenset(one.key for one in self._register.accounts)
        return QueueIntake(consumer, known, _tell_stray)

    @cached_property
    def _publisher(self) -> Publisher:
        broker = self._means.broker
        if broker is None:
            raise ConfigurationError(["a port is a queue of a broker; set HUB_BROKER_URL"])
        return Publisher(broker, "ports", watch=self._watch())

    def _link(self, consignment: Consignment) -> str | None:
        """Return where a customer fetches what is too long for its queue.

        None when it could not: the port has no keys, or nobody said how the hub is reached.
        """
        base = self._means.public_url
        port = self._register.port(consignment.port)
        if base is None or port is None or not port.settings.get("keys"):
            return None
        return f"{base}{content_path(consignment.port, consignment.id)}"

    def _push(self, port: Port) -> OutPort:
        settings = port.settings
        return PushPort(
            settings["url"],
            self._clock,
            secret_file=settings.get("secret_file"),
            timeout=settings.get("timeout", PUSH_WITHIN),
            allow_private=settings.get("allow_private", False),
        )

    def _mail(self, port: Port) -> OutPort:
        if self._means.smtp_url is None or self._means.mail_from is None:
            raise ConfigurationError(
                [f"port {port.key}: sends mail; set HUB_SMTP_URL and HUB_MAIL_FROM"]
            )
        letter = Letter(
            self._means.mail_from,
            port.settings["to"],
            self._clock,
            subject=port.settings.get("subject"),
            language=port.settings.get("language", "en"),
        )
        return MailPort(MailServer.parse(self._means.smtp_url), letter)


def _tell_stray(exchange: str) -> None:
    log_of("intake").warning("no-such-account", exchange=exchange)


def _tell_closed(path: Path) -> None:
    log_of("intake").warning("file-not-readable", path=str(path))


def _built(
    ports: Iterable[Port], makers: Mapping[str, Callable[[Port], OutPort]]
) -> dict[str, OutPort]:
    built = {}
    mistakes: list[str] = []
    for port in ports:
        try:
            built[port.key] = makers[port.kind](port)
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(mistakes)
    return built
