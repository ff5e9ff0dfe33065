"""The real time."""

import datetime as dt
import time

__all__ = ["SystemClock"]


class SystemClock:
    """Aware UTC, and seconds that never go back."""

    def now(self) -> dt.datetime:
        """Return the time."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Return seconds for measuring a span."""
        return time.monotonic()
