"""The published OIOUBL rules find in real documents what the publisher's stylesheets find."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Layer
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

SCHEMA = "XSD"
RULES = "oioubl 1.17.2"
ELSEWHERE = frozenset({"UtilityStatement"})
"""Follows a national schema that no catalogue or order of goods needs."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


def judged(path: Path, formats: Formats) -> Report:
    """Read a document to its end."""
    report = Report(path.name)
    payload = Payload.of_file(path)
    found = formats.identify(payload, report)
    assert found is not None, path
    assert found.id.authority == "oioubl", path
    for document in found.reader.read(payload, report):
        for _ in document.lines(report):
            pass
    return report


def test_real_documents_break_the_rules_the_stylesheets_say(corpus: Path, formats: Formats) -> None:
    """Every OIOUBL document of the corpus: the same rules, fatal or not, and the same verdict."""
    seen: Counter[str] = Counter()
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row["rule_set"] != RULES or row["document_type"] in ELSEWHERE:
                continue
            report = judged(corpus / row["file"], formats)
            official = set(row["rule_ids"].split()) - {SCHEMA}
            assert {one.rule for one in report.findings(Layer.OFFICIAL)} == official, row["file"]
            assert report.valid is (row["xsd"] == "ok" and row["fatal"] == "0"), row["file"]
            seen[row["document_type"]] += 1
    assert len(seen) == 15
    assert sum(seen.values()) > 200
