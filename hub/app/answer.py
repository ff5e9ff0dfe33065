"""The answer to the sender of an interchange: one JSON report, and a text to read."""

from typing import Any, Literal, assert_never

import msgspec

from hub.app.answertext import TAKEN, answer_text
from hub.app.standardanswer import Said, StandardAnswers
from hub.model.sentence import LANGUAGES, Language
from hub.pipeline.envelope import Envelope
from hub.pipeline.leftout import LeftOut
from hub.pipeline.outcome import (
    Accepted,
    Conflict,
    Duplicate,
    Held,
    Outcome,
    OutputInvalid,
    Refused,
    Rejected,
    Routed,
    RouteHeld,
    RouteOutcome,
    Unroutable,
)
from hub.pipeline.party import Account, Directory
from hub.pipeline.protocols import Answer, Archive, Ended

__all__ = ["Answering"]


STANDARD = "standard"
"""``Account.answer_form`` of those who want answers in their own standard."""


class Answering:
    """Writes answers; the same interchange is always answered in the same words."""

    def __init__(
        self,
        directory: Directory,
        archive: Archive,
        backs: frozenset[str],
        standard: StandardAnswers | None = None,
    ) -> None:
        self._standard = standard
        self._directory = directory
        self._archive = archive
        self._backs = backs

    def answer(self, envelope: Envelope, documents: tuple[Ended, ...]) -> Answer:
        """Return what the sender is told, in the language of its account.

        ``rejected`` when any document needs the sender or was taken by nobody; sending
        the whole file again is safe, because what was accepted is recognised.
        """
        account = self._directory.account(envelope.account)
        language = "en" if account is None else account.language
        spoken: Language = language if language in LANGUAGES else "en"
        described = [self._document(ended, spoken) for ended in documents]
        good = all(one["outcome"] in TAKEN for one in described)
        verdict: Literal["done", "rejected"] = "done" if good else "rejected"
        told = {
            "interchange": envelope.interchange,
            "file": envelope.name,
            "sha256": envelope.payload.sha256,
            "account": envelope.account,
            "accepted_at": envelope.accepted_at.isoformat(),
            "number": envelope.accept_number,
            "replay_of": envelope.replay_of,
            "verdict": verdict,
            "documents": described,
        }
        said = self._spoken(account, envelope, documents, described, spoken)
        return Answer(
            verdict,
            msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n",
            answer_text(told, spoken).encode(),
            port=None if account is None else account.answer_port,
            back=envelope.account in self._backs,
            documents=said.documents,
            whole=said.whole,
        )

    def _spoken(
        self,
        account: Account | None,
        envelope: Envelope,
        documents: tuple[Ended, ...],
        described: list[dict[str, Any]],
        language: Language,
    ) -> Said:
        """Return the answers in the sender's own standard, where its account wants them."""
        if account is None or account.answer_port is None or self._standard is None:
            return Said()
        if account.answer_form != STANDARD:
            return Said()
        return self._standard.write(envelope, documents, described, language)

    def _document(self, ended: Ended, language: Language) -> dict[str, Any]:
        processed = ended.processed
        summary = processed.summary
        told: dict[str, Any] = {
            "document": processed.document,
            "position": processed.number,
            "format": None if processed.format is None else str(processed.format),
            "kind": None if summary is None else summary.kind,
            "number": None if summary is None else summary.id,
            "version": None if summary is None else summary.version,
            **self._outcome(processed.outcome, language),
            "report": processed.report.describe(language),
        }
        return told

    def _outcome(self, outcome: Outcome, language: Language) -> dict[str, Any]:
        match outcome:
            case Accepted(routes):
                return {"outcome": "accepted", "routes": _routes(routes, language)}
            case Rejected(reason, routes):
                return {
                    "outcome": "rejected",
                    "reason": reason,
                    "routes": _routes(routes, language),
                }
            case Duplicate(of):
                return {"outcome": "duplicate", "earlier": self._earlier(of)}
            case Conflict(earlier):
                return {"outcome": "conflict", "earlier": self._earlier(earlier)}
            case Unroutable(reason):
                return {"outcome": "unroutable", "reason": reason}
            case Held(until, reason):
                return {
                    "outcome": "held",
                    "reason": reason,
                    "until": None if until is None else until.isoformat(),
                }
            case _:
                assert_never(outcome)

    def _earlier(self, document: str) -> dict[str, Any]:
        """Repeat what was said about an earlier document."""
        for found in self._archive.search(document, 1):
            for one in found["documents"]:
                if one["id"] == document:
                    return {
                        "document": document,
                        "interchange": found["id"],
                        "file": found["name"],
                        "accepted_at": found["accepted_at"],
                        "outcome": one["outcome"],
                        "routes": [_earlier_route(way) for way in one["routes"]],
                    }
        return {"document": document}


def _routes(routes: tuple[RouteOutcome, ...], language: Language) -> list[dict[str, Any]]:
    # What a customer has told itself, or hands on in its own house, is not the sender's.
    return [_route(way, language) for way in routes if way.route.when is None]


def _route(way: RouteOutcome, language: Language) -> dict[str, Any]:
    agreement = way.route.agreement
    told: dict[str, Any] = {
        "receiver": way.route.receiver.key,
        "name": way.route.receiver.card.name,
        "agreement": None if agreement is None else agreement.id,
        "format": None if way.route.format is None else str(way.route.format),
    }
    match way:
        case Routed():
            told |= {
                "state": "routed",
                "lines": way.lines,
                "refused_lines": way.refused_lines,
                "left_out": [_left_out(one) for one in way.left_out],
                "unchanged": way.unchanged,
                "not_before": None if way.not_before is None else way.not_before.isoformat(),
            }
        case Refused():
            told["state"] = "refused"
        case OutputInvalid():
            # The hub's own fault: the sender hears that it waits, not what the hub wrote.
            return told | {"state": "waiting"}
        case RouteHeld(_, _, until, reason):
            told |= {
                "state": "held",
                "reason": reason,
                "until": None if until is None else until.isoformat(),
            }
        case _:
            assert_never(way)
    return told | {"report": way.report.describe(language)}


def _earlier_route(way: dict[str, Any]) -> dict[str, Any]:
    # As above: what the hub wrote wrongly is not the sender's to hear.
    state = "waiting" if way["state"] == "output-invalid" else way["state"]
    counts = {name: way[name] for name in ("lines", "refused_lines")}
    return {"receiver": way["receiver"], "state": state, **counts}


def _left_out(one: LeftOut) -> dict[str, Any]:
    """Return a line that does not go on, with its place in the sender's file."""
    return {
        "line": one.line,
        "item": one.item,
        "sheet": one.place.sheet,
        "row": one.place.row,
        "path": one.place.path,
        "rules": list(one.rules),
    }
