"""The conversation about an order, as an operator reads it."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from hub.cli.console import errors, out, printable, show_json, table
from hub.errors import ConfigurationError
from hub.pipeline.matchreport import FORMAT as REPORT

if TYPE_CHECKING:
    from hub.app.hub import Hub

__all__ = ["show_conversations", "show_late", "unanswered"]

_ORDER = "order"
"""Kind of the document a conversation begins with. The store knows it too, but loads a database."""
_VERDICTS = {
    "auto_approved": "approved by itself",
    "awaiting_receipt": "waits until the goods are received",
    "manual": "to be looked at by hand",
    "refused": "refused, the sender was told why",
    "held": "held until its order is known",
}

_ENDED = {"rejected": "refused"}
"""Outcomes that a title calls by a shorter word."""


def unanswered(hub: "Hub") -> list[dict[str, Any]]:
    """Return orders whose buyers have waited longer for an answer than they want to.

    How long that is stands in the parties' files. What happened does not: a mistake in a file is
    told as a warning and hides nothing else from whoever looks.
    """
    try:
        parties = hub.register.parties
    except ConfigurationError as error:
        _warn(error)
        return []
    limits = {
        party.key: dt.timedelta(hours=party.order_response_hours)
        for party in parties
        if party.order_response_hours is not None
    }
    return hub.store.conversations.unanswered(limits) if limits else []


def _warn(error: ConfigurationError) -> None:
    for mistake in error.mistakes:
        errors().print(f"warning: {printable(mistake)}", markup=False)
    errors().print(
        "Until that is mended, orders whose answer is overdue are not told here; all else is."
    )


def show_conversations(hub: "Hub", order: str, *, json_: bool) -> bool:
    """Show what was said about an order number; whether anything was.

    An order that nothing names yet is no conversation, unless its answer is overdue. What names
    an order that never came is one: that is what an operator looks for.
    """
    talks = hub.store.conversations.of(order.strip())
    # Who waits how long is only asked for when there is an order to wait for.
    late = {row["id"]: row for row in (unanswered(hub) if talks else ())}
    shown = False
    falsely = any(
        _is_order(one, order.strip()) for t in talks if not t["parties"] for one in t["documents"]
    )
    for talk in talks:
        documents = talk["documents"]
        overdue = [late[one["document"]] for one in documents if one["document"] in late]
        alone = len(documents) == 1 and documents[0]["kind"] == _ORDER
        if alone and not overdue:
            continue
        shown = True
        if json_:
            show_json({"conversation": {**talk, "overdue": overdue}})
        else:
            _tell(talk, overdue, falsely=falsely)
    return shown


def show_late(rows: list[dict[str, Any]], *, json_: bool) -> None:
    """List orders whose answer is overdue."""
    if json_:
        for row in rows:
            show_json(row)
    elif rows:
        columns = (("order", "name"), ("buyer", "account"), ("seller", "port"), ("since", "since"))
        titles = [title for title, _ in columns]
        out().print(table(titles, [[row[key] or "" for _, key in columns] for row in rows]))
        out().print("These orders have no answer in time. Ask the seller; see `hub trace ORDER`.")


def _tell(talk: dict[str, Any], overdue: list[dict[str, Any]], *, falsely: bool) -> None:
    console = out()
    console.print(printable(_title(talk)), style="bold", markup=False)
    documents = talk["documents"]
    rows = [
        (
            one["at"][:19].replace("T", " "),
            printable(f"{_from(one)} -> {way['receiver'] if way else '-'}"),
            _kind(one, way),
            printable(one["number"] or "-"),
            printable(way["port"] if way else "-"),
            _state(one, way),
        )
        for one in documents
        for way in (one["routes"] or [None])
    ]
    console.print(table(("when (UTC)", "direction", "document", "number", "by", "state"), rows))
    if talk["parties"] and not any(_is_order(one, talk["order"]) for one in documents):
        console.print(
            "The order itself came only in a name that its account may not use: see below."
            if falsely
            else "The order itself has not come through this hub."
        )
    for one in documents:
        _tell_match(one)
    for row in overdue:
        since = row["since"][:16].replace("T", " ")
        said = f"No answer to the order from {row['port']} since {since}: ask them for one."
        console.print(printable(said), markup=False)
    console.print()


def _title(talk: dict[str, Any]) -> str:
    """Return whose conversation it is; what came in a false name is nobody's."""
    order, parties = talk["order"], talk["parties"]
    if not parties:
        return f"Naming order {order}, in a name that the account may not use: refused"
    if not any(one["routes"] for one in talk["documents"]):
        ended = {str(one["outcome"]) for one in talk["documents"]}
        how = f" ({_ENDED.get(*ended, *ended)})" if len(ended) == 1 else ""
        return f"Order {order}, from {' and '.join(parties)}{how}: nothing of it went to anybody"
    return f"Order {order} between {' and '.join(parties)}"


def _from(one: dict[str, Any]) -> str:
    """Return who a document is from: the account, where that may not send for whom it names."""
    return str(one["sender"] or f"account {one['account']}")


def _is_order(one: dict[str, Any], number: str) -> bool:
    return bool(one["kind"] == _ORDER and one["number"] == number)


def _kind(one: dict[str, Any], way: dict[str, Any] | None) -> str:
    """Return what kind a document is; a report on it, which has its receiver, is called that."""
    kind = str(one["kind"] or "document")
    reported = way is not None and way["format"] == str(REPORT)
    return f"{kind}, match report" if reported else kind


def _tell_match(one: dict[str, Any]) -> None:
    """Say what matching made of a bill, and why."""
    found = one["match"]
    if found is None:
        return
    verdict = _VERDICTS[found["verdict"]]
    out().print(printable(f"{one['kind']} {one['number']}: {verdict}"), markup=False)
    for difference in found["differences"]:
        said = f"  [{difference['rule']}] {difference['message']}"
        out().print(printable(said), markup=False)


def _state(one: dict[str, Any], way: dict[str, Any] | None) -> str:
    if way is None or one["outcome"] != "accepted":
        return f"{one['outcome']} ({one['reason']})" if one["reason"] else str(one["outcome"])
    said = f"{way['state']}, as it came" if way["unchanged"] else str(way["state"])
    return f"{said}; {way['reply']} there" if way["reply"] else said
