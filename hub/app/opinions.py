"""A second opinion on a document that came in, and on everything the hub made of it."""

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.opinion import Agreement, Opinion
from hub.official.second import Pace, SecondOpinion
from hub.pipeline.outcome import Accepted, Processed, Rejected, Routed

__all__ = ["ask", "differing"]


def ask(
    second: SecondOpinion,
    formats: Formats,
    payload: Payload,
    processed: list[Processed],
    pace: Pace | None = None,
) -> None:
    """Note what publishers say in the reports of documents, and of what goes to receivers.

    What goes on as it came is not asked about again; several receivers of the same files share
    one answer. The files that were written must still be there.
    """
    if len(processed) == 1 and processed[0].format is not None:
        second.add(payload, formats.get(processed[0].format), processed[0].report, pace)
    asked: dict[tuple[str, ...], Opinion | None] = {}
    for one in processed:
        for route in _written(one):
            target = route.route.format or one.format
            if target is None:
                continue
            key = (str(target), *(part.sha256 for part in route.parts))
            if key in asked:
                route.report.opinion = asked[key]
                continue
            second.add_output(route.parts, formats.get(target), route.report)
            asked[key] = route.report.opinion


def differing(processed: Processed) -> list[tuple[str | None, Opinion]]:
    """Return the opinions that do not simply agree: of the document, then of its outputs.

    An output's has the format that was written beside it.
    """
    found: list[tuple[str | None, Opinion]] = []
    if processed.report.opinion is not None:
        found.append((None, processed.report.opinion))
    found.extend(
        (str(route.route.format or processed.format), route.report.opinion)
        for route in _written(processed)
        if route.report.opinion is not None
    )
    told = dict.fromkeys(one for one in found if one[1].agreement is not Agreement.AGREES)
    return list(told)


def _written(processed: Processed) -> list[Routed]:
    """Return the routes for which the hub wrote something."""
    if not isinstance(processed.outcome, Accepted | Rejected):
        return []
    return [
        route
        for route in processed.outcome.routes
        if isinstance(route, Routed) and not route.unchanged
    ]
