"""What mapping folders hold beyond their declarations: field tables and rules.

Both take a while to load and few processes need more than some of them, so each is loaded
once, when it is first asked for.
"""

from dataclasses import replace

from hub.errors import MappingError
from hub.formats.folder import Folder, Mistakes
from hub.formats.formatfile import Declared
from hub.formats.table import Table, load_table
from hub.rules.profile import default_options
from hub.rules.ruleset import RuleSet, read_rules

__all__ = ["Stock"]


class Stock:
    """Tables and rules of all folders.

    Asked with ``mistakes`` it notes what is wrong there and goes on with None; without, it
    raises ``MappingError``.
    """

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str], Table | None] = {}
        self._rules: dict[str, RuleSet] = {}
        self._writing: dict[str, RuleSet] = {}

    def table(self, declared: Declared, mistakes: Mistakes | None = None) -> Table | None:
        """Return the table of a document; None when it has none.

        Versions of a document mostly share theirs.
        """
        if declared.table is None:
            return None
        key = (declared.folder.name, declared.table)
        if key not in self._tables:
            noted = Mistakes() if mistakes is None else mistakes
            self._tables[key] = load_table(declared.folder, declared.table, noted)
            if mistakes is None and noted:
                raise MappingError(list(dict.fromkeys(noted.sentences)))
        return self._tables[key]

    def rules(self, folder: Folder, mistakes: Mistakes | None = None) -> RuleSet | None:
        """Return the rules of a folder after those of its parents; None when there are none.

        Rules beside a ``profile.toml`` are that receiver's, with options of its own: they are
        not the format's, which others may send as well.
        """
        noted = Mistakes() if mistakes is None else mistakes
        found = self._read(folder, noted)
        if mistakes is None and noted:
            raise MappingError(list(dict.fromkeys(noted.sentences)))
        return found if found.rules else None

    def writing_rules(self, folder: Folder) -> RuleSet | None:
        """Return the rules for whoever writes a format of a folder; None when there are none.

        Of rules beside a ``profile.toml`` those that the writer cannot do without. Raises
        ``MappingError``.
        """
        if folder.name not in self._writing:
            mine = self.rules(folder)
            found = RuleSet(folder.name) if mine is None else mine.for_writing()
            if (folder.path / "profile.toml").is_file():
                mistakes: list[str] = []
                more = read_rules(folder.path, None, mistakes).needed_to_write()
                found = found.plus(replace(more, defaults=default_options(folder.path)))
                if mistakes:
                    raise MappingError(mistakes)
            self._writing[folder.name] = found
        found = self._writing[folder.name]
        return found if found.rules else None

    def _read(self, folder: Folder, mistakes: Mistakes) -> RuleSet:
        if folder.name not in self._rules:
            above = None if folder.parent is None else self._read(folder.parent, mistakes)
            if above is not None and not above.rules:
                above = None
            if (folder.path / "profile.toml").is_file():
                self._rules[folder.name] = above or RuleSet(folder.name)
            else:
                self._rules[folder.name] = read_rules(folder.path, above, mistakes.sentences)
        return self._rules[folder.name]
