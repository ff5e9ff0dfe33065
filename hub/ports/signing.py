"""The signature of a pushed document, by which a receiver knows that this hub sent it.

::

    Hub-Signature: t=1767225600, v1=5257a869...

``v1`` is the HMAC-SHA256, in hexadecimal, of ``t.id.sha256``: the time in seconds since
1970, the ``Idempotency-Key`` and the SHA-256 of the body in hexadecimal, with full stops
between them. While a secret is being changed there is one ``v1`` for each.
"""

import datetime as dt
import hmac
from collections.abc import Sequence

__all__ = ["HEADER", "OLDEST", "sign", "verify"]

HEADER = "Hub-Signature"
OLDEST = 300
"""Seconds that a receiver should let a signature be old: longer, and it may be a replay."""


def sign(secrets: Sequence[bytes], identity: str, sha256: str, at: dt.datetime) -> str:
    """Return the header's value."""
    moment = int(at.timestamp())
    parts = [f"v1={_mac(secret, moment, identity, sha256)}" for secret in secrets]
    return ", ".join([f"t={moment}", *parts])


def verify(header: str, secret: bytes, identity: str, sha256: str, at: dt.datetime) -> bool:
    """Whether a header is right and fresh: what a receiver does, here as it should be done."""
    pairs = [part.strip().partition("=")[::2] for part in header.split(",")]
    moments = [value for name, value in pairs if name == "t"]
    if len(moments) != 1 or not moments[0].isascii() or not moments[0].isdigit():
        return False
    moment = int(moments[0])
    right = _mac(secret, moment, identity, sha256)
    macs = [value for name, value in pairs if name == "v1"]
    same = any(hmac.compare_digest(right.encode(), mac.encode()) for mac in macs)
    return same and abs(at.timestamp() - moment) <= OLDEST


def _mac(secret: bytes, moment: int, identity: str, sha256: str) -> str:
    return hmac.new(secret, f"{moment}.{identity}.{sha256}".encode(), "sha256").hexdigest()
