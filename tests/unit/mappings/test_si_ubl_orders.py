"""Orders in SI-UBL whose sums its rules cannot follow."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TARGET = FormatId("si-ubl", "order", "1.2")


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize(
    ("changes", "rules"),
    [((), set()), ((("MOA+79:200.00'\n", ""),), {"EN-20"})],
    ids=["whole", "payable-alone"],
)
def test_what_is_to_be_paid_goes_with_the_sum_of_the_lines(
    formats: Formats, tmp_path: Path, changes: tuple[tuple[str, str], ...], rules: set[str]
) -> None:
    """BII2-T01-R014, R017: a total to pay without the sum of the lines follows from nothing."""
    payload = Payload.of_bytes(changed("order", *changes), "order.edi")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), tmp_path)
    found = {one.rule for one in examined.report.findings(Layer.MAPPING) if one.severity.refuses}
    assert found == rules
    assert bool(examined.parts) == (not rules)
