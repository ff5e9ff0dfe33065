"""What Peppol asks of the properties of an item in orders and advices of goods."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
PROPERTY = (
    "<cac:AdditionalItemProperty><cbc:Name>Farve</cbc:Name>{code}<cbc:Value>blå</cbc:Value>"
    '<cbc:ValueQuantity unitCode="{unit}">3</cbc:ValueQuantity></cac:AdditionalItemProperty>'
)
FIELD = "item.additional_item_property"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize("kind", ["order", "order-change", "despatch-advice"])
@pytest.mark.parametrize(
    ("code", "unit", "lost"),
    [
        ('<cbc:NameCode listID="FARVER">FA</cbc:NameCode>', "KGM", []),
        ("<cbc:NameCode>FA</cbc:NameCode>", "KGM", ["name_code"]),
        ("", "spandfuld", ["value_quantity"]),
    ],
    ids=["whole", "code of no list", "unit of no list"],
)
def test_what_peppol_would_refuse_of_a_property_is_lost_alone(
    formats: Formats, tmp_path: Path, kind: str, code: str, unit: str, lost: list[str]
) -> None:
    """T01-B32301, T16-B22101, T16-B22401: the rest of it arrives, and the loss is told."""
    source = resource("mappings") / "ubl" / "examples" / kind / "input.xml"
    head, mark, tail = source.read_text("utf-8").partition("</cac:Item>")
    text = f"{head}{PROPERTY.format(code=code, unit=unit)}{mark}{tail}"
    payload = Payload.of_bytes(text.encode(), "input.xml")
    target = formats.get(FormatId("peppol", kind, "3"))
    (made,) = examine(payload, formats, CONTEXT, target, tmp_path)
    assert made.checked is not None, made.report.findings()
    assert made.checked.valid, made.checked.findings()
    with made.parts[0].payload().open() as stream:
        written = stream.read().decode()
    assert "<cbc:Value>blå</cbc:Value>" in written
    told = {
        one.field.partition(FIELD)[2].split(".")[1]
        for one in made.report.losses
        if FIELD in one.field
    }
    assert sorted(told) == lost
    assert ("cbc:NameCode" in written) is ("listID" in code)
    assert ("cbc:ValueQuantity" in written) is (unit == "KGM")
