"""What people call the parts of a field's path, in the languages of the hub's readers."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hub.model.sentence import LANGUAGES, Sentence
from hub.xml.words import element_words

__all__ = ["path_words", "step_words"]

_LETTERS = MappingProxyType({"id": "ID", "uri": "URI", "ubl": "UBL", "uuid": "UUID"})
_COUNT = re.compile(r"\[[0-9]+\]")


def path_words(path: str) -> Sentence:
    """Return a path as a person reads it: ``item › brand name``.

    A heading of somebody's own sheet is no path, whatever points are in it.
    """
    parts = _COUNT.sub("", path).split(".")
    own = " " in path or not all(parts)
    steps = [step_words(step) for step in ([path] if own else parts)]
    said = (" › ".join(one.speak(language) for one in steps) for language in LANGUAGES)
    return Sentence(*said)


def step_words(step: str) -> Sentence:
    """Return the words for one part of a path; a column keeps the name it has in the file."""
    plain = step if step.isupper() else step.replace("_", " ")
    danish, dutch = _words().get(step) or element_words(_element(step)) or (plain, plain)
    return Sentence(plain, danish, dutch)


def _element(step: str) -> str:
    """Return the element that a field of the model is: ``BrandName`` for ``brand_name``."""
    return "".join(_LETTERS.get(word, word.capitalize()) for word in step.split("_"))


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    text = files("hub.rules").joinpath("fieldwords.toml").read_text(encoding="utf-8")
    return MappingProxyType({step: (da, nl) for step, (da, nl) in tomllib.loads(text).items()})
