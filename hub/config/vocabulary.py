"""What a configuration may name that is defined elsewhere: formats and profiles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from hub.config.remarks import KeyPath, Sheet, did_you_mean
from hub.model.identity import FormatId
from hub.pipeline.party import Subscription

__all__ = ["ProfileTerms", "Vocabulary", "check_subscription"]

ANY = "*"
_NAMED = 10


class ProfileTerms(Protocol):
    """What a configuration must know of a profile; ``hub.rules.profile.Profile`` is one."""

    @property
    def on(self) -> tuple[FormatId, ...]:
        """The formats it may be demanded on top of; none means any."""

    def mistakes(self, options: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with options, each as ``name: sentence``."""


@dataclass(frozen=True)
class Vocabulary:
    """The formats and profiles there are.

    What is None is not checked: a command that reads no mapping folders does without.
    """

    formats: frozenset[FormatId] | None = None
    profiles: Mapping[str, ProfileTerms] | None = None
    former: Mapping[FormatId, FormatId] = field(default_factory=dict)
    """Formats that nobody may write any more, and which to take in their place."""
    columns: tuple[str, ...] | None = None
    """Mapping folders that say what a customer makes of bills that differ."""

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
        for key, one in (("format", wanted.format), ("otherwise", wanted.otherwise)):
            if one is not None:
                _check_format(one, vocabulary, formats, (*path, key), sheet)
    _check_ways(wanted, path, sheet)
    if wanted.kind == ANY and wanted.format is not None:
        sheet.mistake((*path, "format"), "kind * takes documents as they come; leave format out")
    if wanted.profile is None or vocabulary.profiles is None:
        return
    profile = vocabulary.profiles.get(wanted.profile)
    if profile is None:
        _unknown(wanted.profile, vocabulary.profiles, "profile", (*path, "profile"), sheet)
        return
    exists = vocabulary.formats is None or wanted.format in vocabulary.formats
    if wanted.format is not None and exists and profile.on and wanted.format not in profile.on:
        fits = ", ".join(str(one) for one in profile.on)
        sheet.mistake((*path, "profile"), f"{wanted.profile!r} is a profile on {fits} only")
    for mistake in profile.mistakes(wanted.options):
        option, _, sentence = mistake.partition(": ")
        sheet.mistake((*path, "options", option), sentence)


def _check_format(
    wanted: FormatId,
    vocabulary: Vocabulary,
    formats: Collection[FormatId],
    path: KeyPath,
    sheet: Sheet,
) -> None:
    """Note a format that does not exist, or that nobody may write any more."""
    if wanted not in formats:
        _unknown(str(wanted), {str(known) for known in formats}, "format", path, sheet)
    elif better := vocabulary.former.get(wanted):
        sheet.mistake(path, f"{wanted} is read, but nobody may write it any more; take {better}")


def _check_ways(wanted: Subscription, path: KeyPath, sheet: Sheet) -> None:
    """Note other ways for what a format cannot say where there is no such format."""
    fits = wanted.format is not None and wanted.profile is None
    for name, value in (("fallback", wanted.fallback), ("otherwise", wanted.otherwise)):
        if value is not None and not fits:
            sheet.mistake((*path, name), "goes with a format, and with no profile")


def _unknown(name: str, names: Collection[str], what: str, path: KeyPath, sheet: Sheet) -> None:
    known = "known are " if len(names) <= _NAMED else f"there are {len(names)}, such as "
    listed = known + ", ".join(sorted(names)[:_NAMED])
    guess = did_you_mean(name, names) or f"; {listed}"
    sheet.mistake(path, f"{name!r} is no {what}{guess}")
