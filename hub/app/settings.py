"""The few settings of an installation, from environment variables.

Parties are configured in files of their own (``hub.config``); what is here belongs to the
machine. Every setting is named and explained in ``docs/settings.md``.
"""

import os
import platform
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast, get_args

from hub.errors import ConfigurationError
from hub.model.sentence import Language

__all__ = ["SETTINGS", "Settings"]

SETTINGS = {
    "HUB_HOME": "folder for the hub's database, payloads, drop folders and outputs",
    "HUB_CONFIG": "folder with the parties",
    "HUB_SCHEMAS": "folder with the installed schema sets",
    "HUB_MAPPINGS": "further mapping folders, separated as in PATH",
    "HUB_UNSPSC": "UNSPSC table, a CSV with columns code,level,title_en[,title_da]",
    "HUB_LANGUAGE": "language of reports: en, da or nl",
    "HUB_SETTLE": "seconds that a dropped file must stay unchanged before it is taken",
    "HUB_DOCUMENT_SECONDS": "seconds that a worker may spend on one document",
    "HUB_DOCUMENT_MEMORY": "MiB of address space that a worker may use",
    "HUB_BROKER_URL": "RabbitMQ, amqp://user:password@host:port/vhost; without it an own queue",
    "HUB_BROKER_API": "RabbitMQ's management API, http://user:password@host:15672, to set it up",
    "HUB_DATABASE_URL": "PostgreSQL, postgresql://user:password@host/database; without it SQLite",
    "HUB_PAYLOADS": "folder for large payloads, the same for all machines of an installation",
    "HUB_NODE": "name of this installation among those that share a database",
    "HUB_WORKERS": "worker processes that hub run starts",
    "HUB_LISTEN": "host:port of HTTP: documents in and out, health and metrics; none for none",
    "HUB_PUBLIC_URL": "address under which others reach HUB_LISTEN, for links",
    "HUB_SMTP_URL": "mail server, smtp://user:password@host:port or smtps://",
    "HUB_MAIL_FROM": "sender's address of the hub's mails",
    "HUB_MAX_BODY": "MiB that a document sent through the broker may have",
    "HUB_MAX_UPLOAD": "MiB that a document sent over HTTP may have",
    "HUB_SECOND_OPINION": "on: installed stylesheets of publishers are asked too; off",
}

SECRET = ("HUB_BROKER_URL", "HUB_BROKER_API", "HUB_DATABASE_URL", "HUB_SMTP_URL")
"""Settings with a password in them. Each may also stand in a file: ``HUB_BROKER_URL_FILE``."""

SETTINGS |= {f"{name}_FILE": f"file that holds {name}" for name in SECRET}


_LISTEN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]*):([0-9]{1,5})")
_NODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_WORKERS = re.compile(r"[1-9][0-9]?")
_SWITCH = re.compile(r"on|off")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are on this machine, and how much of it one document may use.

    ``broker_url`` and ``database_url`` name servers; None is the embedded queue and database.
    ``listen`` is None where nothing is served over HTTP.
    """

    home: Path
    config: Path
    schemas: Path
    mappings: tuple[Path, ...] = ()
    unspsc: Path | None = None
    language: Language = "en"
    settle: float = 2.0
    document_seconds: float = 900.0
    document_memory: float = 2048.0
    broker_url: str | None = field(default=None, repr=False)
    broker_api: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    payload_folder: Path | None = None
    node: str = "hub"
    workers: int = 1
    listen: str | None = None
    public_url: str | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    max_body: float = 8.0
    max_upload: float = 1024.0
    second_opinion: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings; raises ``ConfigurationError`` when one cannot be used."""
        given = dict(os.environ if environment is None else environment)
        data = Path(given.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hub"
        home = Path(given.get("HUB_HOME") or data / "home").expanduser().absolute()
        language = given.get("HUB_LANGUAGE") or "en"
        if language not in get_args(Language):
            raise ConfigurationError([f"HUB_LANGUAGE: {language!r} is not one of en, da, nl"])
        table = given.get("HUB_UNSPSC")
        numbers, mistakes = _numbers(given)
        secrets = {name: _secret(given, name, mistakes) for name in SECRET}
        payloads = given.get("HUB_PAYLOADS")
        served = {
            "node": _matched(given, "HUB_NODE", _NODE, _own_name(home), "a short name", mistakes),
            "workers": int(_matched(given, "HUB_WORKERS", _WORKERS, "1", "1 to 99", mistakes)),
            "listen": _listen(given, mistakes),
            "public_url": _public_url(given, mistakes),
            "second_opinion": _matched(
                given, "HUB_SECOND_OPINION", _SWITCH, "off", "on or off", mistakes
            )
            == "on",
        }
        if mistakes:
            raise ConfigurationError(mistakes)
        return cls(
            home=home,
            config=Path(given.get("HUB_CONFIG") or home / "config").expanduser().absolute(),
            schemas=Path(given.get("HUB_SCHEMAS") or data / "schemas").expanduser().absolute(),
            mappings=tuple(
                Path(part).expanduser().absolute()
                for part in (given.get("HUB_MAPPINGS") or "").split(os.pathsep)
                if part
            ),
            unspsc=Path(table).expanduser().absolute() if table else None,
            language=cast(Language, language),
            broker_url=secrets["HUB_BROKER_URL"],
            broker_api=secrets["HUB_BROKER_API"],
            database_url=secrets["HUB_DATABASE_URL"],
            smtp_url=secrets["HUB_SMTP_URL"],
            payload_folder=Path(payloads).expanduser().absolute() if payloads else None,
            mail_from=given.get("HUB_MAIL_FROM") or None,
            **cast(Any, served | numbers),
        )

    def environment(self) -> dict[str, str]:
        """Return the variables that give a child process the same settings."""
        return {
            "HUB_HOME": str(self.home),
            "HUB_CONFIG": str(self.config),
            "HUB_SCHEMAS": str(self.schemas),
            "HUB_MAPPINGS": os.pathsep.join(str(folder) for folder in self.mappings),
            "HUB_UNSPSC": "" if self.unspsc is None else str(self.unspsc),
            "HUB_LANGUAGE": self.language,
            "HUB_BROKER_URL": self.broker_url or "",
            "HUB_BROKER_API": "",  # an administrator's password is not for those who read documents
            "HUB_DATABASE_URL": self.database_url or "",
            "HUB_SMTP_URL": self.smtp_url or "",
            **{f"{name}_FILE": "" for name in SECRET},
            "HUB_PAYLOADS": str(self.payload_folder or ""),
            "HUB_NODE": self.node,
            "HUB_WORKERS": str(self.workers),
            "HUB_LISTEN": self.listen or NOT_SERVED,
            "HUB_PUBLIC_URL": self.public_url or "",
            "HUB_MAIL_FROM": self.mail_from or "",
            "HUB_SECOND_OPINION": "on" if self.second_opinion else "off",
            **{name: str(getattr(self, attribute)) for name, attribute in _NUMBERS.items()},
        }


_NUMBERS = {
    "HUB_SETTLE": "settle",
    "HUB_DOCUMENT_SECONDS": "document_seconds",
    "HUB_DOCUMENT_MEMORY": "document_memory",
    "HUB_MAX_BODY": "max_body",
    "HUB_MAX_UPLOAD": "max_upload",
}

NOT_SERVED = "none"
LISTEN = "127.0.0.1:8080"
HIGHEST_PORT = 65535
_MOST_SECRET = 4096


def _matched(
    given: Mapping[str, str],
    name: str,
    pattern: re.Pattern[str],
    default: str,
    expected: str,
    mistakes: list[str],
) -> str:
    text = given.get(name) or default
    if pattern.fullmatch(text):
        return text
    mistakes.append(f"{name}: {text!r} is not {expected}")
    return default


def _own_name(home: Path) -> str:
    """Name this machine and home folder: two hubs must not take each other for a restart."""
    host = re.sub(r"[^A-Za-z0-9._-]", "-", platform.node())[:24].lstrip("._-") or "hub"
    return f"{host}-{zlib.crc32(str(home).encode()):08x}"


def _secret(given: Mapping[str, str], name: str, mistakes: list[str]) -> str | None:
    """Return a setting that is given directly or in a file; its value is in no message."""
    file = given.get(f"{name}_FILE")
    if not file:
        return given.get(name) or None
    if given.get(name):
        mistakes.append(f"{name} and {name}_FILE are both set; use one of them")
        return None
    try:
        text = Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        mistakes.append(f"{name}_FILE: {file} cannot be read: {reason}")
        return None
    if not text or len(text) > _MOST_SECRET or "\n" in text:
        mistakes.append(f"{name}_FILE: {file} must hold one line, the value of {name}")
        return None
    return text


def _listen(given: Mapping[str, str], mistakes: list[str]) -> str | None:
    text = given.get("HUB_LISTEN") or LISTEN
    if text == NOT_SERVED:
        return None
    found = _LISTEN.fullmatch(text)
    if found is None or int(found[2]) > HIGHEST_PORT:
        mistakes.append(f"HUB_LISTEN: {text!r} is not host:port such as {LISTEN}, or none")
        return None
    return text


def _public_url(given: Mapping[str, str], mistakes: list[str]) -> str | None:
    text = (given.get("HUB_PUBLIC_URL") or "").rstrip("/")
    if not text:
        return None
    if not text.startswith(("https://", "http://")) or not text.isascii() or " " in text:
        mistakes.append(f"HUB_PUBLIC_URL: {text!r} is not an address such as https://hub.example")
    return text


def _numbers(given: Mapping[str, str]) -> tuple[dict[str, float], list[str]]:
    """Return the settings that are numbers, by field, and what is wrong with them."""
    found: dict[str, float] = {}
    mistakes = []
    for name, attribute in _NUMBERS.items():
        text = given.get(name)
        if not text:
            continue
        if _DECIMAL.fullmatch(text) and (float(text) > 0 or attribute == "settle"):
            found[attribute] = float(text)
        else:
            mistakes.append(f"{name}: {text!r} is not a number above 0, written like 90 or 1.5")
    return found, mistakes
