"""A conversion done again, to see whether its certificate tells the truth.

Offline: the certificate, the file that came and this installation are all that is needed. The
same input by the same versions gives the same bytes; where it does not, what differs is named.
"""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.app.certificate import Certificate, Way, judged
from hub.app.rehearsal import rehearse
from hub.app.toolbox import Toolbox
from hub.app.versions import versions_at_a_desk, versions_of
from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.pipeline.examination import Examined, examine
from hub.pipeline.outcome import Accepted, Processed, Rejected, Routed, RouteOutcome

__all__ = ["Check", "verified", "weighed"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was compared.

    ``holds`` None: not compared, ``said`` says why. A version that differs is told, and does
    not refuse by itself: what counts is the bytes.
    """

    what: str
    holds: bool | None
    said: str
    decides: bool = True


@dataclass(frozen=True, slots=True)
class _Again:
    """What became of the document this time."""

    made: Routed | Examined | None
    why: str = ""

    @property
    def hashes(self) -> list[str]:
        return [] if self.made is None else [part.sha256 for part in self.made.parts]


def verified(
    tools: Toolbox, certificate: Certificate, given: Payload, outputs: Sequence[Payload]
) -> list[Check]:
    """Compare a certificate with the file that came, the files at hand and a second run.

    Raises ``ConfigurationError`` when the parties of the conversion are not configured here.
    """
    checks = [_seal(certificate), _input(certificate, given)]
    checks += _at_hand(certificate, outputs)
    checks += _versions(tools, certificate)
    if not checks[1].holds:
        checks.append(Check("bytes", None, "another input would give other bytes"))
        return checks
    with tempfile.TemporaryDirectory(prefix="hub-verify-") as folder:
        again = _again(tools, certificate, given, Path(folder))
    checks.append(_bytes(certificate, again, [one for one in checks if one.holds is False]))
    if certificate.round_trip is not None and again.made is not None:
        checks.append(_round_trip(certificate, again.made))
    return checks


def weighed(tools: Toolbox, certificate: Certificate, given: Payload) -> dict[str, object] | None:
    """Return the round trip of a conversion of the past; None when its bytes come no more."""
    with tempfile.TemporaryDirectory(prefix="hub-verify-") as folder:
        again = _again(tools, certificate, given, Path(folder))
    if again.made is None or again.hashes != [one.sha256 for one in certificate.outputs]:
        return None
    return _judged(again.made)


def _seal(certificate: Certificate) -> Check:
    if certificate.intact:
        return Check("seal", holds=True, said="the certificate says what it said when it was made")
    return Check("seal", holds=False, said="the certificate was changed after it was made")


def _input(certificate: Certificate, given: Payload) -> Check:
    if given.sha256 == certificate.input.sha256:
        return Check("input", holds=True, said=f"{given.name} is the file that was converted")
    said = f"{given.name} is another file: {given.sha256}, certified is {certificate.input.sha256}"
    return Check("input", holds=False, said=said)


def _at_hand(certificate: Certificate, outputs: Sequence[Payload]) -> list[Check]:
    known = {one.sha256: one.name for one in certificate.outputs}
    checks = []
    for one in outputs:
        if one.sha256 in known:
            checks.append(
                Check("output", holds=True, said=f"{one.name} is {known[one.sha256]} as written")
            )
        else:
            said = f"{one.name} is not what was written: {one.sha256} is not certified"
            checks.append(Check("output", holds=False, said=said))
    return checks


def _versions(tools: Toolbox, certificate: Certificate) -> list[Check]:
    sent = certificate.way.receiver is not None
    now = versions_of(tools) if sent else versions_at_a_desk(tools)
    checks = []
    for name in sorted(certificate.versions.keys() | now.keys()):
        then, here = certificate.versions.get(name, "none"), now.get(name, "none")
        if then == here:
            checks.append(Check(f"version of {name}", holds=True, said=here, decides=False))
        else:
            said = f"was {then}, is {here} here"
            checks.append(Check(f"version of {name}", holds=False, said=said, decides=False))
    return checks


def _bytes(certificate: Certificate, again: _Again, different: Sequence[Check]) -> Check:
    wanted = [one.sha256 for one in certificate.outputs]
    if again.hashes == wanted:
        return Check("bytes", holds=True, said="the same input gives the same bytes")
    others = [one.what.removeprefix("version of ") for one in different if not one.decides]
    reason = f"; other {', '.join(others)} here" if others else "; by the same versions"
    if again.made is None:
        return Check("bytes", holds=False, said=f"{again.why}{reason}")
    count = sum(one not in again.hashes for one in wanted)
    said = f"{count} of {len(wanted)} files come out with other bytes{reason}"
    return Check("bytes", holds=False, said=said)


def _round_trip(certificate: Certificate, made: Routed | Examined) -> Check:
    now = _judged(made)
    if now == certificate.round_trip:
        return Check("round trip", holds=True, said=str(now["verdict"]) if now else "")
    said = "other fields survive than the certificate says"
    return Check("round trip", holds=False, said=said)


def _judged(made: Routed | Examined) -> dict[str, object] | None:
    unchanged = isinstance(made, Routed) and made.unchanged
    return judged(made.survival, unchanged=unchanged)


def _again(tools: Toolbox, certificate: Certificate, given: Payload, folder: Path) -> _Again:
    at = dt.datetime.fromisoformat(certificate.way.accepted_at)
    target = FormatId.parse(certificate.target)
    if certificate.way.receiver is None:
        return _at_a_desk(tools, certificate, given, target, at, folder)
    receivers = (certificate.way.receiver,)
    account = certificate.way.account
    said = rehearse(tools, given, receivers, account, folder, target, at=at, weighs=True)
    for processed in said:
        if processed.number == certificate.input.document:
            return _route(processed, certificate.way)
    return _Again(None, "the file holds no such document any more")


def _at_a_desk(
    tools: Toolbox,
    certificate: Certificate,
    given: Payload,
    target: FormatId,
    at: dt.datetime,
    folder: Path,
) -> _Again:
    try:
        form = tools.formats.get(target)
    except KeyError as error:
        raise ConfigurationError([f"there is no format {target} in this installation"]) from error
    found = examine(given, tools.formats, RouteContext(now=at), form, folder, weighs=True)
    for number, examined in enumerate(found, start=1):
        if number != certificate.input.document:
            continue
        if examined.parts:
            return _Again(examined)
        return _Again(None, f"the document is refused now ({_rules(examined.report)})")
    return _Again(None, "the file holds no such document any more")


def _route(processed: Processed, way: Way) -> _Again:
    outcome = processed.outcome
    routes = outcome.routes if isinstance(outcome, Accepted | Rejected) else ()
    for one in routes:
        if _is_it(one, way):
            if isinstance(one, Routed):
                return _Again(one)
            return _Again(None, f"{way.receiver} refuses the document now ({_rules(one.report)})")
    return _Again(None, f"the document does not go to {way.receiver} any more")


def _is_it(one: RouteOutcome, way: Way) -> bool:
    agreement = None if one.route.agreement is None else one.route.agreement.id
    return (agreement, one.route.profile) == (way.agreement, way.profile)


def _rules(report: Report) -> str:
    return ", ".join(sorted(report.counts)) or "no finding"
