"""Every rule there is, by id: for listings and for explaining one."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from hub.model.finding import Severity
from hub.model.sentence import Sentence
from hub.rules.profile import Profiles
from hub.rules.rule import Mark, Rule, Scope
from hub.rules.ruleset import RuleSet

__all__ = ["RuleEntry", "rule_index"]


class RuleEntry(Struct, frozen=True):
    """One rule of one owner: a profile, or a folder with a format's own rules.

    ``sentence`` is the template, its places unfilled; ``severity`` is after the profile's
    raise. ``documents`` is empty for all kinds.
    """

    id: str
    owner: str
    severity: Severity
    scope: Scope
    mark: Mark
    documents: tuple[str, ...]
    needs_known: bool
    sentence: Sentence


def rule_index(profiles: Profiles, format_rules: Iterable[RuleSet]) -> tuple[RuleEntry, ...]:
    """Return all rules, sorted by id and owner; a rule in several parts is listed once."""
    found: dict[tuple[str, str], RuleEntry] = {}
    for rules in format_rules:
        for entry in _entries(rules.name, rules, {}):
            found.setdefault((entry.id, entry.owner), entry)
    for profile in profiles:
        for entry in _entries(profile.id, profile.rules, profile.raised):
            found.setdefault((entry.id, entry.owner), entry)
    return tuple(found[key] for key in sorted(found))


def _entries(owner: str, rules: RuleSet, raised: Mapping[str, Severity]) -> Iterator[RuleEntry]:
    for rule in rules.rules:
        for name in (rule.id, *rule.also):
            yield _entry(owner, rule, name, rules, raised.get(name, rule.severity))


def _entry(owner: str, rule: Rule, name: str, rules: RuleSet, severity: Severity) -> RuleEntry:
    key = rule.key if name == rule.id else name
    return RuleEntry(
        id=name,
        owner=owner,
        severity=severity,
        scope=rule.scope,
        mark=rule.mark,
        documents=tuple(sorted(rule.documents)),
        needs_known=rule.needs_known,
        sentence=rules.speech.templates[key],
    )
