"""Opus catalogues: what goes into the XML and into the package."""

import base64
import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.catalogue import Catalogue
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.model.reference import Attachment, DocumentReference
from hub.model.report import Report
from hub.model.values import BinaryObject, Code, Identifier, Text
from hub.xml.schemas import SchemaStore
from tests.bizfile import NOW, SENDER, item, price, read

ROW = item(
    ITEM_DESC="En god blyant.",
    ITEM_SHORT_DESC="Blyant",
    ITEM_IMAGE="https://img.example/1.jpg",
    ITEM_KEYWORDS="tegne,skrive",
    ITEM_ECO="DK_ECO,EU_ECO_LABEL",
)
CONTEXT = RouteContext(now=NOW, sender=SENDER, options={"system_name": "EKSEMPEL-01"})
HEAD = Catalogue(id=Identifier("K1"), name=Text("Kontor"), version_id=Identifier("2"))
DOT = b"\x89PNG\r\n\x1a\n\x00\x00"


@pytest.fixture(scope="module")
def forms() -> Formats:
    """The formats of all folders; none of what is written here needs an installed schema."""
    return load_formats(mapping_folders({}), SchemaStore(Path("/nowhere")))


def write(forms: Formats, kind: str, bodies: list[Any], folder: Path) -> tuple[Path, LossReport]:
    """Write lines in one of the two documents."""
    losses = LossReport()
    writer = forms.get(FormatId.parse(f"opus:{kind}:1")).writer
    assert writer is not None
    writing = writer.start(HEAD, CONTEXT, losses, folder)
    for body in bodies:
        writing.take(body)
    (part,) = writing.finish()
    return part.path, losses


def elements(path: Path) -> list[dict[str, str]]:
    """Return the items of an XML file, local name to text."""
    root = etree.parse(path).getroot()
    return [
        {etree.QName(child).localname: child.text or "" for child in one}
        for one in root
        if etree.QName(one).localname == "Item"
    ]


def with_picture(body: Any, content: bytes) -> Any:
    """Return a line whose image is inside the document."""
    inside = BinaryObject(base64.b64encode(content).decode(), mime_code="image/png")
    reference = DocumentReference(
        document_type_code=Code("Picture"),
        attachment=Attachment(embedded_document_binary_object=inside),
    )
    changed = replace(body.item, item_specification_document_reference=(reference,))
    return replace(body, item=changed)


def test_an_item_has_what_an_orderer_sees(forms: Formats, tmp_path: Path) -> None:
    """The long description, one price, all marks in one code; the rest is a loss."""
    path, losses = write(forms, "catalogue", read([ROW]).bodies, tmp_path)
    (found,) = elements(path)
    assert found["LongText"] == "En god blyant."
    assert (found["Price"], found["Currency"], found["AgreementType"]) == ("10.00", "DKK", "A")
    assert found["EnvironmentCode"] == "DK_ECO,EU_ECO_LABEL"
    assert ("item.description", ("Blyant",)) in [(x.field, x.examples) for x in losses]


def test_prices_from_more_are_a_loss(forms: Formats, tmp_path: Path) -> None:
    """One price goes out; the others are listed with their quantity."""
    prices = [price(), price(PRICE_QTY="10", PRICE_AMOUNT="9.00")]
    path, losses = write(forms, "catalogue", read([ROW], prices).bodies, tmp_path)
    assert [one["Price"] for one in elements(path)] == ["10.00"]
    lost = {x.field: x.examples for x in losses}
    assert lost["required_item_location_quantity.price.price_amount"] == ("9.00",)
    assert lost["required_item_location_quantity.minimum_quantity"] == ("10",)


def test_the_price_that_holds_on_the_day_goes_out(forms: Formats, tmp_path: Path) -> None:
    """Later ones are sent when they begin."""
    prices = [
        price(PRICE_VALID_FROM="2025-01-01"),
        price(PRICE_AMOUNT="11.00", PRICE_VALID_FROM="2026-03-01"),
    ]
    path, _ = write(forms, "catalogue", read([ROW], prices).bodies, tmp_path)
    assert [one["Price"] for one in elements(path)] == ["10.00"]


def test_a_factor_is_never_written_as_a_price(forms: Formats, tmp_path: Path) -> None:
    """Without the receiver's rules it is a loss; they refuse it (OPU-BASIS)."""
    (body,) = read([ROW]).bodies
    place = body.required_item_location_quantity[0]
    changed = replace(place, price=replace(place.price, orderable_unit_factor_rate=Decimal(12)))
    bodies = [replace(body, required_item_location_quantity=(changed,))]
    _, losses = write(forms, "catalogue", bodies, tmp_path)
    assert "required_item_location_quantity.price.orderable_unit_factor_rate" in {
        x.field for x in losses
    }


def test_a_package_lists_its_images(forms: Formats, tmp_path: Path) -> None:
    """Links with the file they are to become, pictures inside the document as files."""
    one, other = read([ROW, {**ROW, "ITEM_NO": "A/2"}], [price(), price(ITEM_NO="A/2")]).bodies
    bodies = [one, with_picture(other, DOT), with_picture(other, DOT)]
    path, losses = write(forms, "catalogue-package", bodies, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with zipfile.ZipFile(path) as box:
        assert box.namelist() == [
            "catalogue.xml", "images.csv", "images/A_2.png", "images/A_2-2.png",
        ]  # fmt: skip
        assert box.read("images/A_2.png") == DOT
        listed = list(csv.reader(io.StringIO(box.read("images.csv").decode()), delimiter=";"))
        box.extract("catalogue.xml", tmp_path)
    assert listed == [
        ["VendorMaterial", "File", "Address"],
        ["A-1", "images/A-1.jpg", "https://img.example/1.jpg"],
        ["A/2", "images/A_2.png", ""],
        ["A/2", "images/A_2-2.png", ""],
    ]
    assert [one["Image"] for one in elements(tmp_path / "catalogue.xml")] == [
        "https://img.example/1.jpg", "images/A_2.png", "images/A_2-2.png",
    ]  # fmt: skip
    assert not any("embedded" in x.field for x in losses)


def test_a_package_is_the_same_again(forms: Formats, tmp_path: Path) -> None:
    """The same document gives the same bytes."""
    bodies = read([ROW]).bodies
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    one, _ = write(forms, "catalogue-package", bodies, first)
    other, _ = write(forms, "catalogue-package", bodies, second)
    assert one.read_bytes() == other.read_bytes()


def test_a_discarded_package_leaves_nothing(forms: Formats, tmp_path: Path) -> None:
    """Nor do the images that were written already."""
    writer = forms.get(FormatId.parse("opus:catalogue-package:1")).writer
    assert writer is not None
    writing = writer.start(HEAD, CONTEXT, LossReport(), tmp_path)
    writing.take(with_picture(read([ROW]).bodies[0], DOT))
    assert list(tmp_path.iterdir())
    writing.discard()
    assert not list(tmp_path.iterdir())


def packed(**members: bytes) -> Payload:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, content in members.items():
            box.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return Payload.of_bytes(out.getvalue(), "pakke.zip")


def test_a_package_with_something_else_in_it_is_refused(forms: Formats) -> None:
    """Only the catalogue, the list and images may be there."""
    payload = packed(catalogue_dot_xml=b"<x/>", images_dot_csv=b"", run_dot_exe=b"")
    report = Report(payload.name)
    form = forms.identify(payload, report)
    assert form is not None
    assert str(form.id) == "opus:catalogue-package:1"
    assert list(form.reader.read(payload, report)) == []
    assert [f.rule for f in report.findings()] == ["ROW-archive-member"]


def test_a_package_without_a_catalogue_is_none(forms: Formats) -> None:
    """A ZIP of images alone belongs to nobody."""
    report = Report("x")
    assert forms.identify(packed(images__a_dot_jpg=b""), report) is None
