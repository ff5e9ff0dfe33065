"""Catalogues written for nobody's profile: strange values end as findings, never as a crash."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
SOURCES = {
    "bmecat": "new-catalog",
    "oioubl": "small",
    "peppol": "catalogue",
    "opus": "read",
}
TARGETS = (
    "oioubl:catalogue:2.02",
    "ubl:catalogue:2.0",
    "peppol:catalogue:3",
    "bizisland:catalogue:1",
    "rakat:catalogue:1",
    "opus:catalogue:1",
    "opus:catalogue-package:1",
    "digiinkoop:catalogue:1",
    "truetrade:catalogue:1",
    "truetrade:pricebook:1",
)
STRANGE = (
    "",
    "x" * 5000,
    "12.3456",
    "12,5",
    "-12.345",
    "0",
    "1E+10",
    "NaN",
    "9" * 40,
    "0.000000000001",
    "STK",
    "JPY",
    "a\tb\nc",
    "\u0085\u200b\u202e",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "=1+1",
    "<b>x</b>",
    "../../x",
    "CON",
)


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """Every format of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def example(source: str, case: str) -> Path:
    """Return an example document."""
    return next((resource("mappings") / source / "examples" / case).glob("input.*"))


def to(formats: Formats, file: Path, target: str, folder: Path) -> Examined:
    """Return what becomes of one document that nobody sends and nobody receives."""
    form = formats.get(FormatId.parse(target))
    (one,) = examine(Payload.of_file(file), formats, CONTEXT, form, folder)
    return one


def spoiled(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the document with one element after the other saying something strange."""
    names = {e.tag for e in etree.parse(file).iter() if isinstance(e.tag, str) and not len(e)}
    for number, name in enumerate(sorted(names)):
        value = STRANGE[number % len(STRANGE)]
        tree = etree.parse(file)
        for element in tree.iter(name):
            element.text = value
        yield f"{name} {value[:20]!r}", etree.tostring(tree, encoding="UTF-8")


@pytest.mark.parametrize("source", SOURCES)
def test_a_strange_value_ends_as_a_finding(formats: Formats, source: str, tmp_path: Path) -> None:
    """Refused with a reason, or written; what was written and is not valid has findings, too."""
    written = refused = 0
    for number, (what, content) in enumerate(spoiled(example(source, SOURCES[source]))):
        file = tmp_path / "input.xml"
        file.write_bytes(content)
        for target in TARGETS[number % 3 :: 3]:
            one = to(formats, file, target, tmp_path / str(number))
            assert one.parts or not one.report.valid, (what, target)
            written += bool(one.parts)
            refused += not one.report.valid
    assert written
    assert refused


@pytest.mark.parametrize("target", ["truetrade:catalogue:1", "truetrade:pricebook:1"])
@pytest.mark.parametrize(("amount", "cells"), [("600.125", None), ("600.5", "600.50")])
def test_a_price_of_three_decimals_is_refused_and_one_of_one_padded(
    formats: Formats, tmp_path: Path, target: str, amount: str, cells: str | None
) -> None:
    """TTK-02 holds whoever receives: nobody has allowed the hub to round."""
    text = example("bmecat", "new-catalog").read_text("utf-8")
    file = tmp_path / "input.xml"
    file.write_text(re.sub(r"<PRICE_AMOUNT>[^<]*<", f"<PRICE_AMOUNT>{amount}<", text), "utf-8")
    one = to(formats, file, target, tmp_path / "out")
    found = {(finding.rule, finding.severity.value) for finding in one.report.findings()}
    if cells is None:
        assert ("TTK-02", "error") in found
        assert not one.parts
    else:
        assert ("TTK-02", "fix") in found
        assert cells in one.parts[0].path.read_text("utf-8")


@pytest.mark.parametrize("target", TARGETS)
def test_an_update_of_prices_is_no_catalogue(formats: Formats, tmp_path: Path, target: str) -> None:
    """It is told that there is no conversion; no rule is asked about a document of another kind."""
    one = to(formats, example("bmecat", "update-prices"), target, tmp_path)
    assert [finding.rule for finding in one.report.findings()] == ["no-conversion"]
