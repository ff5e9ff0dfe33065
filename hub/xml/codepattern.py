"""A list of codes as one XSD pattern, which the validator decides quickest.

Codes that begin alike share their beginning, as in a dictionary: ``A(B|CD?)`` for ``AB AC
ACD``. So each sign of a value leaves few ways to go on and none to come back from, whereas a
plain alternative of a thousand codes is gone through code by code.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

__all__ = ["pattern_of"]

_SPECIAL: Final = re.compile(r"[\\|.?*+(){}\[\]^-]")
_DEEPEST: Final = 30
"""How deep brackets may stand in each other; the validator takes 50."""

_Branch: TypeAlias = "dict[str, _Branch]"
_END: Final = ""


def pattern_of(codes: Iterable[str]) -> str:
    """Return the XSD pattern that allows exactly the given codes."""
    codes = tuple(codes)
    root: _Branch = {}
    for code in codes:
        branch = root
        for sign in code:
            branch = branch.setdefault(sign, {})
        branch[_END] = {}
    pattern, depth = _written(root)
    return pattern if depth <= _DEEPEST else "|".join(map(_plain, codes))


def _written(branch: _Branch) -> tuple[str, int]:
    """Return the pattern of what may follow, and how deep its brackets are."""
    ways = [(_plain(sign), *_written(then)) for sign, then in branch.items() if sign != _END]
    if not ways:
        return "", 0
    depth = max(depth for _, _, depth in ways)
    pattern = "|".join(sign + rest for sign, rest, _ in ways)
    if len(ways) == 1 and _END not in branch:
        return pattern, depth
    return f"({pattern}){'?' if _END in branch else ''}", depth + 1


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", text)
