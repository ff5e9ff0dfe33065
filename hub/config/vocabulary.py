"""What a configuration may name that is defined elsewhere: formats, profiles, options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hub.config.remarks import KeyPath, Sheet, did_you_mean
from hub.model.identity import FormatId
from hub.pipeline.party import Subscription

__all__ = ["Vocabulary", "check_subscription"]

ANY = "*"
_NAMED = 10


@dataclass(frozen=True)
class Vocabulary:
    """Names of formats and profiles, and the option names of each profile.

    What is None is not checked: a command that reads no mapping folders does without.
    """

    formats: frozenset[FormatId] | None = None
    profiles: frozenset[str] | None = None
    options: Mapping[str, frozenset[str]] | None = None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Every kind of document that some format writes, and the one for all others."""
        return frozenset({known.document for known in self.formats or ()} | {ANY})


def check_subscription(
    wanted: Subscription, vocabulary: Vocabulary, path: KeyPath, sheet: Sheet
) -> None:
    """Note what a subscription names that does not exist."""
    formats = vocabulary.formats
    if formats is not None:
        if wanted.kind not in vocabulary.kinds:
            _unknown(wanted.kind, vocabulary.kinds, "kind of document", (*path, "kind"), sheet)
        if wanted.format is not None and wanted.format not in formats:
            names = {str(known) for known in formats}
            _unknown(str(wanted.format), names, "format", (*path, "format"), sheet)
    if wanted.kind == ANY and wanted.format is not None:
        sheet.mistake((*path, "format"), "kind * takes documents as they come; leave format out")
    if wanted.profile is None:
        return
    if vocabulary.profiles is not None and wanted.profile not in vocabulary.profiles:
        _unknown(wanted.profile, vocabulary.profiles, "profile", (*path, "profile"), sheet)
    options = (vocabulary.options or {}).get(wanted.profile)
    if options is None:
        return
    for option in wanted.options:
        if option not in options:
            what = f"option of profile {wanted.profile}"
            _unknown(option, options, what, (*path, "options", option), sheet)


def _unknown(name: str, names: Iterable[str], what: str, path: KeyPath, sheet: Sheet) -> None:
    guess = did_you_mean(name, names) or f"; known are {', '.join(sorted(names)[:_NAMED])}"
    sheet.mistake(path, f"{name!r} is no {what}{guess}")
