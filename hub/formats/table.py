"""Field tables: which field of the model stands where in a format.

A table is data in a mapping folder, loaded strictly: a word outside the vocabulary, a field
the model does not have, a type that does not fit are mistakes, and all of them are told at
once. What comes out are frozen dataclasses; compilers make readers and writers of them.

::

    Table
      header, line            Group | None     fields of the head and of one line
      parts   {name: Group}                    further row sections (sheets of a workbook)
      groups  {name: Group}                    aggregates that fields refer to by type
      ignore  {path: reason}                   read by nobody and lost on purpose
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from hub.formats.folder import Call, CodeList, Folder, Mistakes
from hub.formats.structs import SCALARS, slots_of, struct_named
from hub.formats.tablecheck import check_field, check_words
from hub.model.kinds import KINDS

__all__ = ["Field", "Group", "Step", "Table", "load_table"]

NOTATIONS = ("xml", "rows")
TOP = ("document", "extends", "notation", "lines", "groups", "header", "line", "part", "group")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a dotted model path: a field of ``struct`` holding ``holds``."""

    name: str
    struct: type[Struct]
    holds: type
    many: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a table.

    ``name`` is the model path from the group's struct, ``steps`` the same resolved (empty for
    a field without a home in the model, whose name starts with ``_``). ``path`` is the place
    in the format: element steps in XML, a column in rows. ``type`` is a scalar type or the
    name of a group; ``line`` is the group of the document's own lines.
    """

    name: str
    path: str
    type: str
    steps: tuple[Step, ...] = ()
    required: bool = False
    default: str | None = None
    const: str | None = None
    codes: CodeList | None = None
    call: Call | None = None
    ignore: str | None = None
    each: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    attr: Mapping[str, str] = field(default_factory=dict)

    @property
    def scalar(self) -> bool:
        """Whether the field holds a value, not a group."""
        return self.type in SCALARS


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that fill one model class."""

    name: str
    struct: type[Struct]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A loaded field table; ``lines`` is the element path of one line in XML."""

    document: str
    notation: str
    folder: Folder
    file: str
    header: Group
    line: Group | None = None
    lines: str | None = None
    parts: Mapping[str, Group] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    ignore: Mapping[str, str] = field(default_factory=dict)


def load_table(folder: Folder, file: str, mistakes: Mistakes) -> Table | None:
    """Load a table of a folder or its parents; None when a mistake was noted."""
    before = len(mistakes.sentences)
    merged = _merge(folder, file, mistakes)
    table = None if merged is None else _Loading(folder, file, merged, mistakes).table()
    return table if len(mistakes.sentences) == before else None


def _merge(folder: Folder, file: str, mistakes: Mistakes) -> dict[str, Any] | None:
    """Read a file with its groups, laid over the table that it extends."""
    holder = folder.holder(file)
    if holder is None:
        mistakes.add(folder.label(file), "", "there is no such file")
        return None
    own = holder.toml(file, mistakes)
    if own is None:
        return None
    check_words(own, (*TOP, "ignore"), holder.label(file), "", mistakes)
    merged: dict[str, Any] = {}
    if base := own.get("extends"):
        source = holder if base != file else holder.parent
        if source is None:
            mistakes.add(holder.label(file), "extends", "the folder has no parent")
            return None
        inherited = _merge(source, base, mistakes)
        if inherited is None:
            return None
        merged = inherited
    for name in own.get("groups", ()):
        group_folder = holder.holder(name)
        if group_folder is None:
            mistakes.add(holder.label(file), "groups", f"there is no file {name!r}")
            continue
        more = group_folder.toml(name, mistakes) or {}
        check_words(more, ("group", "ignore"), group_folder.label(name), "", mistakes)
        _lay_over(merged, more)
    _lay_over(merged, {k: v for k, v in own.items() if k not in ("groups", "extends")})
    return merged


def _lay_over(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Merge tables key by key; ``false`` for a field takes it away."""
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            if key in ("where", "attr"):
                below[key] = value
            else:
                _lay_over(below[key], value)
        elif isinstance(value, dict):
            below[key] = {}
            _lay_over(below[key], value)
        else:
            below[key] = value


class _Loading:
    """Turns one merged table into dataclasses, noting mistakes on the way."""

    def __init__(
        self, folder: Folder, file: str, merged: Mapping[str, Any], mistakes: Mistakes
    ) -> None:
        self.folder = folder
        self.file = file
        self.merged = merged
        self.mistakes = mistakes
        self.rows = merged.get("notation", "xml") == "rows"
        self.structs: dict[str, type[Struct]] = {}
        *_, self.oldest = folder.chain()

    def wrong(self, key: str, sentence: str) -> None:
        self.mistakes.add(self.folder.label(self.file), key, sentence)

    def table(self) -> Table | None:
        merged = self.merged
        if merged.get("notation", "xml") not in NOTATIONS:
            self.wrong("notation", f"must be one of {', '.join(NOTATIONS)}")
        document = merged.get("document")
        kind = KINDS.get(document) if isinstance(document, str) else None
        if not isinstance(document, str) or kind is None:
            self.wrong("document", f"the model has no document {document!r}")
            return None
        head, body = kind.head, kind.line
        self._find_structs(body if "line" in merged else None)
        header = self.group("header", "header", merged.get("header", {}), head)
        line = None
        parts: dict[str, Group] = {}
        if "line" in merged or "part" in merged:
            if body is None:
                self.wrong("line", f"documents of kind {document!r} have no lines")
            else:
                if "line" in merged:
                    line = self.group("line", "line", merged["line"], body)
                parts = {
                    name: self.group(f"part.{name}", name, fields, body)
                    for name, fields in merged.get("part", {}).items()
                }
        lines = merged.get("lines")
        if not self.rows and (line is None) != (lines is None):
            self.wrong("lines", "needs the element path of a line exactly when [line] is given")
        groups = {
            name: self.group(f"group.{name}", name, fields, self.structs[name])
            for name, fields in merged.get("group", {}).items()
            if name in self.structs
        }
        groups |= {} if line is None else {"line": line}
        ignore = merged.get("ignore", {})
        for path, reason in ignore.items():
            if not isinstance(reason, str) or not reason.strip():
                self.wrong(f"ignore.{path}", "needs its reason as text")
        return Table(
            document,
            "rows" if self.rows else "xml",
            self.folder,
            self.file,
            header,
            line,
            lines,
            parts,
            groups,
            ignore,
        )

    def _find_structs(self, body: type[Struct] | None) -> None:
        if body is not None:
            # A line may hold lines of its own, which are fields of type "line".
            self.structs["line"] = body
        for name, fields in self.merged.get("group", {}).items():
            wanted = fields.get("struct", name)
            struct = struct_named(wanted) if isinstance(wanted, str) else None
            if struct is None:
                self.wrong(f"group.{name}", f"the model has no class for {wanted!r}")
            else:
                self.structs[name] = struct

    def group(self, key: str, name: str, fields: Mapping[str, Any], struct: type[Struct]) -> Group:
        loaded = []
        for field_name, words in fields.items():
            if words is False or (field_name == "struct" and isinstance(words, str)):
                continue
            found = self._loaded(field_name, words, struct)
            if found is None:
                before = len(self.mistakes.sentences)
                found = self.field(f"{key}.{field_name}", field_name, words, struct)
                if found is not None and len(self.mistakes.sentences) == before:
                    self._share(field_name, words, struct, found)
            if found is not None:
                loaded.append(found)
        return Group(name, struct, tuple(loaded))

    def _loaded(self, name: str, words: Any, struct: type[Struct]) -> Field | None:
        """Return a field that another table of the family has with the very same words.

        Most tables share most groups; checking each field once makes loading several times
        faster.
        """
        for folder in (self.folder, self.oldest):
            known, found = folder.fields.get((struct, name, self.rows), (None, None))
            if found is not None and known == words:
                fits = found.scalar or self.structs.get(found.type) is found.steps[-1].holds
                return found if fits else None
        return None

    def _share(self, name: str, words: Any, struct: type[Struct], found: Field) -> None:
        """Keep a sound field for other tables, unless it depends on its folder or siblings."""
        if not found.steps or found.where or found.codes or found.call:
            return
        for folder in (self.folder, self.oldest):
            folder.fields.setdefault((struct, name, self.rows), (words, found))

    def field(self, key: str, name: str, words: Any, struct: type[Struct]) -> Field | None:
        if not isinstance(words, dict):
            self.wrong(key, "must be a table such as { path = ..., type = ... } or false")
            return None
        steps = self.steps(key, name, struct)
        label = self.folder.label(self.file)
        sound = check_field(words, label, key, self.mistakes, groups=self.structs, rows=self.rows)
        if steps is None or not sound:
            return None
        made = Field(
            name,
            words["path"],
            words.get("type", "text"),
            steps,
            required=words.get("required", False),
            default=words.get("default"),
            const=words.get("const"),
            ignore=words.get("ignore"),
            each=words.get("each", False),
            where=words.get("where", {}),
            attr=words.get("attr", {}),
            codes=self._codes(key, words),
            call=self._call(key, words),
        )
        self._check_fit(key, made)
        return made

    def steps(self, key: str, name: str, struct: type[Struct]) -> tuple[Step, ...] | None:
        if name.startswith("_"):
            return ()
        steps: list[Step] = []
        inside: Any = struct
        for part in name.split(".") if self.rows else [name]:
            slots = (
                slots_of(inside) if isinstance(inside, type) and issubclass(inside, Struct) else {}
            )
            if part not in slots:
                where = getattr(inside, "__name__", str(inside))
                self.wrong(key, f"the model's {where} has no field {part!r}")
                return None
            slot = slots[part]
            steps.append(Step(part, inside, slot.holds, slot.many))
            inside = slot.holds
        return tuple(steps)

    def _codes(self, key: str, words: Mapping[str, Any]) -> CodeList | None:
        if "codes" not in words:
            return None
        found = self.folder.codes(words["codes"], self.mistakes)
        if found is None:
            self.wrong(key, f"the code list {words['codes']!r} cannot be used")
        return found

    def _call(self, key: str, words: Mapping[str, Any]) -> Call | None:
        if "call" not in words:
            return None
        name = words["call"]
        found = self.folder.call(name)
        if found is None:
            self.wrong(key, f"functions.py has neither read_{name} nor write_{name}")
        return found

    def _check_fit(self, key: str, made: Field) -> None:
        """Check type and repetition of a field against the model."""
        if not made.steps or made.ignore is not None:
            return
        last = made.steps[-1]
        wanted = SCALARS.get(made.type) or self.structs.get(made.type)
        as_string = last.holds is str and made.type in ("text", "identifier", "code")
        if wanted is not last.holds and not as_string and made.call is None:
            self.wrong(
                key, f"type {made.type!r} does not fit, the model holds {last.holds.__name__}"
            )
        if not self.rows and made.each and not last.many:
            self.wrong(key, "each does not fit, the model holds one")
        if not self.rows:
            self._check_where(key, made)

    def _check_where(self, key: str, made: Field) -> None:
        group = self.merged.get("group", {}).get(made.type, {})
        for name in made.where:
            if name not in group:
                self.wrong(key, f"where names {name!r}, no field of group {made.type!r}")
