"""Text as it may stand in XML 1.0, and the text of an element that holds it."""

import re

from lxml import etree

__all__ = [
    "SPECIAL",
    "attribute_text",
    "content_text",
    "has_forbidden",
    "is_group",
    "text_of",
]

SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search
_SPECIAL_IN_ATTRIBUTE = re.compile(
    '[&<>"\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]'
).search
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(element: etree._Element) -> str:
    """Return all text of a leaf, also around comments and instructions in its middle."""
    return str(element.xpath("string()")) if len(element) else element.text or ""


def is_group(element: etree._Element) -> bool:
    """Whether there are elements in an element; comments and instructions make no group of it."""
    return any(isinstance(child.tag, str) for child in element)


def has_forbidden(text: str) -> bool:
    """Whether a text holds characters that XML cannot carry in any spelling."""
    return _FORBIDDEN.search(text) is not None


def content_text(text: str) -> str:
    """Escape text for the inside of an element; what XML cannot carry is left out."""
    if SPECIAL(text) is None:
        return text
    clean = _FORBIDDEN.sub("", text)
    clean = clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return clean.replace("\r", "&#13;")


def attribute_text(text: str) -> str:
    """Escape text for an attribute in double quotes; blanks but the space are spelled out."""
    if _SPECIAL_IN_ATTRIBUTE(text) is None:
        return text
    clean = content_text(text).replace('"', "&quot;")
    return clean.replace("\t", "&#9;").replace("\n", "&#10;")
