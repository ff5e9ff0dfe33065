"""Profiles: what a receiving system demands on top of a format.

profile.toml::

    id = "prisme"
    title = "..."
    on = ["oioubl:catalogue:2.02"]
    parent = "..."                    # another profile, whose rules and options come first
    format_rules = "oioubl"           # folder with the rules of the format written
    partial_ok = "never"              # or true / false: may lines be left out?
    lead_time = ["X-11"]              # the rules that say how early new prices have to come

    [off]                             # parent's (or format's) rules that do not hold here
    "PRI-15" = "why not"
    [raise]
    "PRI-15" = "error"
    [option.allow_cut]
    default = false                   # its type is the type of the option
    choices = ["a", "b"]              # optional
    en = "..."                        # what the option does, da and nl too
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from hub.errors import MappingError
from hub.model.context import RouteContext
from hub.model.finding import Severity
from hub.model.identity import FormatId
from hub.model.sentence import LANGUAGES, Sentence
from hub.rules.checker import Checker
from hub.rules.known import Known
from hub.rules.rule import NO_LOOKUPS, Lookups
from hub.rules.ruleset import RuleSet, read_rules
from hub.rules.sharing import Pool

__all__ = ["Option", "Profile", "Profiles", "default_options", "load_profiles"]

_KEYS = frozenset(
    {
        *("id", "title", "on", "parent", "format_rules", "partial_ok", "off", "raise"),
        *("lead_time", "option"),
    }
)


@dataclass(frozen=True, slots=True)
class Option:
    """A key that an operator may set for one receiver."""

    name: str
    default: Any
    sentence: Sentence
    choices: tuple[Any, ...] = ()

    def mistake(self, value: Any) -> str | None:
        """Return what is wrong with a value, or None."""
        if self.choices and value not in self.choices:
            return f"{self.name}: is one of {', '.join(str(one) for one in self.choices)}"
        if type(value) is not type(self.default):
            return f"{self.name}: is written like {self.default!r}"
        return None


@dataclass(frozen=True)
class Profile:
    """A receiving system's demands: rules, options, whether lines may be left out."""

    id: str
    title: str
    on: tuple[FormatId, ...]
    rules: RuleSet
    format_rules: RuleSet | None = None
    options: Mapping[str, Option] = field(default_factory=dict)
    partial_ok: Literal["never"] | bool = "never"
    raised: Mapping[str, Severity] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    lead_time: frozenset[str] = frozenset()
    """The rules that say how early new prices have to come."""

    def settings(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return every option with its value, the default where ``options`` is silent."""
        return {name: options.get(name, option.default) for name, option in self.options.items()}

    def mistakes(self, options: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with the options an operator wrote for a receiver."""
        found: list[str] = []
        for name, value in options.items():
            if name == "partial_ok":
                if value and self.partial_ok == "never":
                    found.append(f"partial_ok: cannot be set for profile {self.id}")
            elif name in self.options:
                mistake = self.options[name].mistake(value)
                if mistake:
                    found.append(mistake)
            else:
                known = ", ".join(sorted(self.options))
                found.append(f"{name}: profile {self.id} has no such option; it has {known}")
        return found

    def takes_parts(self, options: Mapping[str, Any]) -> bool:
        """Return whether the document may go on without its refused lines."""
        if self.partial_ok == "never":
            return False
        return bool(options.get("partial_ok", self.partial_ok))

    def judged(self, source: FormatId | None) -> RuleSet:
        """Return the rules for a document that came in format ``source``.

        The rules of the format written have already been judged, in the layer ``official``,
        when the document came in it; and its writer sees to some of them by itself.
        """
        extra = self.format_rules
        if extra is None or (source is not None and source.authority == extra.name):
            return self.rules
        rules = extra.for_writing().without(self.off)
        return RuleSet(
            self.rules.name,
            (*self.rules.rules, *rules.rules),
            self.rules.speech.over(rules.speech),
            (*self.rules.folders, *rules.folders),
        )

    def checker(
        self,
        context: RouteContext,
        kind: str,
        known: Known | None = None,
        lookups: Lookups = NO_LOOKUPS,
        pool: Pool | None = None,
    ) -> Checker:
        """Return a fresh checker for one document and one receiver; ``pool``: the document's."""
        return self.judged(context.source).checker(
            context,
            kind,
            known,
            lookups=lookups,
            options=self.settings(context.options),
            raised=self.raised,
            pool=pool,
        )


def default_options(folder: Path) -> dict[str, Any]:
    """Return the defaults of the options that a profile's own folder declares, by name.

    For rules that its format's writer cannot do without, judged where nobody has that profile.
    Raises ``MappingError`` where ``profile.toml`` cannot be read.
    """
    path = folder / "profile.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError([f"{folder.name}/{path.name}: {error}"]) from error
    return {
        name: table["default"]
        for name, table in data.get("option", {}).items()
        if "default" in table
    }


@dataclass(frozen=True)
class Profiles:
    """All profiles by id, frozen."""

    by_id: Mapping[str, Profile] = field(default_factory=dict)

    def __getitem__(self, profile_id: str) -> Profile:
        """Return one profile; ``KeyError`` when there is none."""
        return self.by_id[profile_id]

    def __iter__(self) -> Iterator[Profile]:
        """Yield the profiles in order of id."""
        return iter(self.by_id[key] for key in sorted(self.by_id))

    def __contains__(self, profile_id: str) -> bool:
        """Return whether there is such a profile."""
        return profile_id in self.by_id


def load_profiles(folders: Sequence[Path]) -> Profiles:
    """Load the profile of every mapping folder that has a profile.toml.

    ``folders`` are mapping folders (``mappings/prisme``); those without a profile are looked
    at only for ``format_rules``. Raises ``MappingError`` with all mistakes at once.
    """
    loading = _Loading({folder.name: folder for folder in folders})
    for folder in folders:
        if (folder / "profile.toml").is_file():
            loading.profile(folder.name, ())
    if loading.mistakes:
        raise MappingError(loading.mistakes)
    found = {profile.id: profile for profile in loading.done.values() if profile is not None}
    return Profiles(found)


class _Loading:
    """Loads profiles, each after its parent."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self.folders = folders
        self.mistakes: list[str] = []
        self.done: dict[str, Profile | None] = {}
        self.formats: dict[str, RuleSet] = {}

    def profile(self, name: str, children: tuple[str, ...]) -> Profile | None:
        """Return the profile of a folder, loading it when that was not done yet."""
        if name in children:
            self.mistakes.append(f"{name}/profile.toml: parent: goes round in a circle")
            return None
        if name not in self.done:
            self.done[name] = self._load(self.folders[name], children)
        return self.done[name]

    def _load(self, folder: Path, children: tuple[str, ...]) -> Profile | None:
        label = f"{folder.name}/profile.toml"
        try:
            data = tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.mistakes.append(f"{label}: is not readable as TOML: {error}")
            return None
        before = len(self.mistakes)
        self.mistakes.extend(f"{label}: {key}: unknown key" for key in set(data) - _KEYS)
        parent = self._parent(data.get("parent"), label, (*children, folder.name))
        off = data.get("off", {})
        raised = self._raised(data.get("raise", {}), label)
        base = None if parent is None else parent.rules.without(off)
        rules = read_rules(folder, base, self.mistakes)
        format_rules = self._format_rules(data.get("format_rules"), label)
        if format_rules is None and parent is not None:
            format_rules = parent.format_rules
        ids = rules.ids | (format_rules.ids if format_rules else frozenset())
        offable = (parent.rules.ids if parent else frozenset()) | (
            format_rules.ids if format_rules else frozenset()
        )
        self._check_ids(off, offable, f"{label}: off")
        self._check_ids(raised, ids, f"{label}: raise")
        timely = data.get("lead_time", [])
        self._check_ids(timely, ids, f"{label}: lead_time")
        options = {
            **(parent.options if parent else {}),
            **self._options(data.get("option", {}), label),
        }
        on = self._on(data.get("on"), label) or (parent.on if parent else ())
        partial_ok = self._partial_ok(data, parent, label)
        if not on:
            self.mistakes.append(f"{label}: on: names the formats the profile is for")
        if len(self.mistakes) > before:
            return None
        return Profile(
            id=data.get("id", folder.name),
            title=data.get("title", folder.name),
            on=on,
            rules=rules,
            format_rules=format_rules,
            options=options,
            partial_ok=partial_ok,
            raised={**(parent.raised if parent else {}), **raised},
            off=frozenset(off) | (parent.off if parent else frozenset()),
            lead_time=frozenset(timely) | (parent.lead_time if parent else frozenset()),
        )

    def _partial_ok(
        self, data: Mapping[str, Any], parent: Profile | None, label: str
    ) -> Literal["never"] | bool:
        stated: object = data.get("partial_ok", parent.partial_ok if parent else None)
        if parent is not None and parent.partial_ok == "never" and stated != "never":
            self.mistakes.append(f"{label}: partial_ok: the parent profile says never")
        if isinstance(stated, bool):
            return stated
        if stated == "never":
            return "never"
        self.mistakes.append(f'{label}: partial_ok: is "never", true or false')
        return "never"

    def _parent(self, name: str | None, label: str, children: tuple[str, ...]) -> Profile | None:
        if name is None:
            return None
        folder = self.folders.get(name)
        if folder is None or not (folder / "profile.toml").is_file():
            self.mistakes.append(f"{label}: parent: there is no profile {name!r}")
            return None
        return self.profile(name, children)

    def _format_rules(self, name: str | None, label: str) -> RuleSet | None:
        if name is None:
            return None
        if name not in self.folders:
            self.mistakes.append(f"{label}: format_rules: there is no folder {name!r}")
            return None
        if name not in self.formats:
            self.formats[name] = read_rules(self.folders[name], None, self.mistakes)
        return self.formats[name]

    def _raised(self, table: Mapping[str, str], label: str) -> dict[str, Severity]:
        raised: dict[str, Severity] = {}
        for rule_id, word in table.items():
            try:
                raised[rule_id] = Severity(word)
            except ValueError:
                self.mistakes.append(f"{label}: raise: {rule_id}: is warn, error or fatal")
        return raised

    def _check_ids(self, ids: Iterable[str], known: frozenset[str], where: str) -> None:
        self.mistakes.extend(
            f"{where}: {rule_id}: there is no such rule to change"
            for rule_id in ids
            if rule_id not in known
        )

    def _on(self, names: list[str] | None, label: str) -> tuple[FormatId, ...]:
        found: list[FormatId] = []
        for name in names or ():
            try:
                found.append(FormatId.parse(name))
            except ValueError as error:
                self.mistakes.append(f"{label}: on: {error}")
        return tuple(found)

    def _options(self, tables: Mapping[str, Any], label: str) -> dict[str, Option]:
        options: dict[str, Option] = {}
        for name, table in tables.items():
            words = [table.get(language) for language in LANGUAGES]
            if "default" not in table or not all(isinstance(word, str) for word in words):
                needed = ", ".join(LANGUAGES)
                self.mistakes.append(f"{label}: option.{name}: needs default, {needed}")
                continue
            sentence = Sentence(*(str(word) for word in words))
            option = Option(name, table["default"], sentence, tuple(table.get("choices", ())))
            mistake = option.mistake(option.default)
            if mistake:
                self.mistakes.append(f"{label}: option.{name}: default: {mistake}")
            options[name] = option
        return options
