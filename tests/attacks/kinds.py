"""What an attack is: a file, made in code, and what the hub must answer to it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CANARY", "HARMLESS", "Kind", "Traps"]

CANARY = "canary-b7c1e9"
"""Stands in a file that no document may make the hub read."""

HARMLESS = ""
"""The rule of kinds that are odd, and fine."""


@dataclass(frozen=True, slots=True)
class Traps:
    """What an attack would reach for: a file on this machine, a server that listens."""

    secret: Path
    port: int

    @property
    def file(self) -> str:
        """The file as a URL."""
        return self.secret.as_uri()

    @property
    def server(self) -> str:
        """Where the server listens."""
        return f"127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of attack: its file and the rule that refuses it."""

    name: str
    rule: str
    make: Callable[[Traps], bytes]
    ending: str = ".xml"
