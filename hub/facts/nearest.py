"""The entries of a list that look most like what somebody wrote."""

from collections.abc import Mapping

__all__ = ["nearest"]

_LEAST = 60.0
_LONGEST = 80


def nearest(value: str, candidates: Mapping[str, str], count: int = 3) -> tuple[str, ...]:
    """Return the codes whose written forms are nearest to ``value``, best first.

    Args:
        value: what stood in the document.
        candidates: written form to code; a code may have several forms (``kasse`` and
            ``case``) and is named once.
        count: how many codes at most. What is not alike at all is left out, so the answer
            may be empty. Equals are ordered by code, so the answer is always the same.
    """
    # Imported here: 0.1 s and 7 MB that only a wrong value needs.
    from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415

    wanted = value.strip().casefold()[:_LONGEST]
    if not wanted:
        return ()
    best: dict[str, float] = {}
    for form, code in candidates.items():
        score = 100 * JaroWinkler.similarity(wanted, form.casefold())
        if score >= _LEAST and score > best.get(code, 0):
            best[code] = score
    return tuple(sorted(best, key=lambda code: (-best[code], code))[:count])
