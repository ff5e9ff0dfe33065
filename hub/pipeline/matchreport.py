"""What is told of a verdict on a bill: a report to the customer, findings to the sender.

The report is one JSON object::

    {"report": "match", "document": "...", "kind": "invoice", "number": "INV-1",
     "seller": {"key": "mill", "name": "Mill Ltd", "numbers": ["GLN 579..."]}, "buyer": {...},
     "orders": ["PO-1"], "invoices": [], "judged_at": "2026-03-02T09:00:00+00:00",
     "verdict": "manual", "differences": [{"rule": "MAT-07", "consequence": "manual",
     "order": "PO-1", "order_line": "1", "lines": ["1"], "value": "11", "expected": "10",
     "message": {"en": "...", "da": "...", "nl": "..."}}]}
"""

import hashlib
from typing import Any

import msgspec

from hub.errors import ConfigurationError
from hub.formats.document import Part
from hub.matching.papers import Billed
from hub.matching.terms import Consequence
from hub.matching.verdict import Difference, Match
from hub.model.finding import Finding, Severity
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.pipeline.envelope import Envelope
from hub.pipeline.outcome import Routed
from hub.pipeline.party import Party
from hub.pipeline.routing import Route
from hub.pipeline.workbench import Workbench

__all__ = ["JUDGED", "match_route", "objections"]

JUDGED = "judged"
"""``Route.when`` of the report itself: it goes with every verdict."""
FORMAT = FormatId("hub", "match", "1")


def objections(match: Match, receiver: str) -> list[Finding]:
    """Return what the sender of a bill hears of a verdict: what refuses it, and warnings.

    What somebody at the customer's looks at, or waits for, is not the sender's to mend.
    """
    return [
        Finding(
            rule=one.rule,
            severity=Severity.FATAL if one.consequence.refuses else Severity.WARN,
            message=one.message,
            value=one.value,
            expected=one.expected,
            receiver=receiver,
        )
        for one in match.differences
        if one.consequence.refuses or one.consequence is Consequence.WARN
    ]


def match_route(
    billed: Billed,
    seller: Party,
    buyer: Party,
    envelope: Envelope,
    identity: str,
    bench: Workbench,
) -> Routed:
    """Write the report on a verdict, for the port that the customer names."""
    name = "" if buyer.matching is None else buyer.matching.report or ""
    port = bench.directory.port(name)
    if port is None:
        raise ConfigurationError([f"party {buyer.key}: matching: no port {name}"])
    bill = billed.bill
    told: dict[str, Any] = {
        "report": "match",
        "document": identity,
        "kind": bill.kind.value,
        "number": bill.number,
        "seller": _party(seller) | {"numbers": sorted(str(one) for one in bill.seller)},
        "buyer": _party(buyer),
        "orders": list(bill.orders),
        "invoices": list(bill.invoices),
        "judged_at": envelope.accepted_at.isoformat(),
        "verdict": billed.match.verdict.value,
        "differences": [_difference(one) for one in billed.match.differences],
    }
    content = msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
    bench.folder.mkdir(parents=True, exist_ok=True)
    path = bench.folder / "match.json"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    part = Part(f"{bill.number}.match.json", "application/json", path, len(content), sha256)
    route = Route(seller, buyer, FORMAT.document, port, FORMAT, when=JUDGED)
    return Routed(route, Report(port.key, str(FORMAT)), (part,), lines=0)


def _party(party: Party) -> dict[str, Any]:
    return {"key": party.key, "name": party.card.name}


def _difference(one: Difference) -> dict[str, Any]:
    said = {"en": one.message.en, "da": one.message.da, "nl": one.message.nl}
    return one.describe("en") | {"message": said}
