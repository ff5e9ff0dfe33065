"""The vocabulary of field tables, and the strict check of one field against it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hub.formats.folder import Mistakes
from hub.formats.structs import SCALARS

__all__ = ["VOCABULARY", "check_field", "check_words"]

VOCABULARY: Mapping[str, type] = {
    "path": str,
    "type": str,
    "required": bool,
    "default": str,
    "codes": str,
    "const": str,
    "call": str,
    "ignore": str,
    "each": bool,
    "where": dict,
    "attr": dict,
}
"""Every word a field may use, and the type of its value; there are no others."""

_KIND_NAMES = {str: "text", bool: "true or false", dict: "a table of constants"}
_STEP = r"[a-z][a-z0-9]*:[A-Za-z_][\w.-]*"
_XML_PATH = re.compile(rf"{_STEP}(/{_STEP})*")


def check_words(
    table: Mapping[str, Any],
    known: Iterable[str],
    file: str,
    key: str,
    mistakes: Mistakes,
) -> None:
    """Note every word of ``table`` that is not known."""
    for word in table:
        if word not in known:
            mistakes.add(
                file, f"{key}.{word}" if key else word, f"unknown; known: {', '.join(known)}"
            )


def check_field(
    words: Mapping[str, Any],
    file: str,
    key: str,
    mistakes: Mistakes,
    *,
    groups: Iterable[str],
    rows: bool,
) -> bool:
    """Check one field's words and their values; return whether it can be loaded."""
    before = len(mistakes.sentences)
    check_words(words, VOCABULARY, file, key, mistakes)
    for word, value in words.items():
        wanted = VOCABULARY.get(word, object)
        if not isinstance(value, wanted):
            mistakes.add(file, f"{key}.{word}", f"must be {_KIND_NAMES[wanted]}")
        elif isinstance(value, dict) and not all(isinstance(v, str) for v in value.values()):
            mistakes.add(file, f"{key}.{word}", "holds constants only, written as text")
    path = words.get("path")
    if not isinstance(path, str) or not path.strip():
        mistakes.add(file, key, "needs a path")
    elif not rows and not _XML_PATH.fullmatch(path):
        mistakes.add(file, f"{key}.path", f"{path!r} is no element path such as cac:Item/cbc:Name")
    kind = words.get("type", "text")
    if "type" not in words and "ignore" not in words:
        mistakes.add(file, key, "needs a type")
    elif isinstance(kind, str) and kind not in SCALARS and kind not in groups:
        mistakes.add(
            file,
            f"{key}.type",
            f"{kind!r} is neither a group nor one of {', '.join(SCALARS)}",
        )
    elif kind not in SCALARS and {"codes", "const", "default", "attr"} & set(words):
        mistakes.add(file, key, "codes, const, default and attr are for values, not groups")
    if "const" in words and "default" in words:
        mistakes.add(file, key, "const and default exclude each other")
    return len(mistakes.sentences) == before
