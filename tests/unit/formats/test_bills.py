"""Invoices in the model: extensions, lines in lines, embedded files, who sent what."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.formats.document import Document, Part
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.formats.table import Field, Group, Table
from hub.model.context import RouteContext
from hub.model.extension import UblExtension
from hub.model.identity import EndpointID, FormatId
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.line import Line
from hub.model.loss import LossReport
from hub.model.reference import Attachment, DocumentReference
from hub.model.report import Report
from hub.model.values import Amount, BinaryObject, Identifier, Markup
from hub.xml.parse import parse

PLAIN = FormatId("ubl", "invoice", "2.1")
MOST_CALLED = 0.15
NOW = dt.datetime(2026, 1, 5, 12, 0, tzinfo=dt.UTC)
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
EXT = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
EXTENSION = (
    "<ext:UBLExtensions><ext:UBLExtension><cbc:Name>mark</cbc:Name><ext:ExtensionContent>"
    "<mark xmlns='urn:example:mark'><size unit='m &amp; cm'>4 &lt; 5</size><!-- kept --></mark>"
    "</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
)
HEAD = (
    "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID>F-1</cbc:ID>"
    "<cbc:IssueDate>2026-01-05</cbc:IssueDate>"
    "<cac:AccountingSupplierParty><cac:Party>"
    "<cbc:EndpointID schemeID='DK:CVR'>DK10000009</cbc:EndpointID>"
    "</cac:Party></cac:AccountingSupplierParty>"
    "<cac:AccountingCustomerParty><cac:Party>"
    "<cbc:EndpointID schemeID='0088'>5790000000005</cbc:EndpointID>"
    "</cac:Party></cac:AccountingCustomerParty>"
    "<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID='DKK'>5.00</cbc:PayableAmount>"
    "</cac:LegalMonetaryTotal>"
)
AMOUNT = "<cbc:LineExtensionAmount currencyID='DKK'>5.00</cbc:LineExtensionAmount>"
ITEM = "<cac:Item><cbc:Name>Søm</cbc:Name></cac:Item>"
LINE = f"<cac:InvoiceLine><cbc:ID>1</cbc:ID>{AMOUNT}{ITEM}</cac:InvoiceLine>"
NESTED = (
    f"<cac:InvoiceLine><cbc:ID>1</cbc:ID>{AMOUNT}{ITEM}"
    f"<cac:SubInvoiceLine><cbc:ID>1.1</cbc:ID>{AMOUNT}{ITEM}</cac:SubInvoiceLine>"
    "</cac:InvoiceLine>"
)


def invoice(*lines: str, before: str = "") -> Payload:
    """An invoice whose root has a prefix, so that no namespace is the default."""
    inside = before + HEAD + "".join(lines or (LINE,))
    spaces = f"xmlns:i='{ROOT}' xmlns:cac='{CAC}' xmlns:cbc='{CBC}' xmlns:ext='{EXT}'"
    return Payload.of_bytes(f"<i:Invoice {spaces}>{inside}</i:Invoice>".encode(), "f-1.xml")


def read(formats: Formats, payload: Payload) -> tuple[Document, list[Line], Report]:
    """Read the one document of a payload."""
    report = Report(payload.name)
    source = formats.identify(payload, report)
    assert source is not None, report.findings()
    (found,) = [
        (document, list(document.lines(report))) for document in source.reader.read(payload, report)
    ]
    return (*found, report)


def write(
    formats: Formats, folder: Path, head: Invoice, *lines: InvoiceLine
) -> tuple[Part, LossReport]:
    """Write an invoice as plain UBL."""
    writer = formats.get(PLAIN).writer
    assert writer is not None
    losses = LossReport()
    writing = writer.start(head, RouteContext(now=NOW, source=PLAIN), losses, folder)
    for line in lines:
        writing.take(line)
    (part,) = writing.finish()
    return part, losses


def test_an_extension_is_carried_whole(formats: Formats, tmp_path: Path) -> None:
    """What the hub does not know arrives as it came, in its own namespace."""
    document, lines, report = read(formats, invoice(before=EXTENSION))
    assert report.valid
    assert not report.losses
    assert isinstance(document.header, Invoice)
    part, losses = write(formats, tmp_path, document.header, *(line.body for line in lines))
    formats.validate_part(part, formats.get(PLAIN), report)
    assert report.valid, report.findings()
    assert not losses
    again, _, _ = read(formats, Payload.of_file(part.path))
    assert again.header == document.header
    root = parse(part.path.read_bytes())
    (size,) = root.iter("{urn:example:mark}size")  # type: ignore[union-attr]
    assert (size.text, dict(size.attrib)) == ("4 < 5", {"unit": "m & cm"})


@pytest.mark.parametrize("content", ["<a>", "</ext:ExtensionContent>", "<b:c/>", "<!DOCTYPE a>"])
def test_markup_that_is_none_is_not_written(formats: Formats, tmp_path: Path, content: str) -> None:
    """A canonical file of somebody else cannot break out of its place."""
    head = Invoice(ubl_extension=(UblExtension(extension_content=Markup(content)),))
    part, losses = write(formats, tmp_path, head)
    assert content not in part.path.read_text(encoding="utf-8")
    assert [loss.kind for loss in losses] == ["no-home"]


UNFIT = {
    "nothing in it": "\n  ",
    "a signature built otherwise": (
        "<s:UBLDocumentSignatures xmlns:s='urn:oasis:names:specification:ubl:schema:xsd:"
        "CommonSignatureComponents-2'><s:SignatureInformation/></s:UBLDocumentSignatures>"
    ),
}


@pytest.mark.parametrize("case", UNFIT)
def test_an_extension_that_the_schema_takes_no_document_with(
    formats: Formats, tmp_path: Path, case: str
) -> None:
    """It stays out and is told; another one beside it is carried."""
    fit = UblExtension(extension_content=Markup('<mark xmlns="urn:example:mark"/>'))
    unfit = UblExtension(id=Identifier("7"), extension_content=Markup(UNFIT[case]))
    document, lines, report = read(formats, invoice())
    assert isinstance(document.header, Invoice)
    head = replace(document.header, ubl_extension=(unfit, fit))
    part, losses = write(formats, tmp_path, head, *(line.body for line in lines))
    formats.validate_part(part, formats.get(PLAIN), report)
    assert report.valid, report.findings()
    assert {loss.field for loss in losses} == {
        "ubl_extension.id",
        "ubl_extension.extension_content",
    }
    again, _, _ = read(formats, Payload.of_file(part.path))
    assert isinstance(again.header, Invoice)
    (carried,) = again.header.ubl_extension
    assert carried.extension_content is not None
    assert "urn:example:mark" in carried.extension_content.value


def test_lines_may_hold_lines(formats: Formats, tmp_path: Path) -> None:
    """A line inside a line is read and written like the one around it."""
    document, (line,), report = read(formats, invoice(NESTED))
    assert not report.losses
    assert line.body.sub_invoice_line[0].id == Identifier("1.1")
    assert line.body.sub_invoice_line[0].line_extension_amount == Amount(Decimal("5.00"), "DKK")
    assert isinstance(document.header, Invoice)
    part, losses = write(formats, tmp_path, document.header, line.body)
    assert not losses
    assert part.path.read_text(encoding="utf-8").count("SubInvoiceLine>") == 2


def test_an_embedded_file_is_written_as_it_came(formats: Formats, tmp_path: Path) -> None:
    """Large or small, with white space in it or not."""
    for text in ("QUJD\r\n", "QUJD" * 100_000, ""):
        held = BinaryObject(text, mime_code="application/pdf", filename="a&b.pdf")
        reference = DocumentReference(
            id=Identifier("a"), attachment=Attachment(embedded_document_binary_object=held)
        )
        head = Invoice(id=Identifier("1"), additional_document_reference=(reference,))
        part, losses = write(formats, tmp_path, head)
        assert not losses
        root = parse(part.path.read_bytes())
        (found,) = root.iter(f"{{{CBC}}}EmbeddedDocumentBinaryObject")  # type: ignore[union-attr]
        assert (found.text or "") == text
        assert dict(found.attrib) == {"mimeCode": "application/pdf", "filename": "a&b.pdf"}


def test_an_invoice_goes_from_supplier_to_customer(formats: Formats) -> None:
    """The summary of an invoice names both, however their numbers are written."""
    document, _, _ = read(formats, invoice())
    assert document.summary.id == "F-1"
    assert document.summary.issue_date == dt.date(2026, 1, 5)
    assert document.summary.sender == (EndpointID("DK:CVR", "10000009"),)
    assert document.summary.receiver == (EndpointID("GLN", "5790000000005"),)


def fields_of(table: Table) -> list[Field]:
    """Return all fields that a table reaches from its head and its line."""
    found: dict[str, Group] = {}
    waiting = [group for group in (table.header, table.line) if group is not None]
    while waiting:
        group = waiting.pop()
        if group.name not in found:
            found[group.name] = group
            waiting += [table.groups[field.type] for field in group.fields if not field.scalar]
    return [field for group in found.values() for field in group.fields]


def test_tables_of_bills_need_few_functions(formats: Formats) -> None:
    """At most 15 % of a table's fields are read or written by a function of its folder."""
    tables = [one.table for one in formats if one.kind in ("invoice", "credit-note") and one.table]
    assert len(tables) >= 20
    for table in tables:
        fields = fields_of(table)
        called = [field.name for field in fields if field.call is not None]
        assert len(fields) > 100
        assert len(called) / len(fields) <= MOST_CALLED, table.folder.name


def test_only_declared_conversions_are_made(formats: Formats) -> None:
    """A format takes documents of the authorities it names, and of its own kind only."""
    own, plain = formats.get(FormatId("si-ubl", "invoice", "1.2")), formats.get(PLAIN)
    head = Invoice()
    assert own.takes(own.id, head)
    assert own.takes(PLAIN, head)
    assert not own.takes(FormatId("bizisland", "catalogue", "1"), head)
    assert plain.takes(own.id, head)
    assert not plain.takes(own.id, InvoiceLine())


def test_a_self_billed_invoice_is_no_invoice(formats: Formats) -> None:
    """The customer writes it: its sides are the other way round, and it stays what it is."""
    payload = Payload.of_file(Path("mappings/peppol/examples/self-billed/input.xml"))
    found = formats.identify(payload, Report("a.xml"))
    assert found is not None
    assert str(found.id) == "peppol:self-billed-invoice:3"
    (document,) = found.reader.read(payload, Report("a.xml"))
    assert isinstance(document.header, Invoice)
    side = document.header.accounting_customer_party
    assert side is not None
    assert side.party is not None
    buyer = side.party.endpoint_id
    assert buyer is not None
    assert document.summary.sender[0].value == buyer.value
    assert not formats.get(FormatId("peppol", "invoice", "3")).takes(found.id, document.header)
    assert found.takes(found.id, document.header)
