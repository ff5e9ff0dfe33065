"""The trace: what happened to a document, written with the thing itself."""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, insert

from hub.store.schema import trace

__all__ = ["Journal"]


class Journal:
    """Collects the events of one transaction and writes them together."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self._rows: list[dict[str, Any]] = []

    def note(
        self,
        interchange: str,
        stage: str,
        event: str,
        *,
        document: str | None = None,
        output: str | None = None,
        **details: Any,
    ) -> None:
        """Note an event; details are small and hold no contents of documents."""
        self._rows.append(
            {
                "at": self.now,
                "interchange": interchange,
                "document": document,
                "output": output,
                "event": event,
                "stage": stage,
                "details": {key: value for key, value in details.items() if value is not None},
            }
        )

    def write(self, connection: Connection) -> None:
        """Append the events to the trace."""
        if self._rows:
            connection.execute(insert(trace), self._rows)
