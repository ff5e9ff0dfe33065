"""Images of items: links, and pictures that came inside the document."""

import base64
import binascii
import re
from urllib.parse import urlsplit

from msgspec.structs import replace

from hub.model.catalogue import CatalogueLine
from hub.model.reference import Attachment, ExternalReference
from hub.model.values import Identifier
from hub.rules.catalogues import item_key

__all__ = ["ENDINGS", "embedded", "ending_of", "file_of", "is_picture", "named", "number_of"]

TYPES = frozenset({"PictureURL", "Picture"})
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
"""What Opus shows (OPU-03), by media type."""

STARTS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"GIF8": "gif"}
"""How files of these types begin; a media type is only what somebody says."""

ALIKE = {"jpeg": "jpg", "jpe": "jpg"}
OTHER = "bin"
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})$")


def number_of(body: CatalogueLine) -> str:
    """Return the item number, empty without one."""
    key = item_key(body)
    return key[0] if key is not None else ""


def file_of(body: CatalogueLine, ending: str) -> str:
    """Return the name of an item's image in the package: ``images/AB-1001.jpg``."""
    plain = UNSAFE.sub("_", number_of(body)).strip("._") or "item"
    return f"images/{plain}.{ending or OTHER}"


def ending_of(link: str) -> str:
    """Return the type that a link ends in, in lower case; empty when it shows none."""
    try:
        path = urlsplit(link).path
    except ValueError:
        return ""
    found = ENDING.search(path)
    ending = found[1].lower() if found is not None else ""
    return ALIKE.get(ending, ending)


def is_picture(ending: str) -> bool:
    """Whether a file of this type is a picture that Opus shows."""
    return ending in ENDINGS.values()


def embedded(body: CatalogueLine) -> tuple[int, str, bytes] | None:
    """Return place, type and content of the first picture inside the document."""
    if body.item is None:
        return None
    for index, reference in enumerate(body.item.item_specification_document_reference):
        kind, attachment = reference.document_type_code, reference.attachment
        if kind is None or kind.value not in TYPES or attachment is None:
            continue
        inside = attachment.embedded_document_binary_object
        if inside is None:
            continue
        try:
            content = base64.b64decode("".join(inside.value.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        ending = next((e for start, e in STARTS.items() if content.startswith(start)), OTHER)
        return index, ending, content
    return None


def named(body: CatalogueLine, index: int, file: str) -> CatalogueLine:
    """Return the line with the name of a file in the place of an embedded picture."""
    assert body.item is not None  # noqa: S101 - it holds the picture
    references = list(body.item.item_specification_document_reference)
    outside = ExternalReference(uri=Identifier(file))
    references[index] = replace(
        references[index], attachment=Attachment(external_reference=outside)
    )
    item = replace(body.item, item_specification_document_reference=tuple(references))
    return replace(body, item=item)
