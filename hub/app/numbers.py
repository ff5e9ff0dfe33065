"""One number, one document: also inside one file."""

from dataclasses import replace

from hub.model.finding import Layer
from hub.pipeline.earlier import edition
from hub.pipeline.judgement import CONFLICT, judge
from hub.pipeline.outcome import Accepted, Conflict, Held
from hub.pipeline.protocols import Ended

__all__ = ["settle_numbers"]


def settle_numbers(documents: tuple[Ended, ...]) -> tuple[Ended, ...]:
    """Return the documents of one interchange; a number's second taker is in conflict.

    The memory of earlier interchanges cannot know the first one. It is a conflict and never
    a duplicate: that they came in one file says nothing about their being the same.
    """
    takers: dict[tuple[str | None, ...], str] = {}
    settled = []
    for ended in documents:
        processed, summary = ended.processed, ended.processed.summary
        taken = ended.sender is not None and isinstance(processed.outcome, Accepted | Held)
        if not taken or summary is None or summary.id is None:
            settled.append(ended)
            continue
        key = (ended.sender, summary.kind, summary.id, edition(summary))
        first = takers.setdefault(key, processed.document)
        if first == processed.document:
            settled.append(ended)
            continue
        processed.report.add(Layer.RECEIVER, judge(CONFLICT, value=summary.id))
        refused = replace(processed, outcome=Conflict(first), filed=None)
        settled.append(replace(ended, processed=refused))
    return tuple(settled)
