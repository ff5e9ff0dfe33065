"""A table of a party file against its vocabulary: what is right is kept, the rest noted."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hub.config.keys import PARTY, TYPES, Holds, Key, Section
from hub.config.remarks import KeyPath, Sheet, did_you_mean
from hub.facts.identifiers import check, is_checked
from hub.facts.schemes import compact, peppol_spelling, scheme_of
from hub.model.identity import EndpointID

__all__ = ["address_mistake", "cleaned"]

Table = dict[str, Any]

_PLAIN = (str, int, bool, Decimal)


def cleaned(table: Mapping[str, Any], section: Section, path: KeyPath, sheet: Sheet) -> Table:
    """Return the keys of a table that are right; every other one is noted as a mistake.

    An entry of a repeated table that lacks a required key, or has it wrong, is left out: its
    mistake is noted, and nothing can be said about the rest of it.
    """
    good: Table = {}
    for name, value in table.items():
        key = section.get(name)
        if key is None:
            sheet.mistake((*path, name), _unknown(name, section, path))
            continue
        kept = _value(key, value, (*path, name), sheet)
        if kept is not None:
            good[name] = kept
    for name, key in section.items():
        if key.required and name not in table:
            sheet.mistake((*path, name), "is missing")
    return good


def address_mistake(scheme: str, value: str) -> str | None:
    """Return what is wrong with an identifier; ``scheme`` in the hub's spelling."""
    known = is_checked(scheme) or peppol_spelling(EndpointID(scheme, "")) is not None
    if not known:
        return f"{scheme!r} is not a known scheme; known are for example GLN, CVR, SE, P, OIN, KVK"
    message = check(scheme, value).message
    return None if message is None else message.en


def _unknown(name: str, section: Section, path: KeyPath) -> str:
    if path and name in PARTY:
        return "unknown key here; it belongs at the top of the file, before the first [table]"
    guess = did_you_mean(name, section)
    return "unknown key" + (guess or f"; known are {', '.join(section)}")


def _value(key: Key, value: Any, path: KeyPath, sheet: Sheet) -> Any:
    """Return the value as far as it is right; None when nothing of it is."""
    wanted: type = TYPES[key.holds]
    if type(value) is not wanted:
        sheet.mistake(path, f"must be {key.holds.value}")
        return None
    read = _READERS.get(key.holds)
    if read is not None:
        return read(key, value, path, sheet)
    trouble = key.test(value) if key.test else None
    if trouble is None:
        return value
    sheet.mistake(path, trouble)
    return None


def _table(key: Key, value: Table, path: KeyPath, sheet: Sheet) -> Table:
    return cleaned(value, key.section(), path, sheet)


def _tables(key: Key, values: list[Any], path: KeyPath, sheet: Sheet) -> list[Table]:
    """Return the right entries; each knows by ``#`` which one of the file it is."""
    good = []
    for place, entry in enumerate(values):
        if type(entry) is not dict:
            sheet.mistake(path, f"must be {key.holds.value}")
            continue
        section = key.section(entry.get("kind"))
        kept = cleaned(entry, section, (*path, place), sheet)
        if all(name in kept for name, inner in section.items() if inner.required):
            kept["#"] = place
            good.append(kept)
    return good


def _texts(key: Key, values: list[Any], path: KeyPath, sheet: Sheet) -> list[str] | None:
    """Return the texts; None when one is outside a closed list, so that nothing relies on it."""
    good: list[str] = []
    closed = True
    for value in values:
        if type(value) is not str:
            sheet.mistake(path, f"must be {key.holds.value}; {value!r} is no text")
        elif value in good:
            sheet.mistake(path, f"{value!r} stands here twice")
        elif trouble := key.test(value) if key.test else None:
            sheet.mistake(path, trouble)
            closed = False
        else:
            good.append(value)
    return good if closed else None


def _numbers(_key: Key, values: Table, path: KeyPath, sheet: Sheet) -> dict[str, str]:
    """Return identifiers by the hub's name of their scheme, compact."""
    good: dict[str, str] = {}
    for name, value in values.items():
        scheme = scheme_of(name)
        if type(value) is not str:
            sheet.mistake((*path, name), f"must be {Holds.TEXT.value}")
        elif trouble := address_mistake(scheme, value):
            sheet.mistake((*path, name), trouble)
        elif scheme in good:
            sheet.mistake((*path, name), f"there is a {scheme} number already")
        else:
            good[scheme] = compact(scheme, value)
    return good


def _options(_key: Key, values: Table, path: KeyPath, sheet: Sheet) -> Table:
    """Return options with plain values; which there are is the profile's business."""
    good: Table = {}
    for name, value in values.items():
        if isinstance(value, _PLAIN) or (
            type(value) is list and all(isinstance(one, _PLAIN) for one in value)
        ):
            good[name] = value
        else:
            sheet.mistake((*path, name), "must be text, a number, true, false or a list of these")
    return good


_READERS: Mapping[Holds, Callable[[Key, Any, KeyPath, Sheet], Any]] = {
    Holds.TABLE: _table,
    Holds.TABLES: _tables,
    Holds.TEXTS: _texts,
    Holds.NUMBERS: _numbers,
    Holds.OPTIONS: _options,
}
