"""The mail server that the hub hands its mails to."""

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import unquote, urlsplit

from hub.errors import ConfigurationError
from hub.ports.deadline import Deadline

__all__ = ["MailServer"]

PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """An address such as ``smtp://user:password@host:587`` or ``smtps://host``.

    ``smtps`` is encrypted from the first byte. ``smtp`` has to become so by STARTTLS, except
    on this machine, or where ``?tls=no`` says that the network is one's own.
    """

    host: str
    port: int
    at_once: bool
    starttls: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address; raises ``ConfigurationError`` without repeating a password."""
        wrong = "HUB_SMTP_URL: write smtp://user:password@host:port or smtps://host"
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise ConfigurationError([wrong]) from error
        if parts.scheme not in PORTS or not parts.hostname or parts.query not in ("", "tls=no"):
            raise ConfigurationError([wrong])
        at_once = parts.scheme == "smtps"
        own = parts.query == "tls=no" or _is_this_machine(parts.hostname)
        return cls(
            parts.hostname,
            port or PORTS[parts.scheme],
            at_once,
            not at_once and not own,
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
        )

    def connect(self, deadline: Deadline, context: ssl.SSLContext) -> smtplib.SMTP:
        """Return a connection that is greeted, encrypted and logged in as it has to be.

        It ends at the deadline. Raises ``OSError`` or ``smtplib.SMTPException``.
        """
        if self.at_once:
            server: smtplib.SMTP = _Encrypted(self, deadline, context)
        else:
            server = _Plain(self, deadline)
        try:
            server.ehlo_or_helo_if_needed()
            if self.starttls:
                server.starttls(context=context)
                server.ehlo()
            if self.user is not None and self.password is not None:
                server.login(self.user, self.password)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


class _Plain(smtplib.SMTP):
    def __init__(self, server: MailServer, deadline: Deadline) -> None:
        deadline.watch(lambda: self.sock)  # from the greeting on
        super().__init__(server.host, server.port, socket.getfqdn(), timeout=deadline.seconds)


class _Encrypted(smtplib.SMTP_SSL):
    def __init__(self, server: MailServer, deadline: Deadline, context: ssl.SSLContext) -> None:
        deadline.watch(lambda: self.sock)
        super().__init__(
            server.host, server.port, socket.getfqdn(), timeout=deadline.seconds, context=context
        )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
