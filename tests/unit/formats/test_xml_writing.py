"""XML is written in the schema's order, and whatever has no place is told."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from hub.formats.document import Part
from hub.formats.registry import Formats
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.finding import Layer
from hub.model.identity import FormatId
from hub.model.item import (
    Certificate,
    CommodityClassification,
    Item,
    ItemIdentification,
    ItemInstance,
    PhysicalAttribute,
)
from hub.model.loss import LossReport
from hub.model.party import DocumentParty, PartyName, SupplierParty
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.reference import CatalogueReference, DocumentReference
from hub.model.report import LayerStatus, Report
from hub.model.values import Amount, Code, Identifier, Quantity, Text

NOW = dt.datetime(2026, 1, 5, 12, 0, tzinfo=dt.UTC)
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
SELLER = DocumentParty(party_name=(PartyName(Text("Eksempel & Søn ApS")),))
HEAD = Catalogue(
    id=Identifier("KAT/1"),
    issue_date=dt.date(2026, 1, 5),
    version_id=Identifier("1"),
    validity_period=(Period(dt.date(2026, 2, 1), end_date=dt.date(2027, 1, 31)),),
    provider_party=SELLER,
    receiver_party=SELLER,
    seller_supplier_party=SupplierParty(party=SELLER),
)
LINE = CatalogueLine(
    id=Identifier("1"),
    orderable_unit=Text("EA"),
    content_unit_quantity=Quantity(Decimal("1.00"), "EA"),
    required_item_location_quantity=(
        ItemLocationQuantity(price=Price(price_amount=Amount(Decimal("7.50"), "DKK"))),
    ),
    item=Item(
        name=Text('Skruer <4 mm> & "bits"'),
        keyword=(Text("jern"), Text("æske", language_id="da")),
        commodity_classification=(
            CommodityClassification(item_classification_code=Code("31161500")),
        ),
    ),
)


def write(
    formats: Formats,
    target: str,
    folder: Path,
    *lines: CatalogueLine,
    head: Catalogue = HEAD,
    source: str = "hub:catalogue:1",
) -> tuple[Part, LossReport]:
    """Write a catalogue and check it against its schema."""
    chosen = formats.get(FormatId.parse(target))
    losses = LossReport()
    context = RouteContext(now=NOW, source=FormatId.parse(source))
    assert chosen.writer is not None
    writing = chosen.writer.start(head, context, losses, folder)
    for line in lines or (LINE,):
        writing.take(line)
    (part,) = writing.finish()
    report = Report(part.name)
    formats.validate_part(part, chosen, report)
    assert report.status(Layer.SCHEMA) is LayerStatus.VALID, report.findings(Layer.SCHEMA)
    return part, losses


def fields(losses: LossReport) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return losses by field."""
    return {loss.field: (loss.kind.value, loss.examples) for loss in losses}


def test_the_bytes_mean_what_a_reference_writer_means(formats: Formats, tmp_path: Path) -> None:
    """The canonical form equals that of the same document written by lxml."""
    part, _ = write(formats, "ubl:catalogue:2.1", tmp_path)
    buffer = io.BytesIO()
    spaces = {None: ROOT, "cac": CAC, "cbc": CBC}

    def leaf(out: "etree._IncrementalFileWriter", name: str, text: str, **more: str) -> None:
        with out.element(f"{{{CBC}}}{name}", more):
            out.write(text)

    with (
        etree.xmlfile(buffer, encoding="utf-8") as out,
        out.element(f"{{{ROOT}}}Catalogue", nsmap=spaces),
    ):
        leaf(out, "UBLVersionID", "2.1")
        leaf(out, "ID", "KAT/1")
        leaf(out, "IssueDate", "2026-01-05")
        leaf(out, "VersionID", "1")
        with out.element(f"{{{CAC}}}ValidityPeriod"):
            leaf(out, "StartDate", "2026-02-01")
            leaf(out, "EndDate", "2027-01-31")
        for name in ("ProviderParty", "ReceiverParty"):
            with out.element(f"{{{CAC}}}{name}"), out.element(f"{{{CAC}}}PartyName"):
                leaf(out, "Name", "Eksempel & Søn ApS")
        with (
            out.element(f"{{{CAC}}}SellerSupplierParty"),
            out.element(f"{{{CAC}}}Party"),
            out.element(f"{{{CAC}}}PartyName"),
        ):
            leaf(out, "Name", "Eksempel & Søn ApS")
        out.write("\n")
        with out.element(f"{{{CAC}}}CatalogueLine"):
            leaf(out, "ID", "1")
            leaf(out, "OrderableUnit", "EA")
            leaf(out, "ContentUnitQuantity", "1.00", unitCode="EA")
            with (
                out.element(f"{{{CAC}}}RequiredItemLocationQuantity"),
                out.element(f"{{{CAC}}}Price"),
            ):
                leaf(out, "PriceAmount", "7.50", currencyID="DKK")
            with out.element(f"{{{CAC}}}Item"):
                leaf(out, "Name", 'Skruer <4 mm> & "bits"')
                leaf(out, "Keyword", "jern")
                leaf(out, "Keyword", "æske", languageID="da")
                with out.element(f"{{{CAC}}}CommodityClassification"):
                    leaf(out, "ItemClassificationCode", "31161500")
        out.write("\n")
    expected = etree.tostring(etree.fromstring(buffer.getvalue()), method="c14n")
    found = etree.tostring(etree.fromstring(part.path.read_bytes()), method="c14n")
    assert found == expected


def test_a_second_run_writes_the_same_bytes(formats: Formats, tmp_path: Path) -> None:
    """Bytes, name and hash depend on the document only."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, _ = write(formats, "oioubl:catalogue:2.02", tmp_path / "a")
    second, _ = write(formats, "oioubl:catalogue:2.02", tmp_path / "b")
    assert first.name == second.name == "catalogue-KAT_1.xml"
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == second.sha256
    assert first.size == len(first.path.read_bytes())
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == [first.name]


def test_lists_are_named_where_the_value_names_none(formats: Formats, tmp_path: Path) -> None:
    """Constants of a table are written; attributes of the value itself stay as they are."""
    own = CommodityClassification(item_classification_code=Code("44", list_id="X"))
    assert LINE.item is not None
    both = Item(
        name=Text("x"),
        commodity_classification=(*LINE.item.commodity_classification, own),
    )
    line = CatalogueLine(id=Identifier("1"), item=both)
    part, losses = write(formats, "oioubl:catalogue:2.02", tmp_path, line)
    text = part.path.read_text(encoding="utf-8")
    assert 'Code listID="UNSPSC" listAgencyID="113">31161500<' in text
    assert 'Code listID="X">44<' in text
    assert ">OIOUBL-2.02<" in text
    assert (
        '<cbc:ProfileID schemeID="urn:oioubl:id:profileid-1.2" schemeAgencyID="320">'
        "Catalogue-CatSim-1.0<" in text
    )
    assert fields(losses) == {
        "action_code": ("derived", ("Add",)),
        "orderable_indicator": ("derived", ("true",)),
    }


def test_a_document_that_stays_in_its_format_keeps_its_names(
    formats: Formats, tmp_path: Path
) -> None:
    """Version, customization and profile are the target's, unless the format stays the same."""
    head = Catalogue(
        id=HEAD.id,
        ubl_version_id=Identifier("1.0"),
        customization_id=Identifier("OIOUBL-2.02"),
        profile_id=Identifier("Catalogue-CatExt-1.0", scheme_id="x"),
        issue_date=HEAD.issue_date,
        validity_period=HEAD.validity_period,
        provider_party=SELLER,
        receiver_party=SELLER,
    )
    same, _ = write(
        formats, "oioubl:catalogue:2.02", tmp_path, head=head, source="oioubl:catalogue:2.02"
    )
    assert ">1.0<" in same.path.read_text(encoding="utf-8")
    newer, _ = write(
        formats, "oioubl:catalogue:2.1", tmp_path, head=head, source="oioubl:catalogue:2.02"
    )
    text = newer.path.read_text(encoding="utf-8")
    assert "UBLVersionID>2.1<" in text
    assert ">OIOUBL-2.1<" in text
    assert 'schemeID="x">Catalogue-CatExt-1.0<' in text


def test_another_kind_of_document_is_of_its_own_process(formats: Formats, tmp_path: Path) -> None:
    """A profile stays with the authority only while the kind of document does."""
    head = Catalogue(
        id=HEAD.id,
        profile_id=Identifier("urn:fdc:peppol.eu:poacc:bis:punch_out:3"),
        issue_date=HEAD.issue_date,
        validity_period=HEAD.validity_period,
        provider_party=SELLER,
        receiver_party=SELLER,
    )
    part, _ = write(formats, "peppol:catalogue:3", tmp_path, head=head, source="peppol:punch-out:3")
    assert ":catalogue_wo_response:3<" in part.path.read_text(encoding="utf-8")


def test_what_the_older_schema_lacks_is_told(formats: Formats, tmp_path: Path) -> None:
    """Fields without an element in the target are losses by model path, leaf by leaf."""
    item = Item(
        name=Text("x"),
        certificate=(Certificate(id=Identifier("C1", scheme_id="s")),),
        item_instance=(ItemInstance(best_before_date=dt.date(2026, 5, 1)),),
    )
    line = CatalogueLine(id=Identifier("1"), action_code=Code("Add"), item=item)
    head = Catalogue(
        id=HEAD.id,
        issue_date=HEAD.issue_date,
        provider_party=SELLER,
        receiver_party=SELLER,
        source_catalogue_reference=CatalogueReference(id=Identifier("alt")),
        description=(Text("a"), Text("b")),
    )
    _, losses = write(formats, "ubl:catalogue:2.0", tmp_path, line, line, head=head)
    counted = {loss.field: loss.count for loss in losses}
    assert counted["item.certificate.id"] == 2
    assert fields(losses)["item.certificate.id.scheme_id"] == ("no-home", ("s",))
    assert fields(losses)["item.item_instance.best_before_date"] == ("no-home", ("2026-05-01",))
    assert fields(losses)["source_catalogue_reference.id"] == ("no-home", ("alt",))
    younger = CatalogueLine(id=Identifier("1"), item=Item(item_instance=item.item_instance))
    _, losses = write(formats, "ubl:catalogue:2.1", tmp_path, younger, head=head)
    assert not losses


def test_what_oioubl_forbids_is_left_out_and_told(formats: Formats, tmp_path: Path) -> None:
    """Forbidden fields are losses; the coded attributes only under the seller's own number."""
    coded = PhysicalAttribute(
        attribute_id=Identifier("a"), position_code=Code("p"), description=(Text("d"),)
    )
    numbers = ItemIdentification(id=Identifier("n"), physical_attribute=(coded,))
    line = CatalogueLine(
        id=Identifier("1"),
        action_code=Code("Add"),
        orderable_indicator=False,
        document_reference=(DocumentReference(id=Identifier("d")),),
        item=Item(
            catalogue_indicator=True,
            sellers_item_identification=numbers,
            manufacturers_item_identification=(numbers,),
        ),
    )
    _, losses = write(formats, "oioubl:catalogue:2.1", tmp_path, line)
    assert sorted(fields(losses)) == [
        "document_reference.id",
        "item.catalogue_indicator",
        "item.sellers_item_identification.physical_attribute.position_code",
    ]


def test_what_xml_cannot_hold_is_left_out_and_told(formats: Formats, tmp_path: Path) -> None:
    """Control characters never make an invalid file; they are narrowed losses."""
    item = Item(name=Text("a\x00b\x1f\udfffc"), keyword=(Text("\r\n\tx"),))
    line = CatalogueLine(id=Identifier("1", scheme_id='q"\n<\x07'), item=item)
    part, losses = write(formats, "ubl:catalogue:2.1", tmp_path, line)
    root = etree.fromstring(part.path.read_bytes())
    assert root.findtext(f".//{{{CBC}}}Name", "")[:2] in ("Ek", "ab")
    assert [e.text for e in root.iter(f"{{{CBC}}}Keyword")] == ["\r\n\tx"]
    (identifier,) = root.findall(f".//{{{CAC}}}CatalogueLine/{{{CBC}}}ID")
    assert identifier.get("schemeID") == 'q"\n<'
    assert sorted(fields(losses)) == ["id.scheme_id", "item.name"]
    assert fields(losses)["item.name"][0] == "narrowed"


def test_a_discarded_output_leaves_nothing(formats: Formats, tmp_path: Path) -> None:
    """Discarding removes the unfinished file, and may be said twice."""
    writer = formats.get(FormatId.parse("ubl:catalogue:2.1")).writer
    assert writer is not None
    writing = writer.start(HEAD, RouteContext(now=NOW), LossReport(), tmp_path)
    for _ in range(300):
        writing.take(LINE)
    assert list(tmp_path.iterdir())
    writing.discard()
    writing.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_version_its_published_rules_refuse_is_only_read(formats: Formats) -> None:
    """F-LIB002 knows no OIOUBL 2.0: none is written, whatever the document."""
    former = [one for one in formats if one.id.authority == "oioubl" and one.id.version == "2.0"]
    assert any(one.table is not None and one.readable for one in former)
    for one in former:
        assert one.writer is None, one.id
        if one.table is not None:
            assert one.declared.instead is not None
            assert formats.get(one.declared.instead).writer is not None


@pytest.mark.parametrize("target", ["ubl:catalogue:2.0", "oioubl:attached-document:2.01"])
def test_only_formats_with_a_table_can_be_written(formats: Formats, target: str) -> None:
    """A format that is only passed through has no writer."""
    writer = formats.get(FormatId.parse(target)).writer
    assert (writer is None) == (target == "oioubl:attached-document:2.01")
