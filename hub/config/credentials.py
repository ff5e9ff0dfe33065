"""Passwords and keys for partners: made here, shown once, kept as a hash only."""

import base64
import hashlib
import secrets
import string
from dataclasses import dataclass, field

__all__ = ["Credential", "api_key", "broker_password", "salted"]

_BYTES = 32
_SALT = 4
_PREFIX = 8
_PLAIN = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret for its owner, and what the configuration keeps of it."""

    secret: str = field(repr=False)
    kept: str = field(repr=False)


def broker_password() -> Credential:
    """Make a password of 256 random bits for a user of the broker."""
    password = secrets.choice(_PLAIN) + secrets.token_urlsafe(_BYTES)
    return Credential(password, salted(password))


def salted(password: str) -> str:
    """Return a password as RabbitMQ keeps it: Base64 of a salt and SHA-256 of salt and password."""
    salt = secrets.token_bytes(_SALT)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def api_key() -> Credential:
    """Make a key of 256 random bits after a public prefix, which tells keys apart in logs.

    Kept are the prefix and the SHA-256 of the whole key: a key of such length cannot be guessed,
    so that a slow hash would protect nothing.
    """
    prefix = "".join(secrets.choice(_PLAIN) for _ in range(_PREFIX))
    key = prefix + secrets.token_urlsafe(_BYTES)
    return Credential(key, f"{prefix}:{hashlib.sha256(key.encode()).hexdigest()}")
