"""Rule sets: the rules of a mapping folder, loaded strictly, and checkers made of them."""

import csv
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from hub.errors import MappingError
from hub.model.context import RouteContext
from hub.model.finding import Severity, Who
from hub.model.kinds import KINDS
from hub.rules.bench import Lawbook
from hub.rules.checker import Checker
from hub.rules.known import Known
from hub.rules.module import load_module
from hub.rules.rule import NO_LOOKUPS, Lookups, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import SHAPES, compile_shape
from hub.rules.sharing import Pool
from hub.rules.shelf import shelf
from hub.rules.speech import Speech, load_speech, own_speech

__all__ = ["RuleSet", "load_rules"]

_WORDS = frozenset(
    {
        *("id", "severity", "scope", "mark", "who", "documents", "model", "sentence"),
        *("field", "fields", "by_writer"),
    }
)
_NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})
_NOT_RAISED: Mapping[str, Severity] = MappingProxyType({})


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order in which they are judged, their sentences and code lists."""

    name: str
    rules: tuple[Rule, ...] = ()
    speech: Speech = field(default_factory=own_speech)
    folders: tuple[Path, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What options say that nobody set, where no profile fills them in."""

    def checker(
        self,
        context: RouteContext,
        kind: str,
        known: Known | None = None,
        *,
        lookups: Lookups = NO_LOOKUPS,
        options: Mapping[str, Any] = _NO_OPTIONS,
        raised: Mapping[str, Severity] = _NOT_RAISED,
        pool: Pool | None = None,
    ) -> Checker:
        """Return a fresh checker for one document of ``kind`` and one receiver.

        ``pool`` is that of the document: checkers of one pool share what is alike.
        """
        known_context = RuleContext(
            route=context,
            kind=kind,
            options={**self.defaults, **options},
            codes=_codes_of(self.folders),
            known=known,
            lookups=lookups,
        )
        lawbook = Lawbook(self.speech, raised)
        rules = self.about(kind)
        shared = (pool or Pool()).shared(rules, known_context, lawbook)
        return Checker(rules, known_context, lawbook, shared)

    def about(self, kind: str) -> tuple[Rule, ...]:
        """Return the rules that hold for a kind of document; picked out once."""
        found = self._by_kind.get(kind)
        if found is None:
            found = tuple(rule for rule in self.rules if rule.holds_for(kind))
            self._by_kind[kind] = found
        return found

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Rule, ...]]:
        return {}

    def without(self, ids: Iterable[str]) -> "RuleSet":
        """Return the set less some rules."""
        gone = frozenset(ids)
        return replace(self, rules=tuple(rule for rule in self.rules if rule.id not in gone))

    def plus(self, more: "RuleSet") -> "RuleSet":
        """Return the set followed by another; the other's sentences win."""
        return RuleSet(
            more.name,
            (*self.rules, *more.rules),
            more.speech.over(self.speech),
            (*more.folders, *self.folders),
            {**self.defaults, **more.defaults},
        )

    def for_writing(self) -> "RuleSet":
        """Return the rules that the writer of the format does not see to by itself."""
        return self._for_writing

    def needed_to_write(self) -> "RuleSet":
        """Return the rules of a receiver's profile that its format's writer cannot do without."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.to_write))

    @cached_property
    def _for_writing(self) -> "RuleSet":
        return replace(self, rules=tuple(rule for rule in self.rules if not rule.by_writer))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(name for rule in self.rules for name in (rule.id, *rule.also))


def load_rules(folder: Path, parent: RuleSet | None = None) -> RuleSet:
    """Load rules.toml, rules.py and sentences.toml of a mapping folder.

    The order is the parent's rules, rules.py, then rules.toml; a folder without rules gives
    an empty set. Raises ``MappingError`` with all mistakes at once.
    """
    mistakes: list[str] = []
    found = read_rules(folder, parent, mistakes)
    if mistakes:
        raise MappingError(mistakes)
    return found


def read_rules(folder: Path, parent: RuleSet | None, mistakes: list[str]) -> RuleSet:
    """Load a folder's rules as ``load_rules`` does, noting mistakes instead of raising."""
    speech = load_speech(folder / "sentences.toml", f"{folder.name}/sentences.toml", mistakes)
    data = _toml(folder / "rules.toml", mistakes)
    label = f"{folder.name}/rules.toml"
    module = load_module(folder / "rules.py")
    # Rules that several folders share bring their sentences with them.
    for path in getattr(module, "SENTENCES", ()):
        shared = load_speech(path, f"{path.parent.name}/{path.name}", mistakes)
        speech = speech.over(shared)
    rules = [*_used(data, label, mistakes), *_coded(folder, module, mistakes)]
    for number, table in enumerate(data.get("rule", ()), start=1):
        rule = _data_rule(table, f"{label}: rule {number}", mistakes)
        if rule is not None:
            rules.append(rule)
    mistakes.extend(
        f"{label}: {key}: unknown; write use or [[rule]]" for key in set(data) - {"use", "rule"}
    )
    own = RuleSet(folder.name, tuple(rules), speech.over(own_speech()), (folder,))
    whole = own if parent is None else parent.plus(own)
    mistakes.extend(
        f"{folder.name}/sentences.toml: {key}: there is no sentence for this rule"
        for rule in own.rules
        for key in (rule.key, *rule.also)
        if key not in whole.speech.templates
    )
    return whole


def _toml(path: Path, mistakes: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.append(f"{path.parent.name}/{path.name}: is not readable as TOML: {error}")
        return {}


def _used(data: Mapping[str, Any], label: str, mistakes: list[str]) -> list[Rule]:
    """Return the hub's own rules that the folder asks for with ``use``."""
    rules: list[Rule] = []
    for rule_id in data.get("use", ()):
        found = [rule for rule in shelf() if rule.id == rule_id]
        if not found:
            mistakes.append(f"{label}: use: the hub has no rule {rule_id!r}")
        rules.extend(found)
    return rules


def _coded(folder: Path, module: ModuleType | None, mistakes: list[str]) -> list[Rule]:
    if module is None:
        return []
    rules = getattr(module, "RULES", None)
    if not isinstance(rules, (list, tuple)) or not all(isinstance(r, Rule) for r in rules):
        mistakes.append(f"{folder.name}/rules.py: needs RULES, a list of Rule")
        return []
    return list(rules)


def _data_rule(table: Mapping[str, Any], where: str, mistakes: list[str]) -> Rule | None:
    where = f"{where} {table.get('id', '')}".rstrip()
    before = len(mistakes)
    shapes = sorted(SHAPES & set(table))
    unknown = set(table) - _WORDS - SHAPES
    mistakes.extend(f"{where}: {key}: unknown key" for key in sorted(unknown))
    if len(shapes) != 1:
        mistakes.append(f"{where}: needs exactly one of {', '.join(sorted(SHAPES))}")
    fields = table.get("fields", [table["field"]] if "field" in table else [])
    if not fields:
        mistakes.append(f"{where}: field: is missing")
    model = KINDS.get(table.get("model", "catalogue"))
    if model is None:
        mistakes.append(f"{where}: model: is one of {', '.join(KINDS)}")
    scope = _word(Scope, table.get("scope"), f"{where}: scope", mistakes)
    severity = _word(Severity, table.get("severity"), f"{where}: severity", mistakes)
    mark = _word(Mark, table.get("mark", "doc"), f"{where}: mark", mistakes)
    who = _word(Who, table.get("who", "supplier"), f"{where}: who", mistakes)
    if not isinstance(table.get("id"), str):
        mistakes.append(f"{where}: id: is missing")
    if shapes and (shapes[0] == "unique") is not (scope is Scope.STREAM):
        mistakes.append(f"{where}: scope: unique is judged over the stream, all else is not")
    if len(mistakes) > before or model is None or not (scope and severity and mark and who):
        return None
    struct = model.head if scope is Scope.HEADER else model.line
    if struct is None:
        mistakes.append(f"{where}: scope: documents of this model have no lines")
        return None
    try:
        check = compile_shape(shapes[0], table[shapes[0]], list(fields), struct)
    except ValueError as error:
        mistakes.append(f"{where}: {error}")
        return None
    return Rule(
        id=table["id"],
        severity=severity,
        scope=scope,
        check=check,
        who=who,
        mark=mark,
        by_writer=bool(table.get("by_writer", False)),
        shared=True,
        documents=frozenset(table.get("documents", ())),
        sentence=table.get("sentence", ""),
    )


def _word(words: Any, value: Any, where: str, mistakes: list[str]) -> Any:
    try:
        return words(value)
    except ValueError:
        mistakes.append(f"{where}: is one of {', '.join(word.value for word in words)}")
        return None


@cache
def _codes_of(folders: tuple[Path, ...]) -> Callable[[str], frozenset[str]]:
    """Return the code lists of a chain of folders, each read when first asked for."""

    @cache
    def codes(name: str) -> frozenset[str]:
        for folder in folders:
            path = folder / "codes" / f"{name}.csv"
            if path.is_file():
                return _read_codes(path)
        raise MappingError([f"{folders[0].name}/codes/{name}.csv: there is no such code list"])

    return codes


def _read_codes(path: Path) -> frozenset[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        # Rules look at the model, where codes are ours; what is written for them comes later.
        column = "code" if "code" in (rows.fieldnames or ()) else "ours"
        return frozenset(row[column] for row in rows)
