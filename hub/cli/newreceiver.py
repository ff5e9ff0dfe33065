"""`hub mappings new --receiver`: a folder for a receiving system with a file of its own."""

import json
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from hub.app.toolbox import Toolbox
from hub.errors import ConfigurationError
from hub.resources import resource

__all__ = ["SAMPLE", "begin_receiver"]

SAMPLE = "sample-system"
"""The folder of ``examples/mappings`` that is copied; so its format and profile are called."""

_TITLE, _FAMILY = "Sample System", "SAM"
LOSSES = "losses.json"
_LEFT = shutil.ignore_patterns("__pycache__")
_LEAST_LETTERS = 3


def begin_receiver(target: Path, tools: Toolbox) -> str:
    """Write the sample under the name of ``target``; return what its rules are called: ``NEW``.

    Raises ``ConfigurationError`` when there is a folder of that name, wherever mappings lie.
    """
    known = {folder.name for folder in tools.folders}
    if target.name in known or target.exists():
        raise ConfigurationError([f"{target.name}: there is such a mapping folder already"])
    family = _family(target.name, _families(tools))
    words = {
        SAMPLE: target.name,
        _TITLE: target.name.replace("-", " ").title(),
        f"{_FAMILY}-": f"{family}-",
    }
    shutil.copytree(resource("examples", "mappings", SAMPLE), target, ignore=_LEFT)
    for path in sorted(one for one in target.rglob("*") if one.is_file()):
        # As bytes, because a CSV ends its lines as its system wants them.
        content = path.read_bytes()
        for old, new in words.items():
            content = content.replace(old.encode(), new.encode())
        if path.name == LOSSES:
            content = _sorted(content)
        path.write_bytes(content)
        path.rename(path.with_name(path.name.replace(SAMPLE, target.name)))
    return family


def _sorted(losses: bytes) -> bytes:
    """Return the losses of an example in the order of the new name among the others."""
    told = json.loads(losses)
    whole = json.dumps({key: told[key] for key in sorted(told)}, ensure_ascii=False, indent=2)
    return f"{whole}\n".encode()


def _families(tools: Toolbox) -> frozenset[str]:
    """Return the first words of all rules that have a page or belong to a profile."""
    ids = {page.rule for page in tools.pages}
    for profile in tools.profiles:
        ids |= profile.rules.ids
    return frozenset(one.partition("-")[0] for one in ids)


def _family(name: str, taken: Collection[str]) -> str:
    """Return the first letters of a name that no rule begins with yet."""
    letters = re.sub(r"[^a-z]", "", name).upper().ljust(_LEAST_LETTERS, "X")
    lengths = range(_LEAST_LETTERS, len(letters) + 1)
    free = (letters[:length] for length in lengths if letters[:length] not in taken)
    return next(free, f"{letters}X")
