"""What a reason or rule id means, in one sentence beside it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hub.app.toolbox import Toolbox
from hub.model.sentence import Language

__all__ = ["Meanings"]

_REFUSING = ("fatal", "error")


class Meanings:
    """Short sentences for ids, in the language of who reads them.

    What a report says of an id is asked first: it names the value at hand. The page of an id
    says what it means in general. An id that has neither is shown alone.
    """

    def __init__(self, tools: Toolbox) -> None:
        self._tools = tools

    @property
    def language(self) -> Language:
        """The language of the installation."""
        return self._tools.settings.language

    def of(self, reason: str, *reports: Mapping[str, Any]) -> str | None:
        """Return what an id means; ``reports`` are kept ones, with all languages."""
        for finding in _findings(reports):
            if finding["rule"] == reason:
                return self._message(finding)
        page = self._tools.pages.get(reason)
        return None if page is None or page.asks is None else page.asks.speak(self.language)

    def refusal(self, report: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return the first finding of a kept report that refuses: its id and its message."""
        refusing = (one for one in _findings([report]) if one["severity"] in _REFUSING)
        found = next(refusing, None)
        return None if found is None else (found["rule"], self._message(found))

    def _message(self, finding: Mapping[str, Any]) -> str:
        return str(finding["message"][self.language])


def _findings(reports: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for report in reports:
        for layer in report["layers"]:
            yield from layer["findings"]
