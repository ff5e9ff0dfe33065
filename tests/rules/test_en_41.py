"""EN-41: a price for a number of one unit never becomes a price for as many of another."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed

NOW = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
ORDERS = {
    "oioubl": FormatId("oioubl", "order", "2.1"),
    "si-ubl": FormatId("si-ubl", "order", "1.2"),
    "ubl-ohnl": FormatId("ubl-ohnl", "order", "1.9"),
}
BILLS = {
    "oioubl": FormatId("oioubl", "invoice", "2.1"),
    "si-ubl": FormatId("si-ubl", "invoice", "1.2"),
    "ubl-ohnl": FormatId("ubl-ohnl", "invoice", "1.9"),
}
PRICED = "7.50</cbc:PriceAmount>"
ORDER = "ubl/examples/order/output.peppol_order_3.xml"
"""Words that no factor converts: of Peppol, between Dutch parties."""

BILL = "nlcius/examples/invoice/input.xml"
QUOTATION = "ubl/examples/quotation/input.xml"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def said(
    formats: Formats, example: str, change: tuple[str, str], target: FormatId, folder: Path
) -> Examined:
    """Say an example, changed in one place, in another format."""
    text = (resource("mappings") / example).read_text("utf-8")
    assert change[0] in text
    content = text.replace(*change, 1).encode()
    (made,) = examine(Payload.of_bytes(content, "a.xml"), formats, NOW, formats.get(target), folder)
    return made


def text_of(made: Examined) -> str:
    """Return what was written, which is valid."""
    assert made.parts, made.report.findings()
    assert made.checked is not None
    assert made.checked.valid
    with made.parts[0].payload().open() as stream:
        return stream.read().decode()


def per(unit: str) -> tuple[str, str]:
    """Say the price of 10 pieces for 2 of a unit."""
    return (
        PRICED,
        f'15.00</cbc:PriceAmount><cbc:BaseQuantity unitCode="{unit}">2</cbc:BaseQuantity>',
    )


@pytest.mark.parametrize("target", ORDERS)
def test_a_base_in_the_unit_of_the_line_goes_over(
    formats: Formats, tmp_path: Path, target: str
) -> None:
    """It is what every format means."""
    made = text_of(said(formats, ORDER, per("EA"), ORDERS[target], tmp_path))
    assert '<cbc:BaseQuantity unitCode="EA"' in made


@pytest.mark.parametrize("target", ORDERS)
def test_an_order_priced_for_another_unit_is_refused(
    formats: Formats, tmp_path: Path, target: str
) -> None:
    """It said 2 boxes, and 2 pieces would have been another price."""
    made = said(formats, ORDER, per("XBX"), ORDERS[target], tmp_path)
    assert not made.parts
    (finding,) = made.report.findings()
    assert (finding.rule, finding.value, finding.severity.value) == ("EN-41", "XBX", "fatal")
    assert finding.place.path is not None
    assert finding.place.path.endswith("cbc:BaseQuantity")


@pytest.mark.parametrize("target", BILLS)
def test_a_bill_priced_for_another_unit_is_refused(
    formats: Formats, tmp_path: Path, target: str
) -> None:
    """Its amount may follow all the same: nobody says how many pieces a box has."""
    change = ('<cbc:BaseQuantity unitCode="EA">', '<cbc:BaseQuantity unitCode="XBX">')
    made = said(formats, BILL, change, BILLS[target], tmp_path)
    assert not made.parts
    assert [one.rule for one in made.report.findings()] == ["EN-41"]


@pytest.mark.parametrize(
    ("counted", "priced", "target"),
    [
        ("BX", "XBX", "si-ubl"),
        ("BX", "XBX", "oioubl"),
        ("H87", "EA", "si-ubl"),
    ],
)
def test_one_unit_has_codes_in_several_lists(
    formats: Formats, tmp_path: Path, counted: str, priced: str, target: str
) -> None:
    """The price is for as many of the same: nothing is refused, and the line's code is written."""
    content = changed(
        "invoice",
        ("QTY+47:10:EA", f"QTY+47:10:{counted}"),
        ("PRI+AAA:7.50'", f"PRI+AAA:75.00:::10:{priced}'"),
    )
    form = formats.get(BILLS[target])
    (made,) = examine(Payload.of_bytes(content, "a.edi"), formats, NOW, form, tmp_path)
    assert f'<cbc:BaseQuantity unitCode="{counted}">10</cbc:BaseQuantity>' in text_of(made)


@pytest.mark.parametrize("factor", ["4", None])
def test_a_factor_converts(formats: Formats, tmp_path: Path, factor: str | None) -> None:
    """Where the price says how many of its unit one of the line's is, OIOUBL says both as well."""
    price = '10.00</cbc:PriceAmount><cbc:BaseQuantity unitCode="XBX">1</cbc:BaseQuantity>'
    if factor is not None:
        price += f"<cbc:OrderableUnitFactorRate>{factor}</cbc:OrderableUnitFactorRate>"
    change = ("2.50</cbc:PriceAmount>", price)
    made = said(formats, QUOTATION, change, FormatId("oioubl", "quotation", "2.1"), tmp_path)
    if factor is None:
        assert [one.rule for one in made.report.findings()] == ["EN-41"]
        return
    text = text_of(made)
    assert '<cbc:BaseQuantity unitCode="BX">1</cbc:BaseQuantity>' in text
    assert "<cbc:OrderableUnitFactorRate>4</cbc:OrderableUnitFactorRate>" in text


FACTOR = "<cbc:OrderableUnitFactorRate>2.5</cbc:OrderableUnitFactorRate>"
BOXES = [(FACTOR, ""), (">4.25</cbc:PriceAmount>", ">{}</cbc:PriceAmount>")]
DANISH = "oioubl/examples/invoice/input.xml"


def unfactored(formats: Formats, folder: Path, price: str) -> Examined:
    """Say an OIOUBL invoice in Peppol: 4 cases for 42.50, priced per kilo without a factor."""
    text = (resource("mappings") / DANISH).read_text("utf-8")
    for old, new in BOXES:
        assert old in text
        text = text.replace(old, new.format(price))
    target = formats.get(FormatId("peppol", "invoice", "3"))
    payload = Payload.of_bytes(text.encode(), "a.xml")
    (made,) = examine(payload, formats, NOW, target, folder)
    return made


def test_a_price_per_another_unit_without_a_factor_is_refused(
    formats: Formats, tmp_path: Path
) -> None:
    """A factor of 1 would be a guess, and the amount of the line contradicts it."""
    made = unfactored(formats, tmp_path, "4.25")
    assert not made.parts
    told = [one for one in made.report.findings() if one.severity.refuses]
    assert [(one.rule, one.value, one.expected) for one in told] == [("EN-41", "KGM", "XCS")]


def test_a_price_that_makes_the_amount_of_the_line_is_for_its_unit(
    formats: Formats, tmp_path: Path
) -> None:
    """4 cases at 10.625 are 42.50: what the price is for follows, and is told as derived."""
    made = unfactored(formats, tmp_path, "10.625")
    assert "10.625</cbc:PriceAmount>" in text_of(made)
    assert "price.price_amount" in {loss.field for loss in made.report.losses}
