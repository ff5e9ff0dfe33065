"""Dotted model paths, compiled once to quick walks over frozen structs.

``item.name`` reaches one value; ``item.keyword[*]`` each of many. A step over a missing
group ends the walk; a step into a group that repeats must be written with ``[*]`` unless it
is the last step, which then stands for the whole group.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

__all__ = ["Found", "ModelPath", "compile_path", "inner_type", "set_path"]

Found = list[tuple[str, Any]]
"""Values with the full path of each; a value that is missing is None."""


@dataclass(frozen=True, slots=True)
class ModelPath:
    """A compiled path: ``find`` yields what it reaches, ``holds`` is the class reached."""

    path: str
    holds: type
    many: bool
    find: Callable[[Any], Found]
    single: Callable[[Any], Any] | None
    """The quick way, for a path without ``[*]``."""


def compile_path(struct: type[Struct], path: str) -> ModelPath:
    """Compile a path over ``struct``; raises ``ValueError`` with a sentence."""
    steps: list[tuple[str, bool]] = []
    holds: type = struct
    many = False
    parts = path.split(".")
    for place, part in enumerate(parts):
        each = part.endswith("[*]")
        name = part.removesuffix("[*]")
        slots = _slots(holds) if issubclass(holds, Struct) else {}
        if name not in slots:
            raise ValueError(f"{path!r}: {holds.__name__} has no {name!r}")
        holds, many = slots[name]
        if each and not many:
            raise ValueError(f"{path!r}: {name!r} does not repeat; leave [*] out")
        if many and not each and place < len(parts) - 1:
            raise ValueError(f"{path!r}: {name!r} repeats; write {name}[*]")
        steps.append((name, each))
        many = many and not each
    plain = tuple(name for name, _ in steps)
    single = None if any(each for _, each in steps) else _single(plain)
    return ModelPath(path, holds, many, _finder(steps, path, single), single)


def set_path(body: Any, path: str, value: Any) -> Any:
    """Return ``body`` with one value replaced; groups that repeat are written ``name[2]``.

    Raises ``LookupError`` or ``AttributeError`` for a path that the body does not have.
    """
    step, _, rest = path.partition(".")
    name, _, index = step.partition("[")
    inner = getattr(body, name)
    if not index:
        changed = set_path(inner, rest, value) if rest else value
    else:
        place = int(index.rstrip("]"))
        new = set_path(inner[place], rest, value) if rest else value
        changed = (*inner[:place], new, *inner[place + 1 :])
    return replace(body, **{name: changed})


def _single(names: tuple[str, ...]) -> Callable[[Any], Any]:
    def walk(body: Any) -> Any:
        for name in names:
            if body is None:
                return None
            body = getattr(body, name)
        return body

    return walk


def _finder(
    steps: list[tuple[str, bool]], path: str, single: Callable[[Any], Any] | None
) -> Callable[[Any], Found]:
    if single is not None:
        return lambda body: [(path, single(body))]

    def walk(body: Any) -> Found:
        level: Found = [("", body)]
        for name, each in steps:
            following: Found = []
            for prefix, value in level:
                if value is None:
                    continue
                inner = getattr(value, name)
                if each:
                    following.extend(
                        (f"{prefix}{name}[{index}].", one) for index, one in enumerate(inner)
                    )
                else:
                    following.append((f"{prefix}{name}.", inner))
            level = following
        return [(prefix.removesuffix("."), value) for prefix, value in level]

    return walk


@cache
def _slots(struct: type[Struct]) -> dict[str, tuple[type, bool]]:
    hints = get_type_hints(struct)
    return {name: _slot(hints[name]) for name in struct.__struct_fields__}


def _slot(hint: Any) -> tuple[type, bool]:
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    if isinstance(hint, UnionType) or get_origin(hint) is not None:
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return hint, False


def inner_type(holds: type) -> type:
    """Return the plain type inside a value (``Text`` holds ``str``), else the type itself."""
    if issubclass(holds, Struct):
        value = _slots(holds).get("value")
        return holds if value is None else value[0]
    return holds
