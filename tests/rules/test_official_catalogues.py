"""OIOUBL's catalogue rules find in real documents what the official rules find."""

import csv
import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.report import Report
from hub.rules.ruleset import RuleSet
from hub.xml.schemas import SchemaStore

NOT_OURS = frozenset({"F-CAT102", "F-CAT103", "F-CAT104", "F-CAT105", "XSD"})
"""Attributes that name code lists: the writer sees to them, nobody is blamed for them here."""
NOT_THEIRS = frozenset({"F-CAT241"})
"""Withdrawn by the publisher, a warning here."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


def findings(path: Path, formats: Formats, rules: RuleSet) -> set[str]:
    """Return the ids of the rules that a catalogue breaks."""
    report = Report(path.name)
    payload = Payload.of_file(path)
    form = formats.identify(payload, report)
    assert form is not None
    found = set()
    for document in form.reader.read(payload, report):
        context = RouteContext(now=dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC), source=form.id)
        checker = rules.checker(context, "catalogue")
        _, hits = checker.header(document.header, document.locate)
        for line in document.lines(report):
            hits += checker.line(line)[1]
        hits += checker.end()
        found |= {hit.rule for hit in hits}
    return found


def test_real_catalogues_are_judged_as_the_official_rules_judge_them(
    corpus: Path, formats: Formats, rule_sets: Any
) -> None:
    """Every catalogue of the corpus that its schema accepts."""
    rules = rule_sets("oioubl")
    judged = 0
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            wanted = row["format_id"].startswith("oioubl:catalogue:") and row["xsd"] == "ok"
            if not wanted:
                continue
            official = {rule for rule in row["rule_ids"].split() if rule.startswith("F-CAT")}
            found = findings(corpus / row["file"], formats, rules) - NOT_THEIRS
            assert found == official - NOT_OURS, row["file"]
            judged += 1
    assert judged > 0
