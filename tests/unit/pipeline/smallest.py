"""The smallest valid document of any UBL type, made from its schema."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hub.xml.order import PREFIXES, Kind, Structure

__all__ = ["smallest"]

VALUES = {
    Kind.AMOUNT: "1.00",
    Kind.BINARY: "AA==",
    Kind.CODE: "1",
    Kind.DATE: "2026-03-01",
    Kind.DATE_TIME: "2026-03-01T12:00:00Z",
    Kind.INDICATOR: "true",
    Kind.MEASURE: "1",
    Kind.NUMERIC: "1",
    Kind.PERCENT: "1",
    Kind.QUANTITY: "1",
    Kind.RATE: "1",
    Kind.TIME: "12:00:00Z",
}
ATTRIBUTES = {"currencyID": "DKK", "unitCode": "EA", "mimeCode": "image/png"}

Wanted = Mapping[str, Any]
"""Optional children to be there: ``{"cac:Party": {"cbc:EndpointID": ("GLN", "...")}}``."""


def smallest(structure: Structure, root: str, wanted: Wanted) -> bytes:
    """Return a document with what its schema requires, and what is wanted besides."""
    spaces = "".join(f" xmlns:{p}={quoteattr(n)}" for n, p in PREFIXES.items())
    namespace, _, local = root[1:].partition("}")
    inside = _children(structure, root, wanted)
    return f'<{local} xmlns="{namespace}"{spaces}>{inside}</{local}>'.encode()


def _children(structure: Structure, of: str, wanted: Wanted) -> str:
    made = []
    for child in structure.children(of):
        asked = wanted.get(child.tag)
        if not child.least and asked is None:
            continue
        if child.kind is Kind.AGGREGATE:
            inside, attributes = _children(structure, child.type, asked or {}), ""
        else:
            inside, attributes = _value(structure, child, asked)
        made.append(f"<{child.tag}{attributes}>{inside}</{child.tag}>\n")
    return "".join(made)


def _value(structure: Structure, child: Any, asked: object) -> tuple[str, str]:
    required = {
        attribute.name: ATTRIBUTES.get(attribute.name, "1")
        for attribute in structure.attributes(child.type)
        if attribute.required
    }
    if isinstance(asked, tuple):
        required["schemeID"], asked = asked
    codes = structure.codes(child.type)
    value = asked or (codes[0] if codes else VALUES.get(child.kind, "1"))
    return escape(str(value)), "".join(f" {n}={quoteattr(v)}" for n, v in required.items())
