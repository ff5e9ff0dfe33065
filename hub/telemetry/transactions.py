"""The time that the database takes, seen from the engine itself."""

import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from hub.telemetry.metrics import Metrics

__all__ = ["watch_database"]

BEGUN = "hub_begun"
CONTENTION = ("locked", "busy", "deadlock", "serialize", "lock timeout", "lock not available")


def watch_database(
    engine: Engine,
    metrics: Metrics,
    writes: str,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Count every transaction and error of an engine.

    ``writes`` is the execution option of transactions that write.
    """

    def begun(connection: Connection) -> None:
        connection.info[BEGUN] = clock()

    def ended(connection: Connection) -> None:
        since = connection.info.pop(BEGUN, None)
        if since is not None:
            wrote = connection.get_execution_options().get(writes, False)
            metrics.transaction("write" if wrote else "read", clock() - since)

    def failed(context: ExceptionContext) -> None:
        metrics.database_failed(_kind(context.sqlalchemy_exception))

    event.listen(engine, "begin", begun)
    event.listen(engine, "commit", ended)
    event.listen(engine, "rollback", ended)
    event.listen(engine, "handle_error", failed)


def _kind(error: BaseException | None) -> str:
    """Say what sort of trouble it is; what the database said is not kept."""
    said = ""
    with suppress(AttributeError):
        said = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
    if isinstance(error, IntegrityError):
        return "constraint"
    if isinstance(error, OperationalError | InterfaceError):
        return "contention" if any(word in said for word in CONTENTION) else "unavailable"
    return "defect"
