"""Who asks for certificates: a conversion at a desk, the worker, somebody who looks things up."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from hub.app.certificate import Certificate, Input, Output, Way, certified, judged
from hub.formats.payload import Payload
from hub.model.report import Report
from hub.pipeline.envelope import Envelope
from hub.pipeline.examination import Examined
from hub.pipeline.outcome import Accepted, Processed, Rejected, Routed
from hub.pipeline.protocols import Archive, Ended

__all__ = ["certificates_at_a_desk", "certificates_of", "certificates_on_file", "seals_of"]

CERTIFIED = ("field", "kind", "count", "examples")
"""What a certificate says of a loss; verifying compares it with certificates of any age."""


def certificates_at_a_desk(
    payload: Payload,
    target: str,
    at: dt.datetime,
    examined: list[Examined],
    versions: Mapping[str, str],
) -> Iterator[Certificate]:
    """Yield the certificate of each document of a file that was converted for nobody."""
    for number, one in enumerate(examined, start=1):
        if one.parts:
            yield certified(
                _input(payload, one.report.format_id or "", number),
                Way(accepted_at=at.isoformat()),
                target,
                one.parts,
                _losses(one.report),
                versions,
                lines=one.lines,
                round_trip=judged(one.survival),
            )


def certificates_of(
    payload: Payload,
    account: str,
    at: dt.datetime,
    processed: Processed,
    versions: Mapping[str, str],
) -> Iterator[tuple[int, Certificate]]:
    """Yield the certificate of each route that a document takes, with the route's position."""
    outcome = processed.outcome
    routes = outcome.routes if isinstance(outcome, Accepted | Rejected) else ()
    for position, way in enumerate(routes, start=1):
        if not isinstance(way, Routed):
            continue
        route = way.route
        yield (
            position,
            certified(
                _input(payload, str(processed.format or ""), processed.number),
                Way(
                    accepted_at=at.isoformat(),
                    account=account,
                    receiver=route.receiver.key,
                    port=route.port.key,
                    agreement=None if route.agreement is None else route.agreement.id,
                    profile=route.profile,
                ),
                str(route.format or processed.format),
                way.parts,
                _losses(way.report),
                versions,
                lines=way.lines,
                refused_lines=way.refused_lines,
                unchanged=way.unchanged,
                round_trip=judged(way.survival, unchanged=way.unchanged),
            ),
        )


def seals_of(
    envelope: Envelope, payload: Payload, documents: Sequence[Ended], versions: Mapping[str, str]
) -> dict[tuple[int, int], str]:
    """Return the seals of all conversions of an interchange, by document and route."""
    at, account = envelope.accepted_at, envelope.account
    return {
        (ended.processed.number, position): certificate.seal
        for ended in documents
        for position, certificate in certificates_of(
            payload, account, at, ended.processed, versions
        )
    }


def certificates_on_file(archive: Archive, identity: str) -> Iterator[tuple[str, Certificate]]:
    """Yield the certificates of an interchange, or of one output; each with its interchange.

    They are made from what the hub keeps of a document's end. Without a round trip: that is
    judged when somebody asks.
    """
    for found in archive.search(identity, 1):
        whole = archive.interchange(found["id"])
        if whole is not None:
            yield from ((whole["id"], one) for one in _kept(archive, whole, identity))


def _kept(archive: Archive, whole: Mapping[str, Any], identity: str) -> Iterator[Certificate]:
    sent = [one for one in whole["deliveries"] if one["kind"] == "output"]
    wanted = {(one["document"], one["route"]) for one in sent if one["id"].startswith(identity)}
    for document in whole["documents"]:
        for way in document["routes"]:
            key = (document["id"], way["position"])
            if way["state"] != "routed" or (wanted and key not in wanted):
                continue
            files = [one for one in sent if (one["document"], one["route"]) == key]
            contents = [archive.content(one["id"]) for one in files]
            yield certified(
                Input(
                    name=whole["name"],
                    sha256=whole["sha256"],
                    size=whole["size"],
                    format=document["format"] or "",
                    document=document["position"],
                ),
                Way(
                    accepted_at=whole["accepted_at"],
                    account=whole["account"],
                    receiver=way["receiver"],
                    port=way["port"],
                    agreement=way["agreement"],
                    profile=way["profile"],
                ),
                way["format"],
                [
                    Output(name=one["name"], sha256=content.sha256, size=content.size)
                    for one, content in zip(files, contents, strict=True)
                    if content is not None
                ],
                [{key: one[key] for key in CERTIFIED} for one in way["report"]["losses"]],
                document["versions"],
                lines=way["lines"],
                refused_lines=way["refused_lines"],
                unchanged=way["unchanged"],
                round_trip=judged(None, unchanged=way["unchanged"]),
            )


def _losses(report: Report) -> list[dict[str, Any]]:
    """Return losses as a report describes them."""
    return [
        {
            "field": loss.field,
            "kind": loss.kind.value,
            "count": loss.count,
            "examples": list(loss.examples),
        }
        for loss in report.losses
    ]


def _input(payload: Payload, form: str, number: int) -> Input:
    return Input(
        name=PurePath(payload.name).name,
        sha256=payload.sha256,
        size=payload.size,
        format=form,
        document=number,
    )
