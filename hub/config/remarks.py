"""What is wrong or doubtful in a configuration, collected so that all of it is told at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from hub.config.lines import line_of
from hub.facts.nearest import nearest

__all__ = ["KeyPath", "Remark", "Remarks", "Sheet", "did_you_mean", "nearest_name"]

KeyPath = tuple[str | int, ...]
"""Where in a file: ``("agreement", 1, "seller")`` is ``seller`` of the second agreement."""


_ALIKE = 0.65
"""How much of a name must agree: a wild guess would send an operator the wrong way."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about one place. A warning does not stop the hub, a mistake does."""

    file: str
    key: str
    sentence: str
    line: int | None = None
    warning: bool = False

    def __str__(self) -> str:
        """Return ``file:line: key: sentence``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.sentence) if part)


@dataclass(slots=True)
class Remarks:
    """Remarks about all files; knows their text, to find lines when there is something to say."""

    found: list[Remark] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)

    def sheet(self, file: str, text: str = "") -> "Sheet":
        """Return what notes remarks about one file."""
        self._texts[file] = text
        return Sheet(file, self)

    def add(self, file: str, path: KeyPath, sentence: str, *, warning: bool = False) -> None:
        """Note a remark on a key of a TOML file."""
        line = line_of(self._texts[file], path) if path else None
        self.found.append(Remark(file, shown(path), sentence, line, warning))

    def mistakes(self) -> tuple[str, ...]:
        """Return all mistakes in the order of files and lines."""
        return tuple(str(remark) for remark in self.ordered() if not remark.warning)

    def ordered(self) -> list[Remark]:
        """Return all remarks, mistakes first, in the order of files and lines."""
        return sorted(self.found, key=lambda r: (r.warning, r.file, r.line or 0, r.key))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The place for remarks about one file."""

    file: str
    remarks: Remarks

    def mistake(self, path: KeyPath, sentence: str) -> None:
        """Note what must be put right."""
        self.remarks.add(self.file, path, sentence)

    def warn(self, path: KeyPath, sentence: str) -> None:
        """Note what is allowed, but probably not meant."""
        self.remarks.add(self.file, path, sentence, warning=True)

    def mistake_at(self, line: int, column: str, sentence: str) -> None:
        """Note what must be put right in a line of a CSV file."""
        self.remarks.found.append(Remark(self.file, column, sentence, line))


def shown(path: KeyPath) -> str:
    """Return a key as people read it: ``agreement 2: seller``, ``address.city_name``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f" {step + 1}: "
        else:
            text += step if not text or text.endswith(": ") else f".{step}"
    return text.removesuffix(": ")


def did_you_mean(written: str, names: Iterable[str]) -> str:
    """Return a question with the name most like ``written``; empty when none is near."""
    near = nearest_name(written, names)
    return "" if near is None else f"; did you mean {near!r}?"


def nearest_name(written: str, names: Iterable[str]) -> str | None:
    """Return the name most like ``written``; None when none is near."""
    candidates: Mapping[str, str] = {name: name for name in names}
    near = get_close_matches(written, nearest(written, candidates), n=1, cutoff=_ALIKE)
    return near[0] if near else None
