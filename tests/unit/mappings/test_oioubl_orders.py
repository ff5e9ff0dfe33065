"""Orders of other UBL profiles in OIOUBL: where things stand that OIOUBL has elsewhere."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
TARGET = FormatId("oioubl", "order", "2.1")
STREET = """<cbc:StreetName>Prøvegade</cbc:StreetName>
      <cbc:BuildingNumber>{number}</cbc:BuildingNumber>
      <cbc:CityName>Prøveby</cbc:CityName><cbc:PostalZone>9999</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>"""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def street(number: str) -> str:
    """Return what an address says."""
    return STREET.format(number=number)


def written(formats: Formats, folder: Path, *changes: tuple[str, str]) -> tuple[Any, Any]:
    """Return the head and the first line of the made-up Dutch order in OIOUBL, judged valid."""
    path = resource("mappings") / "ubl-ohnl" / "examples" / "order" / "input.xml"
    text = path.read_text(encoding="utf-8")
    for place, more in changes:
        assert place in text
        text = text.replace(place, more, 1)
    payload = Payload.of_bytes(text.encode(), "order.xml")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(TARGET), folder)
    (part,) = examined.parts
    assert examined.checked is not None
    assert [one.rule for one in examined.checked.findings() if one.severity.refuses] == []
    (document,) = formats.get(TARGET).reader.read(Payload.of_file(part.path), examined.report)
    return document.header, next(line.body for line in document.lines())


def test_the_place_of_a_party_has_an_address_format(formats: Formats, tmp_path: Path) -> None:
    """F-LIB025: an address of any party says of which format it is."""
    place = f"<cac:PhysicalLocation><cac:Address>{street('4')}</cac:Address></cac:PhysicalLocation>"
    head, _ = written(formats, tmp_path, ("</cac:PostalAddress>", f"</cac:PostalAddress>{place}"))
    address = head.buyer_customer_party.party.physical_location.address
    assert address.building_number.value == "4"
    assert address.address_format_code is not None


def test_an_international_account_is_a_sepa_transfer(formats: Formats, tmp_path: Path) -> None:
    """F-LIB127, F-LIB131: a bank account is of a Danish bank; another is told as SEPA's."""
    means = """<cac:PaymentMeans><cbc:PaymentMeansCode>42</cbc:PaymentMeansCode>
      <cac:PayeeFinancialAccount><cbc:ID>NL00TEST0000000000</cbc:ID></cac:PayeeFinancialAccount>
      </cac:PaymentMeans>"""
    head, _ = written(formats, tmp_path, ("<cac:TaxTotal>", f"{means}<cac:TaxTotal>"))
    (paid,) = head.payment_means
    assert paid.payment_means_code.value == "58"
    assert paid.payee_financial_account.id.value == "NL00TEST0000000000"


def test_the_address_of_a_line_s_delivery_stands_with_its_place(
    formats: Formats, tmp_path: Path
) -> None:
    """F-ORD210: OIOUBL has no address beside the place, so it goes there, whole."""
    path = resource("mappings") / "ubl-ohnl" / "examples" / "order" / "input.xml"
    text = path.read_text(encoding="utf-8")
    above = text[text.index("<cac:Delivery>") : text.index("</cac:Delivery>")]
    address = f"<cac:DeliveryAddress>{street('7')}</cac:DeliveryAddress>"
    period = "<cac:RequestedDeliveryPeriod><cbc:EndDate>2026-01-14</cbc:EndDate>"
    line = f"{address}{period}</cac:RequestedDeliveryPeriod>"
    _, body = written(
        formats,
        tmp_path,
        (f"{above}</cac:Delivery>", ""),
        ("<cac:Price>", f"<cac:Delivery>{line}</cac:Delivery><cac:Price>"),
    )
    (delivery,) = body.line_item.delivery
    assert delivery.delivery_address is None
    assert delivery.delivery_location.address.building_number.value == "7"
