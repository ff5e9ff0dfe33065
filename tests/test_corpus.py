"""Every real document is recognised as what it is and judged as lxml judges it."""

import csv
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Layer
from hub.model.report import LayerStatus, Report
from hub.xml.schemas import SchemaStore


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def rows_of(corpus: Path) -> list[dict[str, str]]:
    """Return the manifest."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_every_document_is_recognised(corpus: Path, formats: Formats) -> None:
    """The format is the one the manifest names, for every document it names one for."""
    wrong = {}
    judged = [row for row in rows_of(corpus) if row["format_id"]]
    assert len(judged) > 400
    for row in judged:
        report = Report(row["file"])
        found = formats.identify(Payload.of_file(corpus / row["file"]), report)
        if found is None or str(found.id) != row["format_id"]:
            wrong[row["file"]] = (found and str(found.id), report.findings())
    assert wrong == {}


def test_what_is_not_recognised_says_why(corpus: Path, formats: Formats) -> None:
    """A document of no known format ends with one fatal finding of layer syntax."""
    unknown = 0
    for row in rows_of(corpus):
        report = Report(row["file"])
        if formats.identify(Payload.of_file(corpus / row["file"]), report) is None:
            unknown += 1
            (finding,) = report.findings(Layer.SYNTAX)
            assert finding.rule.startswith(("FMT-", "SYN-")), row["file"]
    assert unknown > 50


def test_schema_verdicts_agree(corpus: Path, formats: Formats) -> None:
    """Reading a document finds schema mistakes exactly where the manifest says ``fail``."""
    wrong = {}
    judged = [row for row in rows_of(corpus) if row["xsd"] in ("ok", "fail")]
    assert len(judged) > 400
    counted = 0
    for row in judged:
        report = Report(row["file"])
        payload = Payload.of_file(corpus / row["file"])
        found = formats.identify(payload, report)
        assert found is not None, row["file"]
        if found.schema is None:
            # One document follows a national schema of its own, which nobody may carry here.
            assert row["format_id"] == "", row["file"]
            continue
        counted += 1
        for document in found.reader.read(payload, report):
            for _ in document.lines(report):
                pass
        valid = (
            report.status(Layer.SYNTAX) is LayerStatus.VALID
            and report.status(Layer.SCHEMA) is LayerStatus.VALID
        )
        if valid != (row["xsd"] == "ok"):
            wrong[row["file"]] = report.findings()
    assert wrong == {}
    assert counted > 400
