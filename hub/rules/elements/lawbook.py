"""The published rules of one kind of document, loaded from a mapping folder.

::

    rules/lists.toml       code lists
    rules/parts.toml       checks that hold at many places: of a party, an address, a tax
    rules/<kind>.toml      places of one kind of document, with checks of their own
    rules/releases.toml    since which release there is a rule
    rules/functions.py     HOLDS and GATHERS: what needs arithmetic or all lines
    rules/sentences.toml   what people read when a function says no

A place is ``[[place]]`` with ``path``, the ``parts`` that hold there and ``[[place.check]]``
of its own; a check is ``id``, a condition (``hub.rules.elements.condition``) and what must be
true for it to be asked, ``when``. An id that begins with W warns, every other is fatal.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from hub.errors import MappingError
from hub.model.finding import Severity
from hub.rules.elements.check import Check, Part
from hub.rules.elements.condition import WORDS, Condition, Lists, contrary
from hub.rules.elements.paths import Path, Test
from hub.rules.elements.spot import Kids, Whole
from hub.rules.module import load_module
from hub.rules.speech import Speech, load_speech
from hub.xml.order import prefixed
from hub.xml.parse import Element

__all__ = ["Anywhere", "Lawbook", "load_lawbook", "load_lists"]

_CHECK = frozenset({"id", "when"})
_JOINS = ("any", "all")
_PLACE = frozenset({"path", "parts", "check"})
_PART = frozenset({"parts", "check", "below"})
_DOCUMENT = frozenset({"place", "anywhere", "known", "release"})


@dataclass(frozen=True)
class Anywhere:
    """A check of an attribute wherever it stands: its values, and on which elements."""

    check: Check
    attribute: str
    codes: frozenset[str]
    ending: str


@dataclass(frozen=True)
class Lawbook:
    """Everything that is judged in one kind of document.

    ``root`` holds at the root. ``known`` are rules that a document of this format cannot
    break, by what identification made sure of.
    """

    kind: str
    release: str
    root: Part
    anywhere: tuple[Anywhere, ...]
    known: tuple[str, ...]
    speech: Speech
    since: Mapping[str, str]
    """The release in which a rule first appeared, with the oldest known under ``""``."""
    checks: tuple[Check, ...] = field(default=())
    """Every check of the kind, each once, in the order of the files."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all rules that can be broken."""
        return frozenset(check.id for check in self.checks)

    def places(self) -> Iterator[tuple[str, Check]]:
        """Yield every check with each path at which it is asked; ``.`` is the root."""
        yield from _places(self.root, ())
        for one in self.anywhere:
            yield f"//@{one.attribute}", one.check


def load_lawbook(folder: File, kind: str, prefixes: Mapping[str, str]) -> Lawbook | None:
    """Load the rules of one kind of document; None where the folder has none.

    Raises ``MappingError`` with every mistake in every file.
    """
    path = folder / f"{kind}.toml"
    if not path.is_file():
        return None
    loading = _Loading(folder, kind, prefixes)
    book = loading.load(path)
    if loading.mistakes:
        raise MappingError(list(dict.fromkeys(loading.mistakes)))
    return book


def load_lists(path: File) -> Lists:
    """Load the code lists of a ``lists.toml``, by name."""
    return _lists_of(tomllib.loads(path.read_text(encoding="utf-8")))


def _lists_of(data: Mapping[str, Any]) -> Lists:
    """Return code lists: codes are written with white space between them, or one by one."""
    return {
        name: frozenset(codes.split() if isinstance(codes, str) else codes)
        for name, codes in data.items()
    }


class _Loading:
    def __init__(self, folder: File, kind: str, prefixes: Mapping[str, str]) -> None:
        self.mistakes: list[str] = []
        self._label = f"{folder.parent.name}/{folder.name}"
        self._folder = folder
        self._kind = kind
        self._prefixes = prefixes
        self._lists: Lists = {}
        self._functions: Any = None
        self._paths: dict[str, Path] = {}
        self._parts: dict[str, Part] = {}
        self._tables: dict[str, Any] = {}
        self._speech = Speech()

    def load(self, path: File) -> Lawbook:
        self._lists = _lists_of(self._toml(self._folder / "lists.toml"))
        self._functions = load_module(self._folder / "functions.py")
        sentences = self._folder / "sentences.toml"
        self._speech = load_speech(sentences, f"{self._label}/sentences.toml", self.mistakes)
        self._tables = self._toml(self._folder / "parts.toml")
        data = self._toml(path)
        label = f"{self._label}/{path.name}"
        self._unknown(data, _DOCUMENT, label)
        root = Part()
        for number, table in enumerate(data.get("place", ()), start=1):
            where = f"{label}: place {number} {table.get('path', '')}".rstrip()
            self._place(root, table, where)
        anywhere = tuple(self._anywhere(table, label) for table in data.get("anywhere", ()))
        known = data.get("known", [])
        checks = {id(check): check for check in _checks(root)}
        every = (*checks.values(), *(one.check for one in anywhere))
        release = str(data.get("release", ""))
        releases = self._toml(self._folder / "releases.toml")
        since = {"": str(releases.get("oldest", "")), **releases.get("since", {})}
        return Lawbook(
            self._kind, release, root, anywhere, tuple(known), self._speech, since, tuple(every)
        )

    def _toml(self, path: File) -> dict[str, Any]:
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.mistakes.append(f"{self._label}/{path.name}: there is no such file")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.mistakes.append(f"{self._label}/{path.name}: is not readable as TOML: {error}")
        return {}

    def _unknown(self, table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        self.mistakes.extend(f"{where}: {key}: unknown key" for key in sorted(set(table) - known))

    def _place(self, root: Part, table: Mapping[str, Any], where: str) -> None:
        self._unknown(table, _PLACE, where)
        part = root
        for step in (table.get("path") or ".").split("/"):
            if step == ".":
                continue
            tag = self._tag(step, where)
            part = part.below.setdefault(tag, Part())
        self._fill(part, table, where)

    def _tag(self, step: str, where: str) -> str:
        prefix, _, local = step.partition(":")
        if prefix not in self._prefixes:
            self.mistakes.append(f"{where}: {step}: unknown prefix")
        return f"{{{self._prefixes.get(prefix, '')}}}{local}"

    def _fill(self, part: Part, table: Mapping[str, Any], where: str) -> None:
        for name in table.get("parts", ()):
            found = self._part(name, where)
            if found is not None:
                part.parts.append(found)
        for number, check in enumerate(table.get("check", ()), start=1):
            said = f"{where}: check {number} {check.get('id', '')}".rstrip()
            made = self._check(check, said)
            if made is not None:
                part.checks.append(made)

    def _part(self, name: str, where: str) -> Part | None:
        if name in self._parts:
            return self._parts[name]
        table = self._tables.get(name)
        if table is None:
            self.mistakes.append(f"{where}: parts: there is no part {name!r}")
            return None
        label = f"{self._label}/parts.toml: {name}"
        self._unknown(table, _PART, label)
        part = self._parts[name] = Part()
        self._fill(part, table, label)
        for step, names in table.get("below", {}).items():
            inner = part.below[self._tag(step, label)] = Part()
            inner.parts = [one for n in names if (one := self._part(n, label)) is not None]
        return part

    def _anywhere(self, table: Mapping[str, Any], label: str) -> Anywhere:
        where = f"{label}: anywhere {table.get('id', '')}".rstrip()
        check = self._check(
            {
                "id": table.get("id"),
                "at": f"./@{table.get('attribute')}",
                "among": table.get("among"),
            },
            where,
        )
        if check is None:
            check = Check("", Severity.FATAL, _plain("any", _always))
        codes = self._lists.get(str(table.get("among")), frozenset())
        return Anywhere(check, str(table.get("attribute")), codes, str(table.get("ending", "")))

    def _check(self, table: Mapping[str, Any], where: str) -> Check | None:
        before = len(self.mistakes)
        rule = table.get("id")
        if not isinstance(rule, str) or not rule:
            self.mistakes.append(f"{where}: id: is missing")
            return None
        when = tuple(self._condition(one, f"{where}: when") for one in table.get("when", ()))
        said = {key: value for key, value in table.items() if key not in _CHECK}
        gathers = said.pop("gathers", None)
        saying = gathers or said.get("holds")
        gather = None
        if gathers is not None:
            prepare = getattr(self._functions, "GATHERS", {}).get(gathers)
            if prepare is None:
                self.mistakes.append(f"{where}: gathers: there is no function {gathers!r}")
                return None
            gather = prepare(said, self._prefixes)
            must = _plain("gathers", _always, self._at(said, where))
        else:
            must = self._condition(said, where)
        if saying is not None and saying not in self._speech.templates:
            self.mistakes.append(f"{self._label}/sentences.toml: {saying}: is missing")
        if len(self.mistakes) > before:
            return None
        severity = Severity.WARN if rule.startswith("W-") else Severity.FATAL
        return Check(rule, severity, must, when, gather, saying, self._kind)

    def _at(self, table: Mapping[str, Any], where: str) -> Path:
        text = table.get("at", ".")
        if text not in self._paths:
            try:
                self._paths[text] = Path(text, self._prefixes)
            except ValueError as error:
                self.mistakes.append(f"{where}: at: {error}")
                return Path(".", self._prefixes)
        return self._paths[text]

    def _condition(self, table: Mapping[str, Any], where: str) -> Condition:
        nothing = _plain("any", _always)
        for word in _JOINS:
            if word in table:
                self._unknown(table, frozenset({word}), where)
                return _joined(word, [self._condition(one, where) for one in table[word]])
        path = self._at(table, where)
        if "holds" in table:
            function = getattr(self._functions, "HOLDS", {}).get(table["holds"])
            if function is None:
                self.mistakes.append(f"{where}: holds: there is no function {table['holds']!r}")
                return nothing
            test = function({k: v for k, v in table.items() if k != "holds"}, self._prefixes)
            return _plain("holds", test, path, table["holds"])
        words = sorted(WORDS & set(table))
        self._unknown(table, WORDS | {"at", "trim"}, where)
        if len(words) != 1:
            self.mistakes.append(f"{where}: needs exactly one word of what must hold")
            return nothing
        try:
            return Condition.of(table, path, self._lists)
        except (ValueError, TypeError) as error:
            self.mistakes.append(f"{where}: {error}")
            return nothing


def _always(_element: Element, _kids: Kids, _whole: Whole) -> bool:
    return True


def _plain(word: str, test: Test, path: Path | None = None, value: Any = None) -> Condition:
    return Condition(word, test, contrary(test), path, value)


def _joined(word: str, parts: list[Condition]) -> Condition:
    """Join conditions; what each of them needs to fail or hold, one of them tells."""
    tests = [part.test for part in parts]
    if word == "any":
        return Condition(
            word,
            lambda e, k, w: any(test(e, k, w) for test in tests),
            lambda e, k, w: not any(test(e, k, w) for test in tests),
            parts=tuple(parts),
            when_false=next((p.when_false for p in parts if p.when_false is not None), None),
        )
    return Condition(
        word,
        lambda e, k, w: all(test(e, k, w) for test in tests),
        lambda e, k, w: not all(test(e, k, w) for test in tests),
        parts=tuple(parts),
        when_true=next((p.when_true for p in parts if p.when_true is not None), None),
    )


def _places(part: Part, above: tuple[str, ...]) -> Iterator[tuple[str, Check]]:
    path = "/".join(above) or "."
    for check in part.all_checks():
        yield path, check
    for tag, parts in part.all_below().items():
        for one in parts:
            yield from _places(one, (*above, prefixed(tag)))


def _checks(part: Part) -> Iterator[Check]:
    yield from part.all_checks()
    for parts in part.all_below().values():
        for one in parts:
            yield from _checks(one)
