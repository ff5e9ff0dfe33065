"""What a code is called besides: a loss where the target has no place for it."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import examine
from hub.xml.schemas import SchemaStore

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 10, tzinfo=dt.UTC))
INVOICE = Path("mappings/ubl/examples/invoice/input.xml")


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize(
    ("target", "kept"), [("peppol:invoice:3", True), ("si-ubl:invoice:1.2", False)]
)
def test_only_a_means_of_payment_keeps_its_name(
    formats: Formats, tmp_path: Path, target: str, *, kept: bool
) -> None:
    """BT-82 is what the means of payment is called; no other code has such a place."""
    text = INVOICE.read_text(encoding="utf-8")
    for tag, name in (("PaymentMeansCode", "Overboeking"), ("InvoiceTypeCode", "Factuur")):
        assert f"<cbc:{tag}" in text
        text = text.replace(f"<cbc:{tag}", f'<cbc:{tag} name="{name}"', 1)
    authority, kind, version = target.split(":")
    wanted = formats.get(FormatId(authority, kind, version))
    bill = Payload.of_bytes(text.encode(), "bill.xml")
    (one,) = examine(bill, formats, CONTEXT, target=wanted, folder=tmp_path)
    lost = {loss.field: loss.examples for loss in one.report.losses}
    assert lost["invoice_type_code.name"] == ("Factuur",)
    assert ("payment_means.payment_means_code.name" not in lost) is kept
    written = one.parts[0].path.read_text(encoding="utf-8")
    assert ('name="Overboeking"' in written) is kept
    assert "Factuur" not in written
