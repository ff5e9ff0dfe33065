"""Questions to something that may hang, such as a database."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from typing import Generic, TypeVar

from hub.errors import HubError, TransientError

__all__ = ["Inquiry", "NoAnswer"]

T = TypeVar("T")


class NoAnswer(TransientError):
    """There was no answer within the time limit."""


class Inquiry(Generic[T]):
    """Asks in a thread of its own, one question at a time, and does not wait for ever.

    Whoever asks while a question is still open waits for that one's answer: a database
    that hangs costs one thread, however often it is asked.
    """

    def __init__(self, ask: Callable[[], T], limit: float) -> None:
        self._ask = ask
        self._limit = limit
        self._guard = threading.Lock()
        self._open: Future[T] | None = None

    def answer(self) -> T:
        """Return the answer; raises its ``HubError``, or ``NoAnswer`` when time is up."""
        with self._guard:
            if self._open is None or self._open.done():
                self._open = Future()
                threading.Thread(
                    target=self._put, args=(self._open,), name="inquiry", daemon=True
                ).start()
            question = self._open
        try:
            return question.result(self._limit)
        except NotInTime as error:
            raise NoAnswer(f"no answer within {self._limit:g} seconds") from error

    def _put(self, question: Future[T]) -> None:
        try:
            question.set_result(self._ask())
        except HubError as error:
            question.set_exception(error)
        finally:
            if not question.done():
                question.set_exception(NoAnswer("the question itself failed"))
