"""What a caller is told when a request cannot be done: RFC 9457 problem details.

Each has an ``id`` that also stands in the log, so that a partner can name it on the phone.
Nothing of an exception's text ever leaves the hub.
"""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID, uuid4

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hub.errors import StoreUnavailable
from hub.telemetry.logs import log_of

__all__ = ["Problem", "answer_problems", "known_id"]

BUSY = 10
"""Seconds after which a caller may try again when the database did not answer."""


class Problem(Exception):
    """A request is refused.

    Args:
        status: the HTTP status.
        code: a stable word for programs, such as ``too-large``.
        detail: a sentence for people that says what to do.
        headers: further headers of the answer.
    """

    def __init__(
        self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(f"{status} {code}")

    @classmethod
    def unknown(cls) -> "Problem":
        """Nothing is there, or nothing that this caller may know of."""
        return cls(404, "not-found", "There is nothing here for this key.")

    @classmethod
    def unauthorised(cls) -> "Problem":
        """No key, a wrong key, or no such account or port: the caller cannot tell which."""
        return cls(
            401,
            "unauthorised",
            "Send a key of this account or port as: Authorization: Bearer KEY",
            {"WWW-Authenticate": "Bearer"},
        )

    @classmethod
    def busy(cls, detail: str, seconds: int = BUSY) -> "Problem":
        """Not now."""
        return cls(503, "try-again", detail, {"Retry-After": str(seconds)})

    def response(self, error: BaseException | str | None = None) -> Response:
        """Return the answer, and log it under its id with the hub's own words or exception."""
        identity = str(uuid4())
        log = log_of("web")
        why = {"error": error} if isinstance(error, str) else {"exc_info": error}
        (log.info if self.status < HTTPStatus.INTERNAL_SERVER_ERROR else log.error)(
            "request-refused", problem=identity, status=self.status, code=self.code, **why
        )
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "id": identity,
        }
        return Response(
            msgspec.json.encode(body),
            self.status,
            {"Cache-Control": "no-store", **self.headers},
            "application/problem+json",
        )


def known_id(text: str) -> str:
    """Return an id as the store writes it; what is none names nothing."""
    try:
        return str(UUID(text))
    except ValueError as error:
        raise Problem.unknown() from error


def answer_problems(app: FastAPI) -> None:
    """Let every refusal and every failure of an application be answered this way."""

    @app.exception_handler(Problem)
    async def _refused(_: Request, problem: Problem) -> Response:
        return problem.response()

    @app.exception_handler(StoreUnavailable)
    async def _no_store(_: Request, error: StoreUnavailable) -> Response:
        return Problem.busy("The hub cannot reach its database. Try again later.").response(
            str(error)
        )

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> Response:
        places = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
        detail = (
            f"Not understood: {', '.join(places)[:200]}. See the description of this interface."
        )
        return Problem(400, "invalid-request", detail).response()

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        detail = "See the description of this interface for what can be asked."
        return Problem(error.status_code, code, detail, error.headers).response()

    @app.exception_handler(Exception)
    async def _failed(_: Request, error: Exception) -> Response:
        detail = "The hub failed at this request. Its operator finds the reason under this id."
        return Problem(500, "failed", detail).response(error)
