"""Where the broker is, and as whom the hub speaks to it."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from hub.errors import ConfigurationError

__all__ = ["BrokerAddress"]

PORTS = {"amqp": 5672, "amqps": 5671}
FILES = ("cacertfile", "certfile", "keyfile")
FORM = "amqp://USER:PASSWORD@HOST[,HOST2]:PORT/VHOST (amqps:// with TLS)"


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """One virtual host of a broker, on a single node or on any node of a cluster.

    Written without its password everywhere. ``authorities`` is a file of certificates to
    trust instead of the machine's own; ``certificate`` and ``key`` are the hub's own ones,
    for brokers that want to see one.
    """

    hosts: tuple[str, ...]
    port: int
    vhost: str = "/"
    user: str = "guest"
    password: str = field(default="guest", repr=False)
    tls: bool = False
    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read ``amqp://user:password@host[,host2]:port/vhost``.

        As is usual, ``%2F`` stands for a slash inside a part, and a missing virtual host is
        ``/``. ``amqps://`` takes ``?cacertfile=...&certfile=...&keyfile=...``. Raises
        ``ConfigurationError``, which never repeats what was written: it may hold a password.
        """
        try:
            parts = urlsplit(url.strip())
        except ValueError as error:
            raise _mistake("is not an address") from error
        if parts.scheme not in PORTS:
            raise _mistake("does not begin with amqp:// or amqps://")
        who, _, where = parts.netloc.rpartition("@")
        names, port = _place(where, PORTS[parts.scheme])
        user, _, password = who.partition(":")
        vhost = unquote(parts.path.removeprefix("/")) or "/"
        if parts.fragment or "/" in parts.path[1:]:
            raise _mistake("has more after the virtual host; write a slash in a name as %2F")
        files = _files(parts.query, tls=parts.scheme == "amqps")
        return cls(
            names,
            port,
            vhost,
            unquote(user) if who else "guest",
            unquote(password) if who else "guest",
            parts.scheme == "amqps",
            *(files.get(name) for name in FILES),
        )

    def __str__(self) -> str:
        """The address as it may be shown."""
        hosts = ",".join(f"[{host}]" if ":" in host else host for host in self.hosts)
        scheme = "amqps" if self.tls else "amqp"
        return f"{scheme}://{self.user}@{hosts}:{self.port}/{self.vhost.removeprefix('/')}"

    def encryption(self) -> ssl.SSLContext | None:
        """Return what TLS shall check and show; raises ``ConfigurationError`` for bad files."""
        if not self.tls:
            return None
        try:
            context = ssl.create_default_context(cafile=self.authorities)
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise _mistake(f"names a certificate file that cannot be used: {error}") from error
        return context


def _place(where: str, default: int) -> tuple[tuple[str, ...], int]:
    """Read ``host,host2:port``."""
    hosts, port = where, default
    head, colon, tail = where.rpartition(":")
    if colon and not tail.endswith("]"):
        if not (tail.isascii() and tail.isdigit() and 0 < int(tail) < 1 << 16):
            raise _mistake("has no port number after the last colon; write it behind all hosts")
        hosts, port = head, int(tail)
    names = tuple(name.strip().removeprefix("[").removesuffix("]") for name in hosts.split(","))
    if not all(names):
        raise _mistake("names no host")
    return names, port


def _files(query: str, *, tls: bool) -> dict[str, Path]:
    if not query:
        return {}
    if not tls:
        raise _mistake("has options after '?', which only amqps:// takes")
    given = parse_qs(query, keep_blank_values=True)
    unknown = sorted(set(given) - set(FILES))
    if unknown:
        raise _mistake(f"has the unknown option {unknown[0]!r}; known are {', '.join(FILES)}")
    return {name: Path(values[-1]) for name, values in given.items()}


def _mistake(what: str) -> ConfigurationError:
    return ConfigurationError([f"the broker's address {what}; the form is {FORM}"])
