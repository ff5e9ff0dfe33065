"""What a receiver's HTTP answer means for the document that was pushed to it."""

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from hub.errors import PortRefused, PortUnavailable
from hub.pipeline.protocols import Receipt

__all__ = ["Reply", "judged", "printable", "retry_after"]

QUOTED = 300
LONGEST_ID = 200
LONGEST_WAIT = 24 * 3600.0

_LATER = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.GONE,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.MISDIRECTED_REQUEST,
        HTTPStatus.LOCKED,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Refusals that say nothing about the document: the next one would be refused as well."""


class Reply:
    """An answer: status, headers in small letters, and the beginning of its body."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    @property
    def said(self) -> str:
        """The beginning of a text answer, fit to be shown."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        return printable(self.body.decode("utf-8", "replace"), QUOTED) if text else ""


def judged(reply: Reply, identity: str, where: str, now: dt.datetime) -> Receipt:
    """Return the receipt; raises ``PortUnavailable`` or ``PortRefused``.

    =========================  ======================================================
    answer                     meaning
    =========================  ======================================================
    2xx                        delivered
    409 that names our id      delivered before, its answer was lost
    429, 503, 5xx, 408 ...     later, when ``Retry-After`` says so
    401, 403, 404, 405, 410    later: the port is set up wrongly, the document is not
    3xx                        later: the address has to be put right
    other 4xx                  refused for good, this one document
    =========================  ======================================================
    """
    status = reply.status
    said = f": {reply.said}" if reply.said else ""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Receipt(where, _their_id(reply))
    if status == HTTPStatus.CONFLICT and _names(reply, identity):
        return Receipt(where, _their_id(reply))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        to = printable(reply.headers.get("location", "nowhere"), LONGEST_ID)
        raise PortUnavailable(
            f"{where} answered {status} and pointed to {to}; redirects are not followed: "
            "set the url of the port to the final address"
        )
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _LATER:
        raise PortRefused(f"{where} answered {status}{said}")
    wait = retry_after(reply.headers.get("retry-after"), now)
    raise PortUnavailable(f"{where} answered {status}{said}", wait)


def retry_after(header: str | None, now: dt.datetime) -> float | None:
    """Return the seconds of a ``Retry-After``, a day at most; None when it cannot be read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return min(max((then - now).total_seconds(), 0.0), LONGEST_WAIT)


def printable(text: str, limit: int) -> str:
    """Return text that cannot disturb a terminal or a log, in one line."""
    shown = "".join(mark if mark.isprintable() else " " for mark in text[: 4 * limit])
    return " ".join(shown.split())[:limit]


def _their_id(reply: Reply) -> str | None:
    given = reply.headers.get("hub-receipt") or reply.headers.get("location")
    return None if given is None else printable(given, LONGEST_ID) or None


def _names(reply: Reply, identity: str) -> bool:
    return identity in reply.headers.get("idempotency-key", "") or identity.encode() in reply.body
