"""Text as it may stand in XML 1.0."""

import re

__all__ = ["SPECIAL", "attribute_text", "content_text", "has_forbidden"]

SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search
_SPECIAL_IN_ATTRIBUTE = re.compile(
    '[&<>"\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]'
).search
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
