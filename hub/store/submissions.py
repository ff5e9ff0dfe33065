"""What an account handed in, page by page."""

from typing import Any

from sqlalchemy import func, select

from hub.store.database import Database
from hub.store.schema import delivery, interchange

__all__ = ["Submissions"]


class Submissions:
    """Reads only; rows are JSON-ready, times in ISO 8601."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(
        self, account: str, limit: int, after: int = 0, state: str | None = None
    ) -> list[dict[str, Any]]:
        """Return an account's interchanges in the order of acceptance, after a number."""
        verdict = (
            select(func.min(delivery.c.verdict))
            .where(delivery.c.interchange == interchange.c.id)
            .scalar_subquery()
        )
        wanted = (
            select(
                interchange.c.id,
                interchange.c.accept_number,
                interchange.c.name,
                interchange.c.sha256,
                interchange.c.size,
                interchange.c.accepted_at,
                interchange.c.state,
                verdict.label("verdict"),
            )
            .where(interchange.c.account == account, interchange.c.accept_number > after)
            .order_by(interchange.c.accept_number)
            .limit(limit)
        )
        if state is not None:
            wanted = wanted.where(interchange.c.state == state)
        with self._database.read() as connection:
            return [
                {**row, "accepted_at": row["accepted_at"].isoformat()}
                for row in connection.execute(wanted).mappings()
            ]
