"""Log lines: JSON, one per change of state, never a document's contents."""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TextIO

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

from hub.facts.privacy import mask_personal_numbers

__all__ = ["about", "configure_logs", "log_of"]

LONGEST_CHAIN = 5
DEEPEST = 30


def configure_logs(role: str, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send log lines of this process to ``stream`` (standard error) as JSON."""
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _where_it_broke,
            _without_personal_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # One write a line: several processes share one log, and a line must stay whole.
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
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


def _without_personal_numbers(
    _: Any, __: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask what looks like a personal number; file names and errors may hold one."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask_personal_numbers(value)
    return event


def _where_it_broke(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say of an exception its type and where it came from, never its message.

    A message such as "invalid literal" quotes what it stumbled over.
    """
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["exception"] = list(_links(error))
    return event


def _links(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """Yield an exception and what it was raised from, innermost call last."""
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return
        frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        calls = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        yield {"type": type(error).__qualname__, "calls": calls}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _process_role(role: str) -> None:
    structlog.configure(processors=[_role_adder(role), *structlog.get_config()["processors"]])


def _role_adder(role: str) -> Any:
    def add(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
        event["role"] = role
        return event

    return add
