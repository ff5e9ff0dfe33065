"""One setting of a party's file changed, and everything else left as people wrote it."""

import json
import re
import tomllib
from collections.abc import Sequence

from hub.config.lines import line_of
from hub.errors import ConfigurationError

__all__ = ["with_setting"]

_KEY = r"""\s*(?:{name}|"{name}"|'{name}')\s*=\s*"""
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]]|\n|.',
    re.DOTALL,
)


def with_setting(text: str, table: str, place: int, name: str, value: str | Sequence[str]) -> str:
    """Return a file with ``name`` of the numbered entry of ``[[table]]`` set to a value.

    Raises:
        ConfigurationError: the file is written in a way that is not understood here; the
            message says what to write by hand.
    """
    written = value if isinstance(value, str) else list(value)
    setting = f"{name} = {json.dumps(written, ensure_ascii=False)}"
    changed = _changed(text, table, place, name, setting)
    wanted = tomllib.loads(text)
    wanted[table][place][name] = written
    if changed is not None and _reads_as(changed, wanted):
        return changed
    raise ConfigurationError(
        [f"{table} {place + 1}: the file is written in an unusual way; write by hand: {setting}"]
    )


def _changed(text: str, table: str, place: int, name: str, setting: str) -> str | None:
    lines = text.splitlines(keepends=True)
    number = line_of(text, (table, place, name))
    if number is None:
        return None
    begun = re.match(_KEY.format(name=re.escape(name)), lines[number - 1])
    if begun:
        start = sum(map(len, lines[: number - 1])) + begun.end()
        return text[:start] + setting.partition(" = ")[2] + text[_end_of_value(text, start) :]
    # It is not set yet: it goes under the kind, where the eye expects it.
    beside = line_of(text, (table, place, "kind"))
    if beside is None:
        return None
    ending = "\r\n" if "\r\n" in text else "\n"
    if not lines[beside - 1].endswith("\n"):
        lines[beside - 1] += ending
    return "".join([*lines[:beside], setting + ending, *lines[beside:]])


def _end_of_value(text: str, start: int) -> int:
    """Return where a value ends: at the end of its line, or of its list."""
    depth = 0
    end = start
    for token in _TOKEN.finditer(text, start):
        mark = token[0]
        depth += {"[": 1, "]": -1}.get(mark, 0)
        if depth == 0 and (mark == "\n" or mark.startswith("#")):
            break
        if depth > 0 or not mark.isspace():
            end = token.end()
    return end


def _reads_as(text: str, wanted: object) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False
