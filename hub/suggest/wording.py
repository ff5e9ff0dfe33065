"""The reasons of suggestions, in the languages of their readers."""

from functools import cache
from importlib.resources import as_file, files

from hub.errors import Defect
from hub.model.sentence import Sentence
from hub.rules.speech import Speech, load_speech

__all__ = ["reason"]


def reason(key: str, **values: str) -> Sentence:
    """Return a sentence of ``sentences.toml`` with its places filled."""
    return _own().templates[key].fill(**values)


@cache
def _own() -> Speech:
    mistakes: list[str] = []
    with as_file(files("hub.suggest").joinpath("sentences.toml")) as path:
        speech = load_speech(path, "hub/suggest/sentences.toml", mistakes)
    if mistakes:
        raise Defect("; ".join(mistakes))
    return speech
