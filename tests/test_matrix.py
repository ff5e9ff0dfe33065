"""Every document goes to each other format its content allows, and says the same there.

``matrix.toml`` states for each kind, source and target what becomes of a document; here each
statement is tried on the examples of the mapping folders and on real documents.
"""

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.pipeline.examination import examine
from hub.xml.schemas import SchemaStore
from tests.essence import essence

MATRIX: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8")
)
ELSEWHERE = ("versions", "forms", "refused", "catalogue")
"""What is no kind of document, or is tried by a test of its own."""
FORMS: dict[str, list[str]] = MATRIX["forms"]
"""Kinds of document by which formats say what others have one kind for."""
KINDS = {kind: rows for kind, rows in MATRIX.items() if kind not in ELSEWHERE}
PAIRS = [
    (kind, source, target, stated)
    for kind, rows in KINDS.items()
    for source, row in rows.items()
    for target, stated in row.items()
]
NAMES = [f"{kind}:{source}->{target}" for kind, source, target, _ in PAIRS]
INTERCHANGE = ("edifact", "invoice", "EDIFACT INVOIC")
"""How the corpus calls what is no XML; the same in XML is nobody's format."""

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
UNTRIED: dict[tuple[str, str], str] = {}
"""Rows (kind, source) that no example tries, each with the reason; what is stated of them stands on
real documents alone. None: an example costs less than a statement that is not true."""

FULL, LOSSES, IMPOSSIBLE = "full", "with losses", "impossible: "


@dataclass
class Came:
    """What became of the documents of one pair."""

    gone: int = 0
    lossy: set[str] = field(default_factory=set)
    refused: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def forms(kind: str) -> list[str]:
    """Return the kinds of document that say one thing: several, for answers."""
    return [kind, *FORMS.get(kind, ())]


def written(formats: Formats, kind: str, source: str, target: str) -> list[Format]:
    """Return what documents of a source are written in: a target's version, in each form."""
    versions = MATRIX["versions"]
    version = versions["by_source"].get(source, versions).get(target)
    wanted = {FormatId(target, one, version) for one in forms(kind)}
    return [one for one in formats if one.id in wanted and one.writer is not None]


def examples(formats: Formats, kind: str, source: str) -> Iterator[Path]:
    """Yield the valid examples of a folder that are of one kind."""
    for path, found in kinds_of_examples(formats, source):
        if found in forms(kind):
            yield path


@cache
def kinds_of_examples(formats: Formats, source: str) -> tuple[tuple[Path, str], ...]:
    """Return the valid examples of a folder that hold one document, and of which kind it is."""
    made = []
    home = next(path for path in mapping_folders({}) if path.name == source)
    for path in sorted((home / "examples").glob("*/input.*")):
        report = Report(path.name)
        found = formats.identify(Payload.of_file(path), report)
        if found is None:
            continue
        # What the bytes say of its kind need not be the last word.
        kinds = [one.format.document for one in found.reader.read(Payload.of_file(path), report)]
        if len(kinds) == 1 and not report.fatal:
            made.append((path, kinds[0]))
    return tuple(made)


def valid(corpus: Path, kind: str, source: str) -> Iterator[Path]:
    """Yield the real documents of a format that its official rules accept, or that have none."""
    starts = tuple(f"{source}:{one}:" for one in forms(kind))
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            ours = row["format_id"].startswith(starts)
            ours = ours or (source, kind, row["document_type"]) == INTERCHANGE
            if ours and row["xsd"] in ("ok", "-") and row["fatal"] in ("0", "", "-"):
                yield corpus / row["file"]


def tried(formats: Formats, sources: Iterator[Path], targets: list[Format], folder: Path) -> Came:
    """Write documents in another format; what is written is valid and says the same."""
    came = Came()
    for number, source in enumerate(sources):
        rules: set[str] = set()
        for target in targets:
            place = folder / str(number) / target.kind
            (examined,) = examine(Payload.of_file(source), formats, CONTEXT, target, place)
            if examined.parts:
                break
            rules |= {f.rule for f in examined.report.findings() if f.severity.refuses}
        else:
            assert rules, source
            came.refused[source.name] = rules
            continue
        assert examined.checked is not None
        assert examined.checked.valid, (source, examined.checked.findings())
        came.gone += 1
        if list(examined.report.losses):
            came.lossy.add(source.name)
        there = essence(formats, examined.parts[0].path)
        assert there.says_what(essence(formats, source)), (source, there)
    return came


def judged(came: Came, kind: str, target: str, stated: str) -> None:
    """Compare what came with what the matrix states."""
    known = set(MATRIX["refused"].get(kind, {}).get(target, ()))
    if stated.startswith(IMPOSSIBLE):
        assert came.gone == 0
        rule = stated.removeprefix(IMPOSSIBLE)
        assert all(rule in rules or rules <= known for rules in came.refused.values())
        return
    assert stated in (FULL, LOSSES)
    assert set().union(*came.refused.values()) <= known, came.refused
    if stated == FULL:
        assert not came.lossy


@pytest.mark.parametrize(("kind", "source", "target", "stated"), PAIRS, ids=NAMES)
def test_examples_go_as_the_matrix_says(
    formats: Formats, tmp_path: Path, kind: str, source: str, target: str, stated: str
) -> None:
    """An example of each format goes to each other that the matrix names, or is refused by it."""
    wanted = written(formats, kind, source, target)
    came = tried(formats, examples(formats, kind, source), wanted, tmp_path)
    judged(came, kind, target, stated)
    assert came.gone or came.refused or (kind, source) in UNTRIED


@pytest.mark.parametrize(("kind", "source", "target", "stated"), PAIRS, ids=NAMES)
def test_real_documents_go_as_the_matrix_says(
    corpus: Path,
    formats: Formats,
    tmp_path: Path,
    kind: str,
    source: str,
    target: str,
    stated: str,
) -> None:
    """Every valid document goes to each other format, or is refused for a reason that is known."""
    wanted = written(formats, kind, source, target)
    came = tried(formats, valid(corpus, kind, source), wanted, tmp_path)
    judged(came, kind, target, stated)


def test_every_reason_is_met(corpus: Path, formats: Formats, tmp_path: Path) -> None:
    """No reason is listed that no document and no case of the rules' own tests meets."""
    cases = tomllib.loads(
        (Path(__file__).parent / "rules" / "translations.toml").read_text(encoding="utf-8")
    )
    for kind, targets in MATRIX["refused"].items():
        for target, rules in targets.items():
            met: set[str] = set(cases)
            if set(rules) <= met:
                continue
            for number, source in enumerate(KINDS[kind]):
                if target in KINDS[kind][source]:
                    wanted = written(formats, kind, source, target)
                    folder = tmp_path / f"{kind}-{target}-{number}"
                    came = tried(formats, valid(corpus, kind, source), wanted, folder)
                    met |= set().union(*came.refused.values())
            assert set(rules) <= met, (kind, target)


def test_every_row_is_tried(formats: Formats) -> None:
    """Each format of a kind has an example of it, but for those that are named with a reason."""
    rows = [(kind, source) for kind, rows in KINDS.items() for source in rows]
    untried = [row for row in rows if next(examples(formats, *row), None) is None]
    assert untried == list(UNTRIED)
    assert all(UNTRIED.values())


def test_the_matrix_leaves_nothing_out(formats: Formats) -> None:
    """Each format of a kind that can be read is a source, and each one that is written a target."""
    for kind, rows in KINDS.items():
        # What no table can read is read by its folder's own reader; the hub's own is no format
        # of anybody's.
        these = [one for one in formats if one.kind in forms(kind) and one.readable]
        known = {one.id.authority for one in these} - {"hub"}
        written_too = {authority for authority in known if authority in MATRIX["versions"]}
        assert set(rows) == known
        for source, row in rows.items():
            assert set(row) == written_too - {source}
