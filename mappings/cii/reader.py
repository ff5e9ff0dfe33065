"""Reads CII invoices and credit notes of EN 16931: lines stand before what they are about."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from hub.formats.elements import Places
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.summary import summary_of
from hub.formats.unjudged import READ_ONLY
from hub.model.finding import Finding, Layer, Place
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.rules.module import sibling
from hub.xml.parse import parse

heads = sibling(__file__, "heads")
lines = sibling(__file__, "lines")
node = sibling(__file__, "node")

MEDIA_TYPE = "application/xml"
LINE = "IncludedSupplyChainTradeLineItem"
PLACES = {
    "accounting_supplier_party": "ApplicableHeaderTradeAgreement/SellerTradeParty",
    "accounting_customer_party": "ApplicableHeaderTradeAgreement/BuyerTradeParty",
    "legal_monetary_total": f"ApplicableHeaderTradeSettlement/{heads.SUMS}",
    "tax_total": "ApplicableHeaderTradeSettlement/ApplicableTradeTax",
    "payment_means": "ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementPaymentMeans",
    "allowance_charge": "ApplicableHeaderTradeSettlement/SpecifiedTradeAllowanceCharge",
    "delivery": "ApplicableHeaderTradeDelivery",
}
"""Where groups of the model stand; a finding names the group in the sender's own words."""


def reader(form: Any) -> "CiiReader":
    """Return the reader of a format of this folder."""
    return CiiReader(form.id)


class CiiReader:
    """From a file to its one document."""

    def __init__(self, identity: FormatId) -> None:
        self._identity = identity

    def read(self, payload: Payload, report: Report) -> Iterator["CiiDocument"]:
        """Yield the document; nothing when it is unusable."""
        report.begin(Layer.SYNTAX)
        with closing(payload.open()) as stream:
            root = parse(stream.read())
        if isinstance(root, Finding):
            report.add(Layer.SYNTAX, root)
            return
        report.skip(Layer.SCHEMA, READ_ONLY)
        made = CiiDocument(self._identity, root, report, Original.whole(payload))
        if not report.fatal:
            yield made


class CiiDocument:
    """One CII document, its head in core words."""

    def __init__(self, identity: FormatId, root: Any, report: Report, original: Original) -> None:
        self.original = original
        self._places = Places()
        book = node.Ledger(report, self._places)
        self._top = node.Node(root, book)
        self.header: Any = heads.head(self._top)
        book.unread(root, apart=LINE)
        self._credit = heads.is_credit(self._top)
        kind = "credit-note" if self._credit else "invoice"
        self.format = FormatId(identity.authority, kind, identity.version)
        self.summary = summary_of(self.header, kind)

    def locate(self, field: str) -> Place:
        """Return where a group of the head stands."""
        name = field.partition(".")[0].partition("[")[0]
        found = self._top.one(f"{heads.TRADE}/{PLACES[name]}") if name in PLACES else None
        return self._places.place((found or self._top).element)

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the lines in order; may be asked for again."""
        book = node.Ledger(report, self._places, self._top.book.currency)
        for number, one in enumerate(self._top.all(f"{heads.TRADE}/{LINE}"), start=1):
            given = node.Node(one.element, book)
            if not lines.is_billed(given):
                # Nothing of it is read, so all it says is told as lost.
                book.unread(one.element, above=f"{heads.TRADE}.{LINE}.")
                continue
            body = lines.line(given, credit=self._credit)
            book.unread(one.element, above=f"{heads.TRADE}.{LINE}.")
            yield Line(number, body, _always(self._places.place(one.element)))


def _always(place: Place) -> Callable[[str], Place]:
    return lambda _field: place
