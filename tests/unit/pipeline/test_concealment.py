"""Numbers of people in a document are in no report about it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.sentence import LANGUAGES
from hub.pipeline.examination import examine
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 10, tzinfo=dt.UTC))
INVOICE = Path("mappings/oioubl/examples/invoice/input.xml")
CITIZEN = "010190-9999"
HERE = '<cbc:ID schemeID="DK:CVR">DK99000007</cbc:ID>'


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def said(formats: Formats, folder: Path, identifier: str) -> str:
    """Return all that is said, in every language, of a bill to somebody with an identifier."""
    text = INVOICE.read_text(encoding="utf-8")
    assert text.count(HERE) == 1
    bill = Payload.of_bytes(text.replace(HERE, identifier).encode(), "bill.xml")
    to = next(one for one in formats.all() if str(one.id) == "peppol:invoice:3")
    (one,) = examine(bill, formats, CONTEXT, target=to, folder=folder)
    told = [one.report.describe(language) for language in LANGUAGES]
    return json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("scheme", ["DK:CPR", "9901", "BSN"])
def test_findings_and_losses_show_stars(formats: Formats, tmp_path: Path, scheme: str) -> None:
    """A scheme of personal numbers hides its value, in whichever way it is written."""
    text = said(formats, tmp_path, f'<cbc:ID schemeID="{scheme}">{CITIZEN}</cbc:ID>')
    assert "***********" in text
    assert CITIZEN not in text
    assert CITIZEN.replace("-", "") not in text


def test_a_number_that_nothing_reads_is_hidden_too(formats: Formats, tmp_path: Path) -> None:
    """What the table has no place for is a loss without the number."""
    text = said(formats, tmp_path, f'{HERE}<cbc:ID schemeID="DK:CPR">{CITIZEN}</cbc:ID>')
    assert CITIZEN not in text


def test_other_numbers_are_shown(formats: Formats, tmp_path: Path) -> None:
    """Whoever mends a document needs to see the company's number."""
    text = said(formats, tmp_path, '<cbc:ID schemeID="DK:CVR">DK0101909</cbc:ID>')
    assert "DK0101909" in text
