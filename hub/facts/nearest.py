"""The entries of a list that look most like what somebody wrote."""

from collections.abc import Mapping

__all__ = ["nearest"]

_LEAST = 0.6
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
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415

    wanted = value.strip().casefold()[:_LONGEST]
    if not wanted:
        return ()
    forms = [form.casefold() for form in candidates]
    codes = list(candidates.values())
    best: dict[str, float] = {}
    found = process.extract_iter(
        wanted, forms, scorer=JaroWinkler.similarity, processor=None, score_cutoff=_LEAST
    )
    for _, score, place in found:
        code = codes[place]
        best[code] = max(score, best.get(code, 0))
    return tuple(sorted(best, key=lambda code: (-best[code], code))[:count])
