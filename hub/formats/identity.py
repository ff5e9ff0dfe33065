"""By what a document says it is: version, customization and profile, as data.

The most specific match wins: an equal customization before one that begins so, before one
that contains it, before none; then a matching profile, then a matching UBL version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.formats.folder import Mistakes
from hub.formats.tablecheck import check_words

__all__ = ["Identity", "Said", "load_identity"]

_WORDS = (
    "ubl_version_id",
    "customization_id",
    "customization_starts",
    "customization_contains",
    "profile_id",
    "otherwise",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the head of a document says about itself."""

    ubl_version_id: str = ""
    customization_id: str = ""
    profile_id: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document of a format says; ``otherwise`` takes what nobody else does."""

    ubl_version_id: str | None = None
    customization_id: str | None = None
    customization_starts: str | None = None
    customization_contains: str | None = None
    profile_id: str | None = None
    otherwise: bool = False
    written: Mapping[str, str] = field(default_factory=dict)

    def match(self, said: Said) -> tuple[int, int, int, int] | None:
        """Return how well a document fits, or None when it does not.

        The UBL version decides only where no customization does: senders often get it wrong.
        """
        how = self._customization(said.customization_id)
        if how is None:
            return None
        profile = self.profile_id is not None
        if profile and said.profile_id != self.profile_id:
            return None
        version = self.ubl_version_id == said.ubl_version_id
        if how == (0, 0) and not profile and not version and not self.otherwise:
            return None
        return (*how, int(profile), int(version))

    def _customization(self, said: str) -> tuple[int, int] | None:
        if self.customization_id is not None:
            return (3, 0) if said == self.customization_id else None
        if self.customization_starts is not None:
            fits = said.startswith(self.customization_starts)
            return (2, len(self.customization_starts)) if fits else None
        if self.customization_contains is not None:
            fits = self.customization_contains in said
            return (1, len(self.customization_contains)) if fits else None
        return (0, 0)


def load_identity(words: Mapping[str, Any], file: str, key: str, mistakes: Mistakes) -> Identity:
    """Load the ``identity`` of a document of ``format.toml``."""
    check_words(words, _WORDS, file, f"{key}.identity", mistakes)
    for word, value in words.items():
        if not isinstance(value, bool if word == "otherwise" else str):
            mistakes.add(file, f"{key}.identity.{word}", "has the wrong type")
            return Identity()
    known = {word: value for word, value in words.items() if word in _WORDS}
    written = {
        word: value
        for word, value in known.items()
        if word in ("ubl_version_id", "customization_id", "profile_id")
    }
    return Identity(**known, written=written)
