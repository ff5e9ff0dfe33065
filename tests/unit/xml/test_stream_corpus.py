"""Streamed or read at once, every real document gets the verdict of validating it whole."""

import csv
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from hub.model.finding import Finding, Place
from hub.xml.parse import Limits, Peek, peek
from hub.xml.schemas import DocumentSchema, SchemaStore
from hub.xml.stream import open_document

_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


def schema_of(store: SchemaStore, seen: Peek) -> DocumentSchema | None:
    """Choose as the official check does: 2.0 and 2.2 where the document says so, else 2.1."""
    version = seen.texts.get(f"{_CBC}UBLVersionID", "")
    if "order_response_advanced" in seen.texts.get(f"{_CBC}CustomizationID", ""):
        version = "2.2"
    return store.schema(f"ubl-{version if version in ('2.0', '2.2') else '2.1'}", seen.root)


def manifest(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every UBL document of the corpus with the official verdict of its schema."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["xsd"] in ("ok", "fail"):
                yield folder / row["file"], row["xsd"]


def stream_verdict(
    path: Path, schema: DocumentSchema, limits: Limits
) -> tuple[bool, list[Finding], list[Place]]:
    """Read a document to its end: verdict, findings, and where every element stands."""
    findings: list[Finding] = []
    with path.open("rb") as file:
        document = open_document(file, schema, findings.append, limits=limits)
        if document is None:
            return False, findings, []
        places = [document.place(element) for element in document.header.iter(etree.Element)]
        for _number, line in document:
            assert schema.line is not None
            assert line.tag == schema.line.name
            places.extend(document.place(element) for element in line.iter(etree.Element))
    return document.valid, findings, places


def test_every_document_of_the_corpus_gets_its_verdict(schemas_home: Path, corpus: Path) -> None:
    """Streamed, whole and in the manifest: the same verdict, and a place with every finding."""
    store = SchemaStore(schemas_home)
    read = 0
    for path, official in manifest(corpus):
        with path.open("rb") as file:
            seen = peek(file)
        assert isinstance(seen, Peek), path
        schema = schema_of(store, seen)
        if schema is None:
            continue
        tree = etree.parse(path)
        whole = not schema.validate(tree.getroot())
        streamed, findings, places = stream_verdict(path, schema, Limits(tree=0))
        assert stream_verdict(path, schema, Limits()) == (streamed, findings, places), path
        assert (streamed, whole) == (official == "ok",) * 2, path
        assert streamed == (not findings), path
        for finding in findings:
            assert finding.place.path, path
            assert finding.place.line, path
            for sentence in (finding.message.en, finding.message.da, finding.message.nl):
                assert len(sentence) <= 200, sentence
        read += 1
    assert read > 300
