"""Documents that must be refused, each wrong in one way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.formats.payload import Payload
from hub.model.identity import FormatId
from hub.pipeline.memory import Earlier
from tests.unit.pipeline.world import (
    MAKER,
    OTHER_MAKER,
    TOWN,
    UBL,
    VILLAGE,
    City,
    Diary,
    agreement,
    catalogue,
    document,
    party,
    wants,
)

__all__ = ["CASES", "Case", "city", "diary"]


@dataclass(frozen=True)
class Case:
    """A document, how it was sent, and the outcome's name and reason."""

    content: bytes
    outcome: str
    reason: str | None = None
    sent: Mapping[str, Any] = field(default_factory=dict)


def city() -> City:
    """Return a seller with two customers, one of whom wants what cannot be made."""
    return City(
        party("maker", MAKER),
        party("other", OTHER_MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", "town.in", UBL, "picky")],
            agreements=[agreement("T", "town")],
        ),
        party(
            "village",
            VILLAGE,
            receives=[wants("catalogue", "village.in", FormatId("peppol", "invoice", "3"))],
            agreements=[agreement("V", "village")],
        ),
    )


def diary() -> Diary:
    """Return a memory in which number OLD is taken."""
    known = Diary()
    taken = Payload.of_bytes(b"another", "x").sha256
    known.numbers["maker", "catalogue", "OLD", "2026-03-01"] = Earlier("doc-1", taken)
    return known


def order() -> bytes:
    """Return an order from the maker to the town, which takes catalogues only."""
    return document(
        "Order",
        "<cbc:ID>O1</cbc:ID>\n<cbc:IssueDate>2026-03-01</cbc:IssueDate>\n"
        "<cac:BuyerCustomerParty><cac:Party>"
        f'<cbc:EndpointID schemeID="GLN">{MAKER}</cbc:EndpointID>'
        "</cac:Party></cac:BuyerCustomerParty>\n"
        "<cac:SellerSupplierParty><cac:Party>"
        f'<cbc:EndpointID schemeID="GLN">{TOWN}</cbc:EndpointID>'
        "</cac:Party></cac:SellerSupplierParty>\n"
        "<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>"
        "<cac:Item><cbc:Name>Pencil</cbc:Name></cac:Item></cac:LineItem></cac:OrderLine>\n",
    )


GOOD = catalogue()
DOCTYPE = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Catalogue>\n'
SECOND_LINE = b"<cac:CatalogueLine><cbc:ID>2</cbc:ID>"

CASES: dict[str, Case] = {
    "identification-nothing": Case(b"", "Rejected", "FMT-01"),
    "identification-text": Case("Kære kunde, her er priserne.\n".encode(), "Rejected", "FMT-01"),
    "identification-unknown-root": Case(
        b'<?xml version="1.0"?>\n<PriceList xmlns="urn:example:prices"/>\n', "Rejected", "FMT-02"
    ),
    "identification-wrong-namespace": Case(
        GOOD.replace(b"ubl:schema:xsd:Catalogue-2", b"ubl:schema:xsd:Invoice-2"),
        "Rejected",
        "FMT-02",
    ),
    "syntax-tags": Case(GOOD.replace(b"</cac:Item>", b"", 1), "Rejected", "SYN-01"),
    "syntax-doctype": Case(DOCTYPE + GOOD.split(b"\n", 1)[1], "Rejected", "SYN-02"),
    "syntax-encoding": Case(GOOD.replace(b"Eraser", b"Viskel\xe6der"), "Rejected", "SYN-04"),
    "syntax-cut-off": Case(GOOD[: GOOD.index(SECOND_LINE) + 20], "Rejected", "SYN-09"),
    "syntax-cut-off-in-a-letter": Case(
        catalogue(note="æ")[: catalogue(note="æ").index("æ".encode()) + 1], "Rejected", "SYN-09"
    ),
    "syntax-nested-too-deep": Case(
        GOOD.replace(b"Eraser", b"<a>" * 300 + b"</a>" * 300), "Rejected", "SYN-05"
    ),
    "syntax-text-too-long": Case(GOOD.replace(b"Eraser", b"x" * 10_000_001), "Rejected", "SYN-06"),
    "syntax-two-documents": Case(GOOD + b"<more/>\n", "Rejected", "SYN-10"),
    "syntax-control-character": Case(GOOD.replace(b"Eraser", b"Era\x07ser"), "Rejected", "SYN-11"),
    "syntax-prefix": Case(
        GOOD.replace(b"cbc:Name>Eraser</cbc:", b"x:Name>Eraser</x:"), "Rejected", "SYN-12"
    ),
    "syntax-ampersand": Case(GOOD.replace(b"Eraser", b"Pen & paper"), "Rejected", "SYN-13"),
    "schema-head": Case(
        GOOD.replace(b"<cbc:IssueDate>2026-03-01", b"<cbc:IssueDate>1 March"),
        "Rejected",
        "XSD-DATE",
    ),
    "schema-later-line": Case(
        GOOD.replace(SECOND_LINE, b"<cac:CatalogueLine>"), "Rejected", "XSD-MISSING"
    ),
    "schema-unknown-element": Case(
        GOOD.replace(SECOND_LINE, SECOND_LINE + b"<cbc:Colour>red</cbc:Colour>"),
        "Rejected",
        "XSD-UNKNOWN",
    ),
    "schema-no-lines": Case(
        GOOD[: GOOD.index(b"<cac:CatalogueLine>")] + b"</Catalogue>\n", "Rejected", "XSD-MISSING"
    ),
    "not-authorised-somebody-else": Case(
        catalogue(sender=OTHER_MAKER), "Rejected", "sender-not-authorised"
    ),
    "not-authorised-unknown": Case(
        catalogue(sender="5790000000098"), "Rejected", "sender-not-authorised"
    ),
    "conflict": Case(catalogue(number="OLD"), "Conflict"),
    "unknown-agreement": Case(catalogue(contract="T-9"), "Rejected", "agreement-unknown"),
    "no-route-unknown-receiver": Case(
        catalogue(receiver="5790000000098"), "Unroutable", "no-route"
    ),
    "no-route-no-subscription": Case(order(), "Unroutable", "no-route"),
    "no-route-no-agreement": Case(
        catalogue(sender=OTHER_MAKER), "Unroutable", "no-route", {"account": "other"}
    ),
    "no-mapping": Case(GOOD, "Rejected", "refused-by-all-receivers", {"ports": ("village",)}),
    "receivers-rule": Case(
        catalogue("Pencil", "picky minds"),
        "Rejected",
        "refused-by-all-receivers",
        {"ports": ("town",)},
    ),
}
