"""The few settings of an installation, from environment variables.

Parties are configured in files of their own (``hub.config``); what is here belongs to the
machine. Every setting is named and explained in ``docs/settings.md``.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast, get_args

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
}


_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are on this machine, and how much of it one document may use."""

    home: Path
    config: Path
    schemas: Path
    mappings: tuple[Path, ...] = ()
    unspsc: Path | None = None
    language: Language = "en"
    settle: float = 2.0
    document_seconds: float = 900.0
    document_memory: float = 2048.0

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
            **numbers,
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
            **{name: str(getattr(self, field)) for name, field in _NUMBERS.items()},
        }


_NUMBERS = {
    "HUB_SETTLE": "settle",
    "HUB_DOCUMENT_SECONDS": "document_seconds",
    "HUB_DOCUMENT_MEMORY": "document_memory",
}


def _numbers(given: Mapping[str, str]) -> tuple[dict[str, float], list[str]]:
    """Return the settings that are numbers, by field, and what is wrong with them."""
    found: dict[str, float] = {}
    mistakes = []
    for name, field in _NUMBERS.items():
        text = given.get(name)
        if not text:
            continue
        if _DECIMAL.fullmatch(text) and (float(text) > 0 or field == "settle"):
            found[field] = float(text)
        else:
            mistakes.append(f"{name}: {text!r} is not a number above 0, written like 90 or 1.5")
    return found, mistakes
