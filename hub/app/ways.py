"""Ways in, back and out, built from accounts and ports as configured."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from hub.amqp.consumer import Consumer
from hub.amqp.publisher import Publisher
from hub.amqp.topology import intake_queues
from hub.app.means import Means
from hub.app.register import Register
from hub.errors import ConfigurationError
from hub.intake.folder import FolderIntake
from hub.intake.http import HttpIntake
from hub.intake.queue import QueueIntake
from hub.pipeline.party import Account, Port
from hub.pipeline.protocols import Checkpoint, Clock, Consignment, Intake, OutPort
from hub.ports.folder import FolderPort
from hub.ports.mail import MailPort
from hub.ports.pull import PullPort
from hub.ports.push import PushPort
from hub.ports.queue import QueuePort

__all__ = ["Ways"]

QUEUES = "queues"
"""Name of the one way in that serves every account on the broker."""

W = TypeVar("W")


class _Built(Protocol):
    """An account or a port."""

    @property
    def key(self) -> str:
        """Its name."""

    @property
    def kind(self) -> str:
        """How it works."""


class Ways:
    """Every way in and out of an installation, each made once, when it is first needed.

    Args:
        register: the accounts and ports.
        means: servers and limits.
        workshop: where what comes in is kept until it is accepted.
        clock: the time.
        checkpoint: told each instructive moment.
    """

    def __init__(
        self,
        register: Register,
        means: Means,
        workshop: Path,
        clock: Clock,
        checkpoint: Checkpoint,
    ) -> None:
        self._register = register
        self._means = means
        self._workshop = workshop
        self._clock = clock
        self._checkpoint = checkpoint
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
                "http": PushPort.of,
                "pull": lambda _: PullPort(),
                "mail": self._mail,
            }
            self._outwards = _build("port", self._register.ports, makers)
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
        consumer = Consumer(broker, f"{self._means.node}/intake", intake_queues())
        return QueueIntake(consumer, frozenset(one.key for one in self._register.accounts))

    @cached_property
    def _publisher(self) -> Publisher:
        broker = self._means.broker
        if broker is None:
            raise ConfigurationError(["a port is a queue of a broker; set HUB_BROKER_URL"])
        return Publisher(broker, f"{self._means.node}/ports")

    def _link(self, consignment: Consignment) -> str | None:
        """Return where a customer fetches what is too long for its queue."""
        base = self._means.public_url
        if base is None:
            return None
        return f"{base}/v1/ports/{consignment.port}/documents/{consignment.id}"

    def _mail(self, port: Port) -> OutPort:
        if self._means.smtp_url is None or self._means.mail_from is None:
            raise ConfigurationError(
                [f"port {port.key}: sends mail; set HUB_SMTP_URL and HUB_MAIL_FROM"]
            )
        return MailPort.of(port, self._means.smtp_url, self._means.mail_from)


def _build(
    what: str, wanted: Iterable[Port] | Iterable[Account], makers: Mapping[str, Callable[[W], OutPort]]
) -> dict[str, OutPort]:
    built = {}
    mistakes: list[str] = []
    for one in wanted:
        maker = makers.get(one.kind)
        if maker is None:
            known = ", ".join(makers)
            mistakes.append(f"{what} {one.key}: kind {one.kind!r} is not known; use {known}")
            continue
        try:
            built[one.key] = maker(one)  # type: ignore[arg-type]
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(mistakes)
    return built
