"""TTK-17: an order says all it said of where to deliver, in whatever format it goes out."""

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

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TARGETS = {
    "oioubl": FormatId("oioubl", "order", "2.1"),
    "peppol": FormatId("peppol", "order", "3"),
    "si-ubl": FormatId("si-ubl", "order", "1.2"),
    "ubl-ohnl": FormatId("ubl-ohnl", "order", "1.9"),
}
SAID = {
    "Floor": "3. sal",
    "Room": "Lokale 14",
    "StreetName": "Proefweg",
    "AdditionalStreetName": "Achterom",
    "BuildingName": "Toren",
    "BuildingNumber": "12",
    "InhouseMail": "Vak 7",
    "Department": "Inkoop",
    "MarkAttention": "Test Persoon",
    "MarkCare": "p/a Balie",
    "CitySubdivisionName": "Noord",
    "CityName": "Voorbeeldstad",
    "PostalZone": "9999 ZZ",
    "Region": "Voorbeeldstreek",
    "District": "Voorbeeldwijk",
}
NUMBER, NAME = "LEV-9", "Magazijn"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def order() -> bytes:
    """Return the example of an order, delivered to a place that says all that it may."""
    path = resource("mappings") / "ubl" / "examples" / "order" / "input.xml"
    text = path.read_text("utf-8")
    start = text.index("<cac:Delivery>")
    end = text.index("</cac:Delivery>") + len("</cac:Delivery>")
    parts = "".join(f"<cbc:{name}>{value}</cbc:{name}>" for name, value in SAID.items())
    country = "<cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>"
    place = f"<cbc:ID>{NUMBER}</cbc:ID><cbc:Description>{NAME}</cbc:Description>"
    place += f"<cac:Address>{parts}{country}</cac:Address>"
    place = f"<cac:Delivery><cac:DeliveryLocation>{place}</cac:DeliveryLocation></cac:Delivery>"
    return f"{text[:start]}{place}{text[end:]}".encode()


@pytest.mark.parametrize("target", TARGETS)
def test_everything_of_the_place_arrives(formats: Formats, tmp_path: Path, target: str) -> None:
    """In an element of its own, or in the further line, which is told."""
    payload = Payload.of_bytes(order(), "order.xml")
    (made,) = examine(payload, formats, NOW, formats.get(TARGETS[target]), tmp_path)
    assert made.checked is not None, made.report.findings()
    assert made.checked.valid
    with made.parts[0].payload().open() as stream:
        text = stream.read().decode()
    place = text[text.index("<cac:Delivery>") : text.index("</cac:Delivery>")]
    assert [one for one in (*SAID.values(), NUMBER, NAME) if one not in place] == []
    told = {one.field: one.kind.value for one in made.report.losses if "address_line" in one.field}
    assert set(told.values()) == {"joined"}
    lost = [one.field for one in made.report.losses if one.kind.value == "no-home"]
    assert [field for field in lost if "delivery" in field] == []
