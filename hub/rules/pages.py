"""What people are told of a rule besides its sentences: why there is one, and examples.

pages.toml, beside the rules of a mapping folder::

    [PRI-02]
    why = { en = "...", da = "...", nl = "..." }

    [[PRI-02.example]]
    field = "item.name"               # a path of the model; or column = "ITEM_NAME"
    bad = "..."                       # a text, or one for each language; "" is nothing
    good = "..."

    [PRI-13]                          # an id that no rule has: how the hub behaves
    kind = "behaviour"                # or "outside": nothing that the hub can see
    asks = { en = "...", da = "...", nl = "..." }
    why = { en = "...", da = "...", nl = "..." }
    see = ["PRI-22"]                  # ids that judge it, or belong to it
    sender = { en = "...", da = "...", nl = "..." }      # what each of them does about it;
    operator = { en = "...", da = "...", nl = "..." }    # a reason needs both

One page may be about a run of ids: ``["OCI-01 to OCI-18"]``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.errors import MappingError
from hub.model.sentence import LANGUAGES, Sentence

__all__ = ["FILE", "Example", "Page", "PageKind", "Pages", "load_pages"]

FILE = "pages.toml"
_KEYS = frozenset({"kind", "asks", "why", "see", "example", "sender", "operator"})
_EXAMPLE = frozenset({"field", "column", "bad", "good"})
_RUN = re.compile(r"([A-Z]+)-([0-9]+) to \1-([0-9]+)")


class PageKind(StrEnum):
    """What an id stands for."""

    RULE = "rule"
    """Something that a document keeps or breaks."""
    BEHAVIOUR = "behaviour"
    """Something that the hub does, whatever a document says."""
    OUTSIDE = "outside"
    """Something that happens where the hub is not."""
    REASON = "reason"
    """Why a document went no further, or waits; what a step or a loss in a trace means."""


class Example(Struct, frozen=True):
    """What breaks a rule and what keeps it; ``field`` is a path of the model, ``column`` a cell."""

    bad: Sentence
    good: Sentence
    field: str = ""
    column: str = ""


class Page(Struct, frozen=True):
    """One page; ``asks`` is missing where the rule's own sentences say it."""

    rule: str
    owner: str
    why: Sentence
    kind: PageKind = PageKind.RULE
    asks: Sentence | None = None
    see: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    sender: Sentence | None = None
    operator: Sentence | None = None


class Pages:
    """Every page, by the id of its rule."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._by_id: dict[str, Page] = {page.rule.upper(): page for page in pages}

    def __iter__(self) -> Iterator[Page]:
        """Iterate over the pages by id."""
        return iter(self._by_id[key] for key in sorted(self._by_id))

    def get(self, rule: str) -> Page | None:
        """Return the page of an id, however it is written."""
        return self._by_id.get(rule.upper())


def load_pages(folders: Iterable[Path]) -> Pages:
    """Read the pages of every folder that has some; ``MappingError`` lists all mistakes."""
    found: list[Page] = []
    mistakes: list[str] = []
    owners: dict[str, str] = {}
    for folder in folders:
        for page in _read(folder, mistakes):
            other = owners.setdefault(page.rule, folder.name)
            if other != folder.name:
                mistakes.append(f"{folder.name}/{FILE}: {page.rule}: {other} has it, too")
            found.append(page)
    if mistakes:
        raise MappingError(mistakes)
    return Pages(found)


def _read(folder: Path, mistakes: list[str]) -> Iterator[Page]:
    path = folder / FILE
    if not path.is_file():
        return
    label = f"{folder.name}/{FILE}"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.append(f"{label}: is not readable as TOML: {error}")
        return
    for key, entry in data.items():
        where = f"{label}: {key}"
        before = len(mistakes)
        if not isinstance(entry, dict) or not entry.keys() <= _KEYS:
            mistakes.append(f"{where}: is a table of {', '.join(sorted(_KEYS))}")
            continue
        page = Page(
            key,
            folder.name,
            _sentence(f"{where}: why", entry.get("why"), mistakes),
            _kind(f"{where}: kind", entry.get("kind", "rule"), mistakes),
            _said(f"{where}: asks", entry.get("asks"), mistakes),
            tuple(entry.get("see", ())),
            tuple(_examples(where, entry.get("example", ()), mistakes)),
            _said(f"{where}: sender", entry.get("sender"), mistakes),
            _said(f"{where}: operator", entry.get("operator"), mistakes),
        )
        if page.kind is not PageKind.RULE and page.asks is None:
            mistakes.append(f"{where}: asks: is missing; no rule says it")
        if page.kind is PageKind.REASON and None in (page.sender, page.operator):
            mistakes.append(f"{where}: sender and operator: are missing; what do they do?")
        if len(mistakes) == before:
            yield from _each(page)


def _each(page: Page) -> Iterator[Page]:
    """Yield a page for each id that it is about."""
    run = _RUN.fullmatch(page.rule)
    if run is None:
        yield page
        return
    family, first, last = run[1], int(run[2]), int(run[3])
    for number in range(first, last + 1):
        name = f"{family}-{number:0{len(run[2])}}"
        yield replace(page, rule=name)


def _examples(where: str, entries: Any, mistakes: list[str]) -> Iterator[Example]:
    for number, entry in enumerate(entries, start=1):
        place = f"{where}: example {number}"
        if not isinstance(entry, dict) or not entry.keys() <= _EXAMPLE:
            mistakes.append(f"{place}: is a table of {', '.join(sorted(_EXAMPLE))}")
            continue
        bad = _sentence(f"{place}: bad", entry.get("bad"), mistakes)
        good = _sentence(f"{place}: good", entry.get("good"), mistakes)
        yield Example(bad, good, entry.get("field", ""), entry.get("column", ""))


def _kind(where: str, word: Any, mistakes: list[str]) -> PageKind:
    try:
        return PageKind(word)
    except ValueError:
        mistakes.append(f"{where}: is one of {', '.join(PageKind)}")
        return PageKind.RULE


def _said(where: str, entry: Any, mistakes: list[str]) -> Sentence | None:
    """Return a text that a page may do without."""
    return None if entry is None else _sentence(where, entry, mistakes)


def _sentence(where: str, entry: Any, mistakes: list[str]) -> Sentence:
    """Return a text in each language; one for all of them where it is the same in all."""
    if isinstance(entry, str):
        return Sentence(entry, entry, entry)
    said: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    if said.keys() != set(LANGUAGES) or not all(isinstance(one, str) for one in said.values()):
        mistakes.append(f"{where}: needs exactly {', '.join(LANGUAGES)}")
        return Sentence("", "", "")
    return Sentence(**said)
