"""What a broker has otherwise than it should, and what to do about it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.amqp.objects import Key

__all__ = ["Difference", "Found", "State", "changed_sentence", "differences"]

_SECRET = "password_hash"  # noqa: S105 - the name of a property
_NOTHING = "none"
_ABSENT = object()

_OURS: Mapping[str, re.Pattern[str]] = {
    "exchange": re.compile(r"in\.|hub\."),
    "queue": re.compile(r"out\.|hub\."),
    "binding": re.compile(r"in\.|hub\."),
    "policy": re.compile(r"out\.|hub-(intake|work|out)$"),
}
"""Names that only the hub gives: what has one and is not wanted is left over."""


class State(StrEnum):
    """How an object differs."""

    MISSING = "missing"
    DIFFERENT = "different"
    LEFT_OVER = "left over"


@dataclass(frozen=True, slots=True)
class Found:
    """What a broker was seen to have.

    Attributes:
        objects: properties by kind and name; of what is not there, nothing.
        kinds: the kinds of objects that were looked at.
        vhost: the virtual host that was looked at.
        complete: whether every object of these kinds was seen, also what nobody asked for.
    """

    objects: Mapping[Key, Mapping[str, Any]]
    kinds: frozenset[str]
    vhost: str
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One object that is not as it should be."""

    kind: str
    name: str
    state: State
    sentence: str

    def __str__(self) -> str:
        """Return one line: ``queue hub.parked: is missing``."""
        return f"{self.kind} {self.name}: {self.sentence}"


def differences(wanted: Mapping[Key, Mapping[str, Any]], found: Found) -> tuple[Difference, ...]:
    """Return how what was found differs from what is wanted, in the order of what is wanted."""
    return (*_wanting(wanted, found), *(_left_over(wanted, found) if found.complete else ()))


def changed_sentence(
    key: Key, wanted: Mapping[str, Any], there: Mapping[str, Any], vhost: str
) -> str:
    """Return what is otherwise about an object, and what to do."""
    kind, name = key
    told = ", ".join(
        f"{one} is {_shown(one, there)}, wanted {_shown(one, wanted)}"
        for one in sorted(wanted.keys() | there.keys())
        if wanted.get(one, _ABSENT) != there.get(one, _ABSENT)
    )
    return told + _REMEDIES.get(kind, "").format(name=name, vhost=vhost)


_REMEDIES: Mapping[str, str] = {
    "queue": (
        "; the arguments of a queue cannot be changed: stop the hub, let the queue run empty, "
        "delete it (rabbitmqctl --vhost {vhost} delete_queue {name}), then hub topology apply"
    ),
    "exchange": (
        "; the properties of an exchange cannot be changed: stop the hub, delete the exchange "
        "{name} of virtual host {vhost} (management page), then hub topology apply"
    ),
}


def _wanting(wanted: Mapping[Key, Mapping[str, Any]], found: Found) -> Iterator[Difference]:
    for key, properties in wanted.items():
        kind, name = key
        if kind not in found.kinds:
            continue
        there = found.objects.get(key)
        if there is None:
            yield Difference(kind, name, State.MISSING, "is missing")
        elif there != properties:
            sentence = changed_sentence(key, properties, there, found.vhost)
            yield Difference(kind, name, State.DIFFERENT, sentence)


def _left_over(wanted: Mapping[Key, Mapping[str, Any]], found: Found) -> Iterator[Difference]:
    for key, properties in found.objects.items():
        kind, name = key
        if key in wanted:
            continue
        if kind == "permission" and str(properties["write"]).startswith(r"^in\."):
            sentence = (
                "belongs to no account, but may still write and read; take the user away: "
                f"rabbitmqctl delete_user {name}"
            )
            yield Difference(kind, name, State.LEFT_OVER, sentence)
        elif kind in _OURS and _OURS[kind].match(name):
            sentence = "is not configured (any more)" + _LEFT.get(kind, "; delete it")
            yield Difference(kind, name, State.LEFT_OVER, sentence)


_LEFT: Mapping[str, str] = {
    "queue": "; see that it is empty, then delete it",
    "binding": "; take it away, or a document arrives twice",
}


def _shown(name: str, properties: Mapping[str, Any]) -> str:
    if name not in properties:
        return _NOTHING
    return "another (not shown)" if name == _SECRET else str(properties[name])
