"""Documents that are rejected without being read: too big, or too long."""

from hub.model.finding import Finding, Layer
from hub.model.report import Report
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.judgement import BODY_LIMIT, RESOURCE_LIMIT, judge
from hub.pipeline.outcome import Processed, Rejected

__all__ = ["too_big", "too_long"]


def too_big(envelope: Envelope) -> Processed:
    """Reject what needs more memory or time than a worker has."""
    return _unread(envelope, judge(RESOURCE_LIMIT))


def too_long(envelope: Envelope, limit: int) -> Processed:
    """Reject what came through the broker with a body over its limit, in bytes."""
    found = judge(
        BODY_LIMIT,
        value=f"{envelope.payload.size / (1 << 20):.1f}",
        expected=f"{limit / (1 << 20):g}",
        account=envelope.account,
    )
    return _unread(envelope, found)


def _unread(envelope: Envelope, found: Finding) -> Processed:
    """Reject a document that nobody may read."""
    report = Report(envelope.name)
    report.add(Layer.SYNTAX, found)
    identity = document_id(envelope.interchange, envelope.first)
    return Processed(identity, envelope.first, None, None, Rejected(found.rule), report)
