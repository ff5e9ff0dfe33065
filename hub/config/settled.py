"""What suppliers have decided once about their own words: kept under the hub's home.

::

    <home>/suppliers/nordlys.toml
        [units]
        "FLAK" = { code = "CT", since = 2026-11-21 }

It lies there and not beside the parties' files because a command writes it for a supplier,
and the operator's configuration stays what the operator wrote. It is read again for every
document, so that what is taken back holds at once.
"""

import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.errors import ConfigurationError

__all__ = ["Settled", "SettledUnits"]

FOLDER = "suppliers"
HEAD = (
    "# Unit words this supplier has decided once, written by `hub fix`.\n"
    "# `hub fix --forget WORD --as SUPPLIER` takes one back.\n\n[units]\n"
)


@dataclass(frozen=True, slots=True)
class Settled:
    """One decision: the code that a word means, and since when."""

    code: str
    since: dt.date


class SettledUnits:
    """The decisions of all suppliers of an installation."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def of(self, supplier: str) -> Mapping[str, str]:
        """Return word to code; raises ``ConfigurationError`` when the file is damaged."""
        return {word: one.code for word, one in self.decided(supplier).items()}

    def decided(self, supplier: str) -> dict[str, Settled]:
        """Return the decisions of a supplier by word."""
        path = self._path(supplier)
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return {
                word: Settled(str(entry["code"]), _day(entry["since"]))
                for word, entry in data.get("units", {}).items()
            }
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            mistake = f"{path}: is not as `hub fix` writes it ({error}); mend or remove it"
            raise ConfigurationError([mistake]) from error

    def remember(self, supplier: str, words: Mapping[str, str], day: dt.date) -> None:
        """Keep what these words mean from now on."""
        known = self.decided(supplier)
        known.update({word: Settled(code, day) for word, code in words.items()})
        self._write(supplier, known)

    def forget(self, supplier: str, word: str) -> bool:
        """Take one decision back; return whether there was one."""
        known = self.decided(supplier)
        if known.pop(word, None) is None:
            return False
        self._write(supplier, known)
        return True

    def _write(self, supplier: str, known: Mapping[str, Settled]) -> None:
        path = self._path(supplier)
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            f"{_quoted(word)} = {{ code = {_quoted(one.code)}, since = {one.since.isoformat()} }}\n"
            for word, one in sorted(known.items())
        ]
        unfinished = path.with_suffix(".part")
        unfinished.write_text(HEAD + "".join(lines), encoding="utf-8")
        unfinished.replace(path)

    def _path(self, supplier: str) -> Path:
        return self._folder / f"{supplier}.toml"


def _quoted(text: str) -> str:
    """Return a text as TOML: the quoting of JSON, and DEL, which only TOML minds."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _day(value: object) -> dt.date:
    if not isinstance(value, dt.date):
        raise TypeError("since must be a date")
    return value
