"""Sums over the archive: what waits for an operator, what each receiver got."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from hub.store.reports import load_report
from hub.store.schema import (
    PARKED,
    UNADDRESSED,
    delivery,
    document,
    interchange,
    paper,
    route,
    undecided,
)
from hub.store.takenup import DOCUMENT_LEFT, INTERCHANGE_LEFT
from hub.store.waiting import bill_is_parked

__all__ = ["customer_table", "parked_list"]


def parked_list(connection: Connection) -> list[dict[str, Any]]:
    """Return interchanges, documents, routes, deliveries and waiting bills that need somebody.

    Each has ``what`` (``interchange``, ``document``, ``route``, ``delivery``, ``bill``), ``id``,
    ``interchange``, ``name``, ``reason``, ``error``, ``since`` and ``port``. What was
    replayed since is not listed any more.
    """
    found = [*_interchanges(connection), *_documents(connection), *_routes(connection)]
    found += [*_deliveries(connection), *_bills(connection)]
    return sorted(found, key=lambda row: (row.pop("number"), row["what"], row["id"]))


def customer_table(connection: Connection) -> list[dict[str, Any]]:
    """Return a row per receiver, sorted by its key.

    ``reasons`` counts refusing rules over its refused routes (the document's own when the
    receiver has nothing to add), ``lost`` counts lost values
    by field and kind over what it got.
    """
    table: dict[str, dict[str, Any]] = {}
    ways = select(route, document.c.reason.label("why"), document.c.report.label("whole")).join(
        document, document.c.id == route.c.document
    )
    for row in connection.execute(ways):
        customer = table.setdefault(row.receiver, _customer(row.receiver))
        customer[_COUNTED[row.state]] += 1
        customer["lines"] += row.lines
        customer["refused_lines"] += row.refused_lines
        report = load_report(row.report)
        reasons = _reasons(report)
        if row.state == "routed":
            customer["lost"].update(
                {f"{loss['field']} ({loss['kind']})": loss["count"] for loss in report["losses"]}
            )
            customer["line_reasons"].update(reasons)
        else:
            # Refused may also be for lines that the format's own rules refused.
            reasons = reasons or _reasons(load_report(row.whole))
            customer["reasons"].update(reasons or Counter({row.reason or row.why or row.state: 1}))
    sent = connection.execute(
        select(route.c.receiver, delivery.c.state, func.count().label("many"))
        .join(
            delivery,
            (delivery.c.document == route.c.document) & (delivery.c.route == route.c.position),
        )
        .group_by(route.c.receiver, delivery.c.state)
    )
    for row in sent:
        customer = table.setdefault(row.receiver, _customer(row.receiver))
        customer["received" if row.state == "delivered" else "waiting"] += row.many
    return [_settled(table[key]) for key in sorted(table)]


_COUNTED = {
    "routed": "documents",
    "refused": "refused",
    "output-invalid": "invalid",
    "held": "held",
}


def _customer(key: str) -> dict[str, Any]:
    numbers = ("documents", "received", "waiting", "lines", "refused_lines", "refused")
    return {
        "receiver": key,
        **dict.fromkeys((*numbers, "invalid", "held"), 0),
        "reasons": Counter(),
        "line_reasons": Counter(),
        "lost": Counter(),
    }


def _settled(customer: dict[str, Any]) -> dict[str, Any]:
    return {
        key: dict(value.most_common()) if isinstance(value, Counter) else value
        for key, value in customer.items()
    }


def _reasons(report: dict[str, Any]) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for layer in report["layers"]:
        refusing = {f["rule"] for f in layer["findings"] if f["severity"] in ("fatal", "error")}
        reasons.update({rule: layer["counts"][rule] for rule in refusing})
    return reasons


_WHY = document.c.reason.label("why")


def _interchanges(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(interchange).where(interchange.c.state == PARKED, INTERCHANGE_LEFT)
    )
    return [
        _row("interchange", row.id, row, reason=row.reason, error=row.error, since=row.ended_at)
        for row in rows
    ]


def _documents(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(
            document.c.id.label("key"),
            document.c.outcome,
            document.c.reason.label("why"),
            interchange,
        )
        .join(interchange, interchange.c.id == document.c.interchange)
        .where(undecided, DOCUMENT_LEFT)
    )
    return [
        _row("document", row.key, row, reason=row.why or row.outcome, since=row.ended_at)
        for row in rows
    ]


def _routes(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(route.c.document, route.c.state.label("way"), route.c.port, interchange)
        .join(document, document.c.id == route.c.document)
        .join(interchange, interchange.c.id == document.c.interchange)
        .where(route.c.state.in_(("output-invalid", "held")), DOCUMENT_LEFT)
    )
    return [
        _row("route", row.document, row, reason=row.way, since=row.ended_at, port=row.port)
        for row in rows
    ]


def _deliveries(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(
            delivery.c.id.label("key"),
            delivery.c.state.label("way"),
            delivery.c.port,
            delivery.c.error.label("trouble"),
            interchange,
        )
        .join(interchange, interchange.c.id == delivery.c.interchange)
        .outerjoin(document, document.c.id == delivery.c.document)
        .where(delivery.c.state.in_([PARKED, UNADDRESSED]), DOCUMENT_LEFT)
    )
    reasons = {"parked": "refused-by-port", "unaddressed": "no-answer-port"}
    return [
        _row(
            "delivery",
            row.key,
            row,
            reason=reasons[row.way],
            error=row.trouble,
            since=row.ended_at,
            port=row.port or None,
        )
        for row in rows
    ]


def _bills(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(
            paper.c.document.label("key"),
            paper.c.reason.label("why"),
            paper.c.error.label("trouble"),
            paper.c.parked_at,
            interchange,
        )
        .join(interchange, interchange.c.id == paper.c.interchange)
        .where(bill_is_parked)
    )
    return [
        _row("bill", row.key, row, reason=row.why, error=row.trouble, since=row.parked_at)
        for row in rows
    ]


def _row(what: str, identity: str, row: Any, **given: Any) -> dict[str, Any]:
    return {
        "what": what,
        "id": identity,
        "interchange": row.id,
        "number": row.accept_number,
        "account": row.account,
        "name": row.name,
        "error": None,
        "port": None,
    } | given
