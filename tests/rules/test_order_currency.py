"""EN-25, EN-28, CSV-01: an order goes out in one currency, as an original, or not at all."""

import datetime as dt
import re
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.resources import resource
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
EDIFACT = FormatId("edifact", "order", "d96a")
CSV = FormatId("csv", "order", "1")
PEPPOL = FormatId("peppol", "order", "3")


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def order(pattern: str = "", replacement: str = "") -> bytes:
    """Return a Danish order with a change."""
    path = resource("mappings") / "oioubl" / "examples" / "order" / "input.xml"
    text = path.read_text(encoding="utf-8")
    made = re.sub(pattern, replacement, text, count=1) if pattern else text
    assert bool(pattern) == (made != text)
    return made.encode()


def refused_by(formats: Formats, content: bytes, target: FormatId, folder: Path) -> set[str]:
    """Return the rules that keep a document from being written."""
    payload = Payload.of_bytes(content, "order")
    (examined,) = examine(payload, formats, CONTEXT, formats.get(target), folder)
    found = examined.report.findings(Layer.MAPPING)
    assert bool(examined.parts) == (not found)
    assert all(one.place.path for one in found)
    return {one.rule for one in found}


@pytest.mark.parametrize("target", [EDIFACT, CSV, PEPPOL], ids=str)
@pytest.mark.parametrize(
    "field", ["PriceAmount", "PayableAmount", "LineExtensionAmount", "TaxAmount"]
)
def test_other_currencies_are_refused(
    formats: Formats, tmp_path: Path, target: FormatId, field: str
) -> None:
    """A price or sum in euro does not become one in kroner."""
    foreign = order(f'(<cbc:{field} currencyID=)"DKK"', r'\1"EUR"')
    assert refused_by(formats, foreign, target, tmp_path) == {"EN-25"}
    assert not refused_by(formats, order(), target, tmp_path / "fine")


@pytest.mark.parametrize("target", [EDIFACT, CSV, PEPPOL], ids=str)
def test_copies_are_refused(formats: Formats, tmp_path: Path, target: FormatId) -> None:
    """Nobody delivers twice because a copy looked like an order."""
    copy = order("(<cbc:CopyIndicator>)false", r"\1true")
    assert refused_by(formats, copy, target, tmp_path) == {"EN-28"}


def test_a_table_without_currency_is_refused(formats: Formats, tmp_path: Path) -> None:
    """A row of numbers says nothing where the order does not say what they are."""
    content = order("<cbc:DocumentCurrencyCode.*?</cbc:DocumentCurrencyCode>", "")
    assert refused_by(formats, content, CSV, tmp_path) == {"CSV-01"}


def test_amounts_of_a_message_keep_their_currency(formats: Formats, tmp_path: Path) -> None:
    """MOA may name a currency of its own, which Peppol would not take."""
    content = changed("order", ("MOA+203:75.00", "MOA+203:75.00:EUR"))
    assert refused_by(formats, content, PEPPOL, tmp_path) == {"EN-25"}


def test_a_plain_yes_or_no_has_no_currency(formats: Formats, tmp_path: Path) -> None:
    """A plain yes needs no currency; parties without a number refuse it (EDI-04)."""
    spaces = "urn:oasis:names:specification:ubl:schema:xsd"
    content = (
        f'<OrderResponseSimple xmlns="{spaces}:OrderResponseSimple-2" '
        f'xmlns:cac="{spaces}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{spaces}:CommonBasicComponents-2">'
        "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID>S-1</cbc:ID>"
        "<cbc:IssueDate>2026-01-05</cbc:IssueDate>"
        "<cbc:AcceptedIndicator>true</cbc:AcceptedIndicator>"
        "<cac:OrderReference><cbc:ID>O-1</cbc:ID></cac:OrderReference>"
        "<cac:SellerSupplierParty><cac:Party/></cac:SellerSupplierParty>"
        "<cac:BuyerCustomerParty><cac:Party/></cac:BuyerCustomerParty>"
        "</OrderResponseSimple>"
    )
    target = FormatId("edifact", "order-response", "d96a")
    assert "EDI-04" in refused_by(formats, content.encode(), target, tmp_path)
