"""What a document says survives the way through the canonical document and back.

The canonical document is written to JSON and read in another process, so that nothing can
survive in memory only. Compared are all leaf values and attributes, by path without indexes;
what does not survive stands in ``known_losses.toml`` with its reason.
"""

import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from lxml import etree

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.xml.parse import Element, parse
from hub.xml.schemas import SchemaStore

HERE = Path(__file__).parent
LEAST_IN_SUM = 0.99
LEAST_IN_EACH = 0.95
HINT = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
Leaves = Counter[tuple[str, str]]


def leaves_of(path: Path) -> Leaves:
    """Count every leaf value and attribute of a document."""
    root = parse(path.read_bytes())
    assert isinstance(root, etree._Element)
    found: Leaves = Counter()
    collect(root, "", found)
    return found


def collect(element: Element, above: str, found: Leaves) -> None:
    """Count the leaves of one element."""
    here = f"{above}/{etree.QName(element).localname}"
    for name, value in element.items():
        if name != HINT:
            found[f"{here}/@{name}", value] += 1
    children = list(element.iterchildren(etree.Element))
    if not children:
        text = str(element.xpath("string()"))
        # An element that may only hold others says nothing by its blanks.
        found[here, text if text.strip() else ""] += 1
    for child in children:
        collect(child, here, found)


def canonical(formats: Formats, source: Path, folder: Path) -> Path:
    """Write a document in the canonical format."""
    payload = Payload.of_file(source)
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None, report.findings()
    writer = formats.get(FormatId("hub", found.kind, "1")).writer
    assert writer is not None
    for document in found.reader.read(payload, report):
        context = RouteContext(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), source=found.id)
        writing = writer.start(document.header, context, report.losses, folder)
        for line in document.lines(report):
            writing.take(line.body)
        return writing.finish()[0].path
    raise AssertionError(report.findings())


def rewritten(files: list[Path], schemas: Path, folder: Path) -> list[dict[str, object]]:
    """Write canonical files in their own formats again, in another process."""
    command = [sys.executable, str(HERE / "rewrite.py"), str(schemas), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(
        [*command, *map(str, files)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def documents(corpus: Path, start: str, **wanted: str) -> list[Path]:
    """Return the corpus' documents whose format begins so; a wanted column must be as said."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    return [
        corpus / row["file"]
        for row in rows
        if row["format_id"].startswith(f"{start}:")
        and all(row[column] == value for column, value in wanted.items())
    ]


def judge_survival(part: str, trips: list[tuple[Path, Leaves, Leaves]]) -> None:
    """Demand that what is lost is little, and stands in a part of ``known_losses.toml``."""
    known = tomllib.loads((HERE / "known_losses.toml").read_text(encoding="utf-8"))[part]
    needed: set[str] = set()
    kept = total = 0
    for source, before, after in trips:
        survived = sum((before & after).values())
        missing = {path for path, _ in before - after}
        assert survived / before.total() >= LEAST_IN_EACH, (source, missing)
        assert missing <= set(known), source
        # Nothing is made up either: only a known loss may come back in another spelling.
        assert {path for path, _ in after - before} <= set(known), source
        needed |= missing
        kept += survived
        total += before.total()
    assert kept / total >= LEAST_IN_SUM
    assert needed == set(known), "an entry of known_losses.toml is needed by no document"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def round_trips(
    formats: Formats, schemas: Path, sources: list[Path], folder: Path, held: str = "fits"
) -> list[tuple[Path, Leaves, Leaves]]:
    """Return each source with its leaves before and after; what was written must fit or be valid.

    A document that its published rules refuse only fits its schema, before and after.
    """
    files = []
    for number, source in enumerate(sources):
        own = folder / f"canonical-{number}"
        own.mkdir()
        files.append(canonical(formats, source, own))
    results = rewritten(files, schemas, folder)
    assert len(results) == len(sources)
    assert all(result[held] for result in results)
    return [
        (source, leaves_of(source), leaves_of(Path(str(result["path"]))))
        for source, result in zip(sources, results, strict=True)
    ]


def test_valid_oioubl_catalogues_survive(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path
) -> None:
    """99 % of all values survive, 95 % of each document; the rest is known, with reasons."""
    sources = documents(corpus, "oioubl:catalogue", xsd="ok", fatal="0")
    assert len(sources) >= 3
    judge_survival("catalogue", round_trips(formats, schemas_home, sources, tmp_path, "valid"))


BILLS = {"oioubl": 35, "ubl": 29, "peppol": 10, "nlcius": 39, "si-ubl": 21, "ubl-ohnl": 1}
"""Formats of invoices and credit notes, and how many valid ones there are at least."""
SELF_BILLED = {"peppol": ("self-billed-invoice", "self-billed-credit-note")}
"""Kinds of bills that the customer writes, where they are read and not only passed on."""


@pytest.mark.parametrize("authority", BILLS)
def test_valid_invoices_and_credit_notes_survive(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path, authority: str
) -> None:
    """The same holds for invoices and credit notes, in each format."""
    sources = [
        source
        for kind in ("invoice", "credit-note", *SELF_BILLED.get(authority, ()))
        for source in documents(corpus, f"{authority}:{kind}", xsd="ok", fatal="0")
    ]
    assert len(sources) >= BILLS[authority]
    judge_survival(authority, round_trips(formats, schemas_home, sources, tmp_path, "valid"))


@pytest.mark.parametrize("authority", ["oioubl", "nlcius", "si-ubl"])
def test_refused_invoices_and_credit_notes_survive_too(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path, authority: str
) -> None:
    """A bill that only the official rules refuse loses nothing but the spelling of a number."""
    sources = [
        source
        for kind in ("invoice", "credit-note")
        for source in documents(corpus, f"{authority}:{kind}", xsd="ok")
    ]
    for source, before, after in round_trips(formats, schemas_home, sources, tmp_path):
        lost, made = before - after, after - before
        assert {path for path, _ in lost} == {path for path, _ in made}, source
        assert {same_value(text) for _, text in lost} == {same_value(text) for _, text in made}


ORDERING = (
    *("request-for-quotation", "quotation", "order", "order-change", "order-cancellation"),
    *("order-response", "order-response-simple", "order-response-advanced", "order-agreement"),
    *("despatch-advice", "receipt-advice", "reminder", "statement", "application-response"),
    *("catalogue-response", "invoice-response", "message-level-response"),
)
"""Kinds of documents around an order, besides its bills."""
ORDERS = {"oioubl": 49, "ubl": 14, "peppol": 36}
"""Formats of such documents, and how many valid ones there are at least."""


@pytest.mark.parametrize("authority", ORDERS)
def test_valid_orders_and_their_answers_survive(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path, authority: str
) -> None:
    """The same holds for orders, answers, despatches, reminders and quotations."""
    sources = [
        source
        for kind in ORDERING
        for source in documents(corpus, f"{authority}:{kind}", xsd="ok", fatal="0")
    ]
    assert len(sources) >= ORDERS[authority]
    trips = round_trips(formats, schemas_home, sources, tmp_path)
    judge_survival(f"{authority}-orders", trips)


@pytest.mark.parametrize("authority", ["oioubl", "peppol", "si-ubl"])
def test_refused_orders_and_their_answers_survive_too(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path, authority: str
) -> None:
    """What only the official rules refuse loses nothing but the spelling of a number."""
    sources = [
        source for kind in ORDERING for source in documents(corpus, f"{authority}:{kind}", xsd="ok")
    ]
    assert sources
    for source, before, after in round_trips(formats, schemas_home, sources, tmp_path):
        lost, made = before - after, after - before
        assert {path for path, _ in lost} == {path for path, _ in made}, source


UPDATES = (
    *("catalogue-pricing-update", "catalogue-item-specification-update"),
    *("catalogue-deletion", "catalogue-request"),
)
"""Kinds of documents that follow or ask for a catalogue."""


def test_what_follows_a_catalogue_survives(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path
) -> None:
    """New prices and descriptions, deletions and requests come back whole, right or refused."""
    sources = [
        source for kind in UPDATES for source in documents(corpus, f"oioubl:{kind}", xsd="ok")
    ]
    assert len(sources) >= 20
    for source, before, after in round_trips(formats, schemas_home, sources, tmp_path):
        assert before == after, source


def same_value(text: str) -> str:
    """Return a number, truth value or time without what its spelling may leave out."""
    try:
        return str(Decimal(text))
    except InvalidOperation:
        return text


def test_refused_catalogues_survive_too(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path
) -> None:
    """A catalogue that only the official rules refuse loses nothing; what it lacks is added."""
    sources = documents(corpus, "oioubl:catalogue", xsd="ok")
    assert len(sources) >= 15
    for source, before, after in round_trips(formats, schemas_home, sources, tmp_path):
        assert not before - after, source


def test_plain_ubl_catalogues_survive(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path
) -> None:
    """A plain UBL catalogue comes back whole, empty groups included."""
    sources = documents(corpus, "ubl:catalogue", xsd="ok")
    assert sources
    for source, before, after in round_trips(formats, schemas_home, sources, tmp_path):
        assert before == after, source


def test_all_peppol_catalogues_can_be_read(corpus: Path, formats: Formats) -> None:
    """Nothing of a Peppol catalogue lacks a place in the canonical document."""
    sources = documents(corpus, "peppol:catalogue")
    assert len(sources) >= 8
    for source in sources:
        payload = Payload.of_file(source)
        report = Report(source.name)
        found = formats.identify(payload, report)
        assert found is not None
        for document in found.reader.read(payload, report):
            assert all(line.body is not None for line in document.lines(report))
        assert report.valid
        assert not report.losses, source
