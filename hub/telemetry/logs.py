"""Log lines: JSON, one per change of state, never a document's contents."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

__all__ = ["about", "configure_logs", "log_of"]


def configure_logs(role: str, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send log lines of this process to ``stream`` (standard error) as JSON."""
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.ExceptionRenderer(),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    clear_contextvars()
    _process_role(role)


def log_of(name: str) -> Any:
    """Return the logger of a part of the hub."""
    return structlog.get_logger(part=name)


@contextmanager
def about(**context: Any) -> Iterator[None]:
    """Say which document everything inside is about; nothing of it stays afterwards.

    Threads are used again, so what an earlier document left is removed first.
    """
    clear_contextvars()
    bind_contextvars(**context)
    try:
        yield
    finally:
        clear_contextvars()


def _process_role(role: str) -> None:
    structlog.configure(processors=[_role_adder(role), *structlog.get_config()["processors"]])


def _role_adder(role: str) -> Any:
    def add(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
        event["role"] = role
        return event

    return add
