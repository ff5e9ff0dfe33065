"""A stand-in for Opus: loads the catalogue's XML, alone or packed with its images.

It reads the XML by itself and takes a catalogue whole or not at all. Set up with ``system_name``
(the name that the municipality issued), ``creditors`` (CVR numbers) and ``images=need`` where every
image has to come inside the package.
"""

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from decimal import Decimal, InvalidOperation

from hub.model.finding import Finding
from hub.shadow.answer import Answer, Delivered, Weight
from hub.shadow.shelf import Shelf
from hub.xml.parse import Element, parse

ROOT = "OpusCatalogue"
IMAGE_SIZE = 2_000_000
IMAGE = re.compile(r"\.(jpe?g|png|gif)$", re.IGNORECASE)
LENGTHS = {
    "VendorMaterial": 35, "ShortText": 40, "LongText": 4000, "OrderUnit": 3, "MinOrderUnit": 3,
    "Image": 500, "EnvironmentCode": 200,
}  # fmt: skip
NEEDED = (
    *("VendorMaterial", "ShortText", "LongText", "MaterialGroup", "AgreementType", "Price"),
    *("Currency", "OrderUnit", "MinOrderQty", "MinOrderUnit", "NetContent", "NetContentUnit"),
    "Image",
)


def receive(delivered: Delivered, shelf: Shelf) -> Answer:
    """Load one catalogue or package."""
    answer = Answer(system="opus", file=delivered.name, kind="catalogue")
    content, images = delivered.content, dict[str, int]()
    if content.startswith(b"PK"):
        content, images = _unpacked(content, answer)
    root = parse(content)
    if isinstance(root, Finding) or _name(root) != ROOT:
        answer.say("XML", f"is no {ROOT}")
        return answer.settle(shelf, "", {}, delivered.day)
    _head(root, delivered, answer)
    items: dict[str, dict[str, str]] = {}
    packed = images if delivered.content.startswith(b"PK") else None
    for item in root.iterchildren():
        if _name(item) == "Item":
            _item(item, delivered, answer, items, packed)
    names = Counter(row["ShortText"] for row in items.values())
    for name, count in names.items():
        if count > 1:
            twins = [key for key, row in items.items() if row["ShortText"] == name]
            answer.say("OPU-04", f"{', '.join(twins)} have the same name: {name}", twins[1])
    key = f"{root.get('systemName', '')}/{answer.number}"
    return answer.settle(shelf, key, items, delivered.day)


def _unpacked(content: bytes, answer: Answer) -> tuple[bytes, dict[str, int]]:
    """Return the XML of a package, and its images with their sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            images = {
                one.filename: one.file_size
                for one in box.infolist()
                if one.filename.startswith("images/")
            }
            return box.read("catalogue.xml"), images
    except (zipfile.BadZipFile, KeyError) as error:
        answer.say("FILE", f"is no package with a catalogue.xml: {error}")
        return b"", {}


def _head(root: Element, delivered: Delivered, answer: Answer) -> None:
    answer.number, answer.version = root.get("catalogueId", ""), root.get("version", "")
    system, company = root.get("systemName", ""), root.get("supplierCvr", "")
    wanted = delivered.setup.get("system_name", system)
    if not system or system != wanted:
        answer.say("OPU-01", f"the system name is {system or 'missing'}, here {wanted}")
    creditors = [one.strip() for one in delivered.setup.get("creditors", "").split(",") if one]
    if not company or (creditors and company not in creditors):
        answer.say("OPU-02", f"the supplier {company or 'is missing'} is no creditor here")
    if not any(_name(one) == "CatalogueName" and one.text for one in root.iterchildren()):
        answer.say("OPU-05", "the catalogue has no name")
    try:
        answer.starts = dt.date.fromisoformat(root.get("validFrom", ""))
    except ValueError:
        answer.say("OPU-05", f"validFrom {root.get('validFrom', '')!r} is no day")


def _item(
    item: Element,
    delivered: Delivered,
    answer: Answer,
    items: dict[str, dict[str, str]],
    packed: dict[str, int] | None,
) -> None:
    row = {_name(one): (one.text or "").strip() for one in item.iterchildren()}
    number = row.get("VendorMaterial", "")
    missing = [name for name in NEEDED if not row.get(name)]
    if missing:
        answer.say("OPU-05", f"not filled: {', '.join(missing)}", number)
    for name, most in LENGTHS.items():
        if len(row.get(name, "")) > most:
            answer.say("OPU-05", f"{name} has {len(row[name])} characters, at most {most}", number)
    if row.get("AgreementType", "A") not in ("A", "K", "S"):
        answer.say("OPU-05", f"AgreementType {row['AgreementType']} is not A, K or S", number)
    for name in ("Price", "MinOrderQty", "NetContent", "PriceUnit"):
        if row.get(name) and not _positive(row[name], zero=name == "Price"):
            answer.say("OPU-05", f"{name} {row[name]!r} is no number above zero", number)
    if number in items:
        answer.say("OPU-05", "is there twice", number)
    _image(row.get("Image", ""), delivered, answer, number, packed)
    items[number] = {"ShortText": "", **row}


def _image(
    image: str, delivered: Delivered, answer: Answer, number: str, packed: dict[str, int] | None
) -> None:
    """Judge an image: inside the package, or to be fetched by its link (OPU-03)."""
    path = image.partition("?")[0]
    if image and not IMAGE.search(path):
        answer.say("OPU-03", f"{image} is no jpg, png or gif", number)
        return
    linked = image.startswith(("http://", "https://"))
    size = None if packed is None else packed.get(f"images/{image.removeprefix('images/')}")
    if size is not None and size > IMAGE_SIZE:
        answer.say("OPU-03", f"{image} has {size} bytes, at most {IMAGE_SIZE}", number)
    elif image and size is None and not linked:
        answer.say("OPU-03", f"{image} did not come with the catalogue", number)
    elif linked and delivered.setup.get("images") == "need":
        answer.say("OPU-03", f"{image} is a link; the image itself has to come", number)
    elif linked:
        answer.add(Weight.NOTED, "OPU-03", f"is to be fetched: {image}", number)


def _positive(text: str, *, zero: bool) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value >= 0 if zero else value > 0


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
