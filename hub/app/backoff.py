"""How long to wait before the next attempt."""

import datetime as dt

__all__ = ["document_wait", "port_wait"]

_STEPS = (5, 30, 120, 600, 1800, 3600)
_DOCUMENT_STEPS = (2, 5, 15, 30, 60)


def port_wait(attempts: int) -> dt.timedelta:
    """Return the wait after the n-th attempt at a delivery: seconds at first, then hours."""
    return dt.timedelta(seconds=_STEPS[min(max(attempts, 1), len(_STEPS)) - 1])


def document_wait(attempts: int, first: float | None = None) -> dt.timedelta:
    """Return the wait after the n-th attempt at processing a document.

    A minute at most: what is in its way is the world's, and its sender's later ones wait, too.
    With ``first`` seconds, where the wait is expected to be short: that, then twice as long
    each time, up to five seconds.
    """
    steps = _DOCUMENT_STEPS
    if first is not None:
        return dt.timedelta(seconds=min(first * 2 ** min(max(attempts, 1) - 1, 10), 5.0))
    return dt.timedelta(seconds=steps[min(max(attempts, 1), len(steps)) - 1])
