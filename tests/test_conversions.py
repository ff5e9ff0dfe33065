"""Real documents go to the other side's format and back, or are refused by name.

What must not change on the way: number, dates, who bills whom, the lines, and every amount that
both formats have. What the target had to be told besides, and what it has no place for, is in
the report of losses.
"""

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.facts.schemes import endpoint
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.pipeline.examination import Examined, examine
from hub.xml.schemas import SchemaStore

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
KINDS = ("invoice", "credit-note")
WAYS = {"oioubl": ("peppol", "3", 30), "peppol": ("oioubl", "2.1", 4)}
"""From, to, its version, and how many valid documents of the corpus can go there."""

REFUSALS = {
    "oioubl": {"EN-24", "EN-27", "PEP-26"},
    "peppol": {"OIO-03", "OIO-04", "OIO-16"},
}
"""Why valid documents of the corpus cannot go: each reason was looked at and holds."""


@dataclass(frozen=True)
class Essence:
    """What a bill says in every format."""

    number: str
    issued: dt.date
    seller: str
    buyer: str
    payable: Decimal
    net: Decimal
    tax: Decimal
    lines: tuple[tuple[str, Decimal, Decimal], ...]


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def valid_bills(corpus: Path, authority: str) -> list[tuple[Path, FormatId]]:
    """Return the valid invoices and credit notes of an authority."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = []
    for row in rows:
        good = row["xsd"] == "ok" and row["fatal"] == "0"
        if good and row["format_id"].startswith(tuple(f"{authority}:{kind}:" for kind in KINDS)):
            found.append((corpus / row["file"], FormatId.parse(row["format_id"])))
    return found


def converted(formats: Formats, source: Path, target: FormatId, folder: Path) -> Examined:
    """Write a document in another format."""
    (examined,) = examine(
        Payload.of_file(source), formats, RouteContext(now=NOW), formats.get(target), folder
    )
    if examined.checked is not None:
        assert examined.checked.valid, (source, examined.checked.findings())
    return examined


def refusals(examined: Examined) -> set[str]:
    """Return the rules that refuse a document."""
    return {f.rule for f in examined.report.findings() if f.severity.refuses}


def essence(formats: Formats, source: Path) -> Essence:
    """Read what a bill says in every format."""
    payload = Payload.of_file(source)
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None
    for document in found.reader.read(payload, report):
        head: Any = document.header
        lines = tuple(line_of(line.body) for line in document.lines(report))
        sides = [head.accounting_supplier_party, head.accounting_customer_party]
        seller, buyer = [
            endpoint(side.party.endpoint_id.scheme_id or "", side.party.endpoint_id.value).value
            for side in sides
        ]
        return Essence(
            head.id.value,
            head.issue_date,
            seller,
            buyer,
            head.legal_monetary_total.payable_amount.value,
            head.legal_monetary_total.line_extension_amount.value,
            head.tax_total[0].tax_amount.value,
            lines,
        )
    raise AssertionError(report.findings())


def line_of(body: Any) -> tuple[str, Decimal, Decimal]:
    """Return number, quantity and amount of a line."""
    name = "invoiced_quantity" if hasattr(body, "invoiced_quantity") else "credited_quantity"
    return body.id.value, getattr(body, name).value, body.line_extension_amount.value


@pytest.mark.parametrize("authority", WAYS)
def test_valid_bills_go_over_or_are_refused_for_a_known_reason(
    corpus: Path, formats: Formats, tmp_path: Path, authority: str
) -> None:
    """What goes over is valid and says the same; the reasons of the others are known."""
    target, version, least = WAYS[authority]
    gone = 0
    reasons: Counter[str] = Counter()
    for number, (source, identity) in enumerate(valid_bills(corpus, authority)):
        wanted = FormatId(target, identity.document, version)
        examined = converted(formats, source, wanted, tmp_path / str(number))
        reasons.update(refusals(examined))
        if not examined.parts:
            assert refusals(examined), source
            continue
        gone += 1
        assert essence(formats, examined.parts[0].path) == essence(formats, source), source
    assert gone >= least
    assert set(reasons) == REFUSALS[authority]


def test_what_went_to_peppol_comes_back(corpus: Path, formats: Formats, tmp_path: Path) -> None:
    """A Danish document that could go over comes back valid, with the same sums and lines."""
    back = 0
    for number, (source, identity) in enumerate(valid_bills(corpus, "oioubl")):
        wanted = FormatId("peppol", identity.document, "3")
        there = converted(formats, source, wanted, tmp_path / f"{number}-there")
        if not there.parts:
            continue
        again = converted(formats, there.parts[0].path, identity, tmp_path / f"{number}-back")
        assert not refusals(again), source
        assert essence(formats, again.parts[0].path) == essence(formats, source)
        back += 1
    assert back >= WAYS["oioubl"][2]


def test_broken_bills_are_never_made_valid(corpus: Path, formats: Formats, tmp_path: Path) -> None:
    """A document whose sums or codes are wrong is refused with the place, not corrected."""
    expected = {
        "Invoice_202_payable-amount.xml": "EN-20",
        "Invoice_202_line-sum.xml": "EN-20",
        "Invoice_202_line-amount.xml": "EN-15",
        "Invoice_202_currency-mixed.xml": "EN-25",
        "Invoice_202_payment-means.xml": "EN-34",
        "Invoice_202_type-code.xml": "PEP-21",
        "CreditNote_202_endpoint-missing.xml": "PEP-05",
    }
    for name, rule in expected.items():
        kind = "credit-note" if name.startswith("Credit") else "invoice"
        target = FormatId("peppol", kind, "3")
        source = corpus / "oioubl-mutated" / name
        examined = converted(formats, source, target, tmp_path / name)
        assert not examined.parts
        assert rule in refusals(examined), name
        for finding in examined.report.findings():
            assert finding.place.path, finding


ORDERS = {
    ("order", "order"): 5,
    ("order-change", "order-change"): 1,
    ("order-cancellation", "order-cancellation"): 1,
    ("order-response", "order-response"): 2,
    ("order-response", "order-response-advanced"): 2,
    ("order-response-simple", "order-response"): 9,
    ("application-response", "invoice-response"): 3,
}
"""Kinds of a Danish document and of what it becomes in Peppol, and how many can go there."""

ORDER_REFUSALS = {
    "EN-20": "an order made wrong: two lines of one number, whose sum is not the order's",
    "PEP-26": "a location number with a wrong check digit",
    "PEP-60": "an answer of another kind",
    "PEP-61": "an answer about a catalogue",
    "PEP-62": "an order made wrong: two lines of one number",
}
PEPPOL_ANSWERS = {
    ("order", "order"): 7,
    ("order-change", "order-change"): 2,
    ("order-cancellation", "order-cancellation"): 2,
    ("order-response", "order-response-simple"): 1,
    ("order-response", "order-response"): 2,
    ("order-response-advanced", "order-response"): 1,
    ("message-level-response", "application-response"): 2,
    ("invoice-response", "application-response"): 3,
}
"""The other way round. An order taxed at several rates cannot be said (OIO-38)."""

DANISH_REFUSALS = {"OIO-01", "OIO-38", "OIO-43", "OIO-45", "OIO-47"}


def said(formats: Formats, source: Path) -> tuple[object, ...]:
    """Read what a document around an order says in every format."""
    payload = Payload.of_file(source)
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None
    for document in found.reader.read(payload, report):
        head: Any = document.header
        summary = document.summary
        total = getattr(head, "anticipated_monetary_total", None)
        return (
            summary.id,
            summary.issue_date,
            summary.sender[:1],
            summary.receiver[:1],
            None if total is None else total.payable_amount.value,
            tuple(ordered(line.body.line_item) for line in document.lines(report)),
        )
    raise AssertionError(report.findings())


def ordered(item: Any) -> tuple[object, ...]:
    """Return number, quantity and name of a line."""
    quantity = None if item.quantity is None else item.quantity.value
    return item.id.value, quantity, item.item.name.value


@pytest.mark.parametrize(("kind", "becomes"), ORDERS)
def test_orders_and_answers_go_over_and_come_back(
    corpus: Path, formats: Formats, tmp_path: Path, kind: str, becomes: str
) -> None:
    """What goes to Peppol is valid and says the same, and so is what comes back from there."""
    gone = 0
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["fatal"] == "0"]
    for number, row in enumerate(rows):
        if not row["format_id"].startswith(f"oioubl:{kind}:") or row["xsd"] != "ok":
            continue
        source = corpus / row["file"]
        target = FormatId("peppol", becomes, "3")
        there = converted(formats, source, target, tmp_path / f"{number}-there")
        assert refusals(there) <= set(ORDER_REFUSALS), source
        if not there.parts:
            continue
        gone += 1
        assert said(formats, there.parts[0].path) == said(formats, source)
        home = FormatId.parse(row["format_id"])
        back = converted(formats, there.parts[0].path, home, tmp_path / f"{number}-back")
        assert back.parts, (source, refusals(back))
        assert said(formats, back.parts[0].path) == said(formats, source)
    assert gone >= ORDERS[kind, becomes]


@pytest.mark.parametrize(("kind", "becomes"), PEPPOL_ANSWERS)
def test_orders_and_answers_of_peppol_become_danish(
    corpus: Path, formats: Formats, tmp_path: Path, kind: str, becomes: str
) -> None:
    """What can be said in OIOUBL is valid and says the same; the rest is refused by name."""
    gone = 0
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["fatal"] == "0"]
    for number, row in enumerate(rows):
        if not row["format_id"].startswith(f"peppol:{kind}:") or row["xsd"] != "ok":
            continue
        source = corpus / row["file"]
        target = FormatId("oioubl", becomes, "2.1")
        there = converted(formats, source, target, tmp_path / str(number))
        assert refusals(there) <= DANISH_REFUSALS, source
        if there.parts:
            gone += 1
            assert said(formats, there.parts[0].path)[0] == said(formats, source)[0]
    assert gone >= PEPPOL_ANSWERS[kind, becomes]
