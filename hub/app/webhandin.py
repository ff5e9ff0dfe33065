"""Taking one document over HTTP, however its sender behaves.

The key is compared before any of the body is read. The document is accepted when its
transaction has committed, and answered afterwards.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from anyio.to_thread import run_sync
from fastapi import Request
from starlette.requests import ClientDisconnect

from hub.app.webdesk import AccountDesk
from hub.app.webproblem import Problem
from hub.formats.payload import Payload
from hub.intake.http import KeyReused, document_path, is_token
from hub.intake.httpname import media_type_of, name_of
from hub.intake.httpupload import IN_MEMORY, Upload, UploadRefused, digest_of
from hub.pipeline.protocols import Acceptance
from hub.telemetry.logs import log_of

__all__ = ["hand_in"]

SLOWEST = 4096
"""Bytes a second that a body must keep up with, once the first patience is over."""

DRAIN = 1 << 20
"""Bytes of a refused body that are read, so that its sender gets to read the answer."""

DRAIN_SECONDS = 2.0
TOO_SLOW = 408


async def hand_in(
    desk: AccountDesk, account: str, request: Request, name: str | None
) -> Acceptance | None:
    """Accept the body of a request; None when its sender went away before it was whole.

    Raises ``Problem``.
    """
    try:
        desk.enter(account, request)
        return await _take(desk, account, request, name, _token(request))
    except ClientDisconnect:
        return None
    except UploadRefused as error:
        await _drain(request)
        close = {"Connection": "close", "Accept-Encoding": "gzip"}
        raise Problem(error.status, error.code, error.detail, close) from error
    except Problem as problem:
        if problem.status != TOO_SLOW:
            await _drain(request)
        problem.headers["Connection"] = "close"
        raise


async def _take(
    desk: AccountDesk, account: str, request: Request, name: str | None, token: str | None
) -> Acceptance:
    if desk.places.locked():
        raise Problem.busy("The hub takes in as many documents as it can at once. Try again.")
    async with desk.places:
        upload = Upload(desk.workshop, desk.most, packed=_is_packed(request, desk.most))
        headers = request.headers

        def finish(last: bytes) -> tuple[Payload, Acceptance]:
            # One visit to a thread for all that blocks; most documents are one piece.
            _on_disk(upload.feed, last)
            whole = upload.payload(
                name_of(name, headers.get("content-disposition")),
                media_type_of(headers.get("content-type")),
                digest_of(headers.get("content-digest")),
            )
            return whole, desk.reception.accept(account, whole, token)

        try:
            last = b""
            async for piece in _pieces(request, desk.patience):
                if last:
                    await run_sync(_on_disk, upload.feed, last)
                last = piece
            payload, accepted = await run_sync(finish, last)
        except KeyReused as error:
            detail = (
                "This Idempotency-Key was used for another document, "
                f"{document_path(account, error.interchange)}. Use a new key for a new document."
            )
            raise Problem(409, "key-reused", detail) from error
        finally:
            upload.discard()
    log_of("web").info(
        "accepted",
        account=account,
        interchange=accepted.interchange,
        number=accepted.accept_number,
        size=payload.size,
        repeated=accepted.repeated,
    )
    return accepted


def _on_disk(work: Callable[[bytes], None], piece: bytes) -> None:
    try:
        work(piece)
    except OSError as error:
        raise Problem.busy("The hub has no room for the document now. Try again later.") from error


async def _pieces(request: Request, patience: float) -> AsyncIterator[bytes]:
    """Yield a body in larger pieces; a sender who is silent or too slow is given up."""
    stream = aiter(request.stream())
    began = time.monotonic()
    collected = bytearray()
    came = 0
    while True:
        left = began + patience + came / SLOWEST - time.monotonic()
        try:
            async with asyncio.timeout(max(min(left, patience), 0)):
                piece = await anext(stream, None)
        except TimeoutError as error:
            detail = "The body did not come in time. Nothing was accepted; send it again."
            raise Problem(TOO_SLOW, "too-slow", detail) from error
        if piece is None:
            break
        came += len(piece)
        collected += piece
        if len(collected) >= IN_MEMORY:
            yield bytes(collected)
            collected.clear()
    if collected:
        yield bytes(collected)


async def _drain(request: Request) -> None:
    """Read a little of a body that is refused; a sender that waits to be asked is not."""
    if "expect" in request.headers:
        return
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            read = 0
            async for piece in request.stream():
                read += len(piece)
                if read > DRAIN:
                    return
    except (TimeoutError, ClientDisconnect, RuntimeError):
        return  # RuntimeError: it was read to its end before


def _token(request: Request) -> str | None:
    token = request.headers.get("idempotency-key")
    if token is not None and not is_token(token):
        detail = "Idempotency-Key must be 1 to 200 visible ASCII characters without spaces."
        raise Problem(400, "key-unreadable", detail)
    return token


def _is_packed(request: Request, most: int) -> bool:
    """Judge a body by its headers; returns whether it is gzipped."""
    headers = request.headers
    if "content-length" in headers and "transfer-encoding" in headers:
        raise UploadRefused(400, "two-lengths", "Send Content-Length or Transfer-Encoding.")
    if headers.get("content-type", "").lower().startswith("multipart/"):
        detail = "Send the document itself as the body, not a form with the document in it."
        raise UploadRefused(415, "form", detail)
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        detail = "Send the document as it is, or with Content-Encoding: gzip."
        raise UploadRefused(415, "encoding", detail)
    if int(headers.get("content-length", "0")) > most:
        detail = f"The document is larger than {most >> 20} MiB."
        raise UploadRefused(413, "too-large", detail)
    return encoding == "gzip"
