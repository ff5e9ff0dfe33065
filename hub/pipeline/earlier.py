"""Has this document been here before?

Compared with documents that ended Accepted or Held: the same number with the same bytes is
a duplicate, with other bytes a conflict. Bytes that were rejected are a new attempt. The bytes
are those of the document: what else came in its file, then or now, makes no difference.
"""

from hub.formats.payload import Payload
from hub.model.finding import Layer
from hub.model.report import Report
from hub.model.summary import Summary
from hub.pipeline.judgement import CONFLICT, judge
from hub.pipeline.memory import Memory
from hub.pipeline.outcome import Conflict, Duplicate
from hub.pipeline.party import Party

__all__ = ["edition", "seen_before"]


def seen_before(
    summary: Summary,
    sender: Party,
    payload: Payload,
    memory: Memory,
    report: Report,
    own: str | None = None,
) -> Duplicate | Conflict | None:
    """Return what an earlier document makes of this one.

    ``own`` is the hash of the document's own bytes, where the payload is more than that. The
    payload's counts too: the whole file again is the same documents again, and memories from
    before documents had hashes of their own know no other.
    """
    hashes = dict.fromkeys((own or payload.sha256, payload.sha256))
    if summary.id is None:
        found = (memory.same_bytes(sender.key, one) for one in hashes)
        same = next((one for one in found if one is not None), None)
        return Duplicate(same.document) if same else None
    earlier = memory.earlier(sender.key, summary.kind, summary.id, edition(summary))
    if earlier is None:
        return None
    if earlier.sha256 in hashes:
        return Duplicate(earlier.document)
    report.add(Layer.RECEIVER, judge(CONFLICT, value=summary.id))
    return Conflict(earlier.document)


def edition(summary: Summary) -> str:
    """What tells two documents of one number apart: the version, else the issue date."""
    if summary.version is not None:
        return summary.version
    return "" if summary.issue_date is None else summary.issue_date.isoformat()
