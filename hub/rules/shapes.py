"""The closed shapes of data rules, each compiled to a quick closure.

rules.toml::

    [[rule]]
    id = "F-CAT202"
    severity = "fatal"
    scope = "line"                                    # header, line, or stream for `unique`
    field = "required_item_location_quantity[*].price.price_amount"     # or fields = [...]
    min_decimals = 2

======================  =====================================================================
``required = true``     every field is filled; blanks are not
``forbidden = true``    no field is filled
``max_length = 35``     at most so many characters
``pattern = "[0-9]+"``  the whole value fits a regular expression
``code_list = "name"``  the value is in codes/<name>.csv (column ``code``, else ``ours``)
``cardinality = [1, 1]``  how often a group occurs; ``-1`` as second number is no limit
``min_decimals = 2``    digits after the point at least, ``max_decimals`` at most
``at_least = 0``        a number not below, ``above = 0`` a number above
``unique = true``       no two lines have the same value (scope ``stream``)
======================  =====================================================================

A value that is missing breaks only ``required`` and ``cardinality``. A number, text or list
may be ``{ option = "name" }``: an option of the profile.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from hub.facts.money import decimals
from hub.rules.path import ModelPath, compile_path, inner_type
from hub.rules.rule import Hit, Locate, RuleContext
from hub.rules.speech import text_of
from hub.rules.uniqueness import Uniqueness, seen_at

__all__ = ["SHAPES", "compile_shape"]

Test = Callable[[Any, Any, RuleContext], tuple[object, Mapping[str, object]] | None]
"""(plain value, limit) -> None when fine, else what was expected and words for the sentence."""

_NO_WORDS: Mapping[str, object] = MappingProxyType({})


def is_blank(value: Any) -> bool:
    """Return whether a model value says nothing: missing, blank, or an empty group."""
    if value is None or value == ():
        return True
    inner = getattr(value, "value", value)
    return isinstance(inner, str) and not inner.strip()


def _max_length(value: str, limit: int, _: RuleContext) -> Any:
    if len(value) <= limit:
        return None
    return f"<= {limit}", {"length": len(value), "limit": limit}


def _pattern(value: str, limit: re.Pattern[str], _: RuleContext) -> Any:
    return None if limit.fullmatch(value) else (limit.pattern, _NO_WORDS)


def _code_list(value: str, limit: str, ctx: RuleContext) -> Any:
    codes = ctx.codes(limit)
    if value in codes:
        return None
    some = ", ".join(sorted(codes)[:6])
    return some, {"list": limit, "some": some}


def _min_decimals(value: Decimal, limit: int, _: RuleContext) -> Any:
    found = decimals(value)
    return None if found >= limit else (f">= {limit}", {"decimals": found, "limit": limit})


def _max_decimals(value: Decimal, limit: int, _: RuleContext) -> Any:
    found = decimals(value)
    return None if found <= limit else (f"<= {limit}", {"decimals": found, "limit": limit})


def _at_least(value: Decimal, limit: Decimal, _: RuleContext) -> Any:
    return None if value >= limit else (f">= {limit}", {"limit": limit})


def _above(value: Decimal, limit: Decimal, _: RuleContext) -> Any:
    return None if value > limit else (f"> {limit}", {"limit": limit})


_TESTS: Mapping[str, tuple[Test, type, type]] = MappingProxyType(
    {
        "max_length": (_max_length, str, int),
        "pattern": (_pattern, str, str),
        "code_list": (_code_list, str, str),
        "min_decimals": (_min_decimals, Decimal, int),
        "max_decimals": (_max_decimals, Decimal, int),
        "at_least": (_at_least, Decimal, int),
        "above": (_above, Decimal, int),
    }
)
SHAPES = frozenset({"required", "forbidden", "cardinality", "unique", *_TESTS})


def compile_shape(
    shape: str, limit: Any, fields: list[str], struct: type[Struct]
) -> Callable[..., Any]:
    """Return the check of a data rule; raises ``ValueError`` with a sentence."""
    paths = [compile_path(struct, field) for field in fields]
    if shape in ("required", "forbidden", "unique"):
        if limit is not True:
            raise ValueError(f"{shape} is written `{shape} = true`")
        if shape == "unique":
            return _unique(paths)
        return _required(paths) if shape == "required" else _forbidden(paths)
    if shape == "cardinality":
        return _cardinality(paths, limit)
    return _tested(shape, limit, paths)


def _required(paths: list[ModelPath]) -> Callable[..., Any]:
    quick = [(path.path, path.single) for path in paths if path.single]
    slow = [path for path in paths if path.single is None]

    def check(body: Any, _: RuleContext) -> Iterable[Hit]:
        hits = [Hit(name, expected="1") for name, single in quick if is_blank(single(body))]
        for path in slow:
            found = path.find(body)
            if not found:
                hits.append(Hit(path.path.partition("[*]")[0], expected="1"))
            hits.extend(Hit(place, expected="1") for place, value in found if is_blank(value))
        return hits

    return check


def _forbidden(paths: list[ModelPath]) -> Callable[..., Any]:
    def check(body: Any, _: RuleContext) -> Iterable[Hit]:
        return [
            Hit(place, value=_shown(value))
            for path in paths
            for place, value in path.find(body)
            if value is not None and value != ()
        ]

    return check


def _shown(value: Any) -> str | None:
    inner = getattr(value, "value", value)
    return None if isinstance(inner, (Struct, tuple)) else text_of(inner)


def _cardinality(paths: list[ModelPath], limit: Any) -> Callable[..., Any]:
    if not (isinstance(limit, list) and [type(n) for n in limit] == [int, int]):
        raise ValueError("cardinality is written `cardinality = [1, 1]`")
    least, most = limit
    expected = str(least) if least == most else f"{least}..{'' if most < 0 else most}"

    def check(body: Any, _: RuleContext) -> Iterable[Hit]:
        return [
            Hit(place, value=count, expected=expected, args={"count": count})
            for path in paths
            for place, value in path.find(body)
            if (count := _count(value)) < least or (0 <= most < count)
        ]

    return check


def _count(value: Any) -> int:
    if isinstance(value, tuple):
        return len(value)
    return 0 if is_blank(value) else 1


def _tested(shape: str, limit: Any, paths: list[ModelPath]) -> Callable[..., Any]:
    test, wanted, kind = _TESTS[shape]
    for path in paths:
        if path.many or inner_type(path.holds) is not wanted:
            raise ValueError(f"{path.path!r} is no {wanted.__name__}, so {shape} cannot judge it")
    option = limit.get("option") if isinstance(limit, dict) else None
    if option is None and not isinstance(limit, kind):
        raise ValueError(f"{shape} takes a {kind.__name__} or {{ option = ... }}")
    settled = re.compile(limit) if shape == "pattern" and option is None else limit
    if len(paths) == 1 and paths[0].single is not None:
        return _tested_once(test, settled, option, paths[0].path, paths[0].single)

    def check(body: Any, ctx: RuleContext) -> Iterable[Hit]:
        bound = settled if option is None else ctx.options[option]
        return [
            Hit(name, value, fault[0], fault[1])
            for path in paths
            for name, value in path.find(body)
            if value is not None
            and (fault := test(getattr(value, "value", value), bound, ctx)) is not None
        ]

    return check


def _tested_once(
    test: Test, settled: Any, option: str | None, name: str, single: Callable[[Any], Any]
) -> Callable[..., Any]:
    def check(body: Any, ctx: RuleContext) -> Iterable[Hit]:
        value = single(body)
        if value is None:
            return ()
        bound = settled if option is None else ctx.options[option]
        fault = test(getattr(value, "value", value), bound, ctx)
        return () if fault is None else [Hit(name, value, fault[0], fault[1])]

    return check


class _Unique:
    """Reports the second line with a value, and where the first stands."""

    def __init__(self, paths: list[ModelPath]) -> None:
        self._paths = paths
        self._seen = Uniqueness()

    def line(self, number: int, body: Any, locate: Locate) -> Iterable[Hit]:
        values = [value for path in self._paths for _, value in path.find(body)]
        if all(is_blank(value) for value in values):
            return ()
        texts = [text_of(value) or "" for value in values]
        field = self._paths[0].path
        first = self._seen.first("\x1f".join(texts), seen_at(number, locate("")))
        if first is None:
            return ()
        return [Hit(field, " ".join(text for text in texts if text), args={"first": first})]

    def end(self) -> Iterable[Hit]:
        self._seen.close()
        return ()


def _unique(paths: list[ModelPath]) -> Callable[..., Any]:
    return lambda _ctx: _Unique(paths)
